//! What is done with targets: changes of their state, one at a time; requests with a deadline, for another target, with arguments;
//! and what their outcomes say.

use std::time::Duration;

use wdf_sim::{Arrival, Device, File, Machine, Major};

use crate::{CANCELLED, DEVICE_BUSY, in_both_worlds, under_every_schedule};

/// `STATUS_IO_TIMEOUT`.
const IO_TIMEOUT: i32 = 0xC000_00B5_u32.cast_signed();
/// `STATUS_INVALID_DEVICE_STATE`.
const INVALID_DEVICE_STATE: i32 = 0xC000_0184_u32.cast_signed();
/// `STATUS_WDF_DEVICE_REMOVED_NOT_SENT`, which leaves the framework as another one.
const NOT_SENT: i32 = crate::INVALID_DEVICE_REQUEST;
const DISK: &str = r"\Device\Disk";

/// A filter whose reads are sent with a deadline, writes without; device controls do what their codes say.
mod driver {
    use core::num::NonZeroU32;
    use wdf_safe::prelude::*;
    use wdf_safe::target::{Access, Argument, Asked, wide};

    pub(super) const STOP: u32 = 1 << 2;
    pub(super) const STOP_AND_WAIT: u32 = 2 << 2;
    pub(super) const START: u32 = 3 << 2;
    pub(super) const PURGE: u32 = 4 << 2;
    pub(super) const PURGE_AND_WAIT: u32 = 5 << 2;
    /// Sends requests of the driver's own, one tracked, with a deadline.
    pub(super) const SOON: u32 = 6 << 2;
    /// How often such a one came back, and how often its time was up.
    pub(super) const COUNT: u32 = 7 << 2;
    /// Sends one request to the local target, then to the disk, then to the local target again.
    pub(super) const AROUND: u32 = 8 << 2;
    /// Sends an internal device control with arguments.
    pub(super) const OTHERS: u32 = 9 << 2;
    /// Asks for everything, and compares what the outcomes say.
    pub(super) const EVERYTHING: u32 = 10 << 2;
    pub(super) const OPEN: u32 = 11 << 2;

    const SECOND: Deadline = Deadline::millis(NonZeroU32::new(1000).unwrap());
    static DISK: [u16; 12] = wide(br"\Device\Disk");

