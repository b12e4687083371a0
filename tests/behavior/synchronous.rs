//! Sending and waiting, and what requests of the driver's own carry: reads, writes and device controls with buffers.

use wdf_sim::{Arrival, Device, Machine, Major};

use crate::{CANCELLED, in_both_worlds, under_every_schedule};

/// `STATUS_IO_TIMEOUT`.
const IO_TIMEOUT: i32 = 0xC000_00B5_u32.cast_signed();
/// `STATUS_INVALID_DEVICE_STATE`.
const INVALID_DEVICE_STATE: i32 = 0xC000_0184_u32.cast_signed();

/// Reads are sent and waited for; device controls ask below with requests of the driver's own, and answer with what came back.
mod driver {
    use core::num::NonZeroU32;
    use wdf_safe::prelude::*;
    use wdf_safe::target::SentIo;

    const SECOND: Deadline = Deadline::millis(NonZeroU32::new(1_000).unwrap());

    /// What is asked below: METHOD_BUFFERED.
    pub(super) const CODE: u32 = 12;

    pub(super) const READ: u32 = 1 << 2;
    pub(super) const WRITE: u32 = 2 << 2;
    pub(super) const CONTROL: u32 = 3 << 2;
    pub(super) const INTERNAL: u32 = 4 << 2;
    pub(super) const PURGE: u32 = 5 << 2;
    pub(super) const STOP: u32 = 6 << 2;
    pub(super) const START: u32 = 7 << 2;
    pub(super) const CANCEL: u32 = 8 << 2;
    /// A read and, with the same request, another one.
    pub(super) const TWICE: u32 = 9 << 2;

    #[object_context]
    struct Filter {
        out: SentList,
    }

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
        let device = init.into_filter().create(cx, FilterInit { out: SentList::init() })?;
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
        let Some(device) = queue.device::<Filter>() else {
            return request.complete(cx, NtStatus::DEVICE_NOT_READY);
        };
        let Some(below) = device.io_target(cx) else {
            return request.complete(cx, NtStatus::DEVICE_NOT_READY);
        };
        let tracked = device.context().out.track(cx, request);
        match tracked.send_synchronously(cx, below, SECOND) {
            Ok((request, outcome)) => request.complete(cx, outcome.status()),
            Err(failed) => failed.complete(cx),
        }
    }

    /// The long form: formatted, and then sent.
    #[evt_io_write]
    fn write<'id>(
        cx: &mut Cx<'_, Passive>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, Write>,
    ) -> Handled<'id> {
        let Some(below) = queue.device::<Filter>().and_then(|device| device.io_target(cx)) else {
            return request.complete(cx, NtStatus::DEVICE_NOT_READY);
        };
        let prepared = request.format_as_it_came(cx, below);
        prepared.send(cx, back).unwrap_or_else(|failed| failed.complete(cx))
    }

    fn back<'id>(
        cx: &mut Cx<'_, Dispatch>,
        _: Target<'_, Filter>,
        request: Request<'id, Returned, Write>,
        outcome: Outcome,
    ) -> Handled<'id> {
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
        let Some(below) = device.io_target(cx) else {
            return request.complete(cx, NtStatus::DEVICE_NOT_READY);
        };
        let mut answer = [0; 8];
        let answered = match request.parameters().control_code {
            PURGE => below.purge_and_wait(cx).map(|()| 0),
            STOP => below.stop_and_wait(cx, SentIo::Cancel).map(|()| 0),
            START => below.start(cx).map(|()| 0),
            CANCEL => {
                device.context().out.cancel_all(cx);
                Ok(0)
            }
            code => ask(cx, below, code, &mut answer),
        };
        match (answered, request.into_writer()) {
            (Ok(length), Ok(mut writer)) => {
                writer.put(answer.get(..length).unwrap_or_default());
                writer.complete(cx)
            }
            (Ok(_), Err(failed)) => failed.into_request().complete(cx, NtStatus::SUCCESS),
            (Err(error), Ok(writer)) => writer.into_request().complete(cx, error.status()),
            (Err(error), Err(failed)) => failed.into_request().complete(cx, error.status()),
        }
    }

    /// Asks below, and copies the answer: how long it is.
    fn ask(cx: &mut Cx<'_, Passive>, below: Target<'_, Filter>, code: u32, answer: &mut [u8]) -> Result<usize> {
        let own = below.create_request(cx)?;
        let own = match code {
            READ | TWICE => own.format_read(cx, 5, 7)?,
            WRITE => own.format_write(cx, b"bytes", 9)?,
            INTERNAL => own.format_internal_ioctl_with(cx, CODE, b"in", 4)?,
            _ => own.format_ioctl_with(cx, CODE, b"in", 4)?,
        };
        let (own, outcome) = own.send_synchronously(cx, SECOND).map_err(|failed| failed.status)?;
        if !outcome.status().is_success() {
            return Err(outcome.status().into());
        }
        if code != TWICE {
            return Ok(own.copy_output(answer));
        }
        let again = own.reuse(cx)?.format_read(cx, 3, 0)?;
        let (own, _) = again.send_synchronously(cx, SECOND).map_err(|failed| failed.status)?;
        Ok(own.copy_output(answer))
    }
}

