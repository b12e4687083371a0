//! Requests that are forwarded to a manual queue, wait there, and are taken out, put back, searched for or cancelled.

use wdf_sim::File;

use crate::{CANCELLED, DEVICE_BUSY, in_both_worlds, opened, under_every_schedule};

/// A driver whose reads go through its default queue into a manual one; device controls say what happens there.
mod driver {
    use super::control;
    use wdf_safe::prelude::*;

    #[request_context]
    struct Mark {
        /// The driver has had this request.
        seen: bool,
    }

    #[object_context(requests = Mark)]
    struct Whole {
        files: FileObjects,
        parked: Child<Queue<Parked, Manual>>,
    }

    #[object_context(requests = Mark)]
    struct Parked {
        ready: AtomicU32,
        canceled: AtomicU32,
    }

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, mut init: DeviceInit<'id>) -> Result<Added<'id>> {
        let files = init.use_file_objects();
        let device = init.create(cx, WholeInit { files, parked: Child::init() })?;
        QueueConfig::parallel().default_queue().read(read).device_control(control).default(other).create(
            cx,
            &device,
            (),
        )?;
        let parked = ParkedInit { ready: AtomicU32::new(0), canceled: AtomicU32::new(0) };
        QueueConfig::manual()
            .canceled_on_queue(canceled)
            .ready(ready)
            .create_in(cx, &device, parked, |whole| &whole.parked)?;
        Ok(device.added())
    }

