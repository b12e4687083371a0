//! IRPs whose queue the driver chooses: `WdfDeviceConfigureWdmIrpDispatchCallback`, `WdfDeviceWdmDispatchIrp` and
//! `WdfDeviceWdmDispatchIrpToIoQueue`.
//!
//! Facts: `fxdeviceapikm.cpp`.
#![expect(unsafe_code, reason = "functions of the table: the driver's IRPs are read")]

use wdf_sim_sys::{
    NTSTATUS, PFN_WDFDEVICE_WDM_IRP_DISPATCH, PIRP, PWDF_DRIVER_GLOBALS, STATUS_INVALID_PARAMETER, UCHAR, ULONG,
    WDFCONTEXT, WDFDEVICE, WDFDRIVER, WDFQUEUE,
};

use super::{arg, enter, named};
use crate::exec::{irp_dispatch, with};
use crate::kernel::irp::Major;
use crate::kernel::irp_dispatch::IrpDispatch;
use crate::kernel::object::Kind;

pub(super) unsafe extern "C" fn configure(
    _: PWDF_DRIVER_GLOBALS,
    device: WDFDEVICE,
    driver: WDFDRIVER,
    major: UCHAR,
    callback: PFN_WDFDEVICE_WDM_IRP_DISPATCH,
    context: WDFCONTEXT,
) -> NTSTATUS {
    const DDI: &str = "WdfDeviceConfigureWdmIrpDispatchCallback";
    let device = enter(DDI, device, Kind::Device);
    if !driver.is_null() {
        named(DDI, driver, Kind::Driver);
    }
    arg::required(DDI, "EvtDeviceWdmIrpDispatch", callback.map_or(std::ptr::null(), |it| it as *const ()));
    let Some(major) = Major::from_code(major) else { return STATUS_INVALID_PARAMETER };
    with(|kernel| kernel.configure_irp_dispatch(device, IrpDispatch { major, callback, context: context as usize }))
}

pub(super) unsafe extern "C" fn dispatch(
    _: PWDF_DRIVER_GLOBALS,
    device: WDFDEVICE,
    irp: PIRP,
    context: WDFCONTEXT,
) -> NTSTATUS {
    const DDI: &str = "WdfDeviceWdmDispatchIrp";
    let device = enter(DDI, device, Kind::Device);
    arg::required(DDI, "Irp", irp);
    arg::required(DDI, "DispatchContext", context);
    // SAFETY: the driver's IRP.
    unsafe { irp_dispatch::go_on(DDI, device, irp as usize, context as usize) }
}

pub(super) unsafe extern "C" fn to_io_queue(
    _: PWDF_DRIVER_GLOBALS,
    device: WDFDEVICE,
    irp: PIRP,
    queue: WDFQUEUE,
    flags: ULONG,
) -> NTSTATUS {
    const DDI: &str = "WdfDeviceWdmDispatchIrpToIoQueue";
    let device = enter(DDI, device, Kind::Device);
    let queue = named(DDI, queue, Kind::Queue);
    arg::required(DDI, "Irp", irp);
    // SAFETY: the driver's IRP.
    unsafe { irp_dispatch::to_queue(DDI, device, irp as usize, queue, flags) }
}
