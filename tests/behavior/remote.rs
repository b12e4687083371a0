//! A target that the driver opens by name: used, closed, opened again, and gone with its device.

use wdf_sim::{Arrival, Device, File, Machine, Major};

use crate::{CANCELLED, in_both_worlds, under_every_schedule};

/// `STATUS_INVALID_DEVICE_STATE`.
const INVALID_DEVICE_STATE: i32 = 0xC000_0184_u32.cast_signed();
/// `STATUS_OBJECT_NAME_NOT_FOUND`.
const OBJECT_NAME_NOT_FOUND: i32 = 0xC000_0034_u32.cast_signed();
const DISK: &str = r"\Device\Disk";

/// Device controls open and close a disk, and read from it.
mod driver {
    use core::num::NonZeroU32;
    use wdf_safe::prelude::*;
    use wdf_safe::target::{Access, wide};

    const SOON: Deadline = Deadline::millis(NonZeroU32::new(500).unwrap());
    static DISK: [u16; 12] = wide(br"\Device\Disk");

    pub(super) const OPEN: u32 = 1 << 2;
    pub(super) const CLOSE: u32 = 2 << 2;
    /// Reads, and waits for it.
    pub(super) const READ: u32 = 3 << 2;
    /// Begins to read.
    pub(super) const BEGIN: u32 = 4 << 2;
    /// How many of those have come back, and how many of them cancelled.
    pub(super) const COUNT: u32 = 5 << 2;
    pub(super) const CANCEL: u32 = 6 << 2;

    #[object_context]
    struct Reader {
        disk: Child<RemoteTarget<Reader>>,
        out: SentList,
        back: AtomicU32,
        cancelled: AtomicU32,
    }

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
        let reader = ReaderInit {
            disk: Child::init(),
            out: SentList::init(),
            back: AtomicU32::new(0),
            cancelled: AtomicU32::new(0),
        };
        let device = init.create(cx, reader)?;
        RemoteTarget::create(cx, &device, |reader| &reader.disk)?;
        let queue = QueueConfig::parallel().passive().default_queue().power_managed(false);
        queue.device_control(control).create(cx, &device, ())?;
        Ok(device.added())
    }

    #[evt_io_device_control]
    fn control<'id>(
        cx: &mut Cx<'_, Passive>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, DeviceControl>,
    ) -> Handled<'id> {
        let Some(reader) = queue.device::<Reader>().map(Device::context) else {
            return request.complete(cx, NtStatus::DEVICE_NOT_READY);
        };
        let Some(disk) = reader.disk.get() else {
            return request.complete(cx, NtStatus::DEVICE_NOT_READY);
        };
        let mut answer = [0; 8];
        let done = match request.parameters().control_code {
            OPEN => disk.open_by_name(cx, &DISK, Access::Read).map(|()| 0),
            CLOSE => disk.close(cx).map(|()| 0),
            READ => read(cx, disk, &mut answer),
            BEGIN => begin(cx, reader, disk).map(|()| 0),
            CANCEL => {
                reader.out.cancel_all(cx);
                Ok(0)
            }
            COUNT => {
                answer[0] = reader.back.load(Ordering::Relaxed) as u8;
                answer[1] = reader.cancelled.load(Ordering::Relaxed) as u8;
                Ok(2)
            }
            _ => Err(NtStatus::INVALID_PARAMETER.into()),
        };
        match (done, request.into_writer()) {
            (Ok(length), Ok(mut writer)) => {
                writer.put(answer.get(..length).unwrap_or_default());
                writer.complete(cx)
            }
            (Ok(_), Err(failed)) => failed.into_request().complete(cx, NtStatus::SUCCESS),
            (Err(error), Ok(writer)) => writer.into_request().complete(cx, error.status()),
            (Err(error), Err(failed)) => failed.into_request().complete(cx, error.status()),
        }
    }

    fn read(cx: &mut Cx<'_, Passive>, disk: &RemoteTarget<Reader>, answer: &mut [u8]) -> Result<usize> {
        let own = disk.target().create_request(cx)?.format_read(cx, 4, 512)?;
        let (own, outcome) = own.send_synchronously(cx, SOON).map_err(|failed| failed.status)?;
        if outcome.status().is_success() { Ok(own.copy_output(answer)) } else { Err(outcome.status().into()) }
    }

    fn begin(cx: &mut Cx<'_, Passive>, reader: &Reader, disk: &RemoteTarget<Reader>) -> Result<()> {
        let own = disk.target().create_request(cx)?.format_read(cx, 4, 0)?;
        reader.out.track(cx, own).send(cx, back).map_err(|failed| failed.status.into())
    }

    fn back(_cx: &mut Cx<'_, Dispatch>, own: OwnRequest<'_, Reader, Spent>, outcome: Outcome) {
        let target = own.target();
        let reader = target.device().context();
        if outcome.status() == NtStatus::CANCELLED {
            reader.cancelled.fetch_add(1, Ordering::Relaxed);
        }
        reader.back.fetch_add(1, Ordering::Relaxed);
    }
}

