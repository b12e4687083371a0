//! A filter that does not send on what came as it came: a partition, whose reads and writes go down at other offsets, and device
//! controls under other codes.

use wdf_sim::{Arrival, Device, Machine, Major};

use crate::{CANCELLED, INVALID_DEVICE_REQUEST, in_both_worlds, under_every_schedule};

/// `STATUS_INVALID_DEVICE_STATE`.
const INVALID_DEVICE_STATE: i32 = 0xC000_0184_u32.cast_signed();

mod driver {
    use wdf_safe::prelude::*;
    use wdf_safe::request::Kind;
    use wdf_safe::target::Asked;

    /// Where the partition begins, beyond four gigabytes.
    pub(super) const BEGINS: i64 = 5 << 32;
    /// The code under which device controls go down, and that of the one that purges the target.
    pub(super) const BELOW: u32 = 0x0022_2000;
    pub(super) const PURGE: u32 = 0x0022_2004;

    #[object_context]
    struct Partition {
        begins: i64,
    }

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
        let device = init.into_filter().create(cx, PartitionInit { begins: BEGINS })?;
        let queue = QueueConfig::parallel().default_queue().read(read).write(write);
        queue.device_control(control).internal_device_control(internal).create(cx, &device, ())?;
        Ok(device.added())
    }

    /// Sends what is formatted, or completes what could not be.
    fn send<'id, K: Kind>(
        cx: &mut Cx<'_, Dispatch>,
        formatted: Result<Prepared<'id, '_, Partition, K>, Failed<Request<'id, Owned, K>>>,
    ) -> Handled<'id> {
        match formatted {
            Ok(prepared) => prepared.send(cx, passed).unwrap_or_else(|failed| failed.complete(cx)),
            Err(failed) => failed.complete(cx),
        }
    }

    fn passed<'id, K: Kind>(
        cx: &mut Cx<'_, Dispatch>,
        _below: Target<'_, Partition>,
        request: Request<'id, Returned, K>,
        outcome: Outcome,
    ) -> Handled<'id> {
        assert_ne!(outcome.asked(), Asked::NotSaid);
        request.complete(cx, outcome.status())
    }

    #[evt_io_read]
    fn read<'id>(
        cx: &mut Cx<'_, Dispatch>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, Read>,
    ) -> Handled<'id> {
        let Some(device) = queue.device::<Partition>() else {
            return request.complete(cx, NtStatus::DEVICE_NOT_READY);
        };
        let Some(below) = device.io_target(cx) else {
            return request.complete(cx, NtStatus::DEVICE_NOT_READY);
        };
        let offset = request.parameters().device_offset + device.context().begins;
        let formatted = request.format_read(cx, below, offset);
        send(cx, formatted)
    }

    #[evt_io_write]
    fn write<'id>(
        cx: &mut Cx<'_, Dispatch>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, Write>,
    ) -> Handled<'id> {
        let Some(device) = queue.device::<Partition>() else {
            return request.complete(cx, NtStatus::DEVICE_NOT_READY);
        };
        let Some(below) = device.io_target(cx) else {
            return request.complete(cx, NtStatus::DEVICE_NOT_READY);
        };
        let offset = request.parameters().device_offset + device.context().begins;
        let formatted = request.format_write(cx, below, offset);
        send(cx, formatted)
    }

    #[evt_io_device_control]
    fn control<'id>(
        cx: &mut Cx<'_, Dispatch>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, DeviceControl>,
    ) -> Handled<'id> {
        let Some(below) = queue.device::<Partition>().and_then(|device| device.io_target(cx)) else {
            return request.complete(cx, NtStatus::DEVICE_NOT_READY);
        };
        if request.parameters().control_code == PURGE {
            let purged = below.purge(cx);
            return request.complete(cx, purged.map_or_else(Error::status, |()| NtStatus::SUCCESS));
        }
        let formatted = request.format_ioctl(cx, below, BELOW);
        send(cx, formatted)
    }

    #[evt_io_internal_device_control]
    fn internal<'id>(
        cx: &mut Cx<'_, Dispatch>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, InternalDeviceControl>,
    ) -> Handled<'id> {
        let Some(below) = queue.device::<Partition>().and_then(|device| device.io_target(cx)) else {
            return request.complete(cx, NtStatus::DEVICE_NOT_READY);
        };
        let formatted = request.format_internal_ioctl(cx, below, BELOW);
        send(cx, formatted)
    }
}

