//! The way of requests: down with a completion routine, and noted while they are out ([`pass`]), back up ([`back`]); called off
//! when an application asks for it ([`control`]) or has closed its handle ([`closed`]). Writes, in which the filter has no
//! interest, are sent and forgotten ([`write()`]).

use wdf_safe::context::ContextInit;
use wdf_safe::prelude::*;
use wdf_safe::request::Kind;

/// The device control that calls off all that is out: CTL_CODE(FILE_DEVICE_UNKNOWN, 0x900, METHOD_BUFFERED, FILE_ANY_ACCESS).
pub const CALL_OFF: u32 = 0x0022_2400;
/// The device control that asks how many came back, and how many of them cancelled: two numbers of four bytes.
pub const COUNTS: u32 = 0x0022_2404;

/// What belongs to the device.
#[object_context]
pub(crate) struct Filter {
    files: FileObjects,
    /// What is with the next driver.
    out: SentList,
    back: AtomicU32,
    cancelled: AtomicU32,
}

/// The device's context, with nothing out yet.
pub(crate) fn filter(files: FileObjectsInit<'_>) -> impl ContextInit<Filter> {
    FilterInit { files, out: SentList::init(), back: AtomicU32::new(0), cancelled: AtomicU32::new(0) }
}

/// Makes the queue to which all requests come.
pub(crate) fn create(cx: &mut Cx<'_, Passive>, device: &Device<Filter>) -> Result<()> {
    let queue = QueueConfig::parallel().default_queue();
    queue.stop(going).read(pass).write(write).device_control(control).default(pass).create(cx, device, ())?;
    Ok(())
}

/// Sends a request on, and notes it under the handle through which it came.
fn pass<'id, K: Kind>(
    cx: &mut Cx<'_, Dispatch>,
    queue: &Queue<(), Parallel>,
    request: Request<'id, Owned, K>,
) -> Handled<'id> {
    let Some(device) = queue.device::<Filter>() else {
        return request.complete(cx, NtStatus::DEVICE_NOT_READY);
    };
    let Some(below) = device.io_target(cx) else {
        return request.complete(cx, NtStatus::INVALID_DEVICE_STATE);
    };
    let filter = device.context();
    let handle = request.file_object(&filter.files).map_or(0, |file| file.label());
    let tracked = filter.out.track_as(cx, request, handle);
    tracked.send(cx, below, back).unwrap_or_else(|failed| failed.complete(cx))
}

/// The next driver has completed a request: it goes back up as it came.
fn back<'id, K: Kind>(
    cx: &mut Cx<'_, Dispatch>,
    below: Target<'_, Filter>,
    request: Request<'id, Returned, K>,
    outcome: Outcome,
) -> Handled<'id> {
    let filter = below.device().context();
    filter.back.fetch_add(1, Ordering::Relaxed);
    if outcome.status() == NtStatus::CANCELLED {
        filter.cancelled.fetch_add(1, Ordering::Relaxed);
    }
    request.complete(cx, outcome.status())
}

/// An application writes: nothing to see here.
#[evt_io_write]
fn write<'id>(
    cx: &mut Cx<'_, Dispatch>,
    queue: &Queue<(), Parallel>,
    request: Request<'id, Owned, Write>,
) -> Handled<'id> {
    match queue.device::<Filter>().and_then(|device| device.io_target(cx)) {
        Some(below) => request.send_and_forget(cx, below).unwrap_or_else(|failed| failed.complete(cx)),
        None => request.complete(cx, NtStatus::INVALID_DEVICE_STATE),
    }
}

/// An application wants something of the filter, or of the driver below.
#[evt_io_device_control]
fn control<'id>(
    cx: &mut Cx<'_, Dispatch>,
    queue: &Queue<(), Parallel>,
    request: Request<'id, Owned, DeviceControl>,
) -> Handled<'id> {
    let Some(filter) = queue.device::<Filter>().map(Device::context) else {
        return request.complete(cx, NtStatus::DEVICE_NOT_READY);
    };
    match request.parameters().control_code {
        CALL_OFF => {
            // Their completion routines may run before this returns.
            filter.out.cancel_all(cx);
            request.complete(cx, NtStatus::SUCCESS)
        }
        COUNTS => match request.into_writer() {
            Ok(mut answer) => {
                answer.put(&filter.back.load(Ordering::Relaxed).to_le_bytes());
                answer.put(&filter.cancelled.load(Ordering::Relaxed).to_le_bytes());
                answer.complete(cx)
            }
            Err(failed) => failed.complete(cx),
        },
        _ => pass(cx, queue, request),
    }
}

/// The device goes away, and a request is with the next driver, which may keep it for ever, or on its way there: all that is
/// out is called off, and nothing goes out any more.
#[evt_io_stop]
fn going<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<(), Parallel>, notice: StopNotice<'id>) -> Answered<'id> {
    match notice {
        StopNotice::Suspending(notice) => notice.leave(),
        StopNotice::Removing(notice) => {
            if let Some(device) = queue.device::<Filter>() {
                device.context().out.close(cx);
            }
            notice.leave()
        }
    }
}

/// An application has closed its handle: nobody waits for what came through it.
#[evt_file_cleanup]
pub(crate) fn closed(cx: &mut Cx<'_, Dispatch>, device: &Device<Filter>, file: &FileObject<'_>) {
    device.context().out.cancel_labelled(cx, file.label());
}
