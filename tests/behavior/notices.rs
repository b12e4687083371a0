//! A remote target whose device goes: the driver is asked, refuses or lets it go, is told that it stays or is gone, and opens and
//! closes the target meanwhile.

use wdf_sim::{Device, Driver, File, Machine};

use crate::{DEVICE_BUSY, INVALID_DEVICE_REQUEST, in_both_worlds, under_every_schedule};

/// `STATUS_INVALID_DEVICE_STATE`.
const INVALID_DEVICE_STATE: i32 = 0xC000_0184_u32.cast_signed();
/// `STATUS_OBJECT_NAME_NOT_FOUND`.
const OBJECT_NAME_NOT_FOUND: i32 = 0xC000_0034_u32.cast_signed();

/// Device controls open and close a device that their input names, and write to it.
mod driver {
    use wdf_safe::prelude::*;
    use wdf_safe::target::{Access, LetGo, RemovalCanceled, RemovalQuery};

    /// Opens the device of this name, with callbacks.
    pub(super) const OPEN: u32 = 1 << 2;
    /// The same without.
    pub(super) const OPEN_PLAINLY: u32 = 2 << 2;
    pub(super) const CLOSE: u32 = 3 << 2;
    pub(super) const REOPEN: u32 = 4 << 2;
    /// Begins to write.
    pub(super) const BEGIN: u32 = 5 << 2;
    /// Keeps the device from now on.
    pub(super) const KEEP: u32 = 6 << 2;
    /// How often the driver was asked, told that it stays, and that it is gone; how many writes came back, and how many of them
    /// cancelled.
    pub(super) const COUNT: u32 = 7 << 2;
    /// Has the other target open the same file.
    pub(super) const SHARE: u32 = 8 << 2;
    pub(super) const STOP: u32 = 9 << 2;
    pub(super) const START: u32 = 10 << 2;

    #[object_context]
    struct Watcher {
        target: Child<RemoteTarget<Watcher>>,
        other: Child<RemoteTarget<Watcher>>,
        out: SentList,
        keeps: AtomicBool,
        counts: [AtomicU32; 5],
    }

