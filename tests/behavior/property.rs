//! What a driver asks and says of its devices: properties, interfaces, states, capabilities, failure.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use wdf_sim::{Device, Explorer, File, Machine, Memory, RegistryValue, Status};

use crate::{INVALID_DEVICE_REQUEST, in_both_worlds, under_every_schedule};

/// `STATUS_INVALID_DEVICE_STATE`.
const INVALID_DEVICE_STATE: i32 = 0xC000_0184_u32.cast_signed();

const NAME: u32 = 0x22_2000;
const VALUE: u32 = 0x22_2004;
const STATE: u32 = 0x22_2008;
const HIDE: u32 = 0x22_200C;
const FAIL: u32 = 0x22_2010;
const OF_CONTROL: u32 = 0x22_2014;
const KEEP: u32 = 0x22_2018;

mod driver {
    use super::{FAIL, HIDE, KEEP, NAME, OF_CONTROL, STATE, VALUE};
    use wdf_safe::prelude::*;

    const CLASS: Guid = Guid(0x1234_5678, 0x9ABC, 0xDEF0, [1, 2, 3, 4, 5, 6, 7, 8]);
    const NUMBER: PropertyKey<u32> = PropertyKey::new(CLASS, 2);
    const SAME_AS_GUID: PropertyKey<Guid> = PropertyKey::new(CLASS, 2);
    const FLAG: PropertyKey<bool> = PropertyKey::new(CLASS, 3);
    const NONE: PropertyKey<u64> = PropertyKey::new(CLASS, 4);

