//! A request's buffer, memory object and MDL are the request's: asked for or used after it was completed, each is reported.

use wdf_sim::{File, Rule, Ticket};
use wdf_tests::raw::{Device, Held, Request, SUCCESS, World, parallel, plan};
use wdf_tests::with;

use crate::support::{Shows, fires};

const READ: u8 = 0;
const WRITE: u8 = 1;
const CONTROL: u8 = 2;
const INTERNAL_CONTROL: u8 = 3;
const OUT_DIRECT: u32 = 0x22_2002;

fn begin(kind: u8, file: &File) -> Ticket {
    match kind {
        READ => file.begin_read(4),
        WRITE => file.begin_write(b"abcd"),
        CONTROL => file.begin_ioctl(OUT_DIRECT, b"abcd", 4),
        _ => file.begin_internal_ioctl(OUT_DIRECT, b"abcd", 4),
    }
}

/// A request of this kind, which the driver has.
fn owned(kind: u8, m: &World<'_>) -> (Request, Ticket) {
    let held = Held::empty();
    let keep = with!(held => move |device: Device| device.queue(parallel().default_queue().default(held.putter())));
    let rig = m.build(plan().direct(), keep);
    let ticket = begin(kind, &rig.open());
    (held.take(), ticket)
}

/// Asks for the memory objects that a request of this kind has, and uses them.
fn memories(kind: u8, request: Request) -> [Option<wdf_tests::raw::Memory>; 2] {
    let input = (kind != READ).then(|| request.input_memory().expect("an input"));
    let output = (kind != WRITE).then(|| request.output_memory().expect("an output"));
    [input, output]
}

fn use_memories(memories: [Option<wdf_tests::raw::Memory>; 2]) {
    for memory in memories.into_iter().flatten() {
        assert_eq!(memory.buffer().1, 4);
    }
}

fn mdls(kind: u8, request: Request) -> [Option<wdf_tests::raw::Mdl>; 2] {
    let input = (kind != READ).then(|| request.input_mdl().expect("an input"));
    let output = (kind != WRITE).then(|| request.output_mdl().expect("an output"));
    [input, output]
}

fn use_mdls(mdls: [Option<wdf_tests::raw::Mdl>; 2]) {
    for mdl in mdls.into_iter().flatten() {
        assert_ne!(mdl.map(), 0);
    }
}

fn right<const KIND: u8>(m: &World<'_>) {
    let (request, _ticket) = owned(KIND, m);
    use_memories(memories(KIND, request));
    use_mdls(mdls(KIND, request));
    request.complete(SUCCESS);
}

fn asks_for_buffer<const KIND: u8>(m: &World<'_>) {
    let (request, _ticket) = owned(KIND, m);
    request.complete(SUCCESS);
    let _ = if KIND == READ { request.output(0) } else { request.input(0) };
}

fn asks_for_memory<const KIND: u8>(m: &World<'_>) {
    let (request, _ticket) = owned(KIND, m);
    request.complete(SUCCESS);
    let _ = memories(KIND, request);
}

fn uses_memory<const KIND: u8>(m: &World<'_>) {
    let (request, _ticket) = owned(KIND, m);
    let memories = memories(KIND, request);
    request.complete(SUCCESS);
    use_memories(memories);
}

fn asks_for_mdl<const KIND: u8>(m: &World<'_>) {
    let (request, _ticket) = owned(KIND, m);
    request.complete(SUCCESS);
    let _ = mdls(KIND, request);
}

fn uses_mdl<const KIND: u8>(m: &World<'_>) {
    let (request, _ticket) = owned(KIND, m);
    let mdls = mdls(KIND, request);
    request.complete(SUCCESS);
    use_mdls(mdls);
}

fn buffer_fires<const KIND: u8>() {
    let gone = Shows::Undefined;
    fires(Rule::UseAfterDestroy, gone, gone, asks_for_buffer::<KIND>, right::<KIND>);
}

fn memory_fires<const KIND: u8>() {
    let gone = Shows::Undefined;
    fires(Rule::UseAfterDestroy, gone, gone, asks_for_memory::<KIND>, right::<KIND>);
    fires(Rule::UseAfterDestroy, gone, gone, uses_memory::<KIND>, right::<KIND>);
}

fn mdl_fires<const KIND: u8>() {
    let gone = Shows::Undefined;
    fires(Rule::UseAfterDestroy, gone, gone, asks_for_mdl::<KIND>, right::<KIND>);
    fires(Rule::MdlMisused, gone, gone, uses_mdl::<KIND>, right::<KIND>);
}

/// Rules: BufAfterReqCompletedRead.
#[test]
fn buffer_of_a_completed_read() {
    buffer_fires::<READ>();
}

/// Rules: BufAfterReqCompletedWrite.
#[test]
fn buffer_of_a_completed_write() {
    buffer_fires::<WRITE>();
}

/// Rules: BufAfterReqCompletedIoctl.
#[test]
fn buffer_of_a_completed_control() {
    buffer_fires::<CONTROL>();
}

/// Rules: BufAfterReqCompletedIntIoctl.
#[test]
fn buffer_of_a_completed_internal_control() {
    buffer_fires::<INTERNAL_CONTROL>();
}

/// Rules: MemAfterReqCompletedRead, MemAfterReqCompletedReadA. Case M122.
#[test]
fn memory_of_a_completed_read() {
    memory_fires::<READ>();
}

/// Rules: MemAfterReqCompletedWrite, MemAfterReqCompletedWriteA.
#[test]
fn memory_of_a_completed_write() {
    memory_fires::<WRITE>();
}

/// Rules: MemAfterReqCompletedIoctl, MemAfterReqCompletedIoctlA.
#[test]
fn memory_of_a_completed_control() {
    memory_fires::<CONTROL>();
}

/// Rules: MemAfterReqCompletedIntIoctl, MemAfterReqCompletedIntIoctlA.
#[test]
fn memory_of_a_completed_internal_control() {
    memory_fires::<INTERNAL_CONTROL>();
}

/// Rules: MdlAfterReqCompletedRead, MdlAfterReqCompletedReadA. Case M123.
#[test]
fn mdl_of_a_completed_read() {
    mdl_fires::<READ>();
}

/// Rules: MdlAfterReqCompletedWrite, MdlAfterReqCompletedWriteA.
#[test]
fn mdl_of_a_completed_write() {
    mdl_fires::<WRITE>();
}

/// Rules: MdlAfterReqCompletedIoctl, MdlAfterReqCompletedIoctlA.
#[test]
fn mdl_of_a_completed_control() {
    mdl_fires::<CONTROL>();
}

/// Rules: MdlAfterReqCompletedIntIoctl, MdlAfterReqCompletedIntIoctlA.
#[test]
fn mdl_of_a_completed_internal_control() {
    mdl_fires::<INTERNAL_CONTROL>();
}