fn above(machine: &Machine, serve: impl Fn(Arrival) + 'static) -> Device {
    let lower = machine.lower(serve);
    machine.load(&driver::DRIVER).expect("the driver loads").add_device_above(&lower).expect("the device starts")
}

/// Answers with what it was asked.
fn echoes(arrival: Arrival) {
    let _ = match arrival.major() {
        Major::Read => arrival.complete_with(0, format!("{}abcdefgh", arrival.offset()).as_bytes()),
        Major::Write if arrival.input() == b"bytes" => {
            assert_eq!(arrival.offset(), 9);
            arrival.complete_fully()
        }
        Major::DeviceControl | Major::InternalDeviceControl => {
            assert_eq!((arrival.code(), arrival.input().as_slice()), (driver::CODE, &b"in"[..]));
            arrival.complete_with(0, b"out")
        }
        _ => arrival.complete_fully(),
    };
}

/// Keeps reads until they are cancelled.
fn keeps_reads(arrival: Arrival) {
    if arrival.major() == Major::Read {
        arrival.allow_cancel();
    } else {
        let _ = arrival.complete_fully();
    }
}

#[test]
fn a_request_that_is_waited_for_comes_back_with_its_outcome() {
    in_both_worlds(|machine| {
        let file = above(machine, echoes).open().expect("the device opens");
        assert_eq!(file.read(4).output, b"0abc");
        assert_eq!(file.write(b"written").information, 7);
    });
}

/// Hole 8. With the offset at which the driver asks, which lies in a variable while it is formatted.
#[test]
fn requests_of_the_drivers_own_carry_their_buffers_down_and_back() {
    in_both_worlds(|machine| {
        let file = above(machine, echoes).open().expect("the device opens");
        assert_eq!(file.ioctl(driver::READ, &[], 8).output, b"7abcd");
        assert_eq!(file.ioctl(driver::WRITE, &[], 8).output, b"");
        assert_eq!(file.ioctl(driver::CONTROL, &[], 8).output, b"out");
        assert_eq!(file.ioctl(driver::INTERNAL, &[], 8).output, b"out");
        let before = machine.objects();
        assert_eq!(file.ioctl(driver::TWICE, &[], 8).output, b"0ab");
        assert_eq!(machine.objects(), before, "a request and its buffers are deleted together");
    });
}

/// Rules: SyncReqSend, SyncReqSend2.
#[test]
fn a_request_that_takes_longer_than_its_deadline_is_cancelled() {
    in_both_worlds(|machine| {
        let file = above(machine, keeps_reads).open().expect("the device opens");
        let before = machine.now();
        assert_eq!(file.read(4).status, IO_TIMEOUT);
        assert_eq!((machine.now() - before).as_millis(), 1_000);
        assert_eq!(file.ioctl(driver::READ, &[], 8).status, IO_TIMEOUT);
    });
}

#[test]
fn what_is_waited_for_can_be_cancelled_by_others() {
    under_every_schedule(1, |machine| {
        let device = above(machine, keeps_reads);
        let file = device.open().expect("the device opens");
        let reader = machine.spawn(move |_| {
            let status = file.read(4).status;
            assert!(status == CANCELLED || status == IO_TIMEOUT, "{status:#010x}");
        });
        let file = device.open().expect("the device opens");
        assert!(file.ioctl(driver::CANCEL, &[], 0).is_success());
        reader.join();
    });
}

#[test]
fn a_target_that_is_purged_or_stopped_with_cancellation_has_nothing_left() {
    in_both_worlds(|machine| {
        let device = above(machine, keeps_reads);
        let file = device.open().expect("the device opens");
        for change in [driver::PURGE, driver::STOP] {
            let reader = machine.spawn({
                let file = device.open().expect("the device opens");
                move |_| assert_eq!(file.read(4).status, CANCELLED)
            });
            machine.sleep(std::time::Duration::from_millis(1));
            assert!(file.ioctl(change, &[], 0).is_success());
            reader.join();
            if change == driver::PURGE {
                assert_eq!(file.read(4).status, INVALID_DEVICE_STATE, "a purged target takes nothing");
            }
            assert!(file.ioctl(driver::START, &[], 0).is_success());
        }
    });
}