    #[object_context]
    struct Filter {
        disk: Child<RemoteTarget<Filter>>,
        out: SentList,
        back: AtomicU32,
        late: AtomicU32,
    }

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
        let filter =
            FilterInit { disk: Child::init(), out: SentList::init(), back: AtomicU32::new(0), late: AtomicU32::new(0) };
        let device = init.into_filter().create(cx, filter)?;
        RemoteTarget::create(cx, &device, |filter| &filter.disk)?;
        let queue = QueueConfig::parallel().passive().default_queue();
        queue.read(read).write(write).device_control(control).create(cx, &device, ())?;
        Ok(device.added())
    }

    #[evt_io_read]
    fn read<'id>(
        cx: &mut Cx<'_, Passive>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, Read>,
    ) -> Handled<'id> {
        match queue.device::<Filter>().and_then(|device| device.io_target(cx)) {
            Some(below) => request.send_within(cx, below, SECOND, passed).unwrap_or_else(|failed| failed.complete(cx)),
            None => request.complete(cx, NtStatus::DEVICE_NOT_READY),
        }
    }

    #[evt_io_write]
    fn write<'id>(
        cx: &mut Cx<'_, Passive>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, Write>,
    ) -> Handled<'id> {
        let Some(device) = queue.device::<Filter>() else {
            return request.complete(cx, NtStatus::DEVICE_NOT_READY);
        };
        match device.io_target(cx) {
            Some(below) => {
                let tracked = device.context().out.track(cx, request);
                tracked.send_within(cx, below, SECOND, passed).unwrap_or_else(|failed| failed.complete(cx))
            }
            None => request.complete(cx, NtStatus::DEVICE_NOT_READY),
        }
    }

    fn passed<'id, K: wdf_safe::request::Kind>(
        cx: &mut Cx<'_, Dispatch>,
        _below: Target<'_, Filter>,
        request: Request<'id, Returned, K>,
        outcome: Outcome,
    ) -> Handled<'id> {
        assert_eq!(outcome.asked(), Asked::NotSaid);
        request.complete(cx, outcome.status())
    }

    #[evt_io_device_control]
    fn control<'id>(
        cx: &mut Cx<'_, Passive>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, DeviceControl>,
    ) -> Handled<'id> {
        let Some(device) = queue.device::<Filter>() else {
            return request.complete(cx, NtStatus::DEVICE_NOT_READY);
        };
        if request.parameters().control_code == COUNT {
            let filter = device.context();
            return match request.into_writer() {
                Ok(mut answer) => {
                    answer.put(&[&filter.back, &filter.late].map(|count| count.load(Ordering::Relaxed) as u8));
                    answer.complete(cx)
                }
                Err(failed) => failed.complete(cx),
            };
        }
        let done = serve(cx, device, request.parameters().control_code);
        request.complete(cx, done.map_or_else(Error::status, |()| NtStatus::SUCCESS))
    }

    fn serve(cx: &mut Cx<'_, Passive>, device: &Device<Filter>, code: u32) -> Result<()> {
        let below = device.io_target(cx).ok_or(NtStatus::DEVICE_NOT_READY)?;
        let disk = device.context().disk.get().ok_or(NtStatus::DEVICE_NOT_READY)?;
        match code {
            STOP => below.stop(cx),
            STOP_AND_WAIT => below.stop_and_wait(cx, SentIo::Wait),
            START => below.start(cx),
            PURGE => below.purge(cx),
            PURGE_AND_WAIT => below.purge_and_wait(cx),
            OPEN => disk.open_by_name(cx, &DISK, Access::ReadWrite),
            SOON => {
                let own = below.create_request(cx)?.format_write(cx, b"one", 0)?;
                own.send_within(cx, SECOND, back).map_err(|failed| Error::from(failed.status))?;
                let own = below.create_request(cx)?.format_write(cx, b"two", 0)?;
                let tracked = device.context().out.track(cx, own);
                tracked.send_within(cx, SECOND, back).map_err(|failed| failed.status.into())
            }
            AROUND => around(cx, below, disk),
            OTHERS => others(cx, below),
            EVERYTHING => everything(cx, below),
            _ => Err(NtStatus::INVALID_PARAMETER.into()),
        }
    }

    fn back(_cx: &mut Cx<'_, Dispatch>, own: OwnRequest<'_, Filter, Spent>, outcome: Outcome) {
        let target = own.target();
        let filter = target.device().context();
        assert_eq!(outcome.asked(), Asked::Write);
        if outcome.status() == NtStatus::IO_TIMEOUT {
            filter.late.fetch_add(1, Ordering::Relaxed);
        }
        filter.back.fetch_add(1, Ordering::Relaxed);
    }

    /// How often a request has been sent.
    #[request_context]
    struct Sent {
        times: u32,
    }

    fn around(cx: &mut Cx<'_, Passive>, below: Target<'_, Filter>, disk: &RemoteTarget<Filter>) -> Result<()> {
        let own = below.create_request_with::<Sent, _>(cx)?;
        let own = once(cx, own)?.reuse(cx)?;
        let own = match own.change_target(cx, disk.target()) {
            Ok(own) => own,
            // It is for the target that it was for.
            Err((own, error)) => {
                drop(once(cx, own)?);
                return Err(error);
            }
        };
        let own = once(cx, own)?.reuse(cx)?;
        // The same again: from a remote target to itself.
        let own = own.change_target(cx, disk.target()).map_err(|(_, error)| error)?;
        let own = once(cx, own)?.reuse(cx)?;
        let own = own.change_target(cx, below).map_err(|(_, error)| error)?;
        let own = once(cx, own)?;
        if own.context().times == 4 { Ok(()) } else { Err(NtStatus::UNSUCCESSFUL.into()) }
    }

    fn once<'d>(
        cx: &mut Cx<'_, Passive>,
        mut own: OwnRequest<'d, Filter, Fresh, Sent>,
    ) -> Result<OwnRequest<'d, Filter, Spent, Sent>> {
        own.context_mut().times += 1;
        let own = own.format_write(cx, b"around", 0)?;
        let (own, outcome) = own.send_synchronously(cx, SECOND).map_err(|failed| failed.status)?;
        if outcome.status().is_success() { Ok(own) } else { Err(outcome.status().into()) }
    }

    fn others(cx: &mut Cx<'_, Passive>, below: Target<'_, Filter>) -> Result<()> {
        let own =
            below.create_request(cx)?.format_internal_ioctl_others(cx, 0x0022_0003, [b"first", b"", b"fourth"])?;
        let (own, outcome) = own.send_synchronously(cx, SECOND).map_err(|failed| failed.status)?;
        let (mut first, mut second, mut fourth) = ([0; 8], [0; 8], [0; 8]);
        assert_eq!(own.copy_argument(Argument::First, &mut first), 5);
        assert_eq!(own.copy_argument(Argument::Second, &mut second), 0);
        assert_eq!(own.copy_argument(Argument::Fourth, &mut fourth), 6);
        assert_eq!((&first[..5], &fourth[..6]), (&b"first"[..], &b"fourth"[..]));
        assert_eq!(outcome.asked(), Asked::NotSaid);
        // Used again it has other buffers.
        let own = own.reuse(cx)?.format_read(cx, 4, 0)?;
        let (own, _) = own.send_synchronously(cx, SECOND).map_err(|failed| failed.status)?;
        assert_eq!(own.copy_argument(Argument::Fourth, &mut fourth), 0);
        Ok(())
    }

    fn everything(cx: &mut Cx<'_, Passive>, below: Target<'_, Filter>) -> Result<()> {
        const CODE: u32 = 0x0022_2000;
        let own = below.create_request(cx)?.format_read(cx, 4, 0)?;
        let own = asked(cx, own, Asked::Read)?.reuse(cx)?.format_write(cx, b"bytes", 0)?;
        let own = asked(cx, own, Asked::Write)?.reuse(cx)?.format_ioctl_with(cx, CODE, b"in", 4)?;
        let own = asked(cx, own, Asked::DeviceControl(CODE))?.reuse(cx)?;
        let own = own.format_internal_ioctl_with(cx, CODE, b"in", 4)?;
        asked(cx, own, Asked::InternalDeviceControl(CODE)).map(drop)
    }

    fn asked<'d>(
        cx: &mut Cx<'_, Passive>,
        own: OwnRequest<'d, Filter, Formatted>,
        asked: Asked,
    ) -> Result<OwnRequest<'d, Filter, Spent>> {
        let (own, outcome) = own.send_synchronously(cx, SECOND).map_err(|failed| failed.status)?;
        assert_eq!(outcome.asked(), asked);
        Ok(own)
    }
}

