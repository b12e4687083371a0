//! A safe driver that does with a request whatever its length says.

use wdf_safe::prelude::*;

/// What is done with a read of this length.
pub(crate) mod length {
    /// Answered at once.
    pub(crate) const COMPLETE: usize = 1;
    /// Parked in a slot.
    pub(crate) const PARK: usize = 2;
    /// Parked in a list.
    pub(crate) const PARK_IN_LIST: usize = 3;
    /// Marked, unmarked, completed.
    pub(crate) const MARK_AND_UNMARK: usize = 4;
    /// Marked, then parked in a slot.
    pub(crate) const MARK_THEN_PARK: usize = 5;
    /// Forwarded to the manual queue.
    pub(crate) const FORWARD: usize = 6;
    /// Takes one out of the slot.
    pub(crate) const UNMARK: usize = 7;
    /// Takes one out of the list.
    pub(crate) const UNMARK_NEXT: usize = 8;
    /// Takes one out of the manual queue.
    pub(crate) const RETRIEVE: usize = 9;
    /// Searches the manual queue.
    pub(crate) const FIND: usize = 10;
    /// Takes one out of the manual queue and puts it back.
    pub(crate) const REQUEUE: usize = 11;
    /// Takes the write out of its slot, asks whether it is cancelled, and puts it back.
    pub(crate) const POLL: usize = 12;
    /// Takes the write out of its slot.
    pub(crate) const TAKE: usize = 13;
    /// Allocates: what the count is for.
    pub(crate) const ALLOCATE: usize = 14;
}

#[object_context]
pub(crate) struct Whole {
    slot: CancelSlot<Read>,
    list: CancelList<Read, 2>,
    plain: Slot<Write>,
    shelf: Child<Queue<(), Manual>>,
    dpc: Child<Dpc<Device<Whole>>>,
}

#[driver_entry]
fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
    DriverConfig::new(device_add).create(cx, driver, ())
}

#[evt_driver_device_add]
fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
    let whole = WholeInit {
        slot: CancelSlot::init(),
        list: CancelList::init(),
        plain: Slot::init(),
        shelf: Child::init(),
        dpc: Child::init(),
    };
    let device = init.create(cx, whole)?;
    QueueConfig::parallel().default_queue().read(read).write(write).create(cx, &device, ())?;
    QueueConfig::manual().create_in(cx, &device, (), |whole| &whole.shelf)?;
    DpcConfig::new(settle).create(cx, &*device, |whole| &whole.dpc)?;
    Ok(device.added())
}

#[evt_io_read]
fn read<'id>(
    cx: &mut Cx<'_, Dispatch>,
    queue: &Queue<(), Parallel>,
    request: Request<'id, Owned, Read>,
) -> Handled<'id> {
    let (Some(device), length) = (queue.device::<Whole>(), request.parameters().length) else {
        return request.complete(cx, NtStatus::DEVICE_NOT_READY);
    };
    let whole = device.context();
    match length {
        length::PARK => return whole.slot.park_cancelable(cx, request, give_up).unwrap_or_else(|full| busy(cx, full)),
        length::PARK_IN_LIST => {
            return whole.list.park_cancelable(cx, request, give_up).unwrap_or_else(|full| busy(cx, full));
        }
        length::MARK_AND_UNMARK => {
            return match request.mark_cancelable_ex(cx, give_up) {
                Ok(cancelable) => cancelable.unmark(cx).complete(cx, NtStatus::SUCCESS),
                Err(refused) => give_up(cx, refused.request),
            };
        }
        length::MARK_THEN_PARK => {
            return match request.mark_cancelable_ex(cx, give_up) {
                Ok(cancelable) => cancelable
                    .park(&whole.slot)
                    .unwrap_or_else(|cancelable| cancelable.unmark(cx).complete(cx, NtStatus::DEVICE_BUSY)),
                Err(refused) => give_up(cx, refused.request),
            };
        }
        length::FORWARD => {
            return match whole.shelf.get() {
                Some(shelf) => request.forward_to(cx, shelf).unwrap_or_else(|failed| failed.complete(cx)),
                None => request.complete(cx, NtStatus::DEVICE_NOT_READY),
            };
        }
        length::UNMARK => {
            whole.slot.unmark(cx, |cx, request| request.complete(cx, NtStatus::SUCCESS));
        }
        length::UNMARK_NEXT => {
            whole.list.unmark_next(cx, |cx, request| request.complete(cx, NtStatus::SUCCESS));
        }
        length::RETRIEVE => {
            if let Some(shelf) = whole.shelf.get() {
                shelf.retrieve_next(cx, |cx, found| found.complete(cx, NtStatus::SUCCESS));
            }
        }
        length::FIND => {
            if let Some(shelf) = whole.shelf.get() {
                shelf.retrieve_where(
                    cx,
                    |candidate| matches!(candidate.parameters(), AnyParameters::Read(_)),
                    |cx, found| found.complete(cx, NtStatus::SUCCESS),
                );
            }
        }
        length::REQUEUE => {
            if let Some(shelf) = whole.shelf.get() {
                shelf.retrieve_next(cx, |cx, found| {
                    found.requeue(cx).unwrap_or_else(|failed| failed.request.complete(cx, failed.status))
                });
            }
        }
        length::POLL => {
            whole.plain.take(cx, |cx, request| {
                if request.is_canceled() {
                    return request.complete(cx, NtStatus::CANCELLED);
                }
                whole
                    .plain
                    .park(cx, request, |cx, request| request.complete_cancelled(cx))
                    .unwrap_or_else(|full| full.complete(cx, NtStatus::DEVICE_BUSY))
            });
        }
        length::TAKE => {
            whole.plain.take(cx, |cx, request| request.complete(cx, NtStatus::SUCCESS));
        }
        length::ALLOCATE => drop(std::hint::black_box(Box::new(length))),
        _ => {}
    }
    match request.into_writer() {
        Ok(mut answer) => {
            answer.put(&[0x5a]);
            answer.complete(cx)
        }
        Err(failed) => failed.complete(cx),
    }
}

#[evt_io_write]
fn write<'id>(
    cx: &mut Cx<'_, Dispatch>,
    queue: &Queue<(), Parallel>,
    request: Request<'id, Owned, Write>,
) -> Handled<'id> {
    match queue.device::<Whole>() {
        Some(device) => device
            .context()
            .plain
            .park(cx, request, |cx, request| request.complete_cancelled(cx))
            .unwrap_or_else(|full| full.complete(cx, NtStatus::DEVICE_BUSY)),
        None => request.complete(cx, NtStatus::DEVICE_NOT_READY),
    }
}

#[evt_request_cancel]
fn give_up<'id>(cx: &mut Cx<'_, Dispatch>, request: Request<'id, MustComplete, Read>) -> Handled<'id> {
    request.complete_cancelled(cx)
}

fn busy<'id>(cx: &mut Cx<'_, Dispatch>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    request.complete(cx, NtStatus::DEVICE_BUSY)
}

/// Completes what waits in the stores.
#[evt_dpc]
fn settle(cx: &mut Cx<'_, Dispatch>, dpc: &Dpc<Device<Whole>>) {
    let whole = dpc.parent().context();
    whole.slot.unmark(cx, |cx, request| request.complete(cx, NtStatus::SUCCESS));
    whole.list.unmark_next(cx, |cx, request| request.complete(cx, NtStatus::SUCCESS));
    whole.plain.take(cx, |cx, request| request.complete(cx, NtStatus::SUCCESS));
}
