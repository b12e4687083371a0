//! The way of requests: each device control has the transfer method that suits it.
//!
//! | | buffers | |
//! |---|---|---|
//! | [`LENGTH`], [`AWAIT_CHANGE`] | METHOD_BUFFERED | input and output are one memory of the system: [`Request::input`], [`Request::into_writer`] |
//! | [`COPY`] | METHOD_IN_DIRECT | a short input, copied, and the application's pages to read from: [`Request::direct_input`] |
//! | [`PASTE`] | METHOD_OUT_DIRECT | a short input, copied, and the application's pages to write to |
//! | [`EXCHANGE`] | METHOD_NEITHER | the application's addresses, locked on its thread ([`arrives`]) and used on any: [`Request::locked_input`], [`Request::into_locked_writer`] |

use crate::contents::{CAPACITY, Contents};
use wdf_safe::prelude::*;

/// Asks for the length and the number of changes so far: two numbers of four bytes. METHOD_BUFFERED, function 0x900.
pub const LENGTH: u32 = 0x0022_2400;
/// As [`LENGTH`], when the number of changes is no longer the one that the application brings. METHOD_BUFFERED, function 0x901.
pub const AWAIT_CHANGE: u32 = 0x0022_2404;
/// Replaces the contents by what lies in the second buffer. METHOD_IN_DIRECT, function 0x902.
pub const COPY: u32 = 0x0022_2409;
/// Asks for the contents, from a place on that the application brings. METHOD_OUT_DIRECT, function 0x903.
pub const PASTE: u32 = 0x0022_240E;
/// Replaces the contents, and asks for the old ones. METHOD_NEITHER, function 0x904.
pub const EXCHANGE: u32 = 0x0022_2413;

/// How many can wait for a change at the same time.
pub const READERS: usize = 16;

/// What belongs to the control device.
#[object_context]
pub(crate) struct Clipboard {
    contents: SpinLock<Contents>,
    /// Those who wait for a change.
    waiting: CancelList<DeviceControl, READERS>,
}

/// Makes the control device, with its queue.
pub(crate) fn create<'id>(
    cx: &mut Cx<'_, Passive>,
    init: DeviceInit<'id, ControlDevice>,
) -> Result<NewDevice<'id, Clipboard, ControlDevice>> {
    let clipboard = ClipboardInit { contents: SpinLock::init(Contents::new()), waiting: CancelList::init() };
    let device = DeviceConfig::new(init).in_caller_context(arrives).create(cx, clipboard)?;
    QueueConfig::parallel().default_queue().device_control(control).create(cx, &device, ())?;
    Ok(device)
}

/// A request comes, on the thread of the application that sends it: only here its own addresses mean something.
#[evt_io_in_caller_context]
fn arrives<'id>(
    cx: &mut Cx<'_, Dispatch>,
    device: &Device<Clipboard>,
    request: Request<'id, InCallerContext, Any>,
) -> Handled<'id> {
    let request = match request.kind() {
        ByKind::DeviceControl(mut request) if request.parameters().control_code == EXCHANGE => {
            if let Err(error) = lock(&mut request) {
                return request.complete(cx, error.status());
            }
            ByKind::DeviceControl(request)
        }
        other => other,
    };
    request.enqueue(cx, device).unwrap_or_else(|failed| failed.complete(cx))
}

/// Locks both buffers; they stay locked until the request is completed.
fn lock(request: &mut Request<'_, InCallerContext, DeviceControl>) -> Result<()> {
    request.lock_input()?;
    request.lock_output()?;
    Ok(())
}

/// An application wants something.
#[evt_io_device_control]
fn control<'id>(
    cx: &mut Cx<'_, Dispatch>,
    queue: &Queue<(), Parallel>,
    request: Request<'id, Owned, DeviceControl>,
) -> Handled<'id> {
    let Some(clipboard) = queue.device::<Clipboard>().map(Device::context) else {
        return request.complete(cx, NtStatus::DEVICE_NOT_READY);
    };
    match request.parameters().control_code {
        LENGTH => answer(cx, clipboard, request),
        AWAIT_CHANGE => await_change(cx, clipboard, request),
        COPY => copy(cx, clipboard, request),
        PASTE => paste(cx, clipboard, request),
        EXCHANGE => exchange(cx, clipboard, request),
        _ => request.complete(cx, NtStatus::INVALID_DEVICE_REQUEST),
    }
}

/// METHOD_BUFFERED: the answer is written into the system's memory, and the system copies as much as was written.
fn answer<'id>(
    cx: &mut Cx<'_, Dispatch>,
    clipboard: &Clipboard,
    request: Request<'id, Owned, DeviceControl>,
) -> Handled<'id> {
    let (length, changes) = clipboard.contents.with(cx, |contents, _held| (contents.length(), contents.changes()));
    match request.into_writer() {
        Ok(mut answer) => {
            answer.put(&(length as u32).to_le_bytes());
            answer.put(&changes.to_le_bytes());
            answer.complete(cx)
        }
        Err(failed) => failed.complete(cx),
    }
}