    const ASKED: usize = 0;
    const STAYS: usize = 1;
    const GONE: usize = 2;
    const BACK: usize = 3;
    const CANCELLED: usize = 4;

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
        let watcher = WatcherInit {
            target: Child::init(),
            other: Child::init(),
            out: SentList::init(),
            keeps: AtomicBool::new(false),
            counts: [const { AtomicU32::new(0) }; 5],
        };
        let device = init.create(cx, watcher)?;
        RemoteTarget::create(cx, &device, |watcher| &watcher.target)?;
        RemoteTarget::create(cx, &device, |watcher| &watcher.other)?;
        let queue = QueueConfig::parallel().passive().default_queue().power_managed(false);
        queue.device_control(control).create(cx, &device, ())?;
        Ok(device.added())
    }

    /// The name in the input, and its length.
    fn name(request: &Request<'_, Owned, DeviceControl>) -> Result<([u16; 128], usize)> {
        let (mut bytes, mut name) = ([0; 256], [0; 128]);
        let length = request.input()?.copy_to(&mut bytes) / 2;
        for (character, pair) in name.iter_mut().zip(bytes.chunks_exact(2)) {
            *character = u16::from_le_bytes([pair[0], pair[1]]);
        }
        Ok((name, length))
    }

    fn serve(
        cx: &mut Cx<'_, Passive>,
        watcher: &Watcher,
        target: &RemoteTarget<Watcher>,
        request: &Request<'_, Owned, DeviceControl>,
    ) -> Result<()> {
        match request.parameters().control_code {
            OPEN => {
                let (name, length) = name(request)?;
                let opening = OpenConfig::by_name(&name[..length], Access::ReadWrite);
                opening.query_remove(may_go).remove_canceled(stays).remove_complete(gone).open(cx, target)
            }
            OPEN_PLAINLY => {
                let (name, length) = name(request)?;
                target.open_by_name(cx, &name[..length], Access::ReadWrite)
            }
            SHARE => match watcher.other.get() {
                Some(other) => OpenConfig::file_of(target).open(cx, other),
                None => Err(NtStatus::DEVICE_NOT_READY.into()),
            },
            CLOSE => target.close(cx),
            REOPEN => target.reopen(cx),
            STOP => target.target().stop_and_wait(cx, SentIo::Cancel),
            START => target.target().start(cx),
            BEGIN => {
                let own = target.target().create_request(cx)?.format_write(cx, b"to echo", 0)?;
                watcher.out.track(cx, own).send(cx, back).map_err(|failed| failed.status.into())
            }
            KEEP => {
                watcher.keeps.store(true, Ordering::Relaxed);
                Ok(())
            }
            _ => Err(NtStatus::INVALID_PARAMETER.into()),
        }
    }

    #[evt_io_device_control]
    fn control<'id>(
        cx: &mut Cx<'_, Passive>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, DeviceControl>,
    ) -> Handled<'id> {
        let Some(watcher) = queue.device::<Watcher>().map(Device::context) else {
            return request.complete(cx, NtStatus::DEVICE_NOT_READY);
        };
        if request.parameters().control_code == COUNT {
            return match request.into_writer() {
                Ok(mut answer) => {
                    answer.put(&watcher.counts.each_ref().map(|count| count.load(Ordering::Relaxed) as u8));
                    answer.complete(cx)
                }
                Err(failed) => failed.complete(cx),
            };
        }
        let Some(target) = watcher.target.get() else {
            return request.complete(cx, NtStatus::DEVICE_NOT_READY);
        };
        let done = serve(cx, watcher, target, &request);
        request.complete(cx, done.map_or_else(Error::status, |()| NtStatus::SUCCESS))
    }

    fn back(_cx: &mut Cx<'_, Dispatch>, own: OwnRequest<'_, Watcher, Spent>, outcome: Outcome) {
        let target = own.target();
        let watcher = target.device().context();
        if outcome.status() == NtStatus::CANCELLED {
            watcher.counts[CANCELLED].fetch_add(1, Ordering::Relaxed);
        }
        watcher.counts[BACK].fetch_add(1, Ordering::Relaxed);
    }

    fn may_go<'id>(cx: &mut Cx<'_, Passive>, query: RemovalQuery<'id, Watcher>) -> Result<LetGo<'id>> {
        let target = query.target().target();
        let watcher = target.device().context();
        watcher.counts[ASKED].fetch_add(1, Ordering::Relaxed);
        // Other changes of the target are refused meanwhile.
        assert!(matches!(query.target().close(cx), Err(Error::Busy)));
        if watcher.keeps.load(Ordering::Relaxed) {
            return Err(NtStatus::DEVICE_BUSY.into());
        }
        Ok(query.let_go(cx))
    }

    fn stays(cx: &mut Cx<'_, Passive>, canceled: RemovalCanceled<'_, Watcher>) {
        let target = canceled.target().target();
        target.device().context().counts[STAYS].fetch_add(1, Ordering::Relaxed);
        // It was not let go, and so is open.
        assert!(canceled.reopen(cx).is_err());
    }

    fn gone(_cx: &mut Cx<'_, Passive>, target: &RemoteTarget<Watcher>) {
        target.target().device().context().counts[GONE].fetch_add(1, Ordering::Relaxed);
    }
}

/// The echo device, its name, and a handle of the device that opens it.
fn both(machine: &Machine) -> (Driver, Device, Vec<u8>, Device, File) {
    let driver = machine.load(&echo::DRIVER).expect("the driver loads");
    let echo = driver.add_device().expect("the device starts");
    let name = echo.interfaces()[0].link.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let watcher = machine.load(&driver::DRIVER).expect("the driver loads").add_device().expect("the device starts");
    let file = watcher.open().expect("the device opens");
    (driver, echo, name, watcher, file)
}

fn control(file: &File, code: u32, input: &[u8]) -> i32 {
    file.ioctl(code, input, 0).status
}

fn counts(file: &File) -> [u8; 5] {
    file.ioctl(driver::COUNT, &[], 5).output.try_into().expect("five counts")
}

#[test]
fn a_device_goes_when_the_driver_that_has_it_open_lets_it_go() {
    in_both_worlds(|machine| {
        let (_, echo, name, _, file) = both(machine);
        assert_eq!(control(&file, driver::OPEN, &name), 0);
        assert_eq!(control(&file, driver::BEGIN, &[]), 0);
        echo.try_remove().expect("nobody keeps it");
        assert_eq!(counts(&file), [1, 0, 1, 1, 1], "asked, and told that it is gone; the write came back cancelled");
        assert_eq!(control(&file, driver::BEGIN, &[]), INVALID_DEVICE_STATE);
        assert_eq!(control(&file, driver::REOPEN, &[]), OBJECT_NAME_NOT_FOUND);
    });
}

