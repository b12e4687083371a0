//! IRPs that a driver is shown before the framework sees them: `WdfDeviceInitAssignWdmIrpPreprocessCallback` and
//! `WdfDeviceWdmDispatchPreprocessedIrp`.
//!
//! Facts: `fxdeviceinitapi.cpp`, `fxdeviceapikm.cpp`, `fxdevice.cpp:DispatchPreprocessedIrp`.
#![expect(unsafe_code, reason = "functions of the table: the driver's pointers are read")]

use wdf_sim_sys::{
    NTSTATUS, PFN_WDFDEVICE_WDM_IRP_PREPROCESS, PIRP, PUCHAR, PWDF_DRIVER_GLOBALS, PWDFDEVICE_INIT,
    STATUS_INVALID_DEVICE_REQUEST, STATUS_INVALID_PARAMETER, STATUS_SUCCESS, UCHAR, ULONG, WDFDEVICE,
};

use super::{arg, device_init, enter};
use crate::exec::driver_irp::{self, Next};
use crate::exec::{self, with};
use crate::kernel::object::Kind;
use crate::violation::{Outcome, Rule, Violation};

/// `IRP_MJ_MAXIMUM_FUNCTION` and one more.
const MAJORS: UCHAR = 0x1C;
/// What the I/O and PnP managers of the machine do without an IRP that a driver could be shown: create, close, shutdown,
/// cleanup, power, system control, PnP.
const UNSEEN: [UCHAR; 7] = [0x00, 0x02, 0x10, 0x12, 0x16, 0x17, 0x1B];

pub(super) unsafe extern "C" fn assign(
    _: PWDF_DRIVER_GLOBALS,
    init: PWDFDEVICE_INIT,
    callback: PFN_WDFDEVICE_WDM_IRP_PREPROCESS,
    major: UCHAR,
    minors: PUCHAR,
    count: ULONG,
) -> NTSTATUS {
    const DDI: &str = "WdfDeviceInitAssignWdmIrpPreprocessCallback";
    arg::required(DDI, "DeviceInit", init);
    arg::required(DDI, "EvtDeviceWdmIrpPreprocess", callback.map_or(std::ptr::null(), |it| it as *const ()));
    if count > 0 {
        arg::required(DDI, "MinorFunctions", minors);
    }
    let mut status = STATUS_SUCCESS;
    device_init::change(DDI, init, |init| {
        if major >= MAJORS {
            status = STATUS_INVALID_PARAMETER;
            return;
        }
        let shown = init.preprocess.entry(major).or_default();
        if count > 0 && !shown.minors.is_empty() {
            status = STATUS_INVALID_DEVICE_REQUEST;
            return;
        }
        for index in 0..count as usize {
            // SAFETY: the driver passes so many.
            let place = unsafe { minors.add(index) };
            // SAFETY: as above.
            shown.minors.push(unsafe { place.read() });
        }
        shown.callback = callback;
    });
    if status == STATUS_SUCCESS && UNSEEN.contains(&major) {
        let text = format!("{DDI} for the major function {major:#x} is not simulated");
        exec::stop(Violation::new(Rule::NotSimulated, Outcome::Leak, text));
    }
    status
}

pub(super) unsafe extern "C" fn dispatch(_: PWDF_DRIVER_GLOBALS, device: WDFDEVICE, irp: PIRP) -> NTSTATUS {
    const DDI: &str = "WdfDeviceWdmDispatchPreprocessedIrp";
    let id = enter(DDI, device, Kind::Device);
    arg::required(DDI, "Irp", irp);
    let object = with(|kernel| kernel.device_object(id, false));
    // SAFETY: the driver's IRP.
    unsafe { driver_irp::pass(DDI, object, irp as usize, Next::Framework(id)) }
}
