//! The operations through wdf-safe, each a function of its own that can be counted.

use std::cell::Cell;
use std::hint::black_box;

use wdf_safe::prelude::*;

use super::table;

/// What the driver keeps.
#[object_context]
pub(crate) struct Whole {
    slot: CancelSlot<Read>,
    lock: SpinLock<u32>,
    wait_lock: WaitLock<u32>,
    shelf: Child<Queue<(), Manual>>,
    timer: Child<Timer<Device<Whole>>>,
    dpc: Child<Dpc<Device<Whole>>>,
    work_item: Child<WorkItem<Device<Whole>>>,
    count: AtomicU32,
}

/// What belongs to the default queue.
#[object_context]
struct Served {
    count: AtomicU32,
}

/// Calls an operation as code does that knows nothing of it: nothing of its arguments is known inside, nor left out.
macro_rules! called {
    ($operation:ident($($argument:expr),*)) => {
        black_box($operation as fn($(called!(@ $argument)),*) -> _)($($argument),*)
    };
    (@ $argument:expr) => { _ };
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
        work_item: Child::init(),
        count: AtomicU32::new(0),
    };
    let device = init.create(cx, whole)?;
    let served = ServedInit { count: AtomicU32::new(0) };
    let queue = QueueConfig::parallel().default_queue().read(read).write(write).device_control(control);
    queue.create(cx, &device, served)?;
    QueueConfig::manual().create_in(cx, &device, (), |whole| &whole.shelf)?;
    TimerConfig::new(tick).create(cx, &*device, |whole| &whole.timer)?;
    DpcConfig::new(later).create(cx, &*device, |whole| &whole.dpc)?;
    WorkItemConfig::new(|_, _| {}).create(cx, &*device, |whole| &whole.work_item)?;
    called!(wait_lock(&mut *cx, device.context()));
    Ok(device.added())
}

thread_local! {
    /// Which operation the next read is for.
    pub(crate) static OPERATION: Cell<usize> = const { Cell::new(0) };
}

/// How many there are, of those that leave no request behind.
pub(crate) const OPERATIONS: usize = 22;
/// How many of them are for writes.
pub(crate) const WRITES: usize = 2;
/// The one that leaves its request in its place.
pub(crate) const PARK: usize = OPERATIONS;

#[evt_io_read]
fn read<'id>(
    cx: &mut Cx<'_, Dispatch>,
    queue: &Queue<Served, Parallel>,
    request: Request<'id, Owned, Read>,
) -> Handled<'id> {
    let Some(device) = queue.device::<Whole>() else { return complete(cx, request) };
    let whole = device.context();
    let (Some(shelf), Some(timer), Some(dpc)) = (whole.shelf.get(), whole.timer.get(), whole.dpc.get()) else {
        return complete(cx, request);
    };
    let Some(work_item) = whole.work_item.get() else { return complete(cx, request) };
    match OPERATION.get() {
        0 => return called!(complete(cx, request)),
        1 => return called!(complete_boosted(cx, request)),
        2 => return called!(answer(cx, request)),
        3 => _ = black_box(called!(length(&request))),
        4 => _ = black_box(called!(is_canceled(&request))),
        5 => return called!(forward(cx, request, shelf)),
        6 => called!(retrieve_and_requeue(&mut *cx, shelf)),
        7 => called!(lock(&mut *cx, whole)),
        8 => called!(start_timer(&mut *cx, timer)),
        9 => _ = black_box(called!(enqueue_dpc(&mut *cx, dpc))),
        10 => _ = black_box(called!(stop_timer(&mut *cx, timer))),
        11 => called!(start_queue(&mut *cx, shelf)),
        12 => _ = black_box(called!(try_wait_lock(&mut *cx, whole))),
        13 => return called!(mark_unmark_complete(cx, request)),
        14 => return called!(park_unmark_complete(cx, request, whole)),
        15 => called!(enqueue_work_item(&mut *cx, work_item)),
        16 => _ = black_box(called!(drain_queue(&mut *cx, shelf, &request))),
        17 => _ = black_box(called!(read_context(device))),
        18 => _ = black_box(called!(stop_queue(&mut *cx, shelf, &request))),
        19 => _ = black_box(called!(stop_and_purge_queue(&mut *cx, shelf, &request))),
        20 => _ = black_box(called!(purge_queue(&mut *cx, shelf, &request))),
        21 => {
            return match request.into_writer() {
                Ok(mut answer) => {
                    answer.put(&table::ANSWER);
                    called!(complete_written(cx, answer))
                }
                Err(failed) => failed.complete(cx),
            };
        }
        _ => return whole.slot.park_cancelable(cx, request, give_up).unwrap_or_else(|full| complete(cx, full)),
    }
    request.complete(cx, NtStatus::SUCCESS)
}

