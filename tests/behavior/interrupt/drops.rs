//! A card whose driver drops, in its interrupt's lock, what it had made to ask the next driver: at DIRQL nothing can be deleted, and
//! no spin lock taken. What is dropped there counts as forgotten.

use wdf_safe::prelude::*;

type Line = Interrupt<Device<Card>, ()>;

#[object_context]
struct Card {
    line: Child<Line>,
    out: SentList,
}

#[driver_entry]
fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
    DriverConfig::new(device_add).create(cx, driver, ())
}

#[evt_driver_device_add]
fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
    let card = CardInit { line: Child::init(), out: SentList::init() };
    let device = DeviceConfig::new(init).create(cx, card)?;
    QueueConfig::parallel().default_queue().read(drops_a_request).write(drops_a_tracked_one).create(cx, &device, ())?;
    InterruptConfig::new(service, serviced).create(cx, &*device, (), |card| &card.line)?;
    Ok(device.added())
}

#[evt_interrupt_isr]
fn service(_cx: &mut Cx<'_, Dirql>, _line: &Line, (): &mut (), _message: u32) -> bool {
    false
}

#[evt_interrupt_dpc]
fn serviced(_cx: &mut Cx<'_, Dispatch>, _line: &Line) {}

/// Makes a request of the driver's own, and drops it in the lock.
fn drop_request(cx: &mut Cx<'_, Dispatch>, device: &Device<Card>) -> Option<()> {
    let own = device.io_target(cx)?.create_request(cx).ok()?;
    device.context().line.get()?.with(cx, |(), _cx| drop(own))
}

/// The same of one that is noted among those that are out. Afterwards it is cancelled like the others.
fn drop_tracked(cx: &mut Cx<'_, Dispatch>, device: &Device<Card>) -> Option<()> {
    let Card { line, out, .. } = device.context();
    let own = device.io_target(cx)?.create_request(cx).ok()?.format_ioctl(cx, 7).ok()?;
    let tracked = out.track(cx, own);
    line.get()?.with(cx, |(), _cx| drop(tracked))?;
    out.cancel_all(cx);
    Some(())
}

fn status(done: Option<()>) -> NtStatus {
    if done.is_some() { NtStatus::SUCCESS } else { NtStatus::DEVICE_NOT_READY }
}

#[evt_io_read]
fn drops_a_request<'id>(
    cx: &mut Cx<'_, Dispatch>,
    queue: &Queue<(), Parallel>,
    request: Request<'id, Owned, Read>,
) -> Handled<'id> {
    let done = queue.device::<Card>().and_then(|device| drop_request(cx, device));
    request.complete(cx, status(done))
}

#[evt_io_write]
fn drops_a_tracked_one<'id>(
    cx: &mut Cx<'_, Dispatch>,
    queue: &Queue<(), Parallel>,
    request: Request<'id, Owned, Write>,
) -> Handled<'id> {
    let done = queue.device::<Card>().and_then(|device| drop_tracked(cx, device));
    request.complete(cx, status(done))
}
