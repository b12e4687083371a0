//! The way of requests: a read occupies a box and waits in the manual queue ([`read`]), until a message comes for it
//! ([`write()`]) or it is cancelled ([`canceled`]).

use crate::boxes::{Boxes, Occupied};
use wdf_safe::context::ContextInit;
use wdf_safe::prelude::*;

/// The longest message, in bytes.
pub const MAX_MESSAGE: usize = 256;

/// What belongs to the device.
#[object_context(requests = Occupied)]
pub(crate) struct PostOffice {
    /// Where reads wait.
    waiting: Child<Queue<Waiting, Manual>>,
}

/// What belongs to the manual queue.
#[object_context(requests = Occupied)]
pub(crate) struct Waiting {
    boxes: Boxes,
}

/// The device's context, with no queue yet.
pub(crate) fn post_office() -> impl ContextInit<PostOffice> {
    PostOfficeInit { waiting: Child::init() }
}

/// Makes the queue to which requests come, and the one in which reads wait.
pub(crate) fn create(cx: &mut Cx<'_, Passive>, device: &Device<PostOffice>) -> Result<()> {
    QueueConfig::parallel().default_queue().read(read).write(write).device_control(control).create(cx, device, ())?;
    QueueConfig::manual().canceled_on_queue(canceled).create_in(
        cx,
        device,
        WaitingInit { boxes: Boxes::new() },
        |office| &office.waiting,
    )?;
    Ok(())
}

/// The queue in which reads wait.
fn waiting(queue: &Queue<(), Parallel>) -> Option<&Queue<Waiting, Manual>> {
    queue.device::<PostOffice>()?.context().waiting.get()
}

/// An application reads: it occupies a box and waits.
#[evt_io_read]
fn read<'id>(
    cx: &mut Cx<'_, Dispatch>,
    queue: &Queue<(), Parallel>,
    mut request: Request<'id, Owned, Read<Occupied>>,
) -> Handled<'id> {
    let Some(waiting) = waiting(queue) else {
        return request.complete(cx, NtStatus::DEVICE_NOT_READY);
    };
    let boxes = &waiting.context().boxes;
    if !boxes.occupy(request.context_mut()) {
        return request.complete(cx, NtStatus::DEVICE_BUSY);
    }
    request.forward_to(cx, waiting).unwrap_or_else(|mut failed| {
        boxes.release(failed.request.context_mut());
        failed.complete(cx)
    })
}

/// A read was cancelled while it waited in the queue.
#[evt_io_canceled_on_queue]
fn canceled<'id>(
    cx: &mut Cx<'_, Dispatch>,
    waiting: &Queue<Waiting, Manual>,
    mut request: Request<'id, MustComplete, Any<Occupied>>,
) -> Handled<'id> {
    waiting.context().boxes.release(request.context_mut());
    request.complete_cancelled(cx)
}

/// An application writes: the message goes to the read that has waited longest.
#[evt_io_write]
fn write<'id>(
    cx: &mut Cx<'_, Dispatch>,
    queue: &Queue<(), Parallel>,
    request: Request<'id, Owned, Write<Occupied>>,
) -> Handled<'id> {
    let Some(waiting) = waiting(queue) else {
        return request.complete(cx, NtStatus::DEVICE_NOT_READY);
    };
    let mut message = [0; MAX_MESSAGE];
    let length = match request.input() {
        Ok(input) => input.copy_to(&mut message),
        Err(error) => return request.complete(cx, error.status()),
    };
    let message = message.get(..length).unwrap_or_default();
    match waiting.retrieve_next(cx, |cx, mut found| {
        waiting.context().boxes.release(found.context_mut());
        deliver(cx, found, message)
    }) {
        Retrieval::Handled => request.complete_with_information(cx, NtStatus::SUCCESS, length),
        Retrieval::Nothing => request.complete(cx, NtStatus::NOT_FOUND),
        Retrieval::Paused => request.complete(cx, NtStatus::DEVICE_NOT_READY),
    }
}

/// Completes a read with a message.
fn deliver<'id>(cx: &mut Cx<'_, Dispatch>, found: Retrieved<'id, Occupied>, message: &[u8]) -> Handled<'id> {
    let read = match found.kind() {
        ByKind::Read(read) => read,
        // Only reads are forwarded; a driver has an answer all the same.
        other => return other.complete(cx, NtStatus::INVALID_DEVICE_REQUEST),
    };
    match read.into_writer() {
        Ok(mut answer) => {
            answer.put(message);
            answer.complete(cx)
        }
        Err(failed) => failed.complete(cx),
    }
}

/// An application asks how many boxes are occupied.
#[evt_io_device_control]
fn control<'id>(
    cx: &mut Cx<'_, Dispatch>,
    queue: &Queue<(), Parallel>,
    request: Request<'id, Owned, DeviceControl<Occupied>>,
) -> Handled<'id> {
    let occupied = waiting(queue).map_or(0, |waiting| waiting.context().boxes.count());
    match request.into_writer() {
        Ok(mut answer) => {
            answer.put(&occupied.to_le_bytes());
            answer.complete(cx)
        }
        Err(failed) => failed.complete(cx),
    }
}
