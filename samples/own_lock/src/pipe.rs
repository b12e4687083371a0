//! The way of requests: a write fills the pipe ([`write()`]), a read waits at its other end ([`read`]), and whoever finds
//! both, bytes and readers, brings them together ([`serve`]).

use crate::ring::Ring;
use wdf_safe::prelude::*;

/// How many reads can wait at the same time.
pub const READERS: usize = 64;

/// How many bytes of a write are carried at a time.
const PART: usize = 128;

/// What belongs to the queue.
#[object_context]
pub(crate) struct Pipe {
    /// What was written and not read.
    bytes: SpinLock<Ring>,
    /// The reads that wait for it.
    readers: CancelList<Read, READERS>,
}

/// Makes the device's queue.
pub(crate) fn create(cx: &mut Cx<'_, Passive>, device: &Device) -> Result<()> {
    let pipe = PipeInit { bytes: SpinLock::zeroed(), readers: CancelList::init() };
    QueueConfig::parallel().default_queue().scope(Scope::None).read(read).write(write).create(cx, device, pipe)?;
    Ok(())
}

/// An application writes: what does not fit is not taken.
#[evt_io_write]
fn write<'id>(
    cx: &mut Cx<'_, Dispatch>,
    queue: &Queue<Pipe, Parallel>,
    request: Request<'id, Owned, Write>,
) -> Handled<'id> {
    let pipe = queue.context();
    let taken = match request.input() {
        Ok(input) => pipe.bytes.with(cx, |bytes, _held| {
            let mut taken = 0;
            let mut part = [0; PART];
            loop {
                let count = input.copy_at(taken, &mut part);
                let fitted = bytes.put(part.get(..count).unwrap_or_default());
                taken += fitted;
                if fitted < PART {
                    break taken;
                }
            }
        }),
        Err(error) => return request.complete(cx, error.status()),
    };
    let handled = request.complete_with_information(cx, NtStatus::SUCCESS, taken);
    serve(cx, pipe);
    handled
}

/// An application reads.
#[evt_io_read]
fn read<'id>(
    cx: &mut Cx<'_, Dispatch>,
    queue: &Queue<Pipe, Parallel>,
    request: Request<'id, Owned, Read>,
) -> Handled<'id> {
    let pipe = queue.context();
    let handled = wait(cx, pipe, request);
    // Something may have been written just before it was parked: whoever parks looks again.
    serve(cx, pipe);
    handled
}

/// Lets a read wait.
fn wait<'id>(cx: &mut Cx<'_, Dispatch>, pipe: &Pipe, request: Request<'id, Owned, Read>) -> Handled<'id> {
    match pipe.readers.park_cancelable(cx, request, give_up) {
        Ok(handled) => handled,
        Err(request) => request.complete(cx, NtStatus::DEVICE_BUSY),
    }
}

/// A read was cancelled while it waited, or before it could.
#[evt_request_cancel]
fn give_up<'id>(cx: &mut Cx<'_, Dispatch>, request: Request<'id, MustComplete, Read>) -> Handled<'id> {
    request.complete_cancelled(cx)
}

/// Gives bytes to readers, as long as there are both.
fn serve(cx: &mut Cx<'_, Dispatch>, pipe: &Pipe) {
    while !pipe.bytes.with(cx, |bytes, _held| bytes.is_empty()) {
        if pipe.readers.unmark_next(cx, |cx, request| answer(cx, pipe, request)) == Taken::Nothing {
            return;
        }
    }
}

/// Completes a read with what is in the pipe. If another processor has taken that meanwhile, the read waits on.
fn answer<'id>(cx: &mut Cx<'_, Dispatch>, pipe: &Pipe, request: Request<'id, Owned, Read>) -> Handled<'id> {
    let mut answer = match request.into_writer() {
        Ok(answer) => answer,
        Err(failed) => return failed.complete(cx),
    };
    pipe.bytes.with(cx, |bytes, _held| {
        bytes.take(answer.remaining(), |part| {
            answer.put(part);
        });
    });
    if answer.written() == 0 { wait(cx, pipe, answer.into_request()) } else { answer.complete(cx) }
}
