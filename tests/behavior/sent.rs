//! Cancelling what was sent: the list and its tickets, against completion, reuse, and changes of the target.

use std::sync::{Arc, Mutex};

use wdf_sim::{Arrival, Device, Machine, Major};

use crate::{CANCELLED, in_both_worlds, under_every_schedule};

/// Reads are tracked and sent; device controls cancel them, and ask below with requests of the driver's own.
mod driver {
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
}

/// A filter above a driver that serves requests like this.
fn above(machine: &Machine, serve: impl Fn(Arrival) + 'static) -> Device {
    let lower = machine.lower(serve);
    machine.load(&driver::DRIVER).expect("the driver loads").add_device_above(&lower).expect("the device starts")
}

/// Keeps what asks for something until it is cancelled.
fn keeps(arrival: Arrival) {
    if asks(arrival) {
        arrival.allow_cancel();
    } else {
        let _ = arrival.complete_fully();
    }
}

fn asks(arrival: Arrival) -> bool {
    matches!(arrival.major(), Major::Read | Major::DeviceControl)
}

/// Completes it, on another thread, unless it is cancelled before.
fn later(arrival: Arrival) {
    if !asks(arrival) {
        let _ = arrival.complete_fully();
    } else if arrival.allow_cancel() {
        let machine = Machine::current().expect("in a machine");
        machine.spawn(move |_| {
            let _ = arrival.complete_fully();
        });
    }
}

fn control(file: &wdf_sim::File, code: u32) {
    assert!(file.ioctl(code, &[], 0).is_success(), "control {code}");
}

#[test]
fn what_is_out_is_cancelled_and_nothing_else() {
    in_both_worlds(|machine| {
        let file = above(machine, keeps).open().expect("the device opens");
        control(&file, driver::CANCEL_ALL);
        let reads = [(); 3].map(|()| file.begin_read(1));
        assert_eq!(file.ioctl(driver::COUNT, &[], 4).output, [0, 0, 0, 0], "nothing is out before");
        control(&file, driver::CANCEL_ALL);
        for read in reads {
            assert_eq!(read.wait().status, CANCELLED);
        }
        control(&file, driver::CANCEL_ALL);
        assert_eq!(file.ioctl(driver::COUNT, &[], 4).output, [3, 3, 0, 0], "what came back is not in the list");
    });
}

#[test]
fn a_ticket_cancels_its_own_send() {
    in_both_worlds(|machine| {
        let file = above(machine, keeps).open().expect("the device opens");
        let first = file.begin_read(1);
        let second = file.begin_read(1);
        control(&file, driver::CANCEL_LAST);
        assert_eq!(second.wait().status, CANCELLED);
        assert!(!first.is_completed());
        assert_eq!(file.ioctl(driver::COUNT, &[], 4).output, [1, 1, 0, 0], "one was asked, and came back");
        control(&file, driver::CANCEL_LAST);
        assert!(!first.is_completed(), "a ticket that is over names nothing");
        assert_eq!(file.ioctl(driver::COUNT, &[], 4).output, [1, 1, 0, 0], "and says so");
        control(&file, driver::CANCEL_ALL);
        assert_eq!(first.wait().status, CANCELLED);
    });
}

#[test]
fn what_is_tracked_and_never_sent_leaves_the_list_and_is_deleted() {
    in_both_worlds(|machine| {
        let file = above(machine, keeps).open().expect("the device opens");
        control(&file, driver::CANCEL_ALL);
        let before = machine.objects();
        for _ in 0..5 {
            control(&file, driver::DROP);
        }
        assert!(machine.objects() < before + 5, "the requests are deleted");
        control(&file, driver::CANCEL_ALL);
        assert_eq!(file.ioctl(driver::COUNT, &[], 4).output, [0, 0, 0, 0], "nothing is out");
    });
}

#[test]
fn what_came_through_one_handle_is_cancelled_together() {
    in_both_worlds(|machine| {
        let device = above(machine, keeps);
        let (mine, yours) = (device.open().expect("opens"), device.open().expect("opens"));
        let reads = [mine.begin_read(1), mine.begin_read(1)];
        let other = yours.begin_read(1);
        control(&mine, driver::CANCEL_MINE);
        for read in reads {
            assert_eq!(read.wait().status, CANCELLED);
        }
        assert!(!other.is_completed());
        control(&yours, driver::CANCEL_MINE);
        assert_eq!(other.wait().status, CANCELLED);
    });
}

#[test]
fn a_closed_list_lets_nothing_out_until_it_is_opened() {
    in_both_worlds(|machine| {
        let file = above(machine, keeps).open().expect("the device opens");
        let read = file.begin_read(1);
        control(&file, driver::CLOSE);
        assert_eq!(read.wait().status, CANCELLED);
        assert_eq!(file.read(1).status, CANCELLED);
        control(&file, driver::OPEN);
        let read = file.begin_read(1);
        assert!(!read.is_completed());
        control(&file, driver::CANCEL_ALL);
        assert_eq!(read.wait().status, CANCELLED);
    });
}

