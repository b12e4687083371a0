//! A large request that is split into smaller ones, which the driver makes and sends to the next driver: before each it
//! looks whether the large one was cancelled.

use wdf_safe::prelude::*;

/// How much of a write one of the smaller requests does.
const PART: usize = 2;

/// How far the write is.
#[request_context]
struct Progress {
    done: usize,
}

#[object_context(requests = Progress)]
struct Splitter {
    whole: Slot<Write<Progress>>,
}

#[driver_entry]
fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
    DriverConfig::new(device_add).create(cx, driver, ())
}

#[evt_driver_device_add]
fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
    let device = init.create(cx, SplitterInit { whole: Slot::init() })?;
    QueueConfig::sequential().default_queue().write(write).create(cx, &device, ())?;
    Ok(device.added())
}

#[evt_io_write]
fn write<'id>(
    cx: &mut Cx<'_, Dispatch>,
    queue: &Queue<()>,
    request: Request<'id, Owned, Write<Progress>>,
) -> Handled<'id> {
    let Some(below) = queue.device::<Splitter>().and_then(|device| device.io_target(cx)) else {
        return request.complete(cx, NtStatus::DEVICE_NOT_READY);
    };
    match below.create_request(cx) {
        Ok(part) => next_part(cx, part, request),
        Err(error) => request.complete(cx, error.status()),
    }
}

/// Sends the next part, or ends the write.
fn next_part<'id>(
    cx: &mut Cx<'_, Dispatch>,
    part: OwnRequest<'_, Splitter>,
    mut request: Request<'id, Owned, Write<Progress>>,
) -> Handled<'id> {
    let (length, done) = (request.parameters().length, request.context().done);
    if request.is_canceled() {
        return request.complete_with_information(cx, NtStatus::CANCELLED, done);
    }
    if done == length {
        return request.complete_with_information(cx, NtStatus::SUCCESS, done);
    }
    let splitter = part.target().device().context();
    let part = match part.format_ioctl(cx, 7) {
        Ok(part) => part,
        Err(error) => return request.complete(cx, error.status()),
    };
    request.context_mut().done = length.min(done + PART);
    // It waits before the part is sent, whose completion routine may run at once.
    let handled = match splitter.whole.park(cx, request, |cx, request| request.complete_cancelled(cx)) {
        Ok(handled) => handled,
        Err(request) => return request.complete(cx, NtStatus::DEVICE_BUSY),
    };
    if let Err(failed) = part.send(cx, part_done) {
        splitter.whole.take(cx, |cx, request| request.complete(cx, failed.status));
    }
    handled
}

/// The next driver has done a part.
fn part_done(cx: &mut Cx<'_, Dispatch>, part: OwnRequest<'_, Splitter, Spent>, outcome: Outcome) {
    let splitter = part.target().device().context();
    splitter.whole.take(cx, |cx, request| {
        if !outcome.status().is_success() {
            return request.complete(cx, outcome.status());
        }
        match part.reuse(cx) {
            Ok(part) => next_part(cx, part, request),
            Err(error) => request.complete(cx, error.status()),
        }
    });
}
