//! The device sleeps while a request is for long in the hands of who took it out of where it waited, and the driver's own `EvtIoStop` holds it.

use crate::in_both_worlds;
use std::time::Duration;
use wdf_sim::{Device, File, Machine, Major, Ticket};

/// `STATUS_IO_TIMEOUT`: what a lower driver does not answer within a second.
const IO_TIMEOUT: i32 = 0xC000_00B5_u32.cast_signed();

/// Reads wait in a store, writes in a manual queue, until a device control takes one out, sends it, and waits for it. Whatever
/// it is asked about a sleep meanwhile, the driver holds.
mod driver {
    use core::num::NonZeroU32;
    use wdf_safe::prelude::*;
    use wdf_safe::request::Kind;

    const SECOND: Deadline = Deadline::millis(NonZeroU32::new(1_000).unwrap());

    /// What is taken out: METHOD_BUFFERED.
    pub(super) const READ: u32 = 1 << 2;
    pub(super) const WRITE: u32 = 2 << 2;

    #[object_context]
    struct Filter {
        out: SentList,
        kept: Child<Queue<(), Parallel>>,
        read: Slot<Read>,
        shelf: Child<Queue<(), Manual>>,
    }

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
        let filter =
            FilterInit { out: SentList::init(), kept: Child::init(), read: Slot::init(), shelf: Child::init() };
        let device = init.into_filter().create(cx, filter)?;
        let awake = QueueConfig::parallel().passive().default_queue().power_managed(false);
        awake.read(pass_on).write(shelve).device_control(take).create(cx, &device, ())?;
        let kept = QueueConfig::parallel().power_managed(true).resume(resumed).stop(hold);
        kept.read(keep).create_in(cx, &device, (), |filter| &filter.kept)?;
        let shelf = QueueConfig::manual().power_managed(true).resume(resumed_shelf).stop(hold_shelf);
        shelf.create_in(cx, &device, (), |filter| &filter.shelf)?;
        Ok(device.added())
    }

    #[evt_io_read]
    fn pass_on<'id>(
        cx: &mut Cx<'_, Passive>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, Read>,
    ) -> Handled<'id> {
        match queue.device::<Filter>().and_then(|device| device.context().kept.get()) {
            Some(kept) => request.forward_to(cx, kept).unwrap_or_else(|failed| failed.complete(cx)),
            None => request.complete(cx, NtStatus::DEVICE_NOT_READY),
        }
    }

    #[evt_io_read]
    fn keep<'id>(
        cx: &mut Cx<'_, Dispatch>,
        kept: &Queue<(), Parallel>,
        request: Request<'id, Owned, Read>,
    ) -> Handled<'id> {
        let Some(device) = kept.device::<Filter>() else {
            return request.complete(cx, NtStatus::DEVICE_NOT_READY);
        };
        match device.context().read.park(cx, request, |cx, request| request.complete_cancelled(cx)) {
            Ok(handled) => handled,
            Err(request) => request.complete(cx, NtStatus::DEVICE_BUSY),
        }
    }

    #[evt_io_write]
    fn shelve<'id>(
        cx: &mut Cx<'_, Passive>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, Write>,
    ) -> Handled<'id> {
        match queue.device::<Filter>().and_then(|device| device.context().shelf.get()) {
            Some(shelf) => request.forward_to(cx, shelf).unwrap_or_else(|failed| failed.complete(cx)),
            None => request.complete(cx, NtStatus::DEVICE_NOT_READY),
        }
    }

    #[evt_io_device_control]
    fn take<'id>(
        cx: &mut Cx<'_, Passive>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, DeviceControl>,
    ) -> Handled<'id> {
        let Some(device) = queue.device::<Filter>() else {
            return request.complete(cx, NtStatus::DEVICE_NOT_READY);
        };
        let filter = device.context();
        let taken = match (request.parameters().control_code, filter.shelf.get()) {
            (READ, _) => filter.read.take(cx, |cx, read| ask_below(cx, device, read)) == Taken::Handled,
            (_, Some(shelf)) => {
                shelf.retrieve_next(cx, |cx, found| ask_below(cx, device, found.into_request())) == Retrieval::Handled
            }
            (_, None) => false,
        };
        request.complete(cx, if taken { NtStatus::SUCCESS } else { NtStatus::NOT_FOUND })
    }

    fn ask_below<'id, K: Kind>(
        cx: &mut Cx<'_, Passive>,
        device: &Device<Filter>,
        request: Request<'id, Owned, K>,
    ) -> Handled<'id> {
        let Some(below) = device.io_target(cx) else {
            return request.complete(cx, NtStatus::DEVICE_NOT_READY);
        };
        match device.context().out.track(cx, request).send_synchronously(cx, below, SECOND) {
            Ok((request, outcome)) => request.complete(cx, outcome.status()),
            Err(failed) => failed.complete(cx),
        }
    }

    #[evt_io_stop]
    fn hold<'id>(
        _cx: &mut Cx<'_, Dispatch>,
        _: &Queue<(), Parallel>,
        notice: StopNotice<'id, Resumes>,
    ) -> Answered<'id> {
        match notice {
            StopNotice::Suspending(notice) => notice.hold(),
            StopNotice::Removing(notice) => notice.leave(),
        }
    }

    #[evt_io_stop]
    fn hold_shelf<'id>(
        _cx: &mut Cx<'_, Dispatch>,
        _: &Queue<(), Manual>,
        notice: StopNotice<'id, Resumes>,
    ) -> Answered<'id> {
        match notice {
            StopNotice::Suspending(notice) => notice.hold(),
            StopNotice::Removing(notice) => notice.leave(),
        }
    }

    #[evt_io_resume]
    fn resumed(_cx: &mut Cx<'_, Dispatch>, _: &Queue<(), Parallel>) {}

    #[evt_io_resume]
    fn resumed_shelf(_cx: &mut Cx<'_, Dispatch>, _: &Queue<(), Manual>) {}
}

/// A device above one that answers no read and no write until it is called off.
fn above_silence(machine: &Machine) -> Device {
    let lower = machine.lower(|arrival| match arrival.major() {
        Major::Read | Major::Write => assert!(arrival.allow_cancel()),
        _ => assert!(arrival.complete_fully()),
    });
    machine.load(&driver::DRIVER).expect("the driver loads").add_device_above(&lower).expect("the device starts")
}

/// How long the device needed to fall asleep, while what was asked first was in the hands of who was asked to take it out.
fn falls_asleep(machine: &Machine, begin: fn(&File) -> Ticket, code: u32) -> Duration {
    let device = above_silence(machine);
    let file = device.open().expect("the device opens");
    let pending = begin(&file);
    let taking = machine.spawn(move |_| assert!(file.ioctl(code, &[], 0).is_success()));
    machine.sleep(Duration::from_millis(1));
    let before = machine.now();
    device.suspend();
    let needed = machine.now() - before;
    device.resume().expect("the device wakes up");
    taking.join();
    assert_eq!(pending.wait().status, IO_TIMEOUT);
    needed
}

/// Rules: DrvAckIoStop.
#[test]
fn the_device_does_not_wait_for_what_is_held() {
    in_both_worlds(|machine| {
        assert_eq!(falls_asleep(machine, |file| file.begin_read(4), driver::READ), Duration::ZERO);
    });
}

/// It may at any moment be put back, and an acknowledgement must not lie in the queue with it.
#[test]
fn what_was_taken_out_of_a_manual_queue_is_not_held() {
    in_both_worlds(|machine| {
        let needed = falls_asleep(machine, |file| file.begin_write(b"w"), driver::WRITE);
        assert_eq!(needed, Duration::from_millis(999));
    });
}
