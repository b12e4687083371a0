//! Completing a request: the checks before, the outcome, what may be left behind.
//!
//! Pure transitions; `exec/request.rs` calls the cleanup callbacks between them and then completes the IRP (`irp/mod.rs`).
//!
//! Facts: `fxrequest.cpp:CompleteInternal`, `fxrequestbase.cpp`.

use wdf_sim_sys::{
    NT_SUCCESS, NTSTATUS, STATUS_DEVICE_BUSY, STATUS_INSUFFICIENT_RESOURCES, STATUS_INTERNAL_ERROR,
    STATUS_INVALID_DEVICE_REQUEST,
};

use super::{CsqContext, Flags, Request};
use crate::kernel::irp::{IrpId, Major};
use crate::kernel::object::Id;
use crate::kernel::queue::Csq;
use crate::kernel::status::{
    FACILITY_DRIVER_FRAMEWORK, STATUS_WDF_BUSY, STATUS_WDF_INTERNAL_ERROR, STATUS_WDF_NOT_ENOUGH_MAP_REGISTERS,
    STATUS_WDF_PAUSED,
};
use crate::kernel::{Kernel, Result};
use crate::violation::{Rule, Violation};

impl Kernel {
    /// Completion, the checks before anything changes. False: refused, nothing is completed.
    pub(crate) fn verify_completion(&mut self, id: Id, ddi: &str) -> Result<bool> {
        if !self.verify_owned(id, ddi)? {
            return Ok(false);
        }
        self.check_unverified_owned(id, ddi)?;
        let request = self.objects.request(id);
        let subject = || self.objects.subject(id);
        if request.is_sent() {
            let text = format!("{ddi}: {} is with a target", subject());
            return Err(Violation::undefined(Rule::UsedWhileSent, text));
        }
        if request.completed {
            let subject = subject();
            self.verifier_break(Rule::DoubleCompletion, format!("{ddi}: {subject} is being completed already"))?;
            return Ok(false);
        }
        let armed = matches!(request.csq, CsqContext::Linked(_, Csq::Cancelable))
            && self.irps.get(request.irp).routine.is_some();
        let cancelable = request.flags.contains(Flags::DRIVER_CANCELABLE) && !request.flags.contains(Flags::CANCELLED);
        if self.verifier_on() && cancelable {
            let subject = subject();
            self.verifier_break(
                Rule::CompletedWhileCancelable,
                format!("{ddi}: {subject} is still marked cancelable"),
            )?;
        } else if armed {
            let text = format!("{ddi}: {} is still marked cancelable; the IRP is freed while it is linked", subject());
            return Err(Violation::undefined(Rule::CompletedWhileCancelable, text));
        }
        if armed {
            self.csq_unlink(id);
        }
        Ok(true)
    }

    /// Completion, the first step: the outcome is decided, and the driver has lost the request.
    pub(crate) fn start_completion(&mut self, id: Id, status: NTSTATUS, information: Option<usize>) -> Result<()> {
        let &Request { completed, irp, .. } = self.objects.request(id);
        if completed {
            let text = format!("{} is completed by two threads", self.objects.subject(id));
            return Err(Violation::undefined(Rule::DoubleCompletion, text));
        }
        let packet = self.irps.get_mut(irp);
        if let Some(information) = information {
            packet.information = information;
        }
        packet.status = map_status(status);
        self.check_information(id, irp, status)?;
        let request = self.objects.request_mut(id);
        request.completed = true;
        if !request.presented && request.reserved.is_none() {
            for context in &mut self.objects.get_mut(id).contexts {
                context.cleanup = None;
                context.destroy = None;
            }
        }
        Ok(())
    }

    /// The information of a success may not exceed what the caller gave room for.
    fn check_information(&self, id: Id, irp: IrpId, status: NTSTATUS) -> Result<()> {
        let irp = self.irps.get(irp);
        let limit = match irp.major {
            Major::Read => irp.output_length,
            Major::Write => irp.input_length,
            Major::DeviceControl if irp.from_user && irp.output_length > 0 => irp.output_length,
            _ => return Ok(()),
        };
        if !NT_SUCCESS(status) || irp.information <= limit {
            return Ok(());
        }
        let text = format!(
            "{} is completed with information {}, and has room for {limit}",
            self.objects.subject(id),
            irp.information
        );
        Err(if self.verifier_on() {
            let data = [
                id.handle() as u64,
                irp.serial.into(),
                limit as u64,
                irp.information as u64,
                u64::from(irp.major as u8),
            ];
            Violation::wdf(Rule::InformationTooLarge, [6, 4, 0], text).pointing_to(3, &data)
        } else {
            Violation::undefined(Rule::InformationTooLarge, text)
        })
    }

    /// Completion, after the cleanup callbacks: nobody may still refer to the request's memories.
    pub(crate) fn check_memory_references(&self, id: Id) -> Result<()> {
        match self.objects.request(id).memory_references {
            0 => Ok(()),
            count => Err(Violation::wdf(
                Rule::MemoryReferencedAtCompletion,
                [3, id.handle() as u64, i64::from(count).cast_unsigned()],
                format!("{} is completed while {count} references to its memory are held", self.objects.subject(id)),
            )),
        }
    }
}

/// Statuses of the framework's own facility never leave it: the I/O manager sees these instead.
fn map_status(status: NTSTATUS) -> NTSTATUS {
    if (status.cast_unsigned() >> 16) & 0xFFF != FACILITY_DRIVER_FRAMEWORK {
        return status;
    }
    match status {
        STATUS_WDF_PAUSED | STATUS_WDF_BUSY => STATUS_DEVICE_BUSY,
        STATUS_WDF_INTERNAL_ERROR => STATUS_INTERNAL_ERROR,
        STATUS_WDF_NOT_ENOUGH_MAP_REGISTERS => STATUS_INSUFFICIENT_RESOURCES,
        _ => STATUS_INVALID_DEVICE_REQUEST,
    }
}
