//! `WdfDpc*`: what DPCs share with timers and work items is in `deferred.rs`.
#![expect(unsafe_code, reason = "functions of the table: the driver's pointers are read and written")]

use wdf_sim_sys::{
    BOOLEAN, NTSTATUS, PWDF_DPC_CONFIG, PWDF_DRIVER_GLOBALS, PWDF_OBJECT_ATTRIBUTES, STATUS_INFO_LENGTH_MISMATCH,
    WDF_DPC_CONFIG, WDFDPC, WDFOBJECT,
};

use super::{arg, begin, deferred, enter, enter_at_any_level};
use crate::exec::{block, service, with};
use crate::kernel::Level;
use crate::kernel::dpc::Dpc;
use crate::kernel::object::{Body, Kind};
use crate::kernel::thread::Wait;

pub(super) unsafe extern "C" fn create(
    _: PWDF_DRIVER_GLOBALS,
    config: PWDF_DPC_CONFIG,
    attributes: PWDF_OBJECT_ATTRIBUTES,
    out: *mut WDFDPC,
) -> NTSTATUS {
    const DDI: &str = "WdfDpcCreate";
    begin(DDI);
    // SAFETY: the driver's pointer, NULL or valid.
    let config: WDF_DPC_CONFIG = unsafe { arg::sized(DDI, "Config", config) };
    arg::required(DDI, "Attributes", attributes);
    arg::required(DDI, "Dpc", out);
    if config.Size as usize != size_of::<WDF_DPC_CONFIG>() {
        return STATUS_INFO_LENGTH_MISMATCH;
    }
    let body = |lock| Body::Dpc(Dpc { callback: config.EvtDpcFunc, lock, queued: false, running: 0, dead: false });
    let serialized = config.AutomaticSerialization != 0;
    // SAFETY: the driver's pointer, checked above.
    let made = unsafe { deferred::make(DDI, attributes, Level::Dispatch, serialized, body) };
    // SAFETY: the driver's pointer, checked above.
    unsafe { arg::give(DDI, "Dpc", out, made) }
}

pub(super) unsafe extern "C" fn enqueue(_: PWDF_DRIVER_GLOBALS, dpc: WDFDPC) -> BOOLEAN {
    let id = enter_at_any_level("WdfDpcEnqueue", dpc, Kind::Dpc);
    let queued = with(|kernel| kernel.enqueue_dpc(id));
    service::ensure();
    BOOLEAN::from(queued)
}

pub(super) unsafe extern "C" fn cancel(_: PWDF_DRIVER_GLOBALS, dpc: WDFDPC, wait: BOOLEAN) -> BOOLEAN {
    let id = enter("WdfDpcCancel", dpc, Kind::Dpc);
    let was_queued = with(|kernel| kernel.cancel_dpc(id));
    if wait != 0 {
        block(Wait::CallbackIdle(id));
    }
    BOOLEAN::from(was_queued)
}

pub(super) unsafe extern "C" fn get_parent_object(_: PWDF_DRIVER_GLOBALS, dpc: WDFDPC) -> WDFOBJECT {
    let id = enter_at_any_level("WdfDpcGetParentObject", dpc, Kind::Dpc);
    with(|kernel| kernel.objects.get(id).parent.map_or(std::ptr::null_mut(), |parent| parent.handle() as WDFOBJECT))
}
