//! Control devices: of a driver without PnP devices, and shared by the devices of one that has them.

use wdf_sim::{Machine, Status};

use crate::{CANCELLED, INVALID_DEVICE_REQUEST, in_both_worlds, under_every_schedule};

/// `STATUS_UNSUCCESSFUL`.
const UNSUCCESSFUL: i32 = 0xC000_0001_u32.cast_signed();

const COUNT: u32 = 0x22_2000;
const WAIT: u32 = 0x22_2004;

/// A driver without PnP devices.
mod bell {
    use wdf_safe::prelude::*;

    #[object_context]
    struct Bell {
        rung: AtomicU32,
    }

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        let bell = BellInit { rung: AtomicU32::new(0) };
        NonPnpConfig::new().unload(unload).create(cx, driver, bell, |cx, driver| {
            driver.create_control(cx, "D:P(A;;GA;;;SY)", |cx, mut init| {
                init.set_exclusive();
                let init = init.set_name(cx, r"\Device\Bell")?;
                let config = DeviceConfig::new(init).shutdown(Shutdown::BeforeFileSystems, ring_out);
                let device = config.create(cx, ())?;
                QueueConfig::sequential().default_queue().device_control(ring).create(cx, &device, ())?;
                device.create_symbolic_link(cx, r"\DosDevices\Bell")?;
                Ok(device.finish(cx))
            })
        })
    }

    #[evt_io_device_control]
    fn ring<'id>(
        cx: &mut Cx<'_, Dispatch>,
        queue: &Queue<()>,
        request: Request<'id, Owned, DeviceControl>,
    ) -> Handled<'id> {
        let Some(driver) = queue.device::<()>().and_then(Device::driver::<Bell>) else {
            return request.complete(cx, NtStatus::DEVICE_NOT_READY);
        };
        let rung = driver.context().rung.fetch_add(1, Ordering::Relaxed) + 1;
        match request.into_writer() {
            Ok(mut answer) => {
                answer.put(&rung.to_le_bytes());
                answer.complete(cx)
            }
            Err(failed) => failed.complete(cx),
        }
    }

    #[evt_device_notice]
    fn ring_out(_cx: &mut Cx<'_, Passive>, device: &Device) {
        if let Some(driver) = device.driver::<Bell>() {
            driver.context().rung.fetch_add(100, Ordering::Relaxed);
        }
    }

    #[evt_driver_unload]
    fn unload(_cx: &mut Cx<'_, Passive>, driver: &Driver<Bell>) {
        driver.context().rung.store(0, Ordering::Relaxed);
    }
}

/// A driver that would have its control device be a bus.
mod bus {
    use wdf_safe::prelude::*;

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        NonPnpConfig::new().create(cx, driver, (), |cx, driver| {
            driver.create_control(cx, "D:P(A;;GA;;;SY)", |cx, init| {
                let device = init.create(cx, ())?;
                let child = device.create_child(cx, |cx, init| Ok(init.create(cx, ())?.added()));
                // What is refused here is what the driver's load comes to.
                child?;
                Ok(device.finish(cx))
            })
        })
    }
}

/// A driver whose devices share a control device, on which requests can wait.
mod panel {
    use super::{COUNT, WAIT};
    use wdf_safe::prelude::*;

    #[object_context]
    struct Shared {
        panel: SharedControl,
        devices: AtomicU32,
    }

    #[object_context]
    struct Panel {
        waiting: CancelSlot<DeviceControl>,
    }

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        let shared = SharedInit { panel: SharedControl::init(), devices: AtomicU32::new(0) };
        DriverConfig::new(device_add).create(cx, driver, shared)
    }

    /// The third device refuses after it holds the control device.
    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, driver: &Driver<Shared>, init: DeviceInit<'id>) -> Result<Added<'id>> {
        let number = driver.context().devices.fetch_add(1, Ordering::Relaxed) + 1;
        let mut device = init.create(cx, ())?;
        driver.context().panel.hold(cx, &mut device, "D:P(A;;GA;;;SY)", panel)?;
        if number == 3 {
            return Err(NtStatus::UNSUCCESSFUL.into());
        }
        Ok(device.added())
    }

    fn panel<'id>(cx: &mut Cx<'_, Passive>, init: DeviceInit<'id, ControlDevice>) -> Result<Finished<'id>> {
        let init = init.set_name(cx, r"\Device\Panel")?.set_security(cx, "D:P(A;;GA;;;BA)")?;
        let panel = init.create(cx, PanelInit { waiting: CancelSlot::init() })?;
        QueueConfig::parallel().default_queue().device_control(control).create(cx, &panel, ())?;
        Ok(panel.finish(cx))
    }

    #[evt_io_device_control]
    fn control<'id>(
        cx: &mut Cx<'_, Dispatch>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, DeviceControl>,
    ) -> Handled<'id> {
        let Some(panel) = queue.device::<Panel>() else {
            return request.complete(cx, NtStatus::DEVICE_NOT_READY);
        };
        match request.parameters().control_code {
            COUNT => {
                let devices =
                    panel.driver::<Shared>().map_or(0, |driver| driver.context().devices.load(Ordering::Relaxed));
                match request.into_writer() {
                    Ok(mut answer) => {
                        answer.put(&devices.to_le_bytes());
                        answer.complete(cx)
                    }
                    Err(failed) => failed.complete(cx),
                }
            }
            WAIT => match panel.context().waiting.park_cancelable(cx, request, |cx, it| it.complete_cancelled(cx)) {
                Ok(handled) => handled,
                Err(request) => request.complete(cx, NtStatus::DEVICE_BUSY),
            },
            _ => request.complete(cx, NtStatus::INVALID_DEVICE_REQUEST),
        }
    }
}