    #[evt_io_read]
    fn read<'id>(
        cx: &mut Cx<'_, Dispatch>,
        queue: &Queue<(), Parallel>,
        mut request: Request<'id, Owned, Read<Mark>>,
    ) -> Handled<'id> {
        request.context_mut().seen = true;
        let Some(parked) = queue.device::<Whole>().and_then(|device| device.context().parked.get()) else {
            return request.complete(cx, NtStatus::DEVICE_NOT_READY);
        };
        request.forward_to(cx, parked).unwrap_or_else(|failed| failed.complete(cx))
    }

    /// Writes have no handler of their own.
    #[evt_io_default]
    fn other<'id>(
        cx: &mut Cx<'_, Dispatch>,
        _queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, Any<Mark>>,
    ) -> Handled<'id> {
        match request.kind() {
            ByKind::Write(request) => {
                let length = request.parameters().length;
                request.complete_with_information(cx, NtStatus::SUCCESS, length)
            }
            ByKind::InternalDeviceControl(request) => {
                let code = request.parameters().control_code;
                request
                    .complete(cx, if code == control::INTERNAL { NtStatus::SUCCESS } else { NtStatus::NOT_SUPPORTED })
            }
            ByKind::Read(request) => request.complete(cx, NtStatus::UNSUCCESSFUL),
            ByKind::DeviceControl(request) => request.complete(cx, NtStatus::UNSUCCESSFUL),
            ByKind::Other(request) => request.complete(cx, NtStatus::NOT_SUPPORTED),
        }
    }

    #[evt_io_canceled_on_queue]
    fn canceled<'id>(
        cx: &mut Cx<'_, Dispatch>,
        queue: &Queue<Parked, Manual>,
        request: Request<'id, MustComplete, Any<Mark>>,
    ) -> Handled<'id> {
        if request.context().seen {
            queue.context().canceled.fetch_add(1, Ordering::Relaxed);
        }
        request.complete_cancelled(cx)
    }

    #[evt_io_queue_state]
    fn ready(_cx: &mut Cx<'_, Dispatch>, queue: &Queue<Parked, Manual>) {
        queue.context().ready.fetch_add(1, Ordering::Relaxed);
    }

    #[evt_io_device_control]
    fn control<'id>(
        cx: &mut Cx<'_, Dispatch>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, DeviceControl<Mark>>,
    ) -> Handled<'id> {
        let Some(whole) = queue.device::<Whole>().map(Device::context) else {
            return request.complete(cx, NtStatus::DEVICE_NOT_READY);
        };
        let Some(parked) = whole.parked.get() else {
            return request.complete(cx, NtStatus::DEVICE_NOT_READY);
        };
        let retrieval = match request.parameters().control_code {
            control::NEXT => parked.retrieve_next(cx, |cx, found| found.complete(cx, NtStatus::SUCCESS)),
            control::SAME_FILE => match request.file_object(&whole.files) {
                Some(file) => parked.retrieve_by_file(cx, &file, |cx, found| found.complete(cx, NtStatus::SUCCESS)),
                None => Retrieval::Nothing,
            },
            control::LONG => parked.retrieve_where(
                cx,
                |candidate| matches!(candidate.parameters(), AnyParameters::Read(read) if read.length > 8),
                |cx, found| found.complete(cx, NtStatus::SUCCESS),
            ),
            control::REQUEUE => parked.retrieve_next(cx, |cx, found| {
                found.requeue(cx).unwrap_or_else(|failed| failed.request.complete(cx, failed.status))
            }),
            control::READY => return answer(cx, request, &parked.context().ready),
            control::CANCELED => return answer(cx, request, &parked.context().canceled),
            code => {
                let changed = match code {
                    control::PURGE => parked.purge(cx, &request, |_, _| {}),
                    control::STOP => parked.stop(cx, &request, |_, _| {}),
                    control::DRAIN => parked.drain(cx, &request, |_, _| {}),
                    control::STOP_AND_PURGE => parked.stop_and_purge(cx, &request, |_, _| {}),
                    _ => {
                        parked.start(cx);
                        Ok(())
                    }
                };
                return request.complete(cx, changed.map_or_else(Error::status, |()| NtStatus::SUCCESS));
            }
        };
        let status = match retrieval {
            Retrieval::Handled => NtStatus::SUCCESS,
            Retrieval::Nothing => NtStatus::NO_MORE_ENTRIES,
            Retrieval::Paused => NtStatus::DEVICE_NOT_READY,
        };
        request.complete(cx, status)
    }

    fn answer<'id>(
        cx: &mut Cx<'_, Dispatch>,
        request: Request<'id, Owned, DeviceControl<Mark>>,
        number: &AtomicU32,
    ) -> Handled<'id> {
        let number = number.load(Ordering::Relaxed);
        match request.into_writer() {
            Ok(mut answer) => {
                answer.put(&number.to_le_bytes());
                answer.complete(cx)
            }
            Err(failed) => failed.complete(cx),
        }
    }
}

/// Control codes, all of METHOD_BUFFERED.
mod control {
    pub(super) const NEXT: u32 = 0x10;
    pub(super) const SAME_FILE: u32 = 0x14;
    pub(super) const LONG: u32 = 0x18;
    pub(super) const REQUEUE: u32 = 0x1C;
    pub(super) const READY: u32 = 0x20;
    pub(super) const CANCELED: u32 = 0x24;
    pub(super) const PURGE: u32 = 0x28;
    pub(super) const STOP: u32 = 0x2C;
    pub(super) const DRAIN: u32 = 0x30;
    pub(super) const STOP_AND_PURGE: u32 = 0x34;
    pub(super) const START: u32 = 0x38;
    pub(super) const INTERNAL: u32 = 0x3C;
}

const NO_MORE_ENTRIES: i32 = 0x8000_001A_u32.cast_signed();
const DEVICE_NOT_READY: i32 = 0xC000_00A3_u32.cast_signed();

fn number(file: &File, code: u32) -> u32 {
    u32::from_le_bytes(file.ioctl(code, &[], 4).output.try_into().expect("four bytes"))
}

