//! The way of a request: it is presented ([`read`], [`write()`]), it waits ([`defer`]), it is completed ([`finish`]) or
//! cancelled.
//!
//! The queue presents one request at a time, and its callbacks and the timer's never run at the same time. A
//! cancellation can come at any moment all the same: the store in which the request waits decides who completes it.

use wdf_safe::prelude::*;
use wdf_safe::request::{Input, Kind};

/// The longest write, in bytes.
pub const MAX_WRITE: usize = 40 * 1024;

/// How long a request waits before it is completed.
pub const DELAY: Duration = Duration::from_millis(10);

/// What belongs to the queue.
#[object_context]
pub(crate) struct Echo {
    /// What the last write has brought.
    stored: SpinLock<Stored>,
    /// A read that waits for the timer.
    reading: CancelSlot<Read>,
    /// A write that waits for the timer.
    writing: CancelSlot<Write>,
    /// Completes what waits.
    timer: Child<Timer<Queue<Echo>>>,
}

/// The bytes of a write.
#[derive(Zeroable)]
struct Stored {
    length: usize,
    bytes: [u8; MAX_WRITE],
}

/// Makes the device's queue, and the timer that belongs to it.
pub(crate) fn create(cx: &mut Cx<'_, Passive>, device: &Device) -> Result<()> {
    let echo = EchoInit {
        stored: SpinLock::zeroed(),
        reading: CancelSlot::init(),
        writing: CancelSlot::init(),
        timer: Child::init(),
    };
    let queue = QueueConfig::sequential()
        .default_queue()
        .scope(Scope::Queue)
        .read(read)
        .write(write)
        .create(cx, device, echo)?;
    TimerConfig::new(finish).create(cx, queue, |echo| &echo.timer)?;
    Ok(())
}

/// An application reads.
#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<Echo>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    let echo = queue.context();
    defer(cx, echo, &echo.reading, request)
}

/// An application writes.
#[evt_io_write]
fn write<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<Echo>, request: Request<'id, Owned, Write>) -> Handled<'id> {
    let echo = queue.context();
    match request.input() {
        Ok(input) if input.len() > MAX_WRITE => {
            return request.complete(cx, NtStatus::BUFFER_OVERFLOW);
        }
        Ok(input) => echo.stored.with(cx, |stored, _| stored.fill(&input)),
        Err(error) => return request.complete(cx, error.status()),
    }
    defer(cx, echo, &echo.writing, request)
}

/// Lets the request wait for the timer. It can be cancelled meanwhile.
fn defer<'id, K: Kind>(
    cx: &mut Cx<'_, Dispatch>,
    echo: &Echo,
    slot: &CancelSlot<K>,
    request: Request<'id, Owned, K>,
) -> Handled<'id> {
    let Some(timer) = echo.timer.get() else {
        return request.complete(cx, NtStatus::DEVICE_NOT_READY);
    };
    match slot.park_cancelable(cx, request, |cx, request| request.complete_cancelled(cx)) {
        Ok(handled) => {
            timer.start(cx, DELAY);
            handled
        }
        Err(request) => request.complete(cx, NtStatus::DEVICE_BUSY),
    }
}

/// The time is up: completes what waits, unless it was cancelled.
#[evt_timer]
fn finish(cx: &mut Cx<'_, Dispatch>, timer: &Timer<Queue<Echo>>) {
    let echo = timer.parent().context();
    echo.reading.unmark(cx, |cx, request| match request.into_writer() {
        Ok(mut answer) => {
            echo.stored.with(cx, |stored, _| answer.put(stored.filled()));
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
