//! Rules about devices.

use wdf_sim::Rule;
use wdf_tests::raw::{
    Device, Init, NOT_SUPPORTED, SUCCESS, SpinLock, World, attributes, control_init, load, manual, plan,
};

use wdk_sys::{
    WDF_DEVICE_PNP_CAPABILITIES, WDF_DEVICE_POWER_CAPABILITIES, WDF_DEVICE_STATE, WDF_FILEOBJECT_CONFIG,
    WDF_PNPPOWER_EVENT_CALLBACKS, WDF_REMOVE_LOCK_OPTIONS, call_unsafe_wdf_function_binding,
};

use crate::support::{Shows, fires};

const SDDL: &str = "D:P(A;;GA;;;SY)";

#[test]
fn control_device_misused() {
    fn finish(m: &World<'_>, right: bool) {
        let rig = m.rig(manual());
        let control = plan().create(control_init(rig.raw, SDDL).unwrap()).unwrap();
        if right {
            control.finish()
        } else {
            rig.raw.finish()
        }
        control.delete();
    }
    fires(Rule::ControlDeviceMisused, Shows::Printed, Shows::Break, |m| finish(m, false), |m| finish(m, true));
}

#[test]
fn a_control_device_does_not_outlive_the_drivers_devices() {
    fn leave(m: &World<'_>, delete: bool) {
        let rig = m.rig(manual());
        let control = plan().create(control_init(rig.raw, SDDL).unwrap()).unwrap();
        control.finish();
        if delete {
            control.delete();
        }
    }
    fires(Rule::ControlDeviceMisused, Shows::Leak, Shows::Leak, |m| leave(m, false), |m| leave(m, true));
}

#[test]
fn power_reference_misused() {
    fn resume(m: &World<'_>, stopped: bool) {
        let device = m.rig(manual()).raw;
        if stopped {
            assert_eq!(device.stop_idle(false), 0);
        }
        device.resume_idle();
    }
    fires(Rule::PowerReferenceMisused, Shows::Printed, Shows::Break, |m| resume(m, false), |m| resume(m, true));
}

/// Rules: NonPnPDrvPowerPolicyOwnerAPI.
/// Misuse M119, at the raw layer.
#[test]
fn a_control_device_has_no_power() {
    fn stays_awake(m: &World<'_>, wrong: bool) {
        let rig = m.rig(manual());
        let control = plan().create(control_init(rig.raw, SDDL).unwrap()).unwrap();
        let device = if wrong { control } else { rig.raw };
        assert_eq!(device.stop_idle(false), SUCCESS);
        device.resume_idle();
        control.delete();
    }
    let undefined = Shows::Undefined;
    fires(Rule::DeviceMisused, undefined, undefined, |m| stays_awake(m, true), |m| stays_awake(m, false));
}

#[test]
fn device_misused() {
    fires(
        Rule::DeviceMisused,
        Shows::Printed,
        Shows::Break,
        |m| m.rig(manual()).raw.set_not_disableable(7),
        |m| m.rig(manual()).raw.set_not_disableable(0),
    );
}

#[test]
fn a_driver_stops_the_system_itself() {
    fires(
        Rule::DriverPanicked,
        Shows::BugCheck(0xE2),
        Shows::BugCheck(0xE2),
        // SAFETY: the function has no precondition.
        |_| unsafe { call_unsafe_wdf_function_binding!(WdfVerifierKeBugCheck, 0xE2, 1, 2, 3, 4) },
        |_| {},
    );
}

#[test]
fn a_driver_breaks_into_the_debugger_itself() {
    fires(
        Rule::DriverPanicked,
        Shows::Printed,
        Shows::Break,
        // SAFETY: the function has no precondition.
        |_| unsafe { call_unsafe_wdf_function_binding!(WdfVerifierDbgBreakPoint) },
        |_| {},
    );
}

fn size<T>() -> u32 {
    u32::try_from(size_of::<T>()).expect("a small structure")
}

