//! The way of a request: it is presented ([`read`], [`write()`]), it waits ([`defer`]), it is completed ([`tick`]) or cancelled.
//!
//! The queue presents one request at a time; but for that, every callback runs whenever it likes. The driver's own lock is about
//! what is stored. Who completes a request, the store decides in which it waits: there is nothing else in this file that a scope
//! would change.

use crate::Station;
use wdf_safe::prelude::*;
use wdf_safe::request::{Input, Kind};

/// The longest write, in bytes.
pub const MAX_WRITE: usize = 40 * 1024;

/// The time between two looks at what waits.
pub const PERIOD: Duration = Duration::from_millis(10);

/// What belongs to the queue.
#[object_context]
pub(crate) struct Echo {
    /// The driver's own lock, and what it is about: what the last write has brought.
    stored: SpinLock<Stored>,
    /// A read that waits for the timer.
    reading: CancelSlot<Read>,
    /// A write that waits for the timer.
    writing: CancelSlot<Write>,
    /// Completes what waits, again and again.
    timer: Child<Timer<Queue<Echo>>>,
}

/// The bytes of a write.
#[derive(Zeroable)]
struct Stored {
    length: usize,
    bytes: [u8; MAX_WRITE],
}

/// Makes the device's queue, and the timer that belongs to it.
pub(crate) fn create(cx: &mut Cx<'_, Passive>, device: &Device<Station>) -> Result<()> {
    let echo = EchoInit {
        stored: SpinLock::zeroed(),
        reading: CancelSlot::init(),
        writing: CancelSlot::init(),
        timer: Child::init(),
    };
    let queue = QueueConfig::sequential().default_queue().scope(Scope::None).read(read).write(write).create_in(
        cx,
        device,
        echo,
        |station| &station.queue,
    )?;
    TimerConfig::new(tick).periodic(PERIOD).unsynchronized().create(cx, queue, |echo| &echo.timer)?;
    Ok(())
}

/// Starts the timer.
pub(crate) fn start(cx: &Cx<'_, Passive>, queue: &Queue<Echo>) {
    if let Some(timer) = queue.context().timer.get() {
        timer.start(cx, PERIOD);
    }
}

/// Stops the timer. It may be looking once more at this moment, which does no harm.
pub(crate) fn stop(cx: &Cx<'_, Passive>, queue: &Queue<Echo>) {
    if let Some(timer) = queue.context().timer.get() {
        timer.stop(cx);
    }
}

/// An application reads.
#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<Echo>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    defer(cx, &queue.context().reading, request)
}

/// An application writes.
#[evt_io_write]
fn write<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<Echo>, request: Request<'id, Owned, Write>) -> Handled<'id> {
    let echo = queue.context();
    match request.input() {
        Ok(input) if input.len() > MAX_WRITE => {
            return request.complete(cx, NtStatus::BUFFER_OVERFLOW);
        }
        Ok(input) => echo.stored.with(cx, |stored, _held| stored.fill(&input)),
        Err(error) => return request.complete(cx, error.status()),
    }
    defer(cx, &echo.writing, request)
}

/// Lets the request wait for the timer. It can be cancelled meanwhile.
fn defer<'id, K: Kind>(
    cx: &mut Cx<'_, Dispatch>,
    slot: &CancelSlot<K>,
    request: Request<'id, Owned, K>,
) -> Handled<'id> {
    slot.park_cancelable(cx, request, |cx, request| request.complete_cancelled(cx))
        .unwrap_or_else(|request| request.complete(cx, NtStatus::DEVICE_BUSY))
}

/// A period is over: completes what waits, unless it was cancelled.
#[evt_timer]
fn tick(cx: &mut Cx<'_, Dispatch>, timer: &Timer<Queue<Echo>>) {
    let echo = timer.parent().context();
    echo.reading.unmark(cx, |cx, request| match request.into_writer() {
        Ok(mut answer) => {
            echo.stored.with(cx, |stored, _held| answer.put(stored.filled()));
            answer.complete(cx)
        }
        Err(failed) => failed.complete(cx),
    });
    echo.writing.unmark(cx, |cx, request| {
        let length = request.parameters().length;
        request.complete_with_information(cx, NtStatus::SUCCESS, length)
    });
}

impl Stored {
    /// Takes what a write has brought, which is no longer than [`MAX_WRITE`].
    fn fill(&mut self, input: &Input<'_>) {
        self.length = input.copy_to(&mut self.bytes);
    }

    /// What is stored.
    fn filled(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or(&self.bytes)
    }
}
