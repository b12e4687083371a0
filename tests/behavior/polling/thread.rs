//! A thread of the driver polls the device, and looks in between whether the request was cancelled.
//!
//! The thread is a work item: it has PASSIVE_LEVEL, and no callback of the queue below it. While it looks it has the
//! request in hand; between two looks the request waits in a [`Slot`], where the device's sleep and removal find it.

use wdf_safe::prelude::*;

/// After so many looks the device is ready.
const ENOUGH: u32 = 2;

#[object_context]
struct Port {
    busy: Slot<Write>,
    poll: Child<WorkItem<Queue<Port>>>,
}

#[driver_entry]
fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
    DriverConfig::new(device_add).create(cx, driver, ())
}

#[evt_driver_device_add]
fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
    let device = init.create(cx, ())?;
    let port = PortInit { busy: Slot::init(), poll: Child::init() };
    let queue = QueueConfig::sequential().default_queue().write(write).create(cx, &device, port)?;
    WorkItemConfig::new(poll).create(cx, queue, |port| &port.poll)?;
    Ok(device.added())
}

#[evt_io_write]
fn write<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<Port>, request: Request<'id, Owned, Write>) -> Handled<'id> {
    let port = queue.context();
    match port.busy.park(cx, request, |cx, request| request.complete_cancelled(cx)) {
        Ok(handled) => {
            if let Some(poll) = port.poll.get() {
                poll.enqueue(cx);
            }
            handled
        }
        Err(request) => request.complete(cx, NtStatus::DEVICE_BUSY),
    }
}

#[evt_work_item]
fn poll(cx: &mut Cx<'_, Work>, item: &WorkItem<Queue<Port>>) {
    let port = item.parent().context();
    for look in 1..=ENOUGH {
        let taken = port.busy.take(cx, |cx, request| {
            if request.is_canceled() {
                return request.complete(cx, NtStatus::CANCELLED);
            }
            if look == ENOUGH {
                return request.complete(cx, NtStatus::SUCCESS);
            }
            port.busy
                .park(cx, request, |cx, request| request.complete_cancelled(cx))
                .unwrap_or_else(|request| request.complete(cx, NtStatus::DEVICE_BUSY))
        });
        if taken == Taken::Nothing {
            return;
        }
    }
}
