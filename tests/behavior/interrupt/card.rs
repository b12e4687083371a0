//! A card that interrupts at DIRQL. A read waits for an interrupt; a write, whose queue does not follow power, asks whether
//! the interrupt's lock is there.

use wdf_safe::prelude::*;

/// What the service routine counts, in the interrupt's lock.
#[derive(Default)]
struct Seen {
    interrupts: u32,
    inside: AtomicBool,
}

type Line = Interrupt<Device<Card>, Seen>;

#[object_context]
struct Card {
    line: Child<Line>,
    waiting: CancelSlot<Read>,
}

#[driver_entry]
fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
    DriverConfig::new(device_add).create(cx, driver, ())
}

#[evt_driver_device_add]
fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
    let card = CardInit { line: Child::init(), waiting: CancelSlot::init() };
    let device = DeviceConfig::new(init).d0_entry(wakes).d0_exit(sleeps).create(cx, card)?;
    QueueConfig::parallel().default_queue().power_managed(false).read(read).write(ask).create(cx, &device, ())?;
    InterruptConfig::new(service, serviced).enable(enable).disable(disable).create(
        cx,
        &*device,
        Seen { interrupts: 77, inside: AtomicBool::new(false) },
        |card| &card.line,
    )?;
    Ok(device.added())
}

/// Before the interrupt is connected there is no lock.
#[evt_device_d0_entry]
fn wakes(cx: &mut Cx<'_, Passive>, device: &Device<Card>) -> Result<()> {
    assert_eq!(device.context().line.get().map(|line| line.with(cx, |_, _| ())), Some(None));
    Ok(())
}

#[evt_device_d0_exit]
fn sleeps(cx: &mut Cx<'_, Passive>, device: &Device<Card>) -> Result<()> {
    assert_eq!(device.context().line.get().map(|line| line.with(cx, |_, _| ())), Some(None));
    Ok(())
}

#[evt_interrupt_change]
fn enable(_: &mut Cx<'_, Dirql>, _: &Line, seen: &mut Seen) -> Result<()> {
    seen.interrupts = 0;
    Ok(())
}

#[evt_interrupt_change]
fn disable(_: &mut Cx<'_, Dirql>, _: &Line, seen: &mut Seen) -> Result<()> {
    assert!(!seen.inside.load(Ordering::Relaxed));
    Ok(())
}

#[evt_interrupt_isr]
fn service(cx: &mut Cx<'_, Dirql>, line: &Line, seen: &mut Seen, _message: u32) -> bool {
    alone(seen);
    seen.interrupts += 1;
    line.queue_deferred(cx);
    true
}

/// Nobody else is in the lock meanwhile.
fn alone(seen: &Seen) {
    assert!(!seen.inside.swap(true, Ordering::Relaxed));
    seen.inside.store(false, Ordering::Relaxed);
}

#[evt_interrupt_dpc]
fn serviced(cx: &mut Cx<'_, Dispatch>, line: &Line) {
    let Some(interrupts) = line.with(cx, |seen, _| seen.interrupts) else {
        return;
    };
    line.parent().context().waiting.unmark(cx, |cx, request| match request.into_writer() {
        Ok(mut answer) => {
            answer.put(&interrupts.to_le_bytes());
            answer.complete(cx)
        }
        Err(failed) => failed.complete(cx),
    });
}

#[evt_io_read]
fn read<'id>(
    cx: &mut Cx<'_, Dispatch>,
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
    cx: &mut Cx<'_, Dispatch>,
    queue: &Queue<(), Parallel>,
    request: Request<'id, Owned, Write>,
) -> Handled<'id> {
    let line = queue.device::<Card>().and_then(|device| device.context().line.get());
    let locked = line.and_then(|line| line.with(cx, |seen, _| alone(seen)));
    request.complete(cx, if locked.is_some() { NtStatus::SUCCESS } else { NtStatus::DEVICE_NOT_READY })
}