#[test]
fn what_is_cancelled_before_it_is_sent_is_not_sent() {
    in_both_worlds(|machine| {
        let arrived = Arc::new(Mutex::new(0));
        let count = Arc::clone(&arrived);
        let file = above(machine, move |arrival| {
            *count.lock().expect("nobody panics with it") += u32::from(asks(arrival));
            let _ = arrival.complete_fully();
        });
        let file = file.open().expect("the device opens");
        assert_eq!(file.ioctl(driver::CANCEL_BEFORE, &[], 0).status, CANCELLED);
        assert_eq!(*arrived.lock().expect("nobody panics with it"), 0);
    });
}

/// The documentation's six steps, with the completion anywhere between them.
#[test]
fn cancelling_what_was_sent_and_completing_it_leave_nothing() {
    under_every_schedule(3, |machine| {
        let file = above(machine, later).open().expect("the device opens");
        let ticket = file.begin_read(1);
        control(&file, driver::CANCEL_LAST);
        let status = ticket.wait().status;
        assert!(status == 0 || status == CANCELLED, "{status:#010x}");
    });
}

#[test]
fn the_driver_and_the_application_cancel_the_same_request() {
    under_every_schedule(2, |machine| {
        let device = above(machine, later);
        let file = device.open().expect("the device opens");
        let ticket = Arc::new(file.begin_read(1));
        let mine = Arc::clone(&ticket);
        let other = machine.spawn(move |_| {
            mine.cancel();
        });
        control(&file, driver::CANCEL_ALL);
        other.join();
        let status = ticket.outcome().status;
        assert!(status == 0 || status == CANCELLED, "{status:#010x}");
    });
}

/// Hole 4. The ticket is of the first send; the second one is answered whatever happens.
#[test]
fn a_ticket_of_an_earlier_send_never_cancels_a_later_one() {
    under_every_schedule(3, |machine| {
        let answering = Arc::new(Mutex::new(None));
        let thread = Arc::clone(&answering);
        let device = above(machine, move |arrival| {
            let machine = Machine::current().expect("in a machine");
            match arrival.code() {
                // The first, on another thread, unless it is cancelled.
                7 if arrival.allow_cancel() => {
                    let answer = machine.spawn(move |_| {
                        let _ = arrival.complete_fully();
                    });
                    *thread.lock().expect("nobody panics with it") = Some(answer);
                }
                // The second, a moment later, in which a cancellation would be seen.
                8 if arrival.allow_cancel() => {
                    machine.yield_now();
                    let _ = arrival.complete_fully();
                }
                7 | 8 => {}
                _ => {
                    let _ = arrival.complete_fully();
                }
            }
        });
        let file = device.open().expect("the device opens");
        control(&file, driver::ASK);
        control(&file, driver::CANCEL_FIRST);
        let answering = answering.lock().expect("nobody panics with it").take();
        answering.expect("the first send arrived").join();
        let counts = file.ioctl(driver::COUNT, &[], 4).output;
        assert_eq!(counts[2..], [1, 0], "the second send came back, and was not cancelled");
    });
}

#[test]
fn cancelling_and_purging_or_stopping_the_target_leave_nothing() {
    under_every_schedule(2, |machine| {
        let file = Arc::new(above(machine, later).open().expect("the device opens"));
        let ticket = file.begin_read(1);
        let mine = Arc::clone(&file);
        let other = machine.spawn(move |_| control(&mine, driver::PURGE));
        control(&file, driver::CANCEL_LAST);
        other.join();
        let status = ticket.wait().status;
        assert!(status == 0 || status == CANCELLED, "{status:#010x}");
    });
}

#[test]
fn what_a_stopped_target_keeps_can_be_cancelled() {
    under_every_schedule(2, |machine| {
        let file = Arc::new(above(machine, keeps).open().expect("the device opens"));
        control(&file, driver::STOP);
        let ticket = file.begin_read(1);
        let mine = Arc::clone(&file);
        let other = machine.spawn(move |_| control(&mine, driver::START));
        control(&file, driver::CANCEL_LAST);
        other.join();
        assert_eq!(ticket.wait().status, CANCELLED);
    });
}

#[test]
fn cancelling_and_removing_the_device_leave_nothing() {
    under_every_schedule(1, |machine| {
        let device = above(machine, later);
        let file = device.open().expect("the device opens");
        let ticket = file.begin_read(1);
        let canceller = file.begin_ioctl(driver::CANCEL_ALL, &[], 0);
        device.remove();
        let _ = canceller.wait();
        let status = ticket.wait().status;
        assert!(status == 0 || status == CANCELLED, "{status:#010x}");
    });
}