/// Tells a device its state and abilities, in structures that are this much longer than they should be.
fn tell(device: Device, more: u32) {
    let (mut state, mut pnp) = (WDF_DEVICE_STATE::default(), WDF_DEVICE_PNP_CAPABILITIES::default());
    let mut power = WDF_DEVICE_POWER_CAPABILITIES { IdealDxStateForSx: 5, ..Default::default() };
    state.Size = size::<WDF_DEVICE_STATE>() + more;
    pnp.Size = size::<WDF_DEVICE_PNP_CAPABILITIES>() + more;
    power.Size = size::<WDF_DEVICE_POWER_CAPABILITIES>() + more;
    // SAFETY: the structures outlive the calls; those that are too long by their own word are refused unread.
    unsafe { call_unsafe_wdf_function_binding!(WdfDeviceSetDeviceState, device.raw(), &raw mut state) };
    // SAFETY: the structures outlive the calls; those that are too long by their own word are refused unread.
    unsafe { call_unsafe_wdf_function_binding!(WdfDeviceGetDeviceState, device.raw(), &raw mut state) };
    // SAFETY: the structures outlive the calls; those that are too long by their own word are refused unread.
    unsafe { call_unsafe_wdf_function_binding!(WdfDeviceSetPnpCapabilities, device.raw(), &raw mut pnp) };
    // SAFETY: the structures outlive the calls; those that are too long by their own word are refused unread.
    unsafe { call_unsafe_wdf_function_binding!(WdfDeviceSetPowerCapabilities, device.raw(), &raw mut power) };
}

#[test]
fn sizes_of_what_a_device_is_told() {
    let (off, on) = (Shows::Printed, Shows::Break);
    fires(Rule::ParametersSizeWrong, off, on, |m| tell(m.rig(manual()).raw, 4), |m| tell(m.rig(manual()).raw, 0));
}