#[test]
fn the_first_request_is_retrieved_first() {
    in_both_worlds(|machine| {
        let (_, file) = opened(machine, &driver::DRIVER);
        let [first, second] = [file.begin_read(1), file.begin_read(1)];
        assert!(file.ioctl(control::NEXT, &[], 0).is_success());
        assert!(first.is_completed() && !second.is_completed());
        assert!(file.ioctl(control::NEXT, &[], 0).is_success());
        assert!(second.wait().is_success());
        assert!(first.wait().is_success());
        assert_eq!(file.ioctl(control::NEXT, &[], 0).status, NO_MORE_ENTRIES);
    });
}

#[test]
fn a_request_that_was_put_back_is_the_first_again() {
    in_both_worlds(|machine| {
        let (_, file) = opened(machine, &driver::DRIVER);
        let [first, second] = [file.begin_read(1), file.begin_read(1)];
        assert!(file.ioctl(control::REQUEUE, &[], 0).is_success());
        assert!(file.ioctl(control::REQUEUE, &[], 0).is_success());
        assert!(file.ioctl(control::NEXT, &[], 0).is_success());
        assert!(first.is_completed() && !second.is_completed());
        second.cancel();
        assert_eq!(second.wait().status, CANCELLED);
    });
}

#[test]
fn a_search_takes_what_it_wants_and_leaves_the_rest() {
    in_both_worlds(|machine| {
        let (_, file) = opened(machine, &driver::DRIVER);
        let [short, long] = [file.begin_read(1), file.begin_read(9)];
        assert!(file.ioctl(control::LONG, &[], 0).is_success());
        assert!(!short.is_completed());
        assert!(long.wait().is_success());
        assert_eq!(file.ioctl(control::LONG, &[], 0).status, NO_MORE_ENTRIES);
        assert!(file.ioctl(control::NEXT, &[], 0).is_success());
    });
}

#[test]
fn a_request_of_the_same_handle_is_retrieved() {
    in_both_worlds(|machine| {
        let (device, one) = opened(machine, &driver::DRIVER);
        let other = device.open().expect("it opens twice");
        let [first, second] = [one.begin_read(1), other.begin_read(1)];
        assert!(other.ioctl(control::SAME_FILE, &[], 0).is_success());
        assert!(!first.is_completed() && second.is_completed());
        assert_eq!(other.ioctl(control::SAME_FILE, &[], 0).status, NO_MORE_ENTRIES);
        assert!(one.ioctl(control::SAME_FILE, &[], 0).is_success());
    });
}

#[test]
fn what_is_cancelled_in_the_queue_is_told_to_the_driver_that_has_had_it() {
    in_both_worlds(|machine| {
        let (_, file) = opened(machine, &driver::DRIVER);
        let ticket = file.begin_read(1);
        assert!(ticket.cancel());
        assert_eq!(ticket.wait().status, CANCELLED);
        assert_eq!(number(&file, control::CANCELED), 1);
    });
}

#[test]
fn the_driver_is_told_when_the_queue_is_not_empty_any_more() {
    in_both_worlds(|machine| {
        let (_, file) = opened(machine, &driver::DRIVER);
        let _tickets = [file.begin_read(1), file.begin_read(1)];
        assert_eq!(number(&file, control::READY), 1);
        assert!(file.ioctl(control::PURGE, &[], 0).is_success());
    });
}

#[test]
fn a_purged_queue_takes_nothing_until_it_is_started() {
    in_both_worlds(|machine| {
        let (_, file) = opened(machine, &driver::DRIVER);
        let waiting = file.begin_read(1);
        assert!(file.ioctl(control::PURGE, &[], 0).is_success());
        assert_eq!(waiting.wait().status, CANCELLED);
        assert_eq!(file.read(1).status, DEVICE_BUSY);
        assert!(file.ioctl(control::START, &[], 0).is_success());
        let ticket = file.begin_read(1);
        assert!(file.ioctl(control::NEXT, &[], 0).is_success());
        assert!(ticket.wait().is_success());
    });
}

