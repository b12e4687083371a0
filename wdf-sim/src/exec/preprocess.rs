//! What the driver sees before a queue does: the IRP itself, or the request in the thread of the caller.
//!
//! On the way of an IRP between `io.rs` and the queue, for the devices that asked for it; between the two the driver may choose
//! the queue (`irp_dispatch.rs`).
//!
//! Facts: `fxpkgio.cpp:DispatchStep1`, the pages of `EvtDeviceWdmIrpPreprocess` and `EvtIoInCallerContext`.
#![expect(unsafe_code, reason = "calls the driver's callbacks")]

use wdf_sim_sys::{NTSTATUS, PIRP, STATUS_INSUFFICIENT_RESOURCES, STATUS_PENDING, WDFDEVICE, WDFREQUEST};

use super::io::{complete, present_to};
use super::{call, irp_dispatch, with};
use crate::kernel::Kernel;
use crate::kernel::device::Preprocess;
use crate::kernel::irp::IrpId;
use crate::kernel::object::Id;
use crate::kernel::request::{CompletesTo, Flags};

impl Kernel {
    /// The request that a driver gets outside of any queue: it completes it, or enqueues it.
    fn create_unqueued(&mut self, device: Id, irp: IrpId) -> Id {
        let id = self.create_request(device, irp);
        let verifier = self.verifier_on();
        let request = self.objects.request_mut(id);
        request.completes_to = CompletesTo::Package;
        request.presented = true;
        if verifier {
            request.flags.insert(Flags::DRIVER_OWNED | Flags::IN_PROCESS);
        }
        id
    }
}

/// The driver sees the IRP before the framework makes a request of it, if it wants this one. What the driver's dispatch
/// routine returns for it, unless that is the status of the IRP; so with all that follows.
pub(super) fn driver_first(device: Id, irp: IrpId) -> Option<NTSTATUS> {
    let shown = with(|kernel| {
        let major = kernel.irps.get(irp).major as u8;
        // Reads, writes and device controls have the minor function 0.
        let wants = |shown: &Preprocess| shown.minors.is_empty() || shown.minors.contains(&0);
        let shown = kernel.objects.device(device).preprocess.get(&major).filter(|shown| wants(shown))?.callback?;
        Some((shown, kernel.take_in_hand(device, irp)))
    });
    let Some((callback, address)) = shown else { return irp_dispatch::deliver_past_preprocessing(device, irp) };
    // SAFETY: the driver registered this function with its device; it has the IRP from here on.
    Some(call("EvtDeviceWdmIrpPreprocess", device, None, || unsafe {
        callback(device.handle() as WDFDEVICE, address as PIRP)
    }))
}

/// The driver sees the request first, in the thread of the caller and under no lock. This queue is meant for it.
pub(super) fn in_caller_context(device: Id, irp: IrpId, queue: Option<Id>) -> Option<NTSTATUS> {
    // Without memory for a request the callback is left out.
    if !with(|kernel| kernel.has_memory()) {
        return match queue {
            Some(queue) => present_to(queue, device, irp),
            None => {
                complete(irp, STATUS_INSUFFICIENT_RESOURCES);
                Some(STATUS_INSUFFICIENT_RESOURCES)
            }
        };
    }
    let (request, callback) = with(|kernel| {
        let callback = kernel.objects.device(device).in_caller_context;
        (kernel.create_unqueued(device, irp), callback)
    });
    if let Some(callback) = callback {
        // SAFETY: the driver registered this function with its device; it owns the request from here on.
        call("EvtIoInCallerContext", request, None, || unsafe {
            callback(device.handle() as WDFDEVICE, request.handle() as WDFREQUEST);
        });
    }
    Some(STATUS_PENDING)
}