    #[object_context]
    struct Whole {
        control: SharedControl,
    }

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, WholeInit { control: SharedControl::init() })
    }

    #[evt_driver_device_add]
    fn device_add<'id>(
        cx: &mut Cx<'_, Passive>,
        driver: &Driver<Whole>,
        mut init: DeviceInit<'id>,
    ) -> Result<Added<'id>> {
        init.set_device_type(0x22);
        init.add_characteristics(0x100);
        init.set_device_class(CLASS);
        init.set_power_not_pageable();
        let (mut early, mut later) = ([0; 64], [0; 64]);
        let length = init.query_property(cx, DeviceProperty::Manufacturer, &mut early)?;
        if init.query_property(cx, DeviceProperty::FriendlyName, &mut []).is_ok() {
            return Err(NtStatus::UNSUCCESSFUL.into());
        }
        let mut device = DeviceConfig::new(init).create(cx, ())?;
        // What was known of it before it was made.
        if device.query_property(cx, DeviceProperty::Manufacturer, &mut later)? != length || early != later {
            return Err(NtStatus::UNSUCCESSFUL.into());
        }
        device.set_pnp_capabilities(cx, PnpCapabilities::new().removable(true).surprise_removal_ok(true))?;
        device.set_state(cx, DeviceState::new().not_disableable(true))?;
        device.create_interface(cx, CLASS)?;
        device.create_interface_named(cx, CLASS, "other")?;
        QueueConfig::sequential().default_queue().passive().device_control(asked).create(cx, &device, ())?;
        driver.context().control.hold(cx, &mut device, "D:P(A;;GA;;;SY)", |cx, init| {
            let control = init.create(cx, ())?;
            QueueConfig::sequential().default_queue().passive().device_control(asked).create(cx, &control, ())?;
            Ok(control.finish(cx))
        })?;
        Ok(device.added())
    }

    #[evt_io_device_control]
    fn asked<'id>(
        cx: &mut Cx<'_, Passive>,
        queue: &Queue<()>,
        request: Request<'id, Owned, DeviceControl>,
    ) -> Handled<'id> {
        let Some(device) = queue.device::<()>() else {
            return request.complete(cx, NtStatus::DEVICE_NOT_READY);
        };
        let mut answer = [0; 64];
        let length = match request.parameters().control_code {
            NAME => name(cx, device, &mut answer),
            VALUE => value(cx, device),
            STATE => {
                let told = device.state(cx).map(|state| state.is_not_disableable() == Some(true));
                told.map(usize::from)
            }
            HIDE => device.set_interface_state(cx, CLASS, false).map(|()| 0),
            FAIL => device.set_failed(cx, Failure::NoRestart).map(|()| 0),
            OF_CONTROL => of_control(cx, device),
            KEEP => {
                let refused = device.unstoppable(cx, |_| super::is_refused());
                if let (Ok(refused), [first, ..]) = (refused, &mut answer) {
                    *first = u8::from(refused);
                }
                refused.map(|_| 1)
            }
            _ => Ok(0),
        };
        let length = match length {
            Ok(length) => length,
            Err(error) => return request.complete(cx, error.status()),
        };
        match request.into_writer() {
            Ok(mut writer) => {
                writer.put(answer.get(..length).unwrap_or_default());
                writer.complete(cx)
            }
            Err(failed) => failed.complete(cx),
        }
    }

    /// The friendly name, read in both ways, which agree.
    fn name(cx: &mut Cx<'_, Passive>, device: &Device, to: &mut [u8; 64]) -> Result<usize> {
        let length = device.query_property(cx, DeviceProperty::FriendlyName, to)?;
        let memory = device.alloc_property(cx, DeviceProperty::FriendlyName)?;
        let agree = to.get(..length) == Some(memory.bytes()) && memory.utf16().count() == length / 2 - 1;
        if agree { Ok(length) } else { Err(NtStatus::UNSUCCESSFUL.into()) }
    }

    /// Assigns, reads back, and takes away.
    fn value(cx: &mut Cx<'_, Passive>, device: &Device) -> Result<usize> {
        device.assign_property(cx, &NUMBER, Some(7))?;
        device.assign_property(cx, &FLAG, Some(true))?;
        let (memory, kind) = device.alloc_property_of(cx, &NUMBER)?;
        let right = memory.bytes() == 7_u32.to_le_bytes() && kind == 7;
        let of_another_type = device.property(cx, &SAME_AS_GUID).map_err(Error::status);
        let missing = device.property(cx, &NONE).is_err();
        if device.property(cx, &NUMBER)? != 7
            || !device.property(cx, &FLAG)?
            || of_another_type != Err(NtStatus::INVALID_PARAMETER)
            || !missing
            || !right
        {
            return Err(NtStatus::UNSUCCESSFUL.into());
        }
        drop(memory);
        device.assign_property(cx, &NUMBER, None)?;
        if device.property(cx, &NUMBER).is_ok() { Err(NtStatus::UNSUCCESSFUL.into()) } else { Ok(0) }
    }

    /// How many of these are refused.
    fn of_control(cx: &mut Cx<'_, Passive>, device: &Device) -> Result<usize> {
        let refused = [
            device.set_failed(cx, Failure::AttemptRestart).is_err(),
            device.set_state(cx, DeviceState::new()).is_err(),
            device.state(cx).is_err(),
            device.set_pnp_capabilities(cx, PnpCapabilities::new()).is_err(),
            device.create_interface(cx, CLASS).is_err(),
            device.set_interface_state(cx, CLASS, true).is_err(),
            device.query_property(cx, DeviceProperty::Description, &mut []).is_err(),
            device.alloc_property(cx, DeviceProperty::Description).is_err(),
            device.property(cx, &NUMBER).is_err(),
            device.assign_property(cx, &NUMBER, None).is_err(),
            device.unstoppable(cx, |_| ()).is_err(),
        ];
        Ok(refused.iter().filter(|refused| **refused).count())
    }
}

fn opened(machine: &Machine) -> (wdf_sim::Driver, Device, File) {
    let driver = machine.load(&driver::DRIVER).expect("the driver loads");
    let device = driver.add_device().expect("the device starts");
    (driver, device, device.open().expect("the device opens"))
}

