//! The operations through wdf-safe, each a function of its own that can be counted.

use std::cell::Cell;
use std::hint::black_box;

use wdf_safe::prelude::*;

/// What the driver keeps.
#[object_context]
pub(crate) struct Whole {
    slot: CancelSlot<Read>,
    lock: SpinLock<u32>,
    wait_lock: WaitLock<u32>,
    shelf: Child<Queue<(), Manual>>,
    timer: Child<Timer<Device<Whole>>>,
    dpc: Child<Dpc<Device<Whole>>>,
}

pub(crate) fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
    DriverConfig::new(device_add).create(cx, driver, ())
}

#[evt_driver_device_add]
fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
    let whole = WholeInit {
        slot: CancelSlot::init(),
        lock: SpinLock::init(0),
        wait_lock: WaitLock::init(0),
        shelf: Child::init(),
        timer: Child::init(),
        dpc: Child::init(),
    };
    let device = init.create(cx, whole)?;
    QueueConfig::parallel().default_queue().read(read).write(write).create(cx, &device, ())?;
    QueueConfig::manual().create_in(cx, &device, (), |whole| &whole.shelf)?;
    TimerConfig::new(|_, _| {}).create(cx, &*device, |whole| &whole.timer)?;
    DpcConfig::new(|_, _| {}).create(cx, &*device, |whole| &whole.dpc)?;
    Ok(device.added())
}

thread_local! {
    /// Which operation the next read is for.
    pub(crate) static OPERATION: Cell<usize> = const { Cell::new(0) };
}

/// How many there are.
pub(crate) const OPERATIONS: usize = 15;

#[evt_io_read]
fn read<'id>(
    cx: &mut Cx<'_, Dispatch>,
    queue: &Queue<(), Parallel>,
    request: Request<'id, Owned, Read>,
) -> Handled<'id> {
    let Some(device) = queue.device::<Whole>() else { return complete(cx, request) };
    let whole = device.context();
    let (Some(shelf), Some(timer), Some(dpc)) = (whole.shelf.get(), whole.timer.get(), whole.dpc.get()) else {
        return complete(cx, request);
    };
    match OPERATION.get() {
        0 => return complete(cx, request),
        1 => return complete_boosted(cx, request),
        2 => return answer(cx, request),
        3 => _ = black_box(length(&request)),
        4 => _ = black_box(is_canceled(&request)),
        5 => return forward(cx, request, shelf),
        6 => retrieve_and_requeue(cx, shelf),
        7 => lock(cx, whole),
        8 => start_timer(cx, timer),
        9 => _ = black_box(enqueue_dpc(cx, dpc)),
        10 => _ = black_box(stop_timer(cx, timer)),
        11 => start_queue(cx, shelf),
        12 => _ = black_box(wait_lock(cx, whole)),
        13 => return mark_unmark_complete(cx, request),
        _ => return park_unmark_complete(cx, request, whole),
    }
    request.complete(cx, NtStatus::SUCCESS)
}

/// The shortest handler: what its trampoline costs.
#[evt_io_write]
fn write<'id>(cx: &mut Cx<'_, Dispatch>, _: &Queue<(), Parallel>, request: Request<'id, Owned, Write>) -> Handled<'id> {
    request.complete(cx, NtStatus::SUCCESS)
}

#[inline(never)]
fn complete<'id>(cx: &mut Cx<'_, Dispatch>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    request.complete(cx, NtStatus::SUCCESS)
}

#[inline(never)]
fn complete_boosted<'id>(cx: &mut Cx<'_, Dispatch>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    request.complete_with_priority_boost(cx, NtStatus::SUCCESS, 2)
}

#[inline(never)]
fn answer<'id>(cx: &mut Cx<'_, Dispatch>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    match request.into_writer() {
        Ok(mut answer) => {
            answer.put(&[0x5a; 8]);
            answer.complete(cx)
        }
        Err(failed) => failed.complete(cx),
    }
}

#[inline(never)]
fn length(request: &Request<'_, Owned, Read>) -> usize {
    request.parameters().length
}

#[inline(never)]
fn is_canceled(request: &Request<'_, Owned, Read>) -> bool {
    request.is_canceled()
}

#[inline(never)]
fn forward<'id>(
    cx: &mut Cx<'_, Dispatch>,
    request: Request<'id, Owned, Read>,
    shelf: &Queue<(), Manual>,
) -> Handled<'id> {
    request.forward_to(cx, shelf).unwrap_or_else(|failed| failed.complete(cx))
}

#[inline(never)]
fn retrieve_and_requeue(cx: &mut Cx<'_, Dispatch>, shelf: &Queue<(), Manual>) {
    shelf.retrieve_next(cx, |cx, found| {
        found.requeue(cx).unwrap_or_else(|failed| failed.request.complete(cx, failed.status))
    });
}

#[inline(never)]
fn lock(cx: &mut Cx<'_, Dispatch>, whole: &Whole) {
    whole.lock.with(cx, |count, _| *count += 1);
}

#[inline(never)]
fn start_timer(cx: &mut Cx<'_, Dispatch>, timer: &Timer<Device<Whole>>) {
    timer.start(cx, Duration::from_millis(1));
}

#[inline(never)]
fn stop_timer(cx: &mut Cx<'_, Dispatch>, timer: &Timer<Device<Whole>>) -> bool {
    timer.stop(cx)
}

#[inline(never)]
fn start_queue(cx: &mut Cx<'_, Dispatch>, shelf: &Queue<(), Manual>) {
    shelf.start(cx);
}

#[inline(never)]
fn wait_lock(cx: &mut Cx<'_, Dispatch>, whole: &Whole) -> bool {
    whole.wait_lock.try_with(cx, |count, _| *count += 1).is_some()
}

#[inline(never)]
fn enqueue_dpc(cx: &mut Cx<'_, Dispatch>, dpc: &Dpc<Device<Whole>>) -> bool {
    dpc.enqueue(cx)
}

#[inline(never)]
fn mark_unmark_complete<'id>(cx: &mut Cx<'_, Dispatch>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    match request.mark_cancelable_ex(cx, give_up) {
        Ok(cancelable) => cancelable.unmark(cx).complete(cx, NtStatus::SUCCESS),
        Err(refused) => give_up(cx, refused.request),
    }
}

#[inline(never)]
fn park_unmark_complete<'id>(
    cx: &mut Cx<'_, Dispatch>,
    request: Request<'id, Owned, Read>,
    whole: &Whole,
) -> Handled<'id> {
    match whole.slot.park_cancelable(cx, request, give_up) {
        Ok(handled) => {
            whole.slot.unmark(cx, |cx, request| request.complete(cx, NtStatus::SUCCESS));
            handled
        }
        Err(full) => full.complete(cx, NtStatus::DEVICE_BUSY),
    }
}

#[evt_request_cancel]
fn give_up<'id>(cx: &mut Cx<'_, Dispatch>, request: Request<'id, MustComplete, Read>) -> Handled<'id> {
    request.complete_cancelled(cx)
}
