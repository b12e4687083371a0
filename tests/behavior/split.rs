//! A request that is split: its parts are requests of the driver's own, and are cancelled with it.

use std::sync::Arc;

use wdf_sim::{Arrival, Device, Machine, Major};

use crate::{CANCELLED, in_both_worlds, under_every_schedule};

/// A write becomes two requests of the driver's own; whoever ends it last completes it, or its cancel handler.
mod driver {
    use wdf_safe::prelude::*;

    pub(super) const PARTS: u32 = 2;
    /// How often a parent was completed by its parts, and by its cancel handler.
    pub(super) const COUNT: u32 = 4;

    #[object_context]
    struct Splitter {
        parent: CancelSlot<Write>,
        parts: SentList,
        progress: SpinLock<Progress>,
        by_parts: AtomicU32,
        by_cancel: AtomicU32,
    }

    /// How far the parent is that is being served.
    struct Progress {
        parent: u32,
        left: u32,
        failed: bool,
    }

    /// Whose part it is.
    #[request_context]
    struct Part {
        parent: u32,
    }

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
        let splitter = SplitterInit {
            parent: CancelSlot::init(),
            parts: SentList::init(),
            progress: SpinLock::init(Progress { parent: 0, left: 0, failed: false }),
            by_parts: AtomicU32::new(0),
            by_cancel: AtomicU32::new(0),
        };
        let device = init.into_filter().create(cx, splitter)?;
        QueueConfig::sequential().default_queue().write(write).device_control(count).create(cx, &device, ())?;
        Ok(device.added())
    }

    #[evt_io_write]
    fn write<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<()>, request: Request<'id, Owned, Write>) -> Handled<'id> {
        let Some(device) = queue.device::<Splitter>() else {
            return request.complete(cx, NtStatus::DEVICE_NOT_READY);
        };
        let Some(below) = device.io_target(cx) else {
            return request.complete(cx, NtStatus::DEVICE_NOT_READY);
        };
        let splitter = device.context();
        let parent = splitter.progress.with(cx, |progress, _| {
            *progress = Progress { parent: progress.parent + 1, left: PARTS, failed: false };
            progress.parent
        });
        // From the last parent's cancellation on nothing was let out.
        splitter.parts.open(cx);
        match splitter.parent.park_cancelable(cx, request, give_up) {
            Ok(handled) => {
                for _ in 0..PARTS {
                    if send_part(cx, below, parent).is_err() {
                        part_ended(cx, splitter, parent, false);
                    }
                }
                handled
            }
            Err(request) => request.complete(cx, NtStatus::DEVICE_BUSY),
        }
    }

    fn send_part(cx: &mut Cx<'_, Dispatch>, below: Target<'_, Splitter>, parent: u32) -> Result<()> {
        let mut part = below.create_request_with::<Part, _>(cx)?;
        part.context_mut().parent = parent;
        let part = part.format_ioctl(cx, 7)?;
        let parts = &below.device().context().parts;
        parts.track(cx, part).send(cx, part_back).map_err(|failed| failed.status.into())
    }

    fn part_back(cx: &mut Cx<'_, Dispatch>, part: OwnRequest<'_, Splitter, Spent, Part>, outcome: Outcome) {
        let splitter = part.target().device().context();
        part_ended(cx, splitter, part.context().parent, outcome.status().is_success());
    }

    /// The last part completes the parent, unless that was cancelled.
    fn part_ended(cx: &mut Cx<'_, Dispatch>, splitter: &Splitter, parent: u32, success: bool) {
        let last = splitter.progress.with(cx, |progress, _| {
            if progress.parent != parent {
                return None;
            }
            progress.left -= 1;
            progress.failed |= !success;
            (progress.left == 0).then_some(progress.failed)
        });
        let Some(failed) = last else { return };
        splitter.parent.unmark(cx, |cx, request| {
            splitter.by_parts.fetch_add(1, Ordering::Relaxed);
            let status = if failed { NtStatus::UNSUCCESSFUL } else { NtStatus::SUCCESS };
            request.complete(cx, status)
        });
    }

    fn give_up<'id>(cx: &mut Cx<'_, Dispatch>, request: Request<'id, MustComplete, Write>) -> Handled<'id> {
        if let Some(splitter) = request.device::<Splitter>().map(Device::context) {
            splitter.by_cancel.fetch_add(1, Ordering::Relaxed);
            splitter.parts.close(cx);
        }
        request.complete_cancelled(cx)
    }

    #[evt_io_device_control]
    fn count<'id>(
        cx: &mut Cx<'_, Dispatch>,
        queue: &Queue<()>,
        request: Request<'id, Owned, DeviceControl>,
    ) -> Handled<'id> {
        let counts = queue.device::<Splitter>().map_or([0; 2], |device| {
            let splitter = device.context();
            [&splitter.by_parts, &splitter.by_cancel].map(|count| count.load(Ordering::Relaxed) as u8)
        });
        match request.into_writer() {
            Ok(mut answer) => {
                answer.put(&counts);
                answer.complete(cx)
            }
            Err(failed) => failed.complete(cx),
        }
    }
}

fn above(machine: &Machine, serve: impl Fn(Arrival) + 'static) -> Device {
    let lower = machine.lower(serve);
    machine.load(&driver::DRIVER).expect("the driver loads").add_device_above(&lower).expect("the device starts")
}

/// Answers parts on other threads, unless they are cancelled before.
fn later(arrival: Arrival) {
    if arrival.major() == Major::DeviceControl && arrival.allow_cancel() {
        let machine = Machine::current().expect("in a machine");
        machine.spawn(move |_| {
            let _ = arrival.complete_fully();
        });
    } else if arrival.major() != Major::DeviceControl {
        let _ = arrival.complete_fully();
    }
}

fn counts(file: &wdf_sim::File) -> Vec<u8> {
    file.ioctl(driver::COUNT, &[], 2).output
}

#[test]
fn the_last_part_completes_the_parent() {
    in_both_worlds(|machine| {
        let file = above(machine, |arrival| {
            let _ = arrival.complete_fully();
        });
        let file = file.open().expect("the device opens");
        assert!(file.write(b"split").is_success());
        assert_eq!(counts(&file), [1, 0]);
    });
}

#[test]
fn a_cancelled_parent_takes_its_parts_with_it_and_the_next_one_is_served() {
    in_both_worlds(|machine| {
        let file = above(machine, |arrival| {
            // What is never answered comes back only because it is cancelled.
            if arrival.major() == Major::DeviceControl {
                arrival.allow_cancel();
            } else {
                let _ = arrival.complete_fully();
            }
        });
        let file = file.open().expect("the device opens");
        for round in 1..=2 {
            let ticket = file.begin_write(b"split");
            ticket.cancel();
            assert_eq!(ticket.wait().status, CANCELLED);
            assert_eq!(counts(&file), [0, round]);
        }
    });
}

#[test]
fn a_parent_is_completed_once_however_its_parts_and_its_cancellation_meet() {
    under_every_schedule(1, |machine| {
        let file = above(machine, later).open().expect("the device opens");
        let ticket = Arc::new(file.begin_write(b"split"));
        let mine = Arc::clone(&ticket);
        let canceller = machine.spawn(move |_| {
            mine.cancel();
        });
        let status = ticket.outcome().status;
        canceller.join();
        let [by_parts, by_cancel] = counts(&file)[..] else { panic!("two counts") };
        assert_eq!(by_parts + by_cancel, 1);
        assert_eq!(status == CANCELLED, by_cancel == 1, "{status:#010x}");
    });
}
