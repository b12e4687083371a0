//! A filter that sends requests on, with a completion routine and without, and makes requests of its own.

use wdf_sim::{Arrival, Device, Machine, Major};

use crate::{CANCELLED, in_both_worlds, under_every_schedule};

/// `STATUS_INVALID_DEVICE_STATE`.
const INVALID_DEVICE_STATE: i32 = 0xC000_0184_u32.cast_signed();

/// Reads are sent with a completion routine, writes forgotten; device controls ask for what their codes say.
mod driver {
    use wdf_safe::prelude::*;

    pub(super) const ASK_BELOW: u32 = 1;
    pub(super) const PURGE: u32 = 2;
    pub(super) const START: u32 = 3;
    /// How many have come back?
    pub(super) const COUNT: u32 = 4;

    #[object_context]
    struct Filter {
        passed: AtomicU32,
        asked: AtomicU32,
    }

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
        let filter = FilterInit { passed: AtomicU32::new(0), asked: AtomicU32::new(0) };
        let device = init.into_filter().create(cx, filter)?;
        QueueConfig::parallel().default_queue().read(read).write(write).device_control(control).create(
            cx,
            &device,
            (),
        )?;
        Ok(device.added())
    }

    #[evt_io_read]
    fn read<'id>(
        cx: &mut Cx<'_, Dispatch>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, Read>,
    ) -> Handled<'id> {
        match queue.device::<Filter>().and_then(|device| device.io_target(cx)) {
            Some(below) => request.send(cx, below, passed).unwrap_or_else(|failed| failed.complete(cx)),
            None => request.complete(cx, NtStatus::DEVICE_NOT_READY),
        }
    }

    fn passed<'id>(
        cx: &mut Cx<'_, Dispatch>,
        below: Target<'_, Filter>,
        request: Request<'id, Returned, Read>,
        outcome: Outcome,
    ) -> Handled<'id> {
        below.device().context().passed.fetch_add(1, Ordering::Relaxed);
        request.complete(cx, outcome.status())
    }

    #[evt_io_write]
    fn write<'id>(
        cx: &mut Cx<'_, Dispatch>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, Write>,
    ) -> Handled<'id> {
        match queue.device::<Filter>().and_then(|device| device.io_target(cx)) {
            Some(below) => request.send_and_forget(cx, below).unwrap_or_else(|failed| failed.complete(cx)),
            None => request.complete(cx, NtStatus::DEVICE_NOT_READY),
        }
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
        let done = match request.parameters().control_code {
            ASK_BELOW => ask(cx, below),
            PURGE => below.purge(cx),
            START => below.start(cx),
            COUNT => {
                let filter = device.context();
                let counts = [&filter.passed, &filter.asked].map(|count| count.load(Ordering::Relaxed) as u8);
                return match request.into_writer() {
                    Ok(mut answer) => {
                        answer.put(&counts);
                        answer.complete(cx)
                    }
                    Err(failed) => failed.complete(cx),
                };
            }
            _ => Err(NtStatus::INVALID_PARAMETER.into()),
        };
        request.complete(cx, done.map_or_else(Error::status, |()| NtStatus::SUCCESS))
    }

    /// Asks the next driver twice, with one request.
    fn ask(cx: &mut Cx<'_, Dispatch>, below: Target<'_, Filter>) -> Result<()> {
        let own = below.create_request(cx)?.format_ioctl(cx, 7)?;
        own.send(cx, answered).map_err(|failed| failed.status.into())
    }

    fn answered(cx: &mut Cx<'_, Dispatch>, own: OwnRequest<'_, Filter, Spent>, outcome: Outcome) {
        let asked = &own.target().device().context().asked;
        if outcome.status().is_success() && asked.fetch_add(1, Ordering::Relaxed) == 0 {
            let again = own.reuse(cx).and_then(|own| own.format_ioctl(cx, 8));
            if let Ok(again) = again {
                // Not sent, it is deleted.
                let _ = again.send(cx, |_cx, own, _outcome| {
                    own.target().device().context().asked.fetch_add(1, Ordering::Relaxed);
                });
            }
        }
    }
}

