//! Reads are tracked and sent; device controls cancel them, and ask below with requests of the driver's own.

use wdf_safe::prelude::*;

pub(super) const CANCEL_ALL: u32 = 1;
/// The read that was sent last, by its ticket.
pub(super) const CANCEL_LAST: u32 = 2;
/// What came through this handle.
pub(super) const CANCEL_MINE: u32 = 3;
/// Sends a request of the driver's own, twice.
pub(super) const ASK: u32 = 4;
/// The first of the two sends.
pub(super) const CANCEL_FIRST: u32 = 5;
pub(super) const CLOSE: u32 = 6;
pub(super) const OPEN: u32 = 7;
/// How many were asked, came back as cancelled, and came back the second time, and how that ended.
pub(super) const COUNT: u32 = 8;
/// Tracks a request of the driver's own, cancels it, and only then sends it.
pub(super) const CANCEL_BEFORE: u32 = 9;
pub(super) const PURGE: u32 = 10;
pub(super) const STOP: u32 = 11;
pub(super) const START: u32 = 12;
/// Tracks a request of the driver's own, and drops it.
pub(super) const DROP: u32 = 13;

#[object_context]
struct Filter {
    files: FileObjects,
    out: SentList,
    last: SpinLock<SentTicket>,
    first: SpinLock<SentTicket>,
    asked: AtomicU32,
    cancelled: AtomicU32,
    second: AtomicU32,
    second_failed: AtomicU32,
}

#[driver_entry]
fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
    DriverConfig::new(device_add).create(cx, driver, ())
}

#[evt_driver_device_add]
fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, mut init: DeviceInit<'id>) -> Result<Added<'id>> {
    let files = init.use_file_objects();
    let filter = FilterInit {
        files,
        out: SentList::init(),
        last: SpinLock::init(SentTicket::default()),
        first: SpinLock::init(SentTicket::default()),
        asked: AtomicU32::new(0),
        cancelled: AtomicU32::new(0),
        second: AtomicU32::new(0),
        second_failed: AtomicU32::new(0),
    };
    let device = init.into_filter().create(cx, filter)?;
    QueueConfig::parallel().default_queue().read(read).device_control(control).create(cx, &device, ())?;
    Ok(device.added())
}

#[evt_io_read]
fn read<'id>(
    cx: &mut Cx<'_, Dispatch>,
    queue: &Queue<(), Parallel>,
    request: Request<'id, Owned, Read>,
) -> Handled<'id> {
    let Some(device) = queue.device::<Filter>() else {
        return request.complete(cx, NtStatus::DEVICE_NOT_READY);
    };
    let Some(below) = device.io_target(cx) else {
        return request.complete(cx, NtStatus::DEVICE_NOT_READY);
    };
    let filter = device.context();
    let label = request.file_object(&filter.files).map_or(0, |file| file.label());
    let tracked = filter.out.track_as(cx, request, label);
    let ticket = tracked.ticket();
    filter.last.with(cx, |last, _| *last = ticket);
    tracked.send(cx, below, back).unwrap_or_else(|failed| failed.complete(cx))
}

fn back<'id>(
    cx: &mut Cx<'_, Dispatch>,
    below: Target<'_, Filter>,
    request: Request<'id, Returned, Read>,
    outcome: Outcome,
) -> Handled<'id> {
    if outcome.status() == NtStatus::CANCELLED {
        below.device().context().cancelled.fetch_add(1, Ordering::Relaxed);
    }
    request.complete(cx, outcome.status())
}

