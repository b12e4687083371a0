//! Every callback of PnP and power; devices that idle, stay awake and wake; and what races with that.

use std::time::Duration;

use wdf_sim::{File, Machine, Status};

use crate::{in_both_worlds, opened, under_every_schedule};

/// `STATUS_POWER_STATE_INVALID`.
const POWER_STATE_INVALID: i32 = 0xC000_02D3_u32.cast_signed();
/// `STATUS_UNSUCCESSFUL`.
const UNSUCCESSFUL: i32 = 0xC000_0001_u32.cast_signed();
/// So long a device must have nothing to do.
const TIMEOUT: Duration = Duration::from_millis(10);
/// Longer than that.
const LONG: Duration = Duration::from_millis(30);

/// Control codes, all of METHOD_BUFFERED.
mod control {
    pub(super) const STAY: u32 = 0x22_2000;
    pub(super) const IDLE: u32 = 0x22_2004;
    pub(super) const WORK: u32 = 0x22_2008;
    pub(super) const STATE: u32 = 0x22_200C;
    pub(super) const NO_IDLE: u32 = 0x22_2010;
}

mod driver {
    use super::control;
    use wdf_safe::prelude::*;

    #[object_context]
    struct Lamp {
        power: PowerPolicy,
        in_d0: AtomicBool,
        /// What a piece of work saw: 0 for nothing yet, 1 for a device in D0, 2 for one that is not, 3 for a failure.
        seen: AtomicU32,
        work: Child<WorkItem<Device<Lamp>>>,
        change: Child<WorkItem<Device<Lamp>>>,
    }

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
        let idle = IdleSettings::with_wake().timeout(super::TIMEOUT).sleep_in(Sleep::D2).without_user_control();
        let wake = WakeSettings::new().sleep_in(Sleep::D2);
        let power = init.power_policy().idle(idle).wake(wake);
        let lamp = LampInit {
            power,
            in_d0: AtomicBool::new(false),
            seen: AtomicU32::new(0),
            work: Child::init(),
            change: Child::init(),
        };
        let device = DeviceConfig::new(init)
            .prepare_hardware(prepare)
            .release_hardware(event)
            .d0_entry(up)
            .d0_exit(down)
            .interrupts_enabled(event)
            .interrupts_disabling(event)
            .self_managed_io_init(event)
            .self_managed_io_suspend(event)
            .self_managed_io_restart(event)
            .self_managed_io_flush(notice)
            .self_managed_io_cleanup(notice)
            .surprise_removal(pulled_out)
            .query_stop(event)
            .query_remove(event)
            .usage_notification(usage)
            .relations_query(relations)
            .arm_wake_from_s0(event)
            .disarm_wake_from_s0(notice)
            .wake_from_s0_triggered(notice)
            .arm_wake_from_sx(event)
            .disarm_wake_from_sx(notice)
            .wake_from_sx_triggered(notice)
            .create(cx, lamp)?;
        QueueConfig::parallel().default_queue().power_managed(false).device_control(asked).create(cx, &device, ())?;
        WorkItemConfig::new(work).create(cx, &*device, |lamp| &lamp.work)?;
        WorkItemConfig::new(change).create(cx, &*device, |lamp| &lamp.change)?;
        Ok(device.added())
    }

    #[evt_device_prepare_hardware]
    fn prepare(_cx: &mut Cx<'_, Passive>, _device: &Device<Lamp>, _resources: &Resources<'_>) -> Result<()> {
        Ok(())
    }

    #[evt_device_d0_entry]
    fn up(_cx: &mut Cx<'_, Passive>, device: &Device<Lamp>) -> Result<()> {
        device.context().in_d0.store(true, Ordering::Relaxed);
        Ok(())
    }

    #[evt_device_d0_exit]
    fn down(_cx: &mut Cx<'_, Passive>, device: &Device<Lamp>) -> Result<()> {
        device.context().in_d0.store(false, Ordering::Relaxed);
        Ok(())
    }

    #[evt_device_event]
    fn event(_cx: &mut Cx<'_, Passive>, _device: &Device<Lamp>) -> Result<()> {
        Ok(())
    }

    #[evt_device_notice]
    fn notice(_cx: &mut Cx<'_, Passive>, _device: &Device<Lamp>) {}

    #[evt_device_surprise_removal]
    fn pulled_out(_cx: &mut Cx<'_, SurpriseRemoval>, _device: &Device<Lamp>) {}

    #[evt_device_usage_notification]
    fn usage(_cx: &mut Cx<'_, Passive>, _device: &Device<Lamp>, file: SpecialFile, in_path: bool) -> Result<()> {
        if in_path && file == SpecialFile::Paging { Err(NtStatus::NOT_SUPPORTED.into()) } else { Ok(()) }
    }

    #[evt_device_relations_query]
    fn relations(_cx: &mut Cx<'_, Passive>, _device: &Device<Lamp>, _relation: Relation) {}

    /// Works while the device is in D0.
    #[evt_work_item]
    fn work(cx: &mut Cx<'_, Work>, item: &WorkItem<Device<Lamp>>) {
        let lamp = item.parent().context();
        let seen = lamp.power.awake(cx, |_| if lamp.in_d0.load(Ordering::Relaxed) { 1 } else { 2 });
        lamp.seen.store(seen.unwrap_or(3), Ordering::Relaxed);
    }

    /// From now on the device does not idle.
    #[evt_work_item]
    fn change(cx: &mut Cx<'_, Work>, item: &WorkItem<Device<Lamp>>) {
        let power = &item.parent().context().power;
        let settings = IdleSettings::with_wake().sleep_in(Sleep::D2).enabled(false);
        let assigned = power.assign_idle(cx, settings).and_then(|()| {
            power.assign_wake(cx, WakeSettings::new().sleep_in(Sleep::D2).enabled(false).for_children())
        });
        item.parent().context().seen.store(u32::from(assigned.is_err()), Ordering::Relaxed);
    }

    #[evt_io_device_control]
    fn asked<'id>(
        cx: &mut Cx<'_, Dispatch>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, DeviceControl>,
    ) -> Handled<'id> {
        let Some(device) = queue.device::<Lamp>() else {
            return request.complete(cx, NtStatus::DEVICE_NOT_READY);
        };
        let lamp = device.context();
        let answer = match request.parameters().control_code {
            control::STAY => match lamp.power.stay_awake(cx) {
                Ok(Awake::Now) => 1,
                Ok(Awake::Soon) => 2,
                Err(error) => return request.complete(cx, error.status()),
            },
            control::IDLE => u32::from(lamp.power.may_idle(cx)),
            control::WORK => {
                if let Some(work) = lamp.work.get() {
                    work.enqueue(cx);
                }
                0
            }
            control::NO_IDLE => {
                if let Some(change) = lamp.change.get() {
                    change.enqueue(cx);
                }
                0
            }
            _ => lamp.seen.load(Ordering::Relaxed) << 8 | u32::from(lamp.in_d0.load(Ordering::Relaxed)),
        };
        match request.into_writer() {
            Ok(mut writer) => {
                writer.put(&answer.to_le_bytes());
                writer.complete(cx)
            }
            Err(failed) => failed.complete(cx),
        }
    }
}