fn above(machine: &Machine, serve: impl Fn(Arrival) + 'static) -> Device {
    let lower = machine.lower(serve);
    machine.load(&driver::DRIVER).expect("the driver loads").add_device_above(&lower).expect("the device starts")
}

fn tells(arrival: Arrival) {
    let _ = match arrival.major() {
        Major::Read => {
            assert_eq!(arrival.offset(), driver::BEGINS);
            arrival.complete_with(0, b"there")
        }
        Major::Write => {
            assert_eq!((arrival.offset(), arrival.input().as_slice()), (driver::BEGINS, &b"bytes"[..]));
            arrival.complete_fully()
        }
        Major::DeviceControl | Major::InternalDeviceControl => {
            assert_eq!((arrival.code(), arrival.input().as_slice()), (driver::BELOW, &b"in"[..]));
            arrival.complete_with(0, b"out")
        }
        _ => arrival.complete_fully(),
    };
}

/// Hole 8; ReadReqs, WriteReqs.
#[test]
fn a_partition_reads_and_writes_where_it_begins() {
    in_both_worlds(|machine| {
        let file = above(machine, tells).open().expect("the device opens");
        assert_eq!(file.read(5).output, b"there");
        assert_eq!(file.write(b"bytes").information, 5);
    });
}

/// IoctlReqs.
#[test]
fn a_control_goes_down_under_another_code_with_its_buffers() {
    in_both_worlds(|machine| {
        let file = above(machine, tells).open().expect("the device opens");
        for method in 0..3 {
            assert_eq!(file.ioctl(0x0022_3000 | method, b"in", 3).output, b"out", "method {method}");
        }
        assert_eq!(file.ioctl(0x0022_3003, b"in", 3).status, INVALID_DEVICE_REQUEST, "buffers that nobody has locked");
    });
}

/// InternalIoctlReqs.
#[test]
fn an_internal_control_goes_down_under_another_code_with_its_buffers() {
    in_both_worlds(|machine| {
        let file = above(machine, tells).open().expect("the device opens");
        assert_eq!(file.internal_ioctl(0x0022_3000, b"in", 3).output, b"out");
    });
}

#[test]
fn what_is_formatted_and_not_sent_is_completed_with_what_the_framework_says() {
    in_both_worlds(|machine| {
        let file = above(machine, tells).open().expect("the device opens");
        assert!(file.ioctl(driver::PURGE, &[], 0).is_success());
        assert_eq!(file.read(5).status, INVALID_DEVICE_STATE);
        assert_eq!(file.write(b"bytes").status, INVALID_DEVICE_STATE);
    });
}

#[test]
fn what_was_formatted_is_answered_or_cancelled_or_purged_once() {
    under_every_schedule(1, |machine| {
        let device = above(machine, |arrival| {
            if arrival.major() == Major::Read && arrival.allow_cancel() {
                Machine::current().expect("in a machine").spawn(move |_| {
                    arrival.complete_with(0, b"there");
                });
            } else if arrival.major() != Major::Read {
                tells(arrival);
            }
        });
        let file = device.open().expect("the device opens");
        let read = file.begin_read(5);
        let purger = machine.spawn(move |_| assert!(file.ioctl(driver::PURGE, &[], 0).is_success()));
        read.cancel();
        purger.join();
        let status = read.wait().status;
        assert!([0, CANCELLED].contains(&status), "{status:#010x}");
    });
}
