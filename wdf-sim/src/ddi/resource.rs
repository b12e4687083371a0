//! `WdfCmResourceList*`: the resources that a device was assigned.
//!
//! The lists of `EvtDevicePrepareHardware` are read only. Facts: `fxresourceapi.cpp`, `pnpstatemachine.cpp:PnpMatchResources`.
#![expect(unsafe_code, reason = "functions of the table take the driver's pointers")]

use wdf_sim_sys::{
    NTSTATUS, PCM_PARTIAL_RESOURCE_DESCRIPTOR, PWDF_DRIVER_GLOBALS, STATUS_ACCESS_DENIED, ULONG, WDFCMRESLIST,
};

use super::{arg, enter};
use crate::exec::{check, with};
use crate::kernel::object::{Id, Kind};
use crate::violation::Rule;

pub(super) unsafe extern "C" fn cm_get_count(_: PWDF_DRIVER_GLOBALS, list: WDFCMRESLIST) -> ULONG {
    let id = enter("WdfCmResourceListGetCount", list, Kind::CmResList);
    with(|kernel| ULONG::try_from(kernel.objects.cm_res_list(id).len()).unwrap_or(ULONG::MAX))
}

pub(super) unsafe extern "C" fn cm_get_descriptor(
    _: PWDF_DRIVER_GLOBALS,
    list: WDFCMRESLIST,
    index: ULONG,
) -> PCM_PARTIAL_RESOURCE_DESCRIPTOR {
    let id = enter("WdfCmResourceListGetDescriptor", list, Kind::CmResList);
    let address = with(|kernel| kernel.objects.cm_res_list_mut(id).hand_out(index as usize));
    address.unwrap_or(0) as PCM_PARTIAL_RESOURCE_DESCRIPTOR
}

/// The driver changes a list that it may only read.
fn refuse(ddi: &str, list: Id) -> NTSTATUS {
    check(|kernel| {
        let text = format!("{ddi}: {} may not be changed", kernel.objects.subject(list));
        kernel.verifier_break(Rule::ResourcesMisused, text)
    });
    STATUS_ACCESS_DENIED
}

/// The same of a function that takes a descriptor.
fn refuse_descriptor(ddi: &'static str, list: WDFCMRESLIST, descriptor: PCM_PARTIAL_RESOURCE_DESCRIPTOR) -> NTSTATUS {
    let id = enter(ddi, list, Kind::CmResList);
    arg::required(ddi, "Descriptor", descriptor);
    refuse(ddi, id)
}

pub(super) unsafe extern "C" fn cm_append_descriptor(
    _: PWDF_DRIVER_GLOBALS,
    list: WDFCMRESLIST,
    descriptor: PCM_PARTIAL_RESOURCE_DESCRIPTOR,
) -> NTSTATUS {
    refuse_descriptor("WdfCmResourceListAppendDescriptor", list, descriptor)
}

pub(super) unsafe extern "C" fn cm_insert_descriptor(
    _: PWDF_DRIVER_GLOBALS,
    list: WDFCMRESLIST,
    descriptor: PCM_PARTIAL_RESOURCE_DESCRIPTOR,
    _index: ULONG,
) -> NTSTATUS {
    refuse_descriptor("WdfCmResourceListInsertDescriptor", list, descriptor)
}

pub(super) unsafe extern "C" fn cm_remove(_: PWDF_DRIVER_GLOBALS, list: WDFCMRESLIST, _index: ULONG) {
    const DDI: &str = "WdfCmResourceListRemove";
    refuse(DDI, enter(DDI, list, Kind::CmResList));
}

pub(super) unsafe extern "C" fn cm_remove_by_descriptor(
    _: PWDF_DRIVER_GLOBALS,
    list: WDFCMRESLIST,
    descriptor: PCM_PARTIAL_RESOURCE_DESCRIPTOR,
) {
    refuse_descriptor("WdfCmResourceListRemoveByDescriptor", list, descriptor);
}