/// A filter above a driver that serves requests like this, which has a disk with a name beside it.
fn above(machine: &Machine, serve: impl Fn(Arrival) + 'static) -> Device {
    let _disk = machine.lower(at_once).named(DISK);
    let lower = machine.lower(serve);
    machine.load(&driver::DRIVER).expect("the driver loads").add_device_above(&lower).expect("the device starts")
}

fn at_once(arrival: Arrival) {
    let _ = arrival.complete_fully();
}

/// Keeps reads and writes, which can be cancelled.
fn keeps(arrival: Arrival) {
    if matches!(arrival.major(), Major::Read | Major::Write) {
        arrival.allow_cancel();
    } else {
        let _ = arrival.complete_fully();
    }
}

fn control(file: &File, code: u32) -> i32 {
    file.ioctl(code, &[], 0).status
}

#[test]
fn while_a_stop_waits_every_other_change_is_refused() {
    in_both_worlds(|machine| {
        let here = std::sync::Arc::new(std::sync::Mutex::new(None));
        let kept = std::sync::Arc::clone(&here);
        let device = above(machine, move |arrival| match arrival.major() {
            Major::Read => *kept.lock().expect("nobody panics with it") = Some(arrival),
            _ => at_once(arrival),
        });
        let file = device.open().expect("the device opens");
        let read = file.begin_read(1);
        let stopper = machine.spawn(move |_| assert_eq!(control(&file, driver::STOP_AND_WAIT), 0));
        machine.sleep(Duration::from_millis(100));
        for code in [driver::START, driver::STOP, driver::STOP_AND_WAIT, driver::PURGE, driver::PURGE_AND_WAIT] {
            assert_eq!(control(&file, code), DEVICE_BUSY, "{code}");
        }
        let arrival: Arrival = here.lock().expect("nobody panics with it").take().expect("a read came");
        assert!(arrival.complete(0));
        stopper.join();
        assert_eq!(read.wait().status, 0);
        assert_eq!(control(&file, driver::START), 0, "the stop is over");
    });
}