#[evt_io_device_control]
fn control<'id>(
    cx: &mut Cx<'_, Dispatch>,
    queue: &Queue<(), Parallel>,
    request: Request<'id, Owned, DeviceControl>,
) -> Handled<'id> {
    let Some(device) = queue.device::<Filter>() else {
        return request.complete(cx, NtStatus::DEVICE_NOT_READY);
    };
    let Some(below) = device.io_target(cx) else {
        return request.complete(cx, NtStatus::DEVICE_NOT_READY);
    };
    let filter = device.context();
    let asked = match request.parameters().control_code {
        CANCEL_ALL => filter.out.cancel_all(cx),
        CANCEL_LAST => {
            let ticket = filter.last.with(cx, |last, _| *last);
            usize::from(filter.out.cancel(cx, ticket))
        }
        CANCEL_FIRST => {
            let ticket = filter.first.with(cx, |first, _| *first);
            usize::from(filter.out.cancel(cx, ticket))
        }
        CANCEL_MINE => match request.file_object(&filter.files).map(|file| file.label()) {
            Some(label) => filter.out.cancel_labelled(cx, label),
            None => 0,
        },
        CLOSE => filter.out.close(cx),
        OPEN => {
            filter.out.open(cx);
            0
        }
        PURGE | STOP | START => {
            let changed = match request.parameters().control_code {
                PURGE => below.purge(cx),
                STOP => below.stop(cx),
                _ => below.start(cx),
            };
            match changed {
                Ok(()) => 0,
                Err(error) => return request.complete(cx, error.status()),
            }
        }
        ASK => match ask(cx, below) {
            Ok(()) => 0,
            Err(error) => return request.complete(cx, error.status()),
        },
        CANCEL_BEFORE => match cancel_before(cx, below) {
            Ok(()) => 0,
            Err(error) => return request.complete(cx, error.status()),
        },
        DROP => match drop_tracked(cx, below) {
            Ok(()) => 0,
            Err(error) => return request.complete(cx, error.status()),
        },
        COUNT => {
            let counts = [&filter.asked, &filter.cancelled, &filter.second, &filter.second_failed];
            let counts = counts.map(|count| count.load(Ordering::Relaxed) as u8);
            return match request.into_writer() {
                Ok(mut answer) => {
                    answer.put(&counts);
                    answer.complete(cx)
                }
                Err(failed) => failed.complete(cx),
            };
        }
        _ => return request.complete(cx, NtStatus::INVALID_PARAMETER),
    };
    filter.asked.fetch_add(asked as u32, Ordering::Relaxed);
    request.complete(cx, NtStatus::SUCCESS)
}

/// What a request of the driver's own remembers: how often it was sent.
#[request_context]
struct Asked {
    before: u32,
}

fn ask(cx: &mut Cx<'_, Dispatch>, below: Target<'_, Filter>) -> Result<()> {
    let own = below.create_request_with::<Asked, _>(cx)?.format_ioctl(cx, 7)?;
    let filter = below.device().context();
    let tracked = filter.out.track(cx, own);
    let ticket = tracked.ticket();
    filter.first.with(cx, |first, _| *first = ticket);
    tracked.send(cx, answered).map_err(|failed| failed.status.into())
}

/// However the first send ends, there is a second one.
fn answered(cx: &mut Cx<'_, Dispatch>, mut own: OwnRequest<'_, Filter, Spent, Asked>, outcome: Outcome) {
    let below = own.target();
    let filter = below.device().context();
    if own.context().before == 1 {
        let count = if outcome.status().is_success() { &filter.second } else { &filter.second_failed };
        count.fetch_add(1, Ordering::Relaxed);
        return;
    }
    own.context_mut().before = 1;
    let sent = own.reuse(cx).and_then(|own| own.format_ioctl(cx, 8)).map(|own| {
        let tracked = filter.out.track(cx, own);
        tracked.send(cx, answered).is_ok()
    });
    if !matches!(sent, Ok(true)) {
        filter.second_failed.fetch_add(1, Ordering::Relaxed);
    }
}

fn cancel_before(cx: &mut Cx<'_, Dispatch>, below: Target<'_, Filter>) -> Result<()> {
    let own = below.create_request(cx)?.format_ioctl(cx, 7)?;
    let out = &below.device().context().out;
    let tracked = out.track(cx, own);
    let ticket = tracked.ticket();
    out.cancel(cx, ticket);
    tracked.send(cx, |_cx, _own, _outcome| {}).map_err(|failed| failed.status.into())
}

fn drop_tracked(cx: &mut Cx<'_, Dispatch>, below: Target<'_, Filter>) -> Result<()> {
    let own = below.create_request(cx)?.format_ioctl(cx, 7)?;
    drop(below.device().context().out.track(cx, own));
    Ok(())
}