#[test]
fn a_device_stays_when_the_driver_that_has_it_open_keeps_it() {
    in_both_worlds(|machine| {
        let (_, echo, name, _, file) = both(machine);
        assert_eq!(control(&file, driver::OPEN, &name), 0);
        assert_eq!(control(&file, driver::KEEP, &[]), 0);
        assert_eq!(echo.try_remove().expect_err("it is kept").0, DEVICE_BUSY);
        assert_eq!(counts(&file), [1, 1, 0, 0, 0]);
        assert_eq!(control(&file, driver::BEGIN, &[]), 0, "the target is open still");
        assert_eq!(control(&file, driver::CLOSE, &[]), 0);
    });
}

#[test]
fn without_callbacks_a_target_is_closed_and_its_device_goes() {
    in_both_worlds(|machine| {
        let (_, echo, name, _, file) = both(machine);
        assert_eq!(control(&file, driver::OPEN_PLAINLY, &name), 0);
        assert_eq!(control(&file, driver::BEGIN, &[]), 0);
        echo.try_remove().expect("nobody keeps it");
        assert_eq!(counts(&file), [0, 0, 0, 1, 1]);
        assert_eq!(control(&file, driver::BEGIN, &[]), INVALID_DEVICE_STATE);
    });
}

#[test]
fn a_device_that_is_pulled_out_is_told_of_without_a_question() {
    in_both_worlds(|machine| {
        let (_, echo, name, _, file) = both(machine);
        assert_eq!(control(&file, driver::OPEN, &name), 0);
        echo.surprise_remove();
        assert_eq!(counts(&file)[..3], [0, 0, 1]);
        assert_eq!(control(&file, driver::BEGIN, &[]), INVALID_DEVICE_STATE);
    });
}

#[test]
fn a_target_is_reopened_by_the_name_that_it_was_opened_by() {
    in_both_worlds(|machine| {
        let (_, echo, name, _, file) = both(machine);
        assert_eq!(control(&file, driver::REOPEN, &[]), INVALID_DEVICE_REQUEST, "it was never opened");
        assert_eq!(control(&file, driver::OPEN, &name), 0);
        assert_eq!(control(&file, driver::REOPEN, &[]), INVALID_DEVICE_STATE, "it is open");
        assert_eq!(control(&file, driver::CLOSE, &[]), 0);
        assert_eq!(control(&file, driver::REOPEN, &[]), 0);
        echo.try_remove().expect("nobody keeps it");
        assert_eq!(counts(&file)[..3], [1, 0, 1], "with the callbacks that it was opened with");
    });
}

#[test]
fn a_file_that_is_open_is_opened_by_another_target_too() {
    in_both_worlds(|machine| {
        let (_, _echo, name, _, file) = both(machine);
        assert_eq!(control(&file, driver::SHARE, &[]), INVALID_DEVICE_STATE, "there is no file yet");
        assert_eq!(control(&file, driver::OPEN, &name), 0);
        assert_eq!(control(&file, driver::SHARE, &[]), 0);
        assert_eq!(control(&file, driver::SHARE, &[]), INVALID_DEVICE_STATE, "that target is open");
        assert_eq!(control(&file, driver::CLOSE, &[]), 0);
    });
}

/// The target is opened; then its device goes, and meanwhile this is asked of the target.
fn in_every_order_with(codes: &'static [u32], goes: fn(Device)) {
    under_every_schedule(1, move |machine| {
        let (_, echo, name, watcher, file) = both(machine);
        assert_eq!(control(&file, driver::OPEN, &name), 0);
        assert_eq!(control(&file, driver::BEGIN, &[]), 0);
        let other = machine.spawn(move |_| {
            for code in codes {
                let status = control(&file, *code, &name);
                let expected = [0, DEVICE_BUSY, INVALID_DEVICE_STATE, OBJECT_NAME_NOT_FOUND];
                assert!(expected.contains(&status), "{code}: {status:#010x}");
            }
        });
        goes(echo);
        other.join();
        let [.., back, cancelled] = counts(&file);
        assert!(back == 1 && cancelled <= 1, "the write came back once");
        watcher.remove();
    });
}

#[test]
fn a_target_that_is_closed_and_reopened_while_its_device_is_removed_loses_nothing() {
    in_every_order_with(&[driver::CLOSE, driver::REOPEN], |echo| {
        let _ = echo.try_remove();
    });
}

#[test]
fn a_target_that_is_closed_and_reopened_while_its_device_is_pulled_out_loses_nothing() {
    in_every_order_with(&[driver::CLOSE, driver::REOPEN], Device::surprise_remove);
}

#[test]
fn a_target_that_is_stopped_and_started_while_its_device_is_pulled_out_loses_nothing() {
    in_every_order_with(&[driver::STOP, driver::START], Device::surprise_remove);
}
