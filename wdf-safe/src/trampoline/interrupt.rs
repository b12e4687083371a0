//! `EvtInterruptIsr`, `EvtInterruptDpc`, `EvtInterruptWorkItem`, `EvtInterruptEnable`, `EvtInterruptDisable`.
//!
//! *Where it stands.* Row 4; [`register::InterruptConfig`](crate::register::InterruptConfig) gives them to the framework.
//!
//! *Key types.* None: functions, compiled for each handler.
//!
//! *Wraps.* `EVT_WDF_INTERRUPT_ISR`, `EVT_WDF_INTERRUPT_ENABLE`, `EVT_WDF_INTERRUPT_DISABLE`, called with the interrupt's
//! lock held at its level; `EVT_WDF_INTERRUPT_DPC`, called at DISPATCH_LEVEL; `EVT_WDF_INTERRUPT_WORKITEM`, called at
//! PASSIVE_LEVEL.
#![expect(unsafe_code, reason = "called by the framework with raw handles")]

use crate::handler::{self, InterruptChangeHandler, IsrHandler, NoticeHandler};
use crate::interrupt::Interrupt;
use crate::irql::{Cx, Dispatch, InterruptLevel, Passive};
use crate::object::CallbackParent;
use crate::sys::{NTSTATUS, STATUS_SUCCESS, WDFDEVICE, WDFINTERRUPT, WDFOBJECT};

/// `EvtInterruptIsr`.
///
/// # Safety
/// Called by the framework for an `Interrupt<P, S, H>`, with its lock held, at the level of `H`. A value of `F` was given
/// to the interrupt's configuration.
pub(crate) unsafe extern "C" fn isr<P, S, H, F>(interrupt: WDFINTERRUPT, message: u32) -> u8
where
    P: CallbackParent,
    S: Send + 'static,
    H: InterruptLevel,
    F: IsrHandler<P, S, H>,
{
    // SAFETY: a live interrupt of these types: it is disconnected before it is deleted.
    let Some(interrupt) = (unsafe { Interrupt::<P, S, H>::from_handle(interrupt) }) else {
        // It is connected when its device starts, and its context is ready before that; if not, nobody is there to claim.
        return 0;
    };
    // SAFETY: the caller's promise.
    let handler = unsafe { handler::instance::<F>() };
    // SAFETY: called with the lock held, at this level.
    u8::from(unsafe { interrupt.holding(|data, cx| handler(cx, interrupt, data, message)) })
}

/// `EvtInterruptEnable`, `EvtInterruptDisable`.
///
/// # Safety
/// As of [`isr`].
pub(crate) unsafe extern "C" fn change<P, S, H, F>(interrupt: WDFINTERRUPT, _device: WDFDEVICE) -> NTSTATUS
where
    P: CallbackParent,
    S: Send + 'static,
    H: InterruptLevel,
    F: InterruptChangeHandler<P, S, H>,
{
    // SAFETY: a live interrupt of these types.
    let Some(interrupt) = (unsafe { Interrupt::<P, S, H>::from_handle(interrupt) }) else {
        return STATUS_SUCCESS;
    };
    // SAFETY: the caller's promise.
    let handler = unsafe { handler::instance::<F>() };
    // SAFETY: called with the lock held, at this level.
    match unsafe { interrupt.holding(|data, cx| handler(cx, interrupt, data)) } {
        Ok(()) => STATUS_SUCCESS,
        Err(error) => error.to_failure(),
    }
}

/// `EvtInterruptDpc`.
///
/// # Safety
/// Called by the framework for an `Interrupt<P, S, H>`, at DISPATCH_LEVEL. A value of `F` was given to the interrupt's
/// configuration.
pub(crate) unsafe extern "C" fn dpc<P, S, H, F>(interrupt: WDFINTERRUPT, _device: WDFOBJECT)
where
    P: CallbackParent,
    S: Send + 'static,
    H: InterruptLevel,
    F: NoticeHandler<Interrupt<P, S, H>, Dispatch>,
{
    // SAFETY: a live interrupt of these types: the framework waits for its DPC before it deletes it.
    let Some(interrupt) = (unsafe { Interrupt::<P, S, H>::from_handle(interrupt) }) else {
        return;
    };
    // SAFETY: called at DISPATCH_LEVEL.
    let mut cx = unsafe { Cx::<Dispatch>::assume() };
    // SAFETY: the caller's promise.
    let handler = unsafe { handler::instance::<F>() };
    handler(&mut cx, interrupt);
}

/// `EvtInterruptWorkItem`.
///
/// # Safety
/// As of [`dpc`], at PASSIVE_LEVEL.
pub(crate) unsafe extern "C" fn work_item<P, S, H, F>(interrupt: WDFINTERRUPT, _device: WDFOBJECT)
where
    P: CallbackParent,
    S: Send + 'static,
    H: InterruptLevel,
    F: NoticeHandler<Interrupt<P, S, H>, Passive>,
{
    // SAFETY: a live interrupt of these types: the framework waits for its work item before it deletes it.
    let Some(interrupt) = (unsafe { Interrupt::<P, S, H>::from_handle(interrupt) }) else {
        return;
    };
    // SAFETY: called at PASSIVE_LEVEL.
    let mut cx = unsafe { Cx::<Passive>::assume() };
    // SAFETY: the caller's promise.
    let handler = unsafe { handler::instance::<F>() };
    handler(&mut cx, interrupt);
}
