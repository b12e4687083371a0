//! The way of requests: each device control has the transfer method that suits it.
//!
//! | | buffers | |
//! |---|---|---|
//! | [`Describe`], [`AwaitChange`] | METHOD_BUFFERED | input and output are one memory of the system: [`Control::input`] is a copy, [`Control::complete`] writes the answer |
//! | [`CopyIn`] | METHOD_IN_DIRECT | the application's pages to read from: [`Control::data`] |
//! | [`PasteOut`] | METHOD_OUT_DIRECT | a short input, copied, and the application's pages to write to: [`Control::into_writer`] |
//! | [`Exchange`] | METHOD_NEITHER | the application's addresses, locked on its thread ([`arrives`]) and used on any: [`Request::locked_input`], [`Request::into_locked_writer`] |

use crate::contents::{CAPACITY, Contents};
use crate::controls::{AwaitChange, CopyIn, Describe, Exchange, PasteOut, State};
use wdf_safe::ioctl::Buffered;
use wdf_safe::prelude::*;

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
        ByKind::DeviceControl(mut request) if request.parameters().control_code == Exchange::CODE => {
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
        Describe::CODE => answer::<Describe>(cx, clipboard, request),
        AwaitChange::CODE => await_change(cx, clipboard, request),
        CopyIn::CODE => copy(cx, clipboard, request),
        PasteOut::CODE => paste(cx, clipboard, request),
        Exchange::CODE => exchange(cx, clipboard, request),
        _ => request.complete(cx, NtStatus::INVALID_DEVICE_REQUEST),
    }
}

/// METHOD_BUFFERED: the answer is written into the system's memory, and the system copies as much as was written.
fn answer<'id, I: Ioctl<Method = Buffered, Output = State>>(
    cx: &mut Cx<'_, Dispatch>,
    clipboard: &Clipboard,
    request: Request<'id, Owned, DeviceControl>,
) -> Handled<'id> {
    match request.control::<I>() {
        Ok(control) => {
            let state = clipboard.contents.with(cx, |contents, _held| contents.state());
            control.complete(cx, &state)
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
    let control = match request.control::<AwaitChange>() {
        Ok(control) => control,
        Err(failed) => return failed.complete(cx),
    };
    let seen = *control.input();
    let handled = match clipboard.waiting.park_cancelable(cx, control.into_request(), give_up) {
        Ok(handled) => handled,
        Err(request) => request.complete(cx, NtStatus::DEVICE_BUSY),
    };
    // It may have changed just before the request was parked: whoever parks looks again.
    if clipboard.contents.with(cx, |contents, _held| contents.state().changes) != seen {
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
    while clipboard.waiting.unmark_next(cx, |cx, request| answer::<AwaitChange>(cx, clipboard, request))
        == Taken::Handled
    {}
}

/// METHOD_IN_DIRECT: the data lies in the application's own pages, which are mapped and only read.
fn copy<'id>(
    cx: &mut Cx<'_, Dispatch>,
    clipboard: &Clipboard,
    request: Request<'id, Owned, DeviceControl>,
) -> Handled<'id> {
    let control = match request.control::<CopyIn>() {
        Ok(control) => control,
        Err(failed) => return failed.complete(cx),
    };
    let copied = control.data().and_then(|data| {
        if data.len() > CAPACITY {
            return Err(NtStatus::BUFFER_OVERFLOW.into());
        }
        clipboard.contents.with(cx, |contents, _held| contents.fill(|at, part| data.copy_at(at, part)));
        Ok(())
    });
    match copied {
        Ok(()) => {
            let handled = control.complete(cx, &());
            tell(cx, clipboard);
            handled
        }
        Err(error) => control.fail(cx, error.status()),
    }
}

/// METHOD_OUT_DIRECT: the short input is a copy, the answer is written into the application's own pages.
fn paste<'id>(
    cx: &mut Cx<'_, Dispatch>,
    clipboard: &Clipboard,
    request: Request<'id, Owned, DeviceControl>,
) -> Handled<'id> {
    let control = match request.control::<PasteOut>() {
        Ok(control) => control,
        Err(failed) => return failed.complete(cx),
    };
    let at = *control.input() as usize;
    match control.into_writer() {
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
