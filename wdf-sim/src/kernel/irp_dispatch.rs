//! IRPs whose queue the driver chooses, one by one: what it said to be asked for, and what the verifier asks of its choice.
//!
//! The driver is asked after it was shown the IRP (`WdfDeviceInitAssignWdmIrpPreprocessCallback`) and before there is a request
//! (`exec/irp_dispatch.rs`). Facts: `fxdeviceapikm.cpp:WdfDeviceConfigureWdmIrpDispatchCallback`,
//! `VerifyWdfDeviceWdmDispatchIrp`, `VerifyWdfDeviceWdmDispatchIrpToIoQueue`; `fxpkgio.cpp:ConfigureDynamicDispatching`.

use wdf_sim_sys::{
    _WDF_DISPATCH_IRP_TO_IO_QUEUE_FLAGS as flags, NTSTATUS, PFN_WDFDEVICE_WDM_IRP_DISPATCH,
    STATUS_INVALID_DEVICE_REQUEST, STATUS_INVALID_DEVICE_STATE, STATUS_INVALID_PARAMETER, STATUS_SUCCESS, ULONG,
};

use super::device::Pnp;
use super::irp::{IrpId, Major};
use super::object::Id;
use super::{Kernel, Result};
use crate::violation::{Rule, Violation};

/// What a dispatch context has of the framework's own: `FX_IN_DISPATCH_CALLBACK`.
const IN_CALLBACK: usize = 1;
/// The flags that there are.
const KNOWN: ULONG = (flags::WDF_DISPATCH_IRP_TO_IO_QUEUE_INVOKE_INCALLERCTX_CALLBACK
    | flags::WDF_DISPATCH_IRP_TO_IO_QUEUE_PREPROCESSED_IRP)
    .cast_unsigned();

/// A callback that chooses where the IRPs of a type go, with what the driver gave for it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct IrpDispatch {
    pub(crate) major: Major,
    pub(crate) callback: PFN_WDFDEVICE_WDM_IRP_DISPATCH,
    pub(crate) context: usize,
}

impl Kernel {
    /// `WdfDeviceConfigureWdmIrpDispatchCallback`.
    pub(crate) fn configure_irp_dispatch(&mut self, device: Id, asked: IrpDispatch) -> NTSTATUS {
        let state = self.objects.device_mut(device);
        if state.state != Pnp::Added {
            return STATUS_INVALID_DEVICE_STATE;
        }
        let is_asked_already = state.irp_dispatch.iter().any(|it| it.major == asked.major);
        if is_asked_already || !asked.major.is_io() {
            return STATUS_INVALID_PARAMETER;
        }
        state.irp_dispatch.push(asked);
        state.looks_first = true;
        STATUS_SUCCESS
    }

    /// The callback that chooses where an IRP goes.
    pub(crate) fn irp_dispatch_for(&self, device: Id, irp: IrpId) -> Option<IrpDispatch> {
        let major = self.irps.get(irp).major;
        self.objects.device(device).irp_dispatch.iter().find(|it| it.major == major).copied()
    }

    /// What the callback is to give back when it leaves the choice to the framework.
    pub(crate) fn dispatch_context(device: Id) -> usize {
        device.address() | IN_CALLBACK
    }

    /// The checks of `WdfDeviceWdmDispatchIrp`. False: the IRP is to be completed with STATUS_INVALID_PARAMETER.
    pub(crate) fn verify_dispatch_context(&mut self, device: Id, context: usize) -> Result<bool> {
        const DDI: &str = "WdfDeviceWdmDispatchIrp";
        if context == Self::dispatch_context(device) {
            return Ok(true);
        }
        let is_marked = context & IN_CALLBACK != 0;
        let text = format!("{DDI}: the dispatch context {context:#x} is not that of the callback");
        if self.verifier_on() {
            if !is_marked {
                let text = format!("{DDI} is called from a preprocess callback, which is for class extensions");
                self.verifier_break(Rule::IrpDispatchedWrongly, text)?;
            }
            self.verifier_break(Rule::IrpDispatchedWrongly, text.clone())?;
            if is_marked {
                return Ok(false);
            }
        }
        // It goes on with what there is at that address.
        Err(Violation::undefined(Rule::IrpDispatchedWrongly, text))
    }

    /// The checks of `WdfDeviceWdmDispatchIrpToIoQueue`: whose queue it is, or the status with which the IRP is completed.
    /// Without the verifier what it would find corrupts memory.
    pub(crate) fn verify_irp_to_queue(
        &mut self,
        device: Id,
        major: Option<Major>,
        queue: Id,
        flags: ULONG,
    ) -> Result<Result<Id, NTSTATUS>> {
        let state = self.objects.queue(queue);
        let owner = state.device;
        let takes = major.filter(|major| major.is_io()).map(|major| state.takes(major));
        let (parent, is_allowed) = match self.objects.device(device).pdo.as_deref() {
            Some(pdo) => (Some(pdo.parent), pdo.forwards_to_parent),
            None => (None, false),
        };
        let (why, status) = if flags & !KNOWN != 0 && self.verifier_on() {
            (format!("the flags {flags:#x} are none"), STATUS_INVALID_PARAMETER)
        } else if takes.is_none() {
            ("only reads, writes and device controls go to queues".to_owned(), STATUS_INVALID_PARAMETER)
        } else if takes == Some(false) && self.verifier_on() {
            (format!("{} has no handler for the IRP", self.objects.subject(queue)), STATUS_INVALID_PARAMETER)
        } else if parent == Some(owner) && !is_allowed {
            let text = format!("the init of {} did not allow its parent's queues", self.objects.subject(device));
            (text, STATUS_INVALID_DEVICE_REQUEST)
        } else if owner != device && parent != Some(owner) {
            (format!("{} is of another device", self.objects.subject(queue)), STATUS_INVALID_PARAMETER)
        } else {
            return Ok(Ok(owner));
        };
        let text = format!("WdfDeviceWdmDispatchIrpToIoQueue: {why}");
        if !self.verifier_on() {
            return Err(Violation::undefined(Rule::IrpDispatchedWrongly, text));
        }
        self.verifier_break(Rule::IrpDispatchedWrongly, text)?;
        Ok(Err(status))
    }

    /// The queue to which the request of an IRP goes when it is enqueued: its driver has chosen one.
    pub(crate) fn choose_queue(&mut self, device: Id, irp: IrpId, queue: Id) {
        let serial = self.objects.get(queue).serial;
        // What the driver was shown may be the IRP above this one.
        self.packet(Some(device), irp);
        *self.chosen_for(irp).expect("it was made just now") = Some((queue, serial));
    }

    /// The queue that was chosen for an IRP. The framework keeps no reference to it.
    pub(crate) fn chosen_queue(&mut self, irp: IrpId) -> Result<Option<Id>> {
        let Some((queue, serial)) = self.chosen_for(irp).copied().flatten() else { return Ok(None) };
        if self.objects.is_live(queue, serial) {
            return Ok(Some(queue));
        }
        let text = "WdfDeviceEnqueueRequest: the queue that was chosen for the request was deleted";
        Err(Violation::undefined(Rule::UseAfterDestroy, text))
    }
}
