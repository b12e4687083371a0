//! What a sent request comes back with: the outcome, the parameters of its completion routine, and who waits for it.
//!
//! Facts: `fxrequestbase.cpp:CompleteSubmitted`, `CompleteSubmittedNoContext`; `fxrequestcontext.cpp`.

use wdf_sim_sys::{
    _IO_STATUS_BLOCK__bindgen_ty_1 as IoStatus,
    _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_1 as WriteParams,
    _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_2 as ReadParams,
    _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_3 as IoctlParams,
    _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_3__bindgen_ty_1 as InputParams,
    _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_3__bindgen_ty_2 as OutputParams,
    _WDF_REQUEST_TYPE as request_type, IO_STATUS_BLOCK, NTSTATUS, PASSIVE_LEVEL, PFN_WDF_REQUEST_COMPLETION_ROUTINE,
    ULONG_PTR, WDF_REQUEST_COMPLETION_PARAMS, WDFMEMORY,
};

use super::super::irp::{Major, UNWRITTEN};
use super::super::object::Id;
use super::super::request::Flags;
use super::super::{Kernel, Result};
use super::{Buffer, TargetFlags};
use crate::trace::ThreadId;
use crate::violation::{Rule, Violation};

/// What the framework does not initialise in completion parameters that stand on its stack.
const UNINITIALISED: u32 = u32::from_ne_bytes([UNWRITTEN; 4]);

impl Kernel {
    /// A thread is about to wait for a target: it must be able to.
    pub(crate) fn check_may_wait(&self, thread: ThreadId, ddi: &str) -> Result<()> {
        let irql = self.thread(thread).irql;
        if u32::from(irql) == PASSIVE_LEVEL {
            return Ok(());
        }
        let text = format!("{ddi} waits, and was called at IRQL {irql}");
        Err(Violation::undefined(Rule::IrqlTooHigh, text))
    }

    /// A thread's wait for a request timed out: true if the request is not back, which counts as a time-out from here on.
    pub(crate) fn time_out_wait(&mut self, id: Id) -> bool {
        let sending = self.sending_mut(id);
        let late = sending.waiting.is_some_and(|waiting| !waiting.done);
        if late {
            sending.flags.insert(TargetFlags::CANCELLED_FROM_TIMER);
        }
        late
    }

    /// What the completion routine is to be called with; the routine must be set again for the next time. The last value
    /// says whether a thread waits.
    pub(crate) fn take_completion(
        &mut self,
        id: Id,
    ) -> (WDF_REQUEST_COMPLETION_PARAMS, PFN_WDF_REQUEST_COMPLETION_ROUTINE, usize, bool) {
        let request = self.objects.request_mut(id);
        request.flags.remove(Flags::FORMATTED);
        let irp = self.irps.get(request.irp);
        let (status, information) = (irp.status, irp.information);
        let sending = request.sending_mut();
        if let Some(format) = &mut sending.format {
            (format.status, format.information) = (status, information);
        }
        let (routine, context, waits) = match &mut sending.waiting {
            Some(waiting) => {
                waiting.status = status;
                (waiting.routine, waiting.context, true)
            }
            None => (sending.routine, sending.context, false),
        };
        (sending.routine, sending.context) = (None, 0);
        let mut params = self.stored_params(id);
        if self.sending(id).is_some_and(|sending| sending.format.is_none()) {
            params.Size = UNINITIALISED;
            params.IoStatus = io_status(status, information);
        }
        (params, routine, context, waits)
    }

    /// `CopyCompletionParams`: of the last time it was formatted and sent.
    pub(crate) fn stored_params(&self, id: Id) -> WDF_REQUEST_COMPLETION_PARAMS {
        let mut params = WDF_REQUEST_COMPLETION_PARAMS {
            Size: u32::try_from(size_of::<WDF_REQUEST_COMPLETION_PARAMS>()).expect("a small structure"),
            Type: request_type::WdfRequestTypeNoFormat,
            ..Default::default()
        };
        let Some(format) = self.sending(id).and_then(|sending| sending.format.as_deref()) else { return params };
        params.IoStatus = io_status(format.status, format.information);
        if format.anonymous || format.others {
            return params;
        }
        let memory = |buffer: &Buffer| buffer.memory as WDFMEMORY;
        match format.major {
            Major::Read => {
                params.Type = request_type::WdfRequestTypeRead;
                let (buffer, part) = (memory(&format.output), &format.output);
                params.Parameters.Read = ReadParams { Buffer: buffer, Length: format.information, Offset: part.offset };
            }
            Major::Write => {
                params.Type = request_type::WdfRequestTypeWrite;
                let (buffer, part) = (memory(&format.input), &format.input);
                params.Parameters.Write =
                    WriteParams { Buffer: buffer, Length: format.information, Offset: part.offset };
            }
            major => {
                params.Type = if major == Major::DeviceControl {
                    request_type::WdfRequestTypeDeviceControl
                } else {
                    request_type::WdfRequestTypeDeviceControlInternal
                };
                params.Parameters.Ioctl = IoctlParams {
                    IoControlCode: format.ioctl,
                    Input: InputParams { Buffer: memory(&format.input), Offset: format.input.offset },
                    Output: OutputParams {
                        Buffer: memory(&format.output),
                        Offset: format.output.offset,
                        Length: format.information,
                    },
                };
            }
        }
        params
    }
}

fn io_status(status: NTSTATUS, information: usize) -> IO_STATUS_BLOCK {
    IO_STATUS_BLOCK { __bindgen_anon_1: IoStatus { Status: status }, Information: information as ULONG_PTR }
}
