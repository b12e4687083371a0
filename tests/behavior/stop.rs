//! The device sleeps, or goes away, while requests wait in stores of every kind, or are in a callback's hands.

use crate::{CANCELLED, DEVICE_BUSY, in_both_worlds, opened, under_every_schedule};

/// A driver with a slot for a request that cannot be cancelled, a list of those that can, and a queue to forward to.
mod driver {
    use super::control;
    use wdf_safe::prelude::*;

    #[object_context]
    struct Whole {
        shelf: Child<Queue<(), Manual>>,
        plain: Slot<Write>,
        list: CancelList<Read, 2>,
        resumed: AtomicU32,
        asked: AtomicU32,
        poll: Child<Dpc<Device<Whole>>>,
        shelve: Child<Dpc<Device<Whole>>>,
    }

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
        let whole = WholeInit {
            shelf: Child::init(),
            plain: Slot::init(),
            list: CancelList::init(),
            resumed: AtomicU32::new(0),
            asked: AtomicU32::new(0),
            poll: Child::init(),
            shelve: Child::init(),
        };
        let device = DeviceConfig::new(init).in_caller_context(arrives).create(cx, whole)?;
        QueueConfig::parallel()
            .default_queue()
            .resume(resumed)
            .stop(asked)
            .read(read)
            .write(write)
            .device_control(control)
            .power_managed(true)
            .create(cx, &device, ())?;
        QueueConfig::manual().ready(unshelve).create_in(cx, &device, (), |whole| &whole.shelf)?;
        DpcConfig::new(poll).create(cx, &*device, |whole| &whole.poll)?;
        DpcConfig::new(shelve).create(cx, &*device, |whole| &whole.shelve)?;
        Ok(device.added())
    }

    /// Requests of no bytes do not get as far as a queue.
    #[evt_io_in_caller_context]
    fn arrives<'id>(
        cx: &mut Cx<'_, Dispatch>,
        device: &Device<Whole>,
        request: Request<'id, InCallerContext, Any>,
    ) -> Handled<'id> {
        if let AnyParameters::Read(read) = request.parameters()
            && read.length == 0
        {
            return request.complete(cx, NtStatus::INVALID_PARAMETER);
        }
        request.enqueue(cx, device).unwrap_or_else(|failed| failed.complete(cx))
    }

    #[evt_io_read]
    fn read<'id>(
        cx: &mut Cx<'_, Dispatch>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, Read>,
    ) -> Handled<'id> {
        let Some(device) = queue.device::<Whole>() else {
            return request.complete(cx, NtStatus::DEVICE_NOT_READY);
        };
        match device.context().list.park_cancelable(cx, request, |cx, request| request.complete_cancelled(cx)) {
            Ok(handled) => handled,
            Err(request) => request.complete(cx, NtStatus::DEVICE_BUSY),
        }
    }

    #[evt_io_write]
    fn write<'id>(
        cx: &mut Cx<'_, Dispatch>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, Write>,
    ) -> Handled<'id> {
        let Some(device) = queue.device::<Whole>() else {
            return request.complete(cx, NtStatus::DEVICE_NOT_READY);
        };
        match device.context().plain.park(cx, request, |cx, request| request.complete_cancelled(cx)) {
            Ok(handled) => handled,
            Err(request) => request.complete(cx, NtStatus::DEVICE_BUSY),
        }
    }

    #[evt_io_device_control]
    fn control<'id>(
        cx: &mut Cx<'_, Dispatch>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, DeviceControl>,
    ) -> Handled<'id> {
        let Some(device) = queue.device::<Whole>() else {
            return request.complete(cx, NtStatus::DEVICE_NOT_READY);
        };
        let whole = device.context();
        let taken = match request.parameters().control_code {
            control::WRITE => whole.plain.take(cx, |cx, request| request.complete(cx, NtStatus::SUCCESS)),
            control::POLL => look(cx, whole),
            control::POLL_LATER => {
                if let Some(poll) = whole.poll.get() {
                    poll.enqueue(cx);
                }
                Taken::Handled
            }
            control::READ => whole.list.unmark_next(cx, |cx, request| request.complete(cx, NtStatus::SUCCESS)),
            control::SHELVE_LATER => {
                if let Some(shelve) = whole.shelve.get() {
                    shelve.enqueue(cx);
                }
                Taken::Handled
            }
            _ => Taken::Nothing,
        };
        request.complete(cx, if taken == Taken::Nothing { NtStatus::NOT_FOUND } else { NtStatus::SUCCESS })
    }

    #[evt_dpc]
    fn poll(cx: &mut Cx<'_, Dispatch>, dpc: &Dpc<Device<Whole>>) {
        look(cx, dpc.parent().context());
    }

    /// Forwards the read that has waited longest.
    #[evt_dpc]
    fn shelve(cx: &mut Cx<'_, Dispatch>, dpc: &Dpc<Device<Whole>>) {
        let whole = dpc.parent().context();
        whole.list.unmark_next(cx, |cx, request| match whole.shelf.get() {
            Some(shelf) => request.forward_to(cx, shelf).unwrap_or_else(|failed| failed.complete(cx)),
            None => request.complete(cx, NtStatus::DEVICE_NOT_READY),
        });
    }

    /// Completes what was forwarded.
    #[evt_io_queue_state]
    fn unshelve(cx: &mut Cx<'_, Dispatch>, shelf: &Queue<(), Manual>) {
        while shelf.retrieve_next(cx, |cx, found| found.complete(cx, NtStatus::SUCCESS)) == Retrieval::Handled {}
    }

    /// Takes the write out, looks whether it is cancelled, and puts it back.
    fn look(cx: &mut Cx<'_, Dispatch>, whole: &Whole) -> Taken {
        whole.plain.take(cx, |cx, request| {
            if request.is_canceled() {
                return request.complete(cx, NtStatus::CANCELLED);
            }
            match whole.plain.park(cx, request, |cx, request| request.complete_cancelled(cx)) {
                Ok(handled) => handled,
                Err(request) => request.complete(cx, NtStatus::DEVICE_BUSY),
            }
        })
    }

    #[evt_io_stop]
    fn asked<'id>(
        _cx: &mut Cx<'_, Dispatch>,
        queue: &Queue<(), Parallel>,
        notice: StopNotice<'id, Resumes>,
    ) -> Answered<'id> {
        if let Some(device) = queue.device::<Whole>() {
            device.context().asked.fetch_add(1, Ordering::Relaxed);
        }
        match notice {
            StopNotice::Suspending(notice) => notice.hold(),
            StopNotice::Removing(notice) => notice.leave(),
        }
    }

    #[evt_io_resume]
    fn resumed(_cx: &mut Cx<'_, Dispatch>, queue: &Queue<(), Parallel>) {
        if let Some(device) = queue.device::<Whole>() {
            device.context().resumed.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// Control codes, all of METHOD_BUFFERED.
mod control {
    pub(super) const WRITE: u32 = 0x10;
    pub(super) const POLL: u32 = 0x14;
    pub(super) const READ: u32 = 0x18;
    pub(super) const SHELVE_LATER: u32 = 0x1C;
    pub(super) const POLL_LATER: u32 = 0x24;
}

/// Rules: EvtIoStopCancel, EvtIoStopResume, DrvAckIoStop. M121.
#[test]
fn what_waits_outlives_a_sleep() {
    in_both_worlds(|machine| {
        let (device, file) = opened(machine, &driver::DRIVER);
        let (write, read) = (file.begin_write(b"w"), file.begin_read(1));
        device.suspend();
        assert!(!write.is_completed() && !read.is_completed());
        device.resume().expect("the device wakes up");
        assert!(file.ioctl(control::WRITE, &[], 0).is_success());
        assert!(file.ioctl(control::READ, &[], 0).is_success());
        assert!(write.wait().is_success() && read.wait().is_success());
    });
}

/// Rules: RequestCompleted, DeferredRequestCompleted.
#[test]
fn what_waits_is_given_up_when_the_device_goes_away() {
    in_both_worlds(|machine| {
        let (device, file) = opened(machine, &driver::DRIVER);
        let (write, read) = (file.begin_write(b"w"), file.begin_read(1));
        device.remove();
        assert_eq!(write.wait().status, CANCELLED);
        assert_eq!(read.wait().status, CANCELLED);
    });
}

/// Hole 2.
#[test]
fn what_sleeps_is_given_up_when_the_device_is_pulled_out() {
    in_both_worlds(|machine| {
        let (device, file) = opened(machine, &driver::DRIVER);
        let (write, read) = (file.begin_write(b"w"), file.begin_read(1));
        device.suspend();
        device.surprise_remove();
        assert_eq!(write.wait().status, CANCELLED);
        assert_eq!(read.wait().status, CANCELLED);
    });
}

#[test]
fn a_full_store_gives_the_request_back() {
    in_both_worlds(|machine| {
        let (_, file) = opened(machine, &driver::DRIVER);
        let reads = [file.begin_read(1), file.begin_read(1)];
        assert_eq!(file.read(1).status, DEVICE_BUSY);
        let write = file.begin_write(b"w");
        assert_eq!(file.write(b"x").status, DEVICE_BUSY);
        // A cancelled request frees its place.
        let [first, second] = reads;
        assert!(first.cancel());
        let third = file.begin_read(1);
        assert!(!third.is_completed());
        // The one that has waited longest comes first.
        assert!(file.ioctl(control::READ, &[], 0).is_success());
        assert!(second.wait().is_success() && !third.is_completed());
        assert!(file.ioctl(control::READ, &[], 0).is_success());
        assert!(third.wait().is_success());
        assert!(file.ioctl(control::WRITE, &[], 0).is_success());
        assert!(write.wait().is_success());
        assert_eq!(first.wait().status, CANCELLED);
    });
}

#[test]
fn a_driver_that_polls_sees_the_cancellation() {
    in_both_worlds(|machine| {
        let (_, file) = opened(machine, &driver::DRIVER);
        let write = file.begin_write(b"w");
        assert!(file.ioctl(control::POLL, &[], 0).is_success());
        assert!(!write.cancel(), "it is not cancelable");
        assert!(!write.is_completed());
        assert!(file.ioctl(control::POLL, &[], 0).is_success());
        assert_eq!(write.wait().status, CANCELLED);
    });
}

#[test]
fn a_request_can_be_answered_before_any_queue() {
    in_both_worlds(|machine| {
        let (_, file) = opened(machine, &driver::DRIVER);
        assert_eq!(file.read(0).status, 0xC000_000D_u32.cast_signed());
    });
}

#[test]
fn sleeping_and_completing_leave_nothing() {
    under_every_schedule(2, |machine| {
        let (device, file) = opened(machine, &driver::DRIVER);
        let (write, read) = (file.begin_write(b"w"), file.begin_read(1));
        let taker = machine.spawn(move |_| {
            let _ = file.ioctl(control::WRITE, &[], 0);
            let _ = file.ioctl(control::READ, &[], 0);
        });
        device.suspend();
        device.resume().expect("the device wakes up");
        taker.join();
        for status in [write.wait().status, read.wait().status] {
            assert_eq!(status, 0);
        }
    });
}

/// An acknowledgement must not travel with a request to the next queue: what is acknowledged is not forwarded before it
/// is resumed.
#[test]
fn an_acknowledged_request_is_not_forwarded() {
    under_every_schedule(3, |machine| {
        let (device, file) = opened(machine, &driver::DRIVER);
        let read = file.begin_read(1);
        assert!(file.ioctl(control::SHELVE_LATER, &[], 0).is_success());
        device.suspend();
        device.resume().expect("the device wakes up");
        let status = read.wait().status;
        assert!(status == 0 || status == DEVICE_BUSY, "{status:#010x}");
        let trace: Vec<String> = machine.trace().iter().map(ToString::to_string).collect();
        let place = |what: &str| trace.iter().position(|line| line.contains(what));
        if let (Some(forward), Some(acknowledged)) =
            (place("WdfRequestForwardToIoQueue"), place("WdfRequestStopAcknowledge"))
        {
            let resumed = place("→ EvtIoResume").expect("what is acknowledged and not completed is resumed");
            assert!(acknowledged < resumed && resumed < forward, "{}", trace.join("\n"));
        }
    });
}

#[test]
fn removing_and_polling_leave_nothing() {
    under_every_schedule(3, |machine| {
        let (device, file) = opened(machine, &driver::DRIVER);
        let write = file.begin_write(b"w");
        assert!(file.ioctl(control::POLL_LATER, &[], 0).is_success());
        device.remove();
        assert_eq!(write.wait().status, CANCELLED);
    });
}
