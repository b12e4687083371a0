//! The way of a read: it is presented and waits ([`read`]), until the clock ticks ([`tick`]) or somebody cancels it
//! ([`give_up`]).

use wdf_safe::prelude::*;

/// How many reads can wait at the same time.
pub const READERS: usize = 64;

/// The time between two ticks.
pub const TICK: Duration = Duration::from_millis(10);

/// What belongs to the queue.
#[object_context]
pub(crate) struct Clock {
    /// The ticks so far. Only synchronised callbacks use it, one at a time; an atomic all the same, since a context is
    /// shared.
    ticks: AtomicU64,
    /// The reads that wait for the next one.
    waiting: CancelList<Read, READERS>,
    /// The clock.
    timer: Child<Timer<Queue<Clock, Parallel>>>,
}

/// Makes the device's queue, and the clock that belongs to it.
pub(crate) fn create(cx: &mut Cx<'_, Passive>, device: &Device) -> Result<()> {
    let clock = ClockInit { ticks: AtomicU64::new(0), waiting: CancelList::init(), timer: Child::init() };
    let queue = QueueConfig::parallel().default_queue().scope(Scope::Device).read(read).create(cx, device, clock)?;
    TimerConfig::new(tick).create(cx, queue, |clock| &clock.timer)?;
    Ok(())
}

/// An application reads: it waits for the next tick.
#[evt_io_read]
fn read<'id>(
    cx: &mut Cx<'_, Dispatch>,
    queue: &Queue<Clock, Parallel>,
    request: Request<'id, Owned, Read>,
) -> Handled<'id> {
    let clock = queue.context();
    match clock.waiting.park_cancelable(cx, request, give_up) {
        Ok(handled) => {
            // The clock runs only while somebody waits.
            if let Some(timer) = clock.timer.get() {
                timer.start(cx, TICK);
            }
            handled
        }
        Err(request) => request.complete(cx, NtStatus::DEVICE_BUSY),
    }
}

/// A read was cancelled while it waited, or before it could.
#[evt_request_cancel]
fn give_up<'id>(cx: &mut Cx<'_, Dispatch>, request: Request<'id, MustComplete, Read>) -> Handled<'id> {
    request.complete_cancelled(cx)
}

/// The clock ticks: everybody who waits is told.
#[evt_timer]
fn tick(cx: &mut Cx<'_, Dispatch>, timer: &Timer<Queue<Clock, Parallel>>) {
    let clock = timer.parent().context();
    let number = clock.ticks.fetch_add(1, Ordering::Relaxed) + 1;
    while clock.waiting.unmark_next(cx, |cx, request| answer(cx, request, number)) == Taken::Handled {}
}

/// Completes a read with the number of the tick.
fn answer<'id>(cx: &mut Cx<'_, Dispatch>, request: Request<'id, Owned, Read>, number: u64) -> Handled<'id> {
    match request.into_writer() {
        Ok(mut answer) => {
            answer.put(&number.to_le_bytes());
            answer.complete(cx)
        }
        Err(failed) => failed.complete(cx),
    }
}
