//! `WdfIoQueueAssignForwardProgressPolicy` and `WdfRequestIsReserved`.
//!
//! Facts: `fxioqueueapi.cpp`, `fxrequestapi.cpp`.
#![expect(unsafe_code, reason = "functions of the table: the driver's pointers are read and written")]

use wdf_sim_sys::{
    _WDF_IO_FORWARD_PROGRESS_RESERVED_POLICY::WdfIoForwardProgressReservedPolicyUseExamine, BOOLEAN, NTSTATUS,
    PWDF_DRIVER_GLOBALS, PWDF_IO_QUEUE_FORWARD_PROGRESS_POLICY, STATUS_INFO_LENGTH_MISMATCH,
    STATUS_INVALID_DEVICE_REQUEST, STATUS_INVALID_PARAMETER, WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY, WDFQUEUE,
    WDFREQUEST,
};

use super::{arg, enter, passive_only};
use crate::exec::{check, forward_progress, with};
use crate::kernel::forward_progress::ForwardProgress;
use crate::kernel::object::Kind;
use crate::violation::Rule;

pub(super) unsafe extern "C" fn assign_policy(
    _: PWDF_DRIVER_GLOBALS,
    queue: WDFQUEUE,
    policy: PWDF_IO_QUEUE_FORWARD_PROGRESS_POLICY,
) -> NTSTATUS {
    const DDI: &str = "WdfIoQueueAssignForwardProgressPolicy";
    let id = enter(DDI, queue, Kind::Queue);
    // SAFETY: the driver's pointer, NULL or valid.
    let policy = unsafe { arg::sized(DDI, "ForwardProgressPolicy", policy) };
    if !passive_only(DDI) {
        return STATUS_INVALID_DEVICE_REQUEST;
    }
    let is_new = check(|kernel| {
        if kernel.objects.queue(id).forward_progress.is_none() {
            return Ok(true);
        }
        let text = format!("{DDI}: {} has a policy already", kernel.objects.subject(id));
        kernel.verifier_break(Rule::ForwardProgressMisused, text)?;
        Ok(false)
    });
    if !is_new {
        return STATUS_INVALID_PARAMETER;
    }
    if policy.Size as usize != size_of::<WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY>() {
        return STATUS_INFO_LENGTH_MISMATCH;
    }
    let chosen = policy.ForwardProgressReservedPolicy;
    // SAFETY: the union has this member alone, an optional function that the driver's initialiser set or zeroed.
    let examine =
        unsafe { policy.ForwardProgressReservePolicySettings.Policy.ExaminePolicy.EvtIoWdmIrpForForwardProgress };
    let unexamined = chosen == WdfIoForwardProgressReservedPolicyUseExamine && examine.is_none();
    if unexamined || policy.TotalForwardProgressRequests == 0 {
        return STATUS_INVALID_PARAMETER;
    }
    let progress = ForwardProgress::new(chosen, examine, policy.EvtIoAllocateRequestResources);
    let prepare = policy.EvtIoAllocateResourcesForReservedRequest;
    forward_progress::assign(id, progress, policy.TotalForwardProgressRequests, prepare)
}

pub(super) unsafe extern "C" fn is_reserved(_: PWDF_DRIVER_GLOBALS, request: WDFREQUEST) -> BOOLEAN {
    let id = enter("WdfRequestIsReserved", request, Kind::Request);
    BOOLEAN::from(with(|kernel| kernel.objects.request(id).reserved.is_some()))
}