/// A filter above a driver that serves requests like this.
fn above(machine: &Machine, serve: impl Fn(Arrival) + 'static) -> Device {
    let lower = machine.lower(serve);
    machine.load(&driver::DRIVER).expect("the driver loads").add_device_above(&lower).expect("the device starts")
}

/// Completes it, on another thread, unless it is cancelled before.
fn later(arrival: Arrival) {
    if arrival.allow_cancel() {
        let machine = Machine::current().expect("in a machine");
        machine.spawn(move |_| {
            let _ = arrival.complete_fully();
        });
    }
}

fn at_once(arrival: Arrival) {
    let _ = match arrival.major() {
        Major::Read => arrival.complete_with(0, b"below"),
        _ => arrival.complete_fully(),
    };
}

#[test]
fn what_is_sent_comes_back_and_is_completed_as_the_target_did() {
    in_both_worlds(|machine| {
        let file = above(machine, at_once).open().expect("the device opens");
        let read = file.read(5);
        assert!(read.is_success());
        assert_eq!(read.output, b"below");
        assert!(file.write(b"four").is_success());
        assert_eq!(file.ioctl(driver::COUNT, &[], 2).output, [1, 0]);
    });
}

/// Rules: ReqDelete. Hole 5.
#[test]
fn a_request_of_the_drivers_own_is_used_twice_and_deleted() {
    in_both_worlds(|machine| {
        let file = above(machine, at_once).open().expect("the device opens");
        // The target is an object too, from the first time that it is asked for.
        assert_eq!(file.ioctl(driver::COUNT, &[], 2).output, [0, 0]);
        let before = machine.objects();
        assert!(file.ioctl(driver::ASK_BELOW, &[], 0).is_success());
        assert_eq!(file.ioctl(driver::COUNT, &[], 2).output, [0, 2]);
        assert_eq!(machine.objects(), before);
    });
}

/// Rules: ReqSendFail.
#[test]
fn a_send_that_fails_gives_the_request_back_with_its_status() {
    in_both_worlds(|machine| {
        let file = above(machine, at_once).open().expect("the device opens");
        assert!(file.ioctl(driver::PURGE, &[], 0).is_success());
        assert_eq!(file.read(5).status, INVALID_DEVICE_STATE);
        assert_eq!(file.ioctl(driver::ASK_BELOW, &[], 0).status, INVALID_DEVICE_STATE);
        assert!(file.write(b"four").is_success(), "what is forgotten does not ask for the target's state");
        assert!(file.ioctl(driver::START, &[], 0).is_success());
        assert!(file.read(5).is_success());
    });
}

#[test]
fn what_is_with_the_target_is_cancelled_there_or_completed() {
    under_every_schedule(2, |machine| {
        let file = above(machine, later).open().expect("the device opens");
        let ticket = file.begin_read(1);
        ticket.cancel();
        let status = ticket.wait().status;
        assert!(status == 0 || status == CANCELLED, "{status:#010x}");
    });
}

#[test]
fn purging_the_target_and_completing_leave_nothing() {
    under_every_schedule(2, |machine| {
        let file = above(machine, later).open().expect("the device opens");
        let ticket = file.begin_read(1);
        assert!(file.ioctl(driver::PURGE, &[], 0).is_success());
        let status = ticket.wait().status;
        assert!(status == 0 || status == CANCELLED, "{status:#010x}");
    });
}

#[test]
fn removing_the_device_and_completing_leave_nothing() {
    under_every_schedule(1, |machine| {
        let device = above(machine, later);
        let file = device.open().expect("the device opens");
        let ticket = file.begin_read(1);
        device.remove();
        let status = ticket.wait().status;
        assert!(status == 0 || status == CANCELLED, "{status:#010x}");
    });
}
