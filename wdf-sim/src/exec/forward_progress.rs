//! What becomes of an IRP for which there is no memory, on a queue that guarantees forward progress.
//!
//! Facts: `fxpkgio.cpp:DispatchStep2`, `fxioqueuekm.cpp:GetReservedRequest`, `ReturnReservedRequest`.
#![expect(unsafe_code, reason = "calls the driver's callbacks")]

use wdf_sim_sys::{
    _WDF_IO_FORWARD_PROGRESS_ACTION as action, _WDF_IO_FORWARD_PROGRESS_RESERVED_POLICY as policy, NT_SUCCESS,
    NTSTATUS, PIRP, STATUS_CANCELLED, STATUS_INSUFFICIENT_RESOURCES, STATUS_SUCCESS, STATUS_UNSUCCESSFUL, WDFQUEUE,
    WDFREQUEST,
};

use super::{call, check, io, object, with};
use crate::kernel::forward_progress::{AllocateReserved, ForwardProgress, Reserved};
use crate::kernel::irp::IrpId;
use crate::kernel::object::Id;
use crate::violation::Rule;

/// More reserved requests than this no machine has memory for.
const MOST: u32 = 1_000_000;

/// Makes the reserved requests of a queue, and lets the driver prepare each.
pub(crate) fn assign(queue: Id, progress: ForwardProgress, total: u32, prepare: AllocateReserved) -> NTSTATUS {
    if total > MOST {
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    let mut reserved = Vec::new();
    for _ in 0..total {
        let id = with(|kernel| kernel.create_reserved(queue));
        reserved.push(id);
        let Some(prepare) = prepare else { continue };
        // SAFETY: the driver passed this function with the policy; the request is the queue's.
        let status = call("EvtIoAllocateResourcesForReservedRequest", id, None, || unsafe {
            prepare(queue.handle() as WDFQUEUE, id.handle() as WDFREQUEST)
        });
        if !NT_SUCCESS(status) {
            reserved.into_iter().for_each(free);
            return status;
        }
    }
    with(|kernel| kernel.set_forward_progress(queue, progress, reserved));
    STATUS_SUCCESS
}

/// A reserved request is freed for good.
fn free(id: Id) {
    with(|kernel| kernel.objects.request_mut(id).reserved = None);
    object::release(id);
}

/// The queue is deleted.
pub(super) fn finish(queue: Id) {
    with(|kernel| kernel.take_forward_progress(queue)).into_iter().for_each(free);
}

/// The request with which an IRP is presented on a queue: an ordinary one if there is memory and the driver has what it
/// needs for it. None: the IRP waits for one, or is completed.
pub(super) fn request_for(queue: Id, device: Id, irp: IrpId) -> Option<Id> {
    let (ordinary, guaranteed, allocate) = with(|kernel| {
        let ordinary = kernel.has_memory().then(|| kernel.create_request(device, irp));
        let progress = kernel.objects.queue(queue).forward_progress.as_deref();
        (ordinary, progress.is_some(), progress.and_then(|progress| progress.allocate))
    });
    let Some(request) = ordinary else { return instead(queue, irp, guaranteed) };
    let Some(allocate) = allocate else { return Some(request) };
    // SAFETY: the driver passed this function with the queue's policy; the request is the framework's.
    let status = call("EvtIoAllocateRequestResources", request, None, || unsafe {
        allocate(queue.handle() as WDFQUEUE, request.handle() as WDFREQUEST)
    });
    if NT_SUCCESS(status) {
        return Some(request);
    }
    object::release(request);
    instead(queue, irp, guaranteed)
}

/// There is no ordinary request for this IRP.
fn instead(queue: Id, irp: IrpId, guaranteed: bool) -> Option<Id> {
    if !guaranteed {
        io::complete(irp, STATUS_INSUFFICIENT_RESOURCES);
        return None;
    }
    match reserved(queue, irp) {
        Ok(Reserved::Request(request)) => Some(request),
        Ok(Reserved::Pended) => None,
        Ok(Reserved::Cancelled) => {
            io::complete(irp, STATUS_CANCELLED);
            None
        }
        Err(status) => {
            io::complete(irp, status);
            None
        }
    }
}

/// What the policy says. No simulated application's I/O is paging I/O.
fn reserved(queue: Id, irp: IrpId) -> Result<Reserved, NTSTATUS> {
    let (chosen, examine) = with(|kernel| {
        let progress = kernel.objects.queue(queue).forward_progress.as_deref().expect("the queue has a policy");
        (progress.policy, progress.examine)
    });
    let uses = match (chosen, examine) {
        (policy::WdfIoForwardProgressReservedPolicyAlwaysUseReservedRequest, _) => true,
        (policy::WdfIoForwardProgressReservedPolicyUseExamine, Some(examine)) => {
            let packet = with(|kernel| {
                let device = kernel.objects.queue(queue).device;
                kernel.packet(Some(device), irp)
            });
            // SAFETY: the driver passed this function with the queue's policy; the packet lives as long as the IRP.
            let answer = call("EvtIoWdmIrpForForwardProgress", queue, None, || unsafe {
                examine(queue.handle() as WDFQUEUE, packet as PIRP)
            });
            match answer {
                action::WdfIoForwardProgressActionUseReservedRequest => true,
                action::WdfIoForwardProgressActionFailRequest => false,
                _ => {
                    check(|kernel| {
                        let subject = kernel.objects.subject(queue);
                        let text = format!("EvtIoWdmIrpForForwardProgress of {subject} returned {answer}");
                        kernel.verifier_break(Rule::ForwardProgressMisused, text)
                    });
                    false
                }
            }
        }
        _ => false,
    };
    if uses { Ok(with(|kernel| kernel.take_reserved(queue, irp))) } else { Err(STATUS_UNSUCCESSFUL) }
}

/// A reserved request has come back to its queue.
pub(super) fn put_back(queue: Id, id: Id) {
    if with(|kernel| kernel.put_back_reserved(queue, id)).is_some() {
        io::present(queue, id);
    }
}

/// An IRP that waits for a request is cancelled.
pub(super) fn cancel_pended(queue: Id, irp: IrpId) {
    with(|kernel| kernel.forget_pended(queue, irp));
    io::complete(irp, STATUS_CANCELLED);
}

/// Cancels the IRPs that wait for a request of the queue, of this file or of all.
pub(super) fn flush(queue: Id, file: Option<Id>) {
    while let Some(irp) = with(|kernel| kernel.pop_pended(queue, file)) {
        io::complete(irp, STATUS_CANCELLED);
    }
}

/// Takes the IRPs that wait for a request of the queue now, which are to be cancelled.
pub(super) fn take(queue: Id) -> Vec<IrpId> {
    with(|kernel| std::iter::from_fn(|| kernel.pop_pended(queue, None)).collect())
}

/// Cancels IRPs that were taken.
pub(super) fn cancel(irps: Vec<IrpId>) {
    irps.into_iter().for_each(|irp| io::complete(irp, STATUS_CANCELLED));
}