fn ask(file: &File, code: u32) -> Result<u32, Status> {
    let answer = file.ioctl(code, &[], 4);
    if answer.is_success() {
        Ok(u32::from_le_bytes(answer.output.try_into().expect("four bytes")))
    } else {
        Err(Status(answer.status))
    }
}

fn in_d0(file: &File) -> bool {
    ask(file, control::STATE).map(|state| state & 1 == 1) == Ok(true)
}

/// The device's callbacks so far, by the ends of their names, without those of requests.
fn callbacks(machine: &Machine) -> Vec<String> {
    let trace = machine.trace();
    let lines = trace.iter().map(ToString::to_string);
    lines
        .filter_map(|line| {
            let (_, name) = line.split_once("→ EvtDevice")?;
            Some(name.split_whitespace().next().unwrap_or_default().to_owned())
        })
        .collect()
}

#[test]
fn the_callbacks_of_a_devices_life_come_in_their_order() {
    in_both_worlds(|machine| {
        let (device, file) = opened(machine, &driver::DRIVER);
        assert_eq!(ask(&file, control::STAY), Ok(1));
        let start =
            ["PrepareHardware", "D0Entry", "D0EntryPostInterruptsEnabled", "SelfManagedIoInit"].map(str::to_owned);
        assert_eq!(callbacks(machine)[..4], start);
        let mut seen = callbacks(machine).len();
        let mut then = |expected: &[&str]| {
            let all = callbacks(machine);
            assert_eq!(all[seen..], expected.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
            seen = all.len();
        };
        device.suspend();
        then(&["SelfManagedIoSuspend", "ArmWakeFromSx", "D0ExitPreInterruptsDisabled", "D0Exit"]);
        assert!(device.wake_signal());
        device.resume().expect("it wakes");
        let woken = [
            "D0Entry",
            "D0EntryPostInterruptsEnabled",
            "WakeFromSxTriggered",
            "DisarmWakeFromSx",
            "SelfManagedIoRestart",
        ];
        then(&woken);
        device.stop().expect("it stops");
        then(&["QueryStop", "SelfManagedIoSuspend", "D0ExitPreInterruptsDisabled", "D0Exit", "ReleaseHardware"]);
        device.start().expect("it starts");
        then(&["PrepareHardware", "D0Entry", "D0EntryPostInterruptsEnabled", "SelfManagedIoRestart"]);
        assert_eq!(ask(&file, control::IDLE), Ok(1));
        machine.sleep(LONG);
        then(&["SelfManagedIoSuspend", "ArmWakeFromS0", "D0ExitPreInterruptsDisabled", "D0Exit"]);
        assert!(device.wake_signal());
        let woken = [
            "D0Entry",
            "D0EntryPostInterruptsEnabled",
            "WakeFromS0Triggered",
            "DisarmWakeFromS0",
            "SelfManagedIoRestart",
        ];
        then(&woken);
        device.try_remove().expect("it goes");
        let gone = [
            "QueryRemove",
            "SelfManagedIoSuspend",
            "D0ExitPreInterruptsDisabled",
            "D0Exit",
            "ReleaseHardware",
            "SelfManagedIoFlush",
            "SelfManagedIoCleanup",
        ];
        then(&gone);
    });
}

#[test]
fn a_device_stays_awake_until_it_may_idle_however_often_it_is_told() {
    in_both_worlds(|machine| {
        let (_, file) = opened(machine, &driver::DRIVER);
        assert_eq!(ask(&file, control::STAY), Ok(1));
        assert_eq!(ask(&file, control::STAY), Ok(1));
        machine.sleep(LONG);
        assert!(in_d0(&file));
        assert_eq!(ask(&file, control::IDLE), Ok(1));
        assert_eq!(ask(&file, control::IDLE), Ok(0));
        machine.sleep(LONG);
        assert!(!in_d0(&file));
        assert_eq!(ask(&file, control::STAY), Ok(2));
        machine.sleep(LONG);
        assert!(in_d0(&file));
    });
}

#[test]
fn work_is_done_in_d0() {
    in_both_worlds(|machine| {
        let (_, file) = opened(machine, &driver::DRIVER);
        machine.sleep(LONG);
        assert!(!in_d0(&file));
        assert_eq!(ask(&file, control::WORK), Ok(0));
        machine.sleep(LONG);
        assert_eq!(ask(&file, control::STATE), Ok(1 << 8), "it worked in D0, and sleeps again");
    });
}

#[test]
fn new_settings_count_from_here_on() {
    in_both_worlds(|machine| {
        let (_, file) = opened(machine, &driver::DRIVER);
        assert_eq!(ask(&file, control::NO_IDLE), Ok(0));
        machine.sleep(LONG);
        assert_eq!(ask(&file, control::STATE), Ok(1), "the settings were taken, and it is in D0");
    });
}

#[test]
fn a_stopped_device_cannot_be_kept_awake() {
    in_both_worlds(|machine| {
        let (device, file) = opened(machine, &driver::DRIVER);
        device.stop().expect("it stops");
        assert_eq!(ask(&file, control::STAY), Err(Status(POWER_STATE_INVALID)));
        assert_eq!(ask(&file, control::WORK), Ok(0));
        machine.sleep(LONG);
        assert_eq!(ask(&file, control::STATE), Ok(3 << 8), "the work was told so");
        device.start().expect("it starts");
        assert!(in_d0(&file));
    });
}

/// Two threads take the reference and drop it, while the device idles out: none is dropped that was not taken, which the
/// simulator reports, and the last one leaves the device free to idle.
#[test]
fn power_references_are_balanced_in_every_order() {
    under_every_schedule(1, |machine| {
        let (_, file) = opened(machine, &driver::DRIVER);
        let other = machine.spawn(move |_| {
            let _ = ask(&file, control::STAY);
            let _ = ask(&file, control::IDLE);
        });
        let _ = ask(&file, control::STAY);
        let _ = ask(&file, control::IDLE);
        other.join();
        assert_eq!(ask(&file, control::IDLE), Ok(0), "nobody keeps it awake");
        machine.sleep(LONG);
    });
}

#[test]
fn work_and_sleep_and_removal_leave_nothing() {
    under_every_schedule(1, |machine| {
        let (device, file) = opened(machine, &driver::DRIVER);
        let _ = ask(&file, control::WORK);
        device.suspend();
        device.resume().expect("it wakes");
        machine.yield_now();
        device.remove();
    });
}

/// A device whose first callback of this name fails.
mod fails {
    use wdf_safe::prelude::*;

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
        let config = DeviceConfig::new(init).interrupts_enabled(refuse).query_remove(refuse).query_stop(refuse);
        Ok(config.create(cx, ())?.added())
    }

    #[evt_device_event]
    fn refuse(_cx: &mut Cx<'_, Passive>, _device: &Device) -> Result<()> {
        Err(NtStatus::UNSUCCESSFUL.into())
    }
}

#[test]
fn a_device_does_not_start_when_its_driver_refuses() {
    in_both_worlds(|machine| {
        let driver = machine.load(&fails::DRIVER).expect("the driver loads");
        assert_eq!(driver.add_device().map(|_| ()), Err(Status(UNSUCCESSFUL)));
    });
}
