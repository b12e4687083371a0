//! The way of a write: the device is given a part of it ([`next_part`]), interrupts ([`service`]), the DPC gives it the next
//! one ([`part_done`]), until there is none or somebody cancels ([`give_up`]).
//!
//! The queue's callbacks and the DPC exclude each other; a cancellation can come at any moment. The store in which the write
//! waits decides who completes it, and the interrupt's lock which part the device is to take.

use crate::card::{DONE, ENABLE, PART, Registers, STATUS, Seen};
use crate::{Card, Line, Progress, Transfers, TransfersInit};
use wdf_safe::prelude::*;

/// Makes the device's queue, and its interrupt.
pub(crate) fn create(cx: &mut Cx<'_, Passive>, device: &Device<Card>) -> Result<()> {
    let transfers = TransfersInit { current: CancelSlot::init(), line: Child::init() };
    let queue = QueueConfig::sequential()
        .default_queue()
        .scope(Scope::Queue)
        .resume(resume)
        .write(write)
        .create(cx, device, transfers)?;
    InterruptConfig::new(service, part_done).enable(enable).disable(disable).serialized().create(
        cx,
        queue,
        Seen::default(),
        |transfers| &transfers.line,
    )?;
    Ok(())
}

/// An application writes.
#[evt_io_write]
fn write<'id>(
    cx: &mut Cx<'_, Dispatch>,
    queue: &Queue<Transfers>,
    request: Request<'id, Owned, Write<Progress>>,
) -> Handled<'id> {
    next_part(cx, queue, request)
}

/// Gives the device the next part of the write, or ends it.
fn next_part<'id>(
    cx: &mut Cx<'_, Dispatch>,
    queue: &Queue<Transfers>,
    mut request: Request<'id, Owned, Write<Progress>>,
) -> Handled<'id> {
    let transfers = queue.context();
    let (length, done) = (request.parameters().length, request.context().done);
    if done == length {
        return request.complete_with_information(cx, NtStatus::SUCCESS, done);
    }
    let mut part = [0; PART];
    let count = match request.input() {
        Ok(input) => input.copy_at(done, &mut part),
        Err(error) => return request.complete(cx, error.status()),
    };
    let Some(tag) = transfers.line.get().and_then(|line| line.with(cx, |seen, _| seen.reserve())) else {
        return request.complete(cx, NtStatus::DEVICE_NOT_READY);
    };
    request.context_mut().part = count;
    match transfers.current.park_cancelable(cx, request, give_up) {
        Ok(handled) => {
            // It may have been cancelled meanwhile: then the part was taken back, and is not given to the device.
            start(cx, queue, tag, part.get(..count).unwrap_or_default());
            handled
        }
        Err(request) => request.complete(cx, NtStatus::DEVICE_BUSY),
    }
}

/// Gives the device the part. While it sleeps it is not there: `resume` comes.
fn start(cx: &mut Cx<'_, Dispatch>, queue: &Queue<Transfers>, tag: u32, part: &[u8]) {
    if let (Some(line), Some(registers)) = (queue.context().line.get(), registers(queue)) {
        line.with(cx, |seen, cx| {
            if let Some(registers) = registers.in_service(cx) {
                seen.start(&registers, tag, part);
            }
        });
    }
}

/// The write was cancelled while the device had a part of it, or before.
#[evt_request_cancel]
fn give_up<'id>(cx: &mut Cx<'_, Dispatch>, request: Request<'id, MustComplete, Write<Progress>>) -> Handled<'id> {
    if let Some(line) = request.queue_context::<Transfers>().and_then(|transfers| transfers.line.get()) {
        line.with(cx, |seen, cx| {
            if let Some(registers) = registers(line.parent()).and_then(|registers| registers.in_service(cx)) {
                seen.abort(&registers);
            }
        });
    }
    request.complete_cancelled(cx)
}

/// The device interrupts.
#[evt_interrupt_isr]
fn service(cx: &mut Cx<'_, Dirql>, line: &Line, seen: &mut Seen, _message: u32) -> bool {
    let Some(registers) = registers(line.parent()).and_then(|registers| registers.in_service(cx)) else {
        return false;
    };
    if registers.read32::<STATUS>() & DONE == 0 {
        return false;
    }
    seen.look(&registers);
    line.queue_deferred(cx);
    true
}

/// The device has taken a part.
#[evt_interrupt_dpc]
fn part_done(cx: &mut Cx<'_, Dispatch>, line: &Line) {
    if line.with(cx, |seen, _| seen.take_done()) == Some(true) {
        let queue = line.parent();
        queue.context().current.unmark(cx, |cx, mut request| {
            let progress = request.context_mut();
            progress.done += progress.part;
            next_part(cx, queue, request)
        });
    }
}

/// The device works again: it may interrupt.
#[evt_interrupt_change]
fn enable(cx: &mut Cx<'_, Dirql>, line: &Line, _seen: &mut Seen) -> Result<()> {
    if let Some(registers) = registers(line.parent()).and_then(|registers| registers.in_service(cx)) {
        registers.write32::<STATUS>(DONE);
        registers.write32::<ENABLE>(1);
    }
    Ok(())
}

/// The device will sleep, or go away: it may not interrupt any more, and forgets its part.
#[evt_interrupt_change]
fn disable(cx: &mut Cx<'_, Dirql>, line: &Line, seen: &mut Seen) -> Result<()> {
    if let Some(registers) = registers(line.parent()).and_then(|registers| registers.in_service(cx)) {
        registers.write32::<ENABLE>(0);
        seen.abort(&registers);
    }
    Ok(())
}

/// The device is back, and the write that waited meanwhile goes on with the part that it had then.
#[evt_io_resume]
fn resume(cx: &mut Cx<'_, Dispatch>, queue: &Queue<Transfers>) {
    queue.context().current.unmark(cx, |cx, request| next_part(cx, queue, request));
}

/// The registers of the queue's device.
fn registers(queue: &Queue<Transfers>) -> Option<&Registers> {
    queue.device::<Card>().map(|card| &card.context().registers)
}