/// METHOD_BUFFERED: the input is read before the answer is written over it.
fn await_change<'id>(
    cx: &mut Cx<'_, Dispatch>,
    clipboard: &Clipboard,
    request: Request<'id, Owned, DeviceControl>,
) -> Handled<'id> {
    let seen = match number(request.input()) {
        Ok(seen) => seen,
        Err(error) => return request.complete(cx, error.status()),
    };
    let handled = match clipboard.waiting.park_cancelable(cx, request, give_up) {
        Ok(handled) => handled,
        Err(request) => request.complete(cx, NtStatus::DEVICE_BUSY),
    };
    // It may have changed just before the request was parked: whoever parks looks again.
    if clipboard.contents.with(cx, |contents, _held| contents.changes()) != seen {
        tell(cx, clipboard);
    }
    handled
}

/// Who waited for a change was cancelled, or the clipboard goes.
#[evt_request_cancel]
fn give_up<'id>(cx: &mut Cx<'_, Dispatch>, request: Request<'id, MustComplete, DeviceControl>) -> Handled<'id> {
    request.complete_cancelled(cx)
}

/// Tells everybody who waits that the contents have changed.
fn tell(cx: &mut Cx<'_, Dispatch>, clipboard: &Clipboard) {
    while clipboard.waiting.unmark_next(cx, |cx, request| answer(cx, clipboard, request)) == Taken::Handled {}
}

/// METHOD_IN_DIRECT: the data lies in the application's own pages, which are mapped and only read.
fn copy<'id>(
    cx: &mut Cx<'_, Dispatch>,
    clipboard: &Clipboard,
    request: Request<'id, Owned, DeviceControl>,
) -> Handled<'id> {
    let copied = request.direct_input().and_then(|data| {
        if data.len() > CAPACITY {
            return Err(NtStatus::BUFFER_OVERFLOW.into());
        }
        clipboard.contents.with(cx, |contents, _held| contents.fill(|at, part| data.copy_at(at, part)));
        Ok(())
    });
    let status = copied.map_or_else(|error| error.status(), |()| NtStatus::SUCCESS);
    let handled = request.complete(cx, status);
    if status.is_success() {
        tell(cx, clipboard);
    }
    handled
}

/// METHOD_OUT_DIRECT: the short input is a copy, the answer is written into the application's own pages.
fn paste<'id>(
    cx: &mut Cx<'_, Dispatch>,
    clipboard: &Clipboard,
    request: Request<'id, Owned, DeviceControl>,
) -> Handled<'id> {
    let at = match number(request.input()) {
        Ok(at) => at as usize,
        Err(error) => return request.complete(cx, error.status()),
    };
    match request.into_writer() {
        Ok(mut answer) => {
            clipboard.contents.with(cx, |contents, _held| answer.put(contents.from(at)));
            answer.complete(cx)
        }
        Err(failed) => failed.complete(cx),
    }
}

/// METHOD_NEITHER: both buffers were locked when the request came.
fn exchange<'id>(
    cx: &mut Cx<'_, Dispatch>,
    clipboard: &Clipboard,
    request: Request<'id, Owned, DeviceControl>,
) -> Handled<'id> {
    let mut old = match request.into_locked_writer() {
        Ok(old) => old,
        Err(failed) => return failed.complete(cx),
    };
    let exchanged: Result<()> = clipboard.contents.with(cx, |contents, _held| {
        if old.locked_input()?.len() > CAPACITY {
            return Err(NtStatus::BUFFER_OVERFLOW.into());
        }
        if old.remaining() < contents.length() {
            return Err(NtStatus::BUFFER_TOO_SMALL.into());
        }
        contents.exchange(|at, kept, new| {
            // The new part is read before the old one is written: the application may have given one buffer for both.
            let count = old.locked_input().map_or(0, |input| input.copy_at(at, new));
            old.put(kept);
            count
        });
        Ok(())
    });
    match exchanged {
        Ok(()) => {
            let handled = old.complete(cx);
            tell(cx, clipboard);
            handled
        }
        Err(error) => old.into_request().complete(cx, error.status()),
    }
}

/// A number of four bytes.
fn number(input: Result<wdf_safe::request::Input<'_>>) -> Result<u32> {
    let mut bytes = [0; 4];
    match input?.copy_to(&mut bytes) {
        4 => Ok(u32::from_le_bytes(bytes)),
        _ => Err(NtStatus::BUFFER_TOO_SMALL.into()),
    }
}