#[test]
fn a_property_is_read_into_a_buffer_or_into_memory() {
    in_both_worlds(|machine| {
        let (_, device, file) = opened(machine);
        assert!(!file.ioctl(NAME, &[], 64).is_success(), "there is no name");
        let key = device.hardware_key();
        let key = key.strip_suffix(r"\Device Parameters").expect("the key of a device");
        machine.set_registry_value(key, "FriendlyName", &RegistryValue::Text("Lamp".to_owned()));
        let name = file.ioctl(NAME, &[], 64).output;
        assert_eq!(name, b"L\0a\0m\0p\0\0\0");
    });
}

#[test]
fn a_property_has_the_type_of_its_key() {
    in_both_worlds(|machine| {
        let (_, _, file) = opened(machine);
        assert_eq!(file.ioctl(VALUE, &[], 4).status, 0);
    });
}

#[test]
fn interfaces_and_states_are_as_they_were_set() {
    in_both_worlds(|machine| {
        let (_, device, file) = opened(machine);
        assert_eq!(file.ioctl(STATE, &[], 4).output, [0]);
        let enabled = |device: &Device| device.interfaces().iter().map(|it| it.enabled).collect::<Vec<_>>();
        assert_eq!(enabled(&device), [true, true]);
        assert!(file.ioctl(HIDE, &[], 4).is_success());
        assert_eq!(enabled(&device), [false, true]);
    });
}

/// The device that the driver has kept from being stopped, while it does.
static KEPT: Mutex<Option<Device>> = Mutex::new(None);

/// Whether the device is not stopped at this moment by who asks.
fn is_refused() -> bool {
    let kept = KEPT.lock().expect("one thread at a time").take();
    kept.is_some_and(|device| device.stop() == Err(Status(INVALID_DEVICE_STATE)))
}

#[test]
fn who_asks_to_stop_a_device_that_must_go_on_is_refused_until_it_need_not() {
    in_both_worlds(|machine| {
        let (_, device, file) = opened(machine);
        *KEPT.lock().expect("one thread at a time") = Some(device);
        assert_eq!(file.ioctl(KEEP, &[], 4).output, [1], "refused");
        device.stop().expect("it can be stopped again");
    });
}

#[test]
fn a_stop_beside_it_is_refused_in_some_order_and_not_in_others() {
    for explorer in [Explorer::exhaustive(1), Explorer::exhaustive(1).reduced(Memory::Marked)] {
        let seen = Arc::<Mutex<BTreeSet<bool>>>::default();
        let told = Arc::clone(&seen);
        let explored = explorer.run(move |machine| {
            let (_, device, file) = opened(machine);
            let told = Arc::clone(&told);
            let stopper = machine.spawn(move |_| {
                let stopped = device.stop().is_ok();
                told.lock().expect("nobody panics with it").insert(stopped);
                if stopped {
                    device.start().expect("it starts again");
                }
            });
            let _ = file.ioctl(KEEP, &[], 4);
            stopper.join();
        });
        assert!(explored.exhausted);
        assert_eq!(*seen.lock().expect("nobody panics with it"), BTreeSet::from([false, true]));
    }
}

#[test]
fn a_control_device_has_nothing_of_that() {
    in_both_worlds(|machine| {
        let (driver, _, _) = opened(machine);
        let control = driver.control_devices()[0].open().expect("it opens");
        assert_eq!(control.ioctl(OF_CONTROL, &[], 16).information, 11, "everything is refused");
        assert_eq!(control.ioctl(FAIL, &[], 4).status, INVALID_DEVICE_REQUEST);
    });
}

#[test]
fn a_device_that_has_failed_goes_away() {
    in_both_worlds(|machine| {
        let (driver, device, file) = opened(machine);
        assert!(file.ioctl(FAIL, &[], 4).is_success());
        machine.sleep(std::time::Duration::from_millis(1));
        assert!(!device.is_present() && driver.control_devices().is_empty());
    });
}

#[test]
fn failing_and_removal_leave_nothing() {
    under_every_schedule(1, |machine| {
        let (_, device, file) = opened(machine);
        assert!(file.ioctl(FAIL, &[], 4).is_success());
        machine.yield_now();
        if device.is_present() {
            device.remove();
        }
    });
}
