//! An interrupt's DPC looks, each time it comes, whether the request that it works on was cancelled.
//!
//! The request waits in a [`Slot`] of the queue's context. (The DPC queues itself, as the device's next interrupt would.)

use wdf_safe::prelude::*;

/// After so many interrupts the device has done what the request asks for.
const ENOUGH: u32 = 2;

#[object_context]
struct Port {
    busy: Slot<Write>,
    interrupts: AtomicU32,
    interrupt: Child<Dpc<Queue<Port>>>,
}

#[driver_entry]
fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
    DriverConfig::new(device_add).create(cx, driver, ())
}

#[evt_driver_device_add]
fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
    let device = init.create(cx, ())?;
    let port = PortInit { busy: Slot::init(), interrupts: AtomicU32::new(0), interrupt: Child::init() };
    let queue = QueueConfig::sequential().default_queue().write(write).create(cx, &device, port)?;
    DpcConfig::new(interrupt).create(cx, queue, |port| &port.interrupt)?;
    Ok(device.added())
}

#[evt_io_write]
fn write<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<Port>, request: Request<'id, Owned, Write>) -> Handled<'id> {
    let port = queue.context();
    port.interrupts.store(0, Ordering::Relaxed);
    match port.busy.park(cx, request, |cx, request| request.complete_cancelled(cx)) {
        Ok(handled) => {
            start(cx, port);
            handled
        }
        Err(request) => request.complete(cx, NtStatus::DEVICE_BUSY),
    }
}

/// Has the device work on, until its next interrupt.
fn start(cx: &mut Cx<'_, Dispatch>, port: &Port) {
    if let Some(interrupt) = port.interrupt.get() {
        interrupt.enqueue(cx);
    }
}

#[evt_dpc]
fn interrupt(cx: &mut Cx<'_, Dispatch>, dpc: &Dpc<Queue<Port>>) {
    let port = dpc.parent().context();
    let interrupts = port.interrupts.fetch_add(1, Ordering::Relaxed) + 1;
    port.busy.take(cx, |cx, request| {
        if request.is_canceled() {
            return request.complete(cx, NtStatus::CANCELLED);
        }
        if interrupts == ENOUGH {
            return request.complete(cx, NtStatus::SUCCESS);
        }
        match port.busy.park(cx, request, |cx, request| request.complete_cancelled(cx)) {
            Ok(handled) => {
                start(cx, port);
                handled
            }
            Err(request) => request.complete(cx, NtStatus::DEVICE_BUSY),
        }
    });
}
