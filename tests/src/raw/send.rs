//! What a driver does with requests that it sends: format, send, cancel, reuse; and what its completion routine is told.

use std::ptr::null_mut;
use std::rc::Rc;

use wdk_sys::{
    NTSTATUS, PWDF_REQUEST_COMPLETION_PARAMS, PWDF_REQUEST_SEND_OPTIONS, WDF_REQUEST_COMPLETION_PARAMS,
    WDF_REQUEST_REUSE_PARAMS, WDF_REQUEST_SEND_OPTIONS,
};

use super::handle::{Memory, Request, Target};
use super::target::size_of_u32;
use super::{ddi, registry};

/// What a completion routine is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Params {
    /// `WDF_REQUEST_TYPE`.
    pub kind: i32,
    /// The status.
    pub status: NTSTATUS,
    /// The information.
    pub information: u64,
    /// The memory that was read into, written from, or that has an ioctl's output.
    pub memory: Memory,
    /// How many bytes of it.
    pub length: usize,
    /// The device control code.
    pub code: u32,
}

impl Params {
    pub(super) fn read(raw: PWDF_REQUEST_COMPLETION_PARAMS) -> Self {
        // SAFETY: the framework's block, valid for the completion routine, or the test's own.
        let raw = unsafe { raw.read_unaligned() };
        Self::of(&raw)
    }

    fn of(raw: &WDF_REQUEST_COMPLETION_PARAMS) -> Self {
        // SAFETY: the framework writes the status.
        let status = unsafe { raw.IoStatus.__bindgen_anon_1.Status };
        // SAFETY: plain integers and pointers in every variant.
        let read = unsafe { raw.Parameters.Read };
        // SAFETY: as above.
        let ioctl = unsafe { raw.Parameters.Ioctl };
        let (memory, length, code) = match raw.Type {
            14 | 15 => (ioctl.Output.Buffer, ioctl.Output.Length, ioctl.IoControlCode),
            _ => (read.Buffer, read.Length, 0),
        };
        Self {
            kind: raw.Type,
            status,
            information: raw.IoStatus.Information,
            memory: Memory::from(memory),
            length,
            code,
        }
    }
}

/// Send options, and a pointer to them.
pub(super) fn options(flags: u32, timeout: i64) -> WDF_REQUEST_SEND_OPTIONS {
    WDF_REQUEST_SEND_OPTIONS { Size: size_of_u32::<WDF_REQUEST_SEND_OPTIONS>(), Flags: flags, Timeout: timeout }
}

impl Request {
    /// `WdfRequestFormatRequestUsingCurrentType`.
    pub fn format_current(self) {
        ddi!(WdfRequestFormatRequestUsingCurrentType, self.raw());
    }

    /// `WdfRequestSetCompletionRoutine`.
    pub fn on_complete(self, routine: impl Fn(Self, Target, Params) + 'static) {
        registry::with(|registry| registry.completions.insert(self.0, Rc::new(routine)));
        ddi!(WdfRequestSetCompletionRoutine, self.raw(), Some(registry::completion), null_mut());
    }

    /// `WdfRequestSend` without options.
    pub fn send(self, target: Target) -> bool {
        ddi!(WdfRequestSend, self.raw(), target.raw(), null_mut()) != 0
    }

    /// `WdfRequestSend` with these flags and this timeout.
    pub fn send_with(self, target: Target, flags: i32, timeout: i64) -> bool {
        let mut options = options(flags.cast_unsigned(), timeout);
        let options: PWDF_REQUEST_SEND_OPTIONS = &raw mut options;
        ddi!(WdfRequestSend, self.raw(), target.raw(), options) != 0
    }

    /// `WdfRequestSend` with options of a wrong size.
    pub fn send_with_size(self, target: Target, size: u32) -> bool {
        let mut options = WDF_REQUEST_SEND_OPTIONS { Size: size, ..options(0, 0) };
        ddi!(WdfRequestSend, self.raw(), target.raw(), &raw mut options) != 0
    }

    /// `WdfRequestCancelSentRequest`.
    pub fn cancel_sent(self) -> bool {
        ddi!(WdfRequestCancelSentRequest, self.raw()) != 0
    }

    /// `WdfRequestReuse`.
    pub fn reuse(self, status: NTSTATUS) -> NTSTATUS {
        self.reuse_with(size_of_u32::<WDF_REQUEST_REUSE_PARAMS>(), 0, status)
    }

    /// `WdfRequestReuse` with these parameters.
    pub fn reuse_with(self, size: u32, flags: u32, status: NTSTATUS) -> NTSTATUS {
        let mut params = WDF_REQUEST_REUSE_PARAMS { Size: size, Flags: flags, Status: status, NewIrp: null_mut() };
        ddi!(WdfRequestReuse, self.raw(), &raw mut params)
    }

    /// `WdfRequestChangeTarget`.
    pub fn change_target(self, target: Target) -> NTSTATUS {
        ddi!(WdfRequestChangeTarget, self.raw(), target.raw())
    }

    /// `WdfRequestAllocateTimer`.
    pub fn allocate_timer(self) -> NTSTATUS {
        ddi!(WdfRequestAllocateTimer, self.raw())
    }

    /// `WdfRequestGetCompletionParams`.
    #[must_use]
    pub fn completion_params(self) -> Params {
        let mut params = WDF_REQUEST_COMPLETION_PARAMS {
            Size: size_of_u32::<WDF_REQUEST_COMPLETION_PARAMS>(),
            ..Default::default()
        };
        ddi!(WdfRequestGetCompletionParams, self.raw(), &raw mut params);
        Params::of(&params)
    }
}