#[test]
fn capabilities_are_in_range() {
    fn power(m: &World<'_>, change: impl FnOnce(&mut WDF_DEVICE_POWER_CAPABILITIES)) {
        let device = m.rig(manual()).raw;
        let size = size::<WDF_DEVICE_POWER_CAPABILITIES>();
        let mut power = WDF_DEVICE_POWER_CAPABILITIES { Size: size, IdealDxStateForSx: 5, ..Default::default() };
        change(&mut power);
        // SAFETY: the structure outlives the call.
        unsafe { call_unsafe_wdf_function_binding!(WdfDeviceSetPowerCapabilities, device.raw(), &raw mut power) };
    }
    fn pnp(m: &World<'_>, value: i32) {
        let device = m.rig(manual()).raw;
        let size = size::<WDF_DEVICE_PNP_CAPABILITIES>();
        let mut pnp = WDF_DEVICE_PNP_CAPABILITIES { Size: size, Removable: value, ..Default::default() };
        // SAFETY: the structure outlives the call.
        unsafe { call_unsafe_wdf_function_binding!(WdfDeviceSetPnpCapabilities, device.raw(), &raw mut pnp) };
    }
    let wrong: [fn(&World<'_>); 7] = [
        |m| pnp(m, 3),
        |m| power(m, |it| it.WakeFromD3 = 3),
        |m| power(m, |it| it.DeviceState[2] = 6),
        |m| power(m, |it| it.DeviceWake = -1),
        |m| power(m, |it| it.SystemWake = 8),
        |m| power(m, |it| it.IdealDxStateForSx = 1),
        |m| power(m, |it| it.IdealDxStateForSx = 6),
    ];
    for wrong in wrong {
        fires(Rule::DeviceMisused, Shows::Printed, Shows::Break, wrong, |m| {
            pnp(m, 1);
            power(m, |it| (it.WakeFromD3, it.DeviceWake, it.SystemWake, it.IdealDxStateForSx) = (1, 4, 5, 4));
        });
    }
}

#[test]
fn an_unknown_key_of_a_device() {
    fires(
        Rule::DeviceMisused,
        Shows::Printed,
        Shows::Break,
        |m| assert!(m.rig(manual()).raw.key(7).is_err()),
        |m| assert!(m.rig(manual()).raw.key(1).is_ok()),
    );
}

#[test]
fn properties_above_apc_level() {
    fn ask(m: &World<'_>, lock: bool) {
        let device = m.rig(manual()).raw;
        let held = SpinLock::create(&attributes()).unwrap();
        if lock {
            held.acquire();
        }
        let _ = device.named_property(1, 0, 24);
        let _ = device.allocated_named_property(1);
        let _ = device.assign_property(1, None);
        if lock {
            held.release();
        }
    }
    fires(Rule::IrqlTooHigh, Shows::Not, Shows::Break, |m| ask(m, true), |m| ask(m, false));
}

/// A driver that does this with its device's init.
fn with_init(m: &World<'_>, tell: fn(Init)) {
    let add = move |init: Init| {
        tell(init);
        plan().create(init).map_or_else(|status| status, |_| SUCCESS)
    };
    load(m, add).unwrap().add_device().unwrap();
}

/// Passes callbacks and options, in structures of these sizes.
fn sizes(init: Init, callbacks: u32, options: u32) {
    let mut callbacks = WDF_PNPPOWER_EVENT_CALLBACKS { Size: callbacks, ..Default::default() };
    let mut options = WDF_REMOVE_LOCK_OPTIONS { Size: options, Flags: 0 };
    // SAFETY: the structures outlive the calls, and are as long as they say or refused unread.
    unsafe {
        call_unsafe_wdf_function_binding!(WdfDeviceInitSetPnpPowerEventCallbacks, init.raw(), &raw mut callbacks)
    };
    // SAFETY: the structures outlive the calls, and are as long as they say or refused unread.
    unsafe { call_unsafe_wdf_function_binding!(WdfDeviceInitSetRemoveLockOptions, init.raw(), &raw mut options) };
}

#[test]
fn sizes_of_a_device_init() {
    let wrong: [fn(&World<'_>); 3] = [
        |m| with_init(m, |init| sizes(init, 140, 8)),
        |m| with_init(m, |init| sizes(init, 144, 4)),
        |m| with_init(m, |init| init.power_policy(60)),
    ];
    for wrong in wrong {
        fires(Rule::ParametersSizeWrong, Shows::Printed, Shows::Break, wrong, |m| {
            with_init(m, |init| sizes(init, 144, 8));
            with_init(m, |init| sizes(init, 136, 8));
            with_init(m, |init| init.power_policy(56));
        });
    }
}

/// Says of which class the file objects are, and how I/O travels.
fn files(init: Init, class: i32, forward: i32, io_type: i32) {
    let mut config = WDF_FILEOBJECT_CONFIG {
        Size: size::<WDF_FILEOBJECT_CONFIG>(),
        AutoForwardCleanupClose: forward,
        FileObjectClass: class,
        ..Default::default()
    };
    let none = std::ptr::null_mut();
    // SAFETY: the structure outlives the call.
    unsafe { call_unsafe_wdf_function_binding!(WdfDeviceInitSetFileObjectConfig, init.raw(), &raw mut config, none) };
    // SAFETY: the structure outlives the call.
    unsafe { call_unsafe_wdf_function_binding!(WdfDeviceInitSetIoType, init.raw(), io_type) };
}

#[test]
fn configurations_of_a_device_init() {
    let wrong: [fn(&World<'_>); 3] = [
        |m| with_init(m, |init| files(init, 0, 2, 2)),
        |m| with_init(m, |init| files(init, 2, 3, 2)),
        |m| with_init(m, |init| files(init, 2, 2, 9)),
    ];
    for wrong in wrong {
        let right: fn(&World<'_>) = |m| with_init(m, |init| files(init, 2, 2, 2));
        fires(Rule::DeviceMisused, Shows::Printed, Shows::Break, wrong, right);
    }
}

/// Misuse M74, at the raw layer.
#[test]
fn inits_of_the_wrong_kind() {
    fn filter(m: &World<'_>, child: bool) {
        let device = m.rig(manual()).raw;
        if child {
            let init = device.child_init().unwrap();
            // SAFETY: the init lives until it is freed.
            unsafe { call_unsafe_wdf_function_binding!(WdfFdoInitSetFilter, init.raw()) };
            init.free();
        }
    }
    fires(Rule::DeviceMisused, Shows::Printed, Shows::Break, |m| filter(m, true), |m| filter(m, false));
}

#[test]
fn callbacks_that_say_whether_they_can_do_not_answer_that_it_is_not_supported() {
    fn answer(m: &World<'_>, callback: &'static str, status: i32) {
        let plan = match callback {
            "prepare_hardware" => plan().prepare_hardware(move |_, _, _| status),
            _ => plan().pnp(callback, move |_| status),
        };
        let Ok(rig) = m.try_build_with(plan, &wdf_sim::Resources::new(), |_| {}) else { return };
        let _ = rig.device.stop();
        let _ = rig.device.start();
        let _ = rig.device.try_remove();
    }
    let rule = Rule::DeviceMisused;
    let (off, on) = (Shows::Not, Shows::Break);
    fires(rule, off, on, |m| answer(m, "query_stop", NOT_SUPPORTED), |m| answer(m, "query_stop", SUCCESS));
    fires(
        rule,
        off,
        on,
        |m| answer(m, "query_remove_device", NOT_SUPPORTED),
        |m| answer(m, "query_remove_device", SUCCESS),
    );
    fires(rule, off, on, |m| answer(m, "prepare_hardware", NOT_SUPPORTED), |m| answer(m, "prepare_hardware", SUCCESS));
    fires(rule, off, on, |m| answer(m, "release_hardware", NOT_SUPPORTED), |m| answer(m, "release_hardware", SUCCESS));
}
