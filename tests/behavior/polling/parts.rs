//! A transfer that the device takes in parts: before each the driver looks whether the request was cancelled.
//!
//! How far it is stands in the request's context. A cancelled transfer says how much of it was done, as a partial one
//! does.

use wdf_safe::prelude::*;

/// What the device takes at once.
pub(super) const PART: usize = 2;

/// How far the transfer is.
#[request_context]
struct Progress {
    done: usize,
}

#[object_context(requests = Progress)]
struct Disk {}

#[object_context]
struct Transfers {
    busy: Slot<Write<Progress>>,
    /// What the device has taken, of all transfers.
    taken: AtomicUsize,
    part_done: Child<Dpc<Queue<Transfers>>>,
}

#[driver_entry]
fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
    DriverConfig::new(device_add).create(cx, driver, ())
}

#[evt_driver_device_add]
fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
    let device = init.create(cx, DiskInit {})?;
    let transfers = TransfersInit { busy: Slot::init(), taken: AtomicUsize::new(0), part_done: Child::init() };
    let queue = QueueConfig::sequential().default_queue().write(write).create(cx, &device, transfers)?;
    DpcConfig::new(part_done).create(cx, queue, |transfers| &transfers.part_done)?;
    Ok(device.added())
}

#[evt_io_write]
fn write<'id>(
    cx: &mut Cx<'_, Dispatch>,
    queue: &Queue<Transfers>,
    request: Request<'id, Owned, Write<Progress>>,
) -> Handled<'id> {
    next_part(cx, queue.context(), request)
}

/// The device has taken a part.
#[evt_dpc]
fn part_done(cx: &mut Cx<'_, Dispatch>, dpc: &Dpc<Queue<Transfers>>) {
    let transfers = dpc.parent().context();
    transfers.busy.take(cx, |cx, request| next_part(cx, transfers, request));
}

/// Gives the device the next part, or ends the transfer.
fn next_part<'id>(
    cx: &mut Cx<'_, Dispatch>,
    transfers: &Transfers,
    mut request: Request<'id, Owned, Write<Progress>>,
) -> Handled<'id> {
    let (length, done) = (request.parameters().length, request.context().done);
    if request.is_canceled() {
        return request.complete_with_information(cx, NtStatus::CANCELLED, done);
    }
    if done == length {
        return request.complete_with_information(cx, NtStatus::SUCCESS, done);
    }
    let mut part = [0; PART];
    let taken = match request.input() {
        Ok(input) => input.copy_at(done, &mut part),
        Err(error) => return request.complete(cx, error.status()),
    };
    transfers.taken.fetch_add(taken, Ordering::Relaxed);
    request.context_mut().done = done + taken;
    match transfers.busy.park(cx, request, |cx, request| request.complete_cancelled(cx)) {
        Ok(handled) => {
            if let Some(part_done) = transfers.part_done.get() {
                part_done.enqueue(cx);
            }
            handled
        }
        Err(request) => request.complete(cx, NtStatus::DEVICE_BUSY),
    }
}
