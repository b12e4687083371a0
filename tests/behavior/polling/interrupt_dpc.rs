//! An interrupt's DPC looks, each time it comes, whether the request that it works on was cancelled.
//!
//! The request waits in a [`Slot`] of the device's context; how often the device has interrupted stands in the interrupt's
//! lock.

use wdf_safe::prelude::*;

/// After so many interrupts the device has done what the request asks for.
pub(super) const ENOUGH: u32 = 2;

type Line = Interrupt<Device<Port>, u32>;

#[object_context]
struct Port {
    busy: Slot<Write>,
    line: Child<Line>,
}

#[driver_entry]
fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
    DriverConfig::new(device_add).create(cx, driver, ())
}

#[evt_driver_device_add]
fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
    let device = DeviceConfig::new(init).create(cx, PortInit { busy: Slot::init(), line: Child::init() })?;
    QueueConfig::sequential().default_queue().write(write).create(cx, &device, ())?;
    InterruptConfig::new(service, serviced).create(cx, &*device, 0, |port| &port.line)?;
    Ok(device.added())
}

#[evt_io_write]
fn write<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<()>, request: Request<'id, Owned, Write>) -> Handled<'id> {
    let Some(port) = queue.device::<Port>().map(Device::context) else {
        return request.complete(cx, NtStatus::DEVICE_NOT_READY);
    };
    if let Some(line) = port.line.get() {
        line.with(cx, |interrupts, _cx| *interrupts = 0);
    }
    // (Has the device begin.)
    match port.busy.park(cx, request, |cx, request| request.complete_cancelled(cx)) {
        Ok(handled) => handled,
        Err(request) => request.complete(cx, NtStatus::DEVICE_BUSY),
    }
}

#[evt_interrupt_isr]
fn service(cx: &mut Cx<'_, Dirql>, line: &Line, interrupts: &mut u32, _message: u32) -> bool {
    *interrupts += 1;
    line.queue_deferred(cx);
    true
}

/// The next one may come, on another processor, while this one has the request in hand, and then finds nothing: so who has
/// put it back looks once more.
#[evt_interrupt_dpc]
fn serviced(cx: &mut Cx<'_, Dispatch>, line: &Line) {
    let mut seen = 0;
    while let Some(interrupts) = line.with(cx, |interrupts, _cx| *interrupts) {
        if interrupts == seen {
            return;
        }
        seen = interrupts;
        work(cx, line.parent().context(), interrupts);
    }
}

fn work(cx: &mut Cx<'_, Dispatch>, port: &Port, interrupts: u32) {
    port.busy.take(cx, |cx, request| {
        if request.is_canceled() {
            return request.complete(cx, NtStatus::CANCELLED);
        }
        if interrupts >= ENOUGH {
            return request.complete(cx, NtStatus::SUCCESS);
        }
        match port.busy.park(cx, request, |cx, request| request.complete_cancelled(cx)) {
            Ok(handled) => handled,
            Err(request) => request.complete(cx, NtStatus::DEVICE_BUSY),
        }
    });
}
