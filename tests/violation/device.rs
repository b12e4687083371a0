//! Rules about devices.

use wdf_sim::Rule;
use wdf_tests::raw::{World, control_init, manual, plan};

use wdk_sys::call_unsafe_wdf_function_binding;

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