/// A short handler, which reads its queue's context: what its trampoline costs.
#[evt_io_device_control]
fn control<'id>(
    cx: &mut Cx<'_, Dispatch>,
    queue: &Queue<Served, Parallel>,
    request: Request<'id, Owned, DeviceControl>,
) -> Handled<'id> {
    table::TICKS.store(queue.context().count.load(Ordering::Relaxed), Ordering::Relaxed);
    request.complete(cx, NtStatus::SUCCESS)
}

/// The operations on writes.
#[evt_io_write]
fn write<'id>(
    cx: &mut Cx<'_, Dispatch>,
    _: &Queue<Served, Parallel>,
    request: Request<'id, Owned, Write>,
) -> Handled<'id> {
    match OPERATION.get() {
        0 => called!(complete_taken(cx, request, table::ANSWER.len())),
        _ => called!(input(cx, request)),
    }
}

/// The operations that wait, as a work item does them.
pub(crate) fn work(cx: &mut Cx<'_, Work>, device: &Device<Whole>) {
    let Some(shelf) = device.context().shelf.get() else { return };
    shelf.retrieve_next(cx, |cx, found| {
        let in_hand = found.into_request();
        black_box(called!(stop_queue_and_wait(&mut *cx, shelf, &in_hand)));
        in_hand.complete(cx, NtStatus::SUCCESS)
    });
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
            answer.put(&table::ANSWER);
            answer.complete(cx)
        }
        Err(failed) => failed.complete(cx),
    }
}

#[inline(never)]
fn complete_written<'id>(cx: &mut Cx<'_, Dispatch>, answer: Writer<'id, Read>) -> Handled<'id> {
    answer.complete(cx)
}

#[inline(never)]
fn complete_taken<'id>(cx: &mut Cx<'_, Dispatch>, request: Request<'id, Owned, Write>, taken: usize) -> Handled<'id> {
    request.complete_with_information(cx, NtStatus::SUCCESS, taken)
}

#[inline(never)]
fn input<'id>(cx: &mut Cx<'_, Dispatch>, request: Request<'id, Owned, Write>) -> Handled<'id> {
    let mut bytes = [0; 8];
    let status = match request.input() {
        Ok(input) => {
            input.copy_to(&mut bytes);
            NtStatus::SUCCESS
        }
        Err(error) => error.status(),
    };
    black_box(&bytes);
    request.complete(cx, status)
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
fn wait_lock(cx: &mut Cx<'_, Passive>, whole: &Whole) {
    whole.wait_lock.with(cx, |count, _| *count += 1);
}

#[inline(never)]
fn try_wait_lock(cx: &mut Cx<'_, Dispatch>, whole: &Whole) -> bool {
    whole.wait_lock.try_with(cx, |count, _| *count += 1).is_some()
}

#[inline(never)]
fn enqueue_dpc(cx: &mut Cx<'_, Dispatch>, dpc: &Dpc<Device<Whole>>) -> bool {
    dpc.enqueue(cx)
}

#[inline(never)]
fn enqueue_work_item(cx: &mut Cx<'_, Dispatch>, item: &WorkItem<Device<Whole>>) {
    item.enqueue(cx);
}

#[inline(never)]
fn drain_queue(cx: &mut Cx<'_, Dispatch>, shelf: &Queue<(), Manual>, in_hand: &Request<'_, Owned, Read>) -> bool {
    shelf.drain(cx, in_hand, |_, _| {}).is_ok()
}

#[inline(never)]
fn stop_queue(cx: &mut Cx<'_, Dispatch>, shelf: &Queue<(), Manual>, in_hand: &Request<'_, Owned, Read>) -> bool {
    shelf.stop(cx, in_hand, |_, _| {}).is_ok()
}

#[inline(never)]
fn stop_and_purge_queue(
    cx: &mut Cx<'_, Dispatch>,
    shelf: &Queue<(), Manual>,
    in_hand: &Request<'_, Owned, Read>,
) -> bool {
    shelf.stop_and_purge(cx, in_hand, |_, _| {}).is_ok()
}

#[inline(never)]
fn purge_queue(cx: &mut Cx<'_, Dispatch>, shelf: &Queue<(), Manual>, in_hand: &Request<'_, Owned, Read>) -> bool {
    shelf.purge(cx, in_hand, |_, _| {}).is_ok()
}

#[inline(never)]
fn stop_queue_and_wait(cx: &mut Cx<'_, Work>, shelf: &Queue<(), Manual>, in_hand: &Request<'_, Owned, Any>) -> bool {
    shelf.stop_synchronously(cx, in_hand).is_ok()
}

#[inline(never)]
fn read_context(device: &Device<Whole>) -> u32 {
    device.context().count.load(Ordering::Relaxed)
}

#[evt_timer]
fn tick(_: &mut Cx<'_, Dispatch>, timer: &Timer<Device<Whole>>) {
    table::TICKS.store(timer.parent().context().count.load(Ordering::Relaxed), Ordering::Relaxed);
}

#[evt_dpc]
fn later(_: &mut Cx<'_, Dispatch>, dpc: &Dpc<Device<Whole>>) {
    table::TICKS.store(dpc.parent().context().count.load(Ordering::Relaxed), Ordering::Relaxed);
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
