//! A card on a slow bus: its interrupt is handled at PASSIVE_LEVEL, by service routine and work item.

use wdf_safe::prelude::*;

type Line = Interrupt<Device<Card>, u32, PassiveIsr>;

#[object_context]
struct Card {
    line: Child<Line>,
    waiting: CancelSlot<Read>,
    serviced: SpinLock<u32>,
}

#[driver_entry]
fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
    DriverConfig::new(device_add).create(cx, driver, ())
}

#[evt_driver_device_add]
fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
    let card = CardInit { line: Child::init(), waiting: CancelSlot::init(), serviced: SpinLock::init(0) };
    let device = DeviceConfig::new(init).create(cx, card)?;
    QueueConfig::parallel().passive().default_queue().power_managed(false).read(read).write(ask).create(
        cx,
        &device,
        (),
    )?;
    InterruptConfig::with_work_item(service, serviced).create(cx, &*device, 0, |card| &card.line)?;
    Ok(device.added())
}

/// A spin lock may be taken here: it is a wait lock that is held.
#[evt_interrupt_isr]
fn service(cx: &mut Cx<'_, PassiveIsr>, line: &Line, seen: &mut u32, _message: u32) -> bool {
    *seen += 1;
    line.parent().context().serviced.with(cx, |serviced, _| *serviced += 1);
    line.queue_deferred(cx);
    true
}

#[evt_interrupt_work_item]
fn serviced(cx: &mut Cx<'_, Passive>, line: &Line) {
    let card = line.parent().context();
    let Some(seen) = line.with(cx, |seen, _| *seen) else {
        return;
    };
    card.waiting.unmark(cx, |cx, request| match request.into_writer() {
        Ok(mut answer) => {
            answer.put(&seen.to_le_bytes());
            answer.complete(cx)
        }
        Err(failed) => failed.complete(cx),
    });
}

#[evt_io_read]
fn read<'id>(
    cx: &mut Cx<'_, Passive>,
    queue: &Queue<(), Parallel>,
    request: Request<'id, Owned, Read>,
) -> Handled<'id> {
    let Some(card) = queue.device::<Card>().map(Device::context) else {
        return request.complete(cx, NtStatus::DEVICE_NOT_READY);
    };
    match card.waiting.park_cancelable(cx, request, |cx, request| request.complete_cancelled(cx)) {
        Ok(handled) => handled,
        Err(request) => request.complete(cx, NtStatus::DEVICE_BUSY),
    }
}

#[evt_io_write]
fn ask<'id>(
    cx: &mut Cx<'_, Passive>,
    queue: &Queue<(), Parallel>,
    request: Request<'id, Owned, Write>,
) -> Handled<'id> {
    let line = queue.device::<Card>().and_then(|device| device.context().line.get());
    // Two bytes ask without waiting.
    let locked = match request.parameters().length {
        2 => line.and_then(|line| line.try_with(cx, |_seen, _| ())),
        _ => line.and_then(|line| line.with(cx, |_seen, _| ())),
    };
    request.complete(cx, if locked.is_some() { NtStatus::SUCCESS } else { NtStatus::DEVICE_NOT_READY })
}