#[test]
fn a_stopped_queue_gives_nothing_out() {
    in_both_worlds(|machine| {
        let (_, file) = opened(machine, &driver::DRIVER);
        let ticket = file.begin_read(1);
        assert!(file.ioctl(control::STOP, &[], 0).is_success());
        assert_eq!(file.ioctl(control::NEXT, &[], 0).status, DEVICE_NOT_READY);
        assert!(file.ioctl(control::START, &[], 0).is_success());
        assert!(file.ioctl(control::NEXT, &[], 0).is_success());
        assert!(ticket.wait().is_success());
    });
}

/// Rules: ChangeQueueState. M120.
#[test]
fn a_second_change_of_state_is_refused_while_one_is_under_way() {
    in_both_worlds(|machine| {
        let (_, file) = opened(machine, &driver::DRIVER);
        let ticket = file.begin_read(1);
        // Nothing takes the request out, so the queue is not empty before it is purged: and the purge is refused.
        assert!(file.ioctl(control::DRAIN, &[], 0).is_success());
        assert_eq!(file.ioctl(control::PURGE, &[], 0).status, DEVICE_BUSY);
        assert_eq!(file.ioctl(control::DRAIN, &[], 0).status, DEVICE_BUSY);
        assert!(file.ioctl(control::NEXT, &[], 0).is_success());
        assert!(ticket.wait().is_success());
        // Now the drain is at its end, and the next change may begin.
        assert!(file.ioctl(control::PURGE, &[], 0).is_success());
        assert!(file.ioctl(control::STOP_AND_PURGE, &[], 0).is_success());
    });
}

/// Rules: InputBufferAPI, OutputBufferAPI.
#[test]
fn requests_are_told_apart_by_kind() {
    in_both_worlds(|machine| {
        let (_, file) = opened(machine, &driver::DRIVER);
        assert_eq!(file.write(b"four").information, 4);
        assert!(file.internal_ioctl(control::INTERNAL, &[], 0).is_success());
        assert!(!file.internal_ioctl(control::NEXT, &[], 0).is_success());
    });
}

#[test]
fn retrieving_and_cancelling_never_both_have_the_request() {
    under_every_schedule(3, |machine| {
        let (_, file) = opened(machine, &driver::DRIVER);
        let ticket = file.begin_read(1);
        let canceller = machine.spawn(move |_| {
            ticket.cancel();
            let read = ticket.wait();
            assert!(read.is_success() || read.status == CANCELLED);
        });
        let found = file.ioctl(control::NEXT, &[], 0).status;
        assert!(found == 0 || found == NO_MORE_ENTRIES);
        canceller.join();
    });
}

#[test]
fn putting_back_and_cancelling_leave_nothing() {
    under_every_schedule(2, |machine| {
        let (_, file) = opened(machine, &driver::DRIVER);
        let ticket = file.begin_read(1);
        let canceller = machine.spawn(move |_| {
            ticket.cancel();
            assert_eq!(ticket.wait().status, CANCELLED);
        });
        let _ = file.ioctl(control::REQUEUE, &[], 0);
        canceller.join();
    });
}

/// Rules: WdfIoQueueRetrieveFoundRequest.
#[test]
fn a_search_that_loses_its_place_begins_again() {
    under_every_schedule(2, |machine| {
        let (_, file) = opened(machine, &driver::DRIVER);
        let [short, long] = [file.begin_read(1), file.begin_read(9)];
        let canceller = machine.spawn(move |_| {
            short.cancel();
            assert_eq!(short.wait().status, CANCELLED);
        });
        assert!(file.ioctl(control::LONG, &[], 0).is_success());
        assert!(long.wait().is_success());
        canceller.join();
    });
}

#[test]
fn forwarding_and_removal_leave_nothing() {
    under_every_schedule(2, |machine| {
        let (device, file) = opened(machine, &driver::DRIVER);
        let ticket = file.begin_read(1);
        let canceller = machine.spawn(move |_| {
            ticket.cancel();
            assert_eq!(ticket.wait().status, CANCELLED);
        });
        device.remove();
        canceller.join();
    });
}