fn number(output: &[u8]) -> u32 {
    u32::from_le_bytes(output.try_into().expect("four bytes"))
}

#[test]
fn a_driver_without_pnp_devices_is_reached_by_its_control_device() {
    in_both_worlds(|machine| {
        let driver = machine.load(&bell::DRIVER).expect("the driver loads");
        let [control] = driver.control_devices()[..] else { panic!("there is one control device") };
        let file = control.open().expect("it opens");
        assert_eq!(number(&file.ioctl(COUNT, &[], 4).output), 1);
        machine.system_shutdown();
        assert_eq!(number(&file.ioctl(COUNT, &[], 4).output), 102);
        file.close();
        driver.unload();
        assert!(!control.is_present());
    });
}

/// Of a control device the framework would take what only the device of a bus has, and does not look whether it is there.
#[test]
fn a_control_device_has_no_children() {
    in_both_worlds(|machine| {
        assert_eq!(machine.load(&bus::DRIVER).err(), Some(Status(INVALID_DEVICE_REQUEST)));
    });
}

#[test]
fn a_driver_without_pnp_devices_has_none_to_add() {
    in_both_worlds(|machine| {
        let driver = machine.load(&bell::DRIVER).expect("the driver loads");
        assert_eq!(driver.add_device().map(|_| ()), Err(Status(UNSUCCESSFUL)));
    });
}

/// Rules: CtlDeviceFinishInitDeviceAdd, ControlDeviceDeleted.
#[test]
fn the_control_device_comes_with_the_first_device_and_goes_with_the_last() {
    in_both_worlds(|machine| {
        let driver = machine.load(&panel::DRIVER).expect("the driver loads");
        assert!(driver.control_devices().is_empty());
        let [first, second] = [(); 2].map(|()| driver.add_device().expect("the device starts"));
        let [control] = driver.control_devices()[..] else { panic!("there is one control device") };
        let file = control.open().expect("it opens");
        assert_eq!(number(&file.ioctl(COUNT, &[], 4).output), 2);
        first.remove();
        assert_eq!(number(&file.ioctl(COUNT, &[], 4).output), 2);
        let waiting = file.begin_ioctl(WAIT, &[], 0);
        second.surprise_remove();
        assert_eq!(waiting.wait().status, CANCELLED);
        assert!(driver.control_devices().is_empty());
        driver.unload();
    });
}

/// Rules: Cleanup4CtlDeviceRegistered.
#[test]
fn a_device_that_fails_after_all_leaves_the_control_device_to_the_others() {
    in_both_worlds(|machine| {
        let driver = machine.load(&panel::DRIVER).expect("the driver loads");
        let first = driver.add_device().expect("the device starts");
        let second = driver.add_device().expect("the device starts");
        assert_eq!(driver.add_device().map(|_| ()), Err(Status(UNSUCCESSFUL)));
        assert_eq!(driver.control_devices().len(), 1);
        first.remove();
        second.remove();
        assert!(driver.control_devices().is_empty());
    });
}

#[test]
fn what_the_control_device_has_is_given_up_when_the_last_device_goes() {
    under_every_schedule(2, |machine: &Machine| {
        let driver = machine.load(&panel::DRIVER).expect("the driver loads");
        let device = driver.add_device().expect("the device starts");
        let file = driver.control_devices()[0].open().expect("it opens");
        let application = machine.spawn(move |_| {
            if file.is_open() {
                let _ = file.begin_ioctl(WAIT, &[], 0).wait();
            }
        });
        machine.yield_now();
        device.remove();
        application.join();
        driver.unload();
    });
}