#[test]
fn changes_of_a_target_on_two_threads_are_made_one_after_another_or_refused() {
    under_every_schedule(1, |machine| {
        let device = above(machine, keeps);
        let file = device.open().expect("the device opens");
        let read = file.begin_read(1);
        let other = machine.spawn(move |_| {
            for code in [driver::STOP, driver::START] {
                assert!([0, DEVICE_BUSY].contains(&control(&file, code)));
            }
        });
        for code in [driver::PURGE_AND_WAIT, driver::START] {
            assert!([0, DEVICE_BUSY].contains(&control(&file, code)));
        }
        other.join();
        // If its purge was refused it is still there.
        let status = if read.is_completed() { read.outcome().status } else { CANCELLED };
        assert!([CANCELLED, NOT_SENT, IO_TIMEOUT].contains(&status), "{status:#010x}");
        assert_eq!(control(&file, driver::PURGE_AND_WAIT), 0);
        assert!(read.is_completed());
        device.remove();
    });
}

#[test]
fn what_takes_longer_than_its_deadline_is_cancelled_and_comes_back_as_late() {
    in_both_worlds(|machine| {
        let device = above(machine, keeps);
        let file = device.open().expect("the device opens");
        assert_eq!(file.read(1).status, IO_TIMEOUT);
        assert_eq!(file.write(b"late").status, IO_TIMEOUT);
        assert_eq!(control(&file, driver::SOON), 0);
        assert_eq!(file.ioctl(driver::COUNT, &[], 2).output, [0, 0]);
        machine.sleep(Duration::from_secs(2));
        assert_eq!(file.ioctl(driver::COUNT, &[], 2).output, [2, 2]);
    });
}

#[test]
fn what_comes_back_in_time_is_not_late() {
    in_both_worlds(|machine| {
        let device = above(machine, at_once);
        let file = device.open().expect("the device opens");
        assert_eq!((file.read(4).information, file.write(b"bytes").information), (4, 5));
        assert_eq!(control(&file, driver::SOON), 0);
        assert_eq!(file.ioctl(driver::COUNT, &[], 2).output, [2, 0]);
        machine.sleep(Duration::from_secs(2));
        assert_eq!(file.ioctl(driver::COUNT, &[], 2).output, [2, 0]);
    });
}

#[test]
fn the_deadline_and_the_answer_and_a_cancel_end_a_request_once() {
    under_every_schedule(1, |machine| {
        let threads = std::rc::Rc::new(std::cell::RefCell::new(Vec::new()));
        let spawned = std::rc::Rc::clone(&threads);
        let device = above(machine, move |arrival| {
            if arrival.major() == Major::Write && arrival.allow_cancel() {
                let machine = Machine::current().expect("in a machine");
                spawned.borrow_mut().push(machine.spawn(move |machine| {
                    machine.sleep(Duration::from_secs(1));
                    let _ = arrival.complete_fully();
                }));
            } else {
                at_once(arrival);
            }
        });
        let write = device.open().expect("the device opens").begin_write(b"raced");
        machine.sleep(Duration::from_secs(1));
        write.cancel();
        let threads = threads.take();
        threads.into_iter().for_each(wdf_sim::Thread::join);
        let status = write.wait().status;
        assert!([0, CANCELLED, IO_TIMEOUT].contains(&status), "{status:#010x}");
    });
}

#[test]
fn a_request_of_the_drivers_own_goes_from_target_to_target_with_its_context() {
    in_both_worlds(|machine| {
        let file = above(machine, at_once).open().expect("the device opens");
        assert_eq!(control(&file, driver::AROUND), INVALID_DEVICE_STATE, "the disk is not open");
        assert_eq!(control(&file, driver::OPEN), 0);
        assert_eq!(control(&file, driver::AROUND), 0);
    });
}

#[test]
fn an_internal_device_control_has_up_to_three_arguments() {
    in_both_worlds(|machine| {
        let device = above(machine, |arrival| {
            if arrival.major() == Major::InternalDeviceControl {
                assert_eq!(arrival.code(), 0x0022_0003);
            }
            at_once(arrival);
        });
        assert_eq!(control(&device.open().expect("the device opens"), driver::OTHERS), 0);
    });
}

#[test]
fn an_outcome_says_what_was_asked() {
    in_both_worlds(|machine| {
        let device = above(machine, at_once);
        assert_eq!(control(&device.open().expect("the device opens"), driver::EVERYTHING), 0);
    });
}