/// A device whose driver knows the disk by name, which serves like this.
fn reader(machine: &Machine, serve: impl Fn(Arrival) + 'static) -> Device {
    let _disk = machine.lower(serve).named(DISK);
    machine.load(&driver::DRIVER).expect("the driver loads").add_device().expect("the device starts")
}

fn answers(arrival: Arrival) {
    let _ = match arrival.major() {
        Major::Read => arrival.complete_with(0, format!("{}", arrival.offset()).as_bytes()),
        _ => arrival.complete_fully(),
    };
}

fn keeps_reads(arrival: Arrival) {
    if arrival.major() == Major::Read {
        arrival.allow_cancel();
    } else {
        let _ = arrival.complete_fully();
    }
}

fn control(file: &File, code: u32) {
    assert!(file.ioctl(code, &[], 0).is_success(), "control {code}");
}

/// Hole 8: it is read at its offset.
#[test]
fn a_remote_target_is_opened_by_name_used_closed_and_opened_again() {
    in_both_worlds(|machine| {
        let file = reader(machine, answers).open().expect("the device opens");
        assert_eq!(file.ioctl(driver::READ, &[], 8).status, INVALID_DEVICE_STATE, "not open yet");
        for _ in 0..2 {
            control(&file, driver::OPEN);
            assert_eq!(file.ioctl(driver::OPEN, &[], 0).status, INVALID_DEVICE_STATE, "open already");
            assert_eq!(file.ioctl(driver::READ, &[], 8).output, b"512");
            control(&file, driver::CLOSE);
            assert_eq!(file.ioctl(driver::READ, &[], 8).status, INVALID_DEVICE_STATE);
        }
    });
}

#[test]
fn a_name_that_nobody_has_is_not_found() {
    in_both_worlds(|machine| {
        let driver = machine.load(&driver::DRIVER).expect("the driver loads");
        let file = driver.add_device().expect("the device starts").open().expect("the device opens");
        assert_eq!(file.ioctl(driver::OPEN, &[], 0).status, OBJECT_NAME_NOT_FOUND);
    });
}

#[test]
fn closing_a_remote_target_cancels_what_was_sent_and_waits_for_it() {
    in_both_worlds(|machine| {
        let file = reader(machine, keeps_reads).open().expect("the device opens");
        control(&file, driver::OPEN);
        control(&file, driver::BEGIN);
        control(&file, driver::CLOSE);
        assert_eq!(file.ioctl(driver::COUNT, &[], 8).output, [1, 1]);
        assert_ne!(file.ioctl(driver::BEGIN, &[], 0).status, CANCELLED, "a closed target has a status of its own");
    });
}

#[test]
fn what_a_remote_target_has_comes_back_when_it_is_cancelled_and_closed_and_the_device_removed() {
    under_every_schedule(1, |machine| {
        let device = reader(machine, keeps_reads);
        let file = device.open().expect("the device opens");
        control(&file, driver::OPEN);
        control(&file, driver::BEGIN);
        let other = device.open().expect("the device opens");
        let canceller = machine.spawn(move |_| control(&other, driver::CANCEL));
        control(&file, driver::CLOSE);
        canceller.join();
        assert_eq!(file.ioctl(driver::COUNT, &[], 8).output, [1, 1]);
        device.remove();
    });
}

#[test]
fn a_device_that_goes_away_takes_its_remote_target_with_it() {
    under_every_schedule(1, |machine| {
        let device = reader(machine, keeps_reads);
        let file = device.open().expect("the device opens");
        control(&file, driver::OPEN);
        control(&file, driver::BEGIN);
        device.remove();
    });
}
