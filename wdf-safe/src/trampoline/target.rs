//! `EvtIoTargetQueryRemove`, `EvtIoTargetRemoveCanceled`, `EvtIoTargetRemoveComplete`.
//!
//! *Where it stands.* Row 4; [`register::OpenConfig`](crate::register::OpenConfig) gives them to the framework.
//!
//! *Key types.* None: functions, compiled for each handler. Each is a change of the target, so that it meets no other one.
//!
//! *Wraps.* `EVT_WDF_IO_TARGET_QUERY_REMOVE`, `EVT_WDF_IO_TARGET_REMOVE_CANCELED`, `EVT_WDF_IO_TARGET_REMOVE_COMPLETE`; called at
//! PASSIVE_LEVEL.
#![expect(unsafe_code, reason = "called by the framework with raw handles")]

use crate::context::ObjectContext;
use crate::handler::{self, NoticeHandler, RemovalCanceledHandler, RemovalQueryHandler};
use crate::irql::{Cx, Passive};
use crate::sys::{NTSTATUS, STATUS_DEVICE_BUSY, STATUS_SUCCESS, WDFIOTARGET};
use crate::target::{Change, Notice, RemoteTarget, RemovalCanceled, RemovalQuery};

/// `EvtIoTargetQueryRemove`.
///
/// # Safety
/// Called by the framework at PASSIVE_LEVEL, for a remote target under a device with a context of type `D`. A value of `F` was
/// given to the configuration with which it was opened.
pub(crate) unsafe extern "C" fn query_remove<D, F>(target: WDFIOTARGET) -> NTSTATUS
where
    D: ObjectContext,
    F: RemovalQueryHandler<D>,
{
    // SAFETY: a live remote target of such a device: the framework waits for this callback before it deletes it.
    let Some(target) = (unsafe { RemoteTarget::<D>::from_handle(target) }) else {
        return STATUS_SUCCESS;
    };
    // SAFETY: called at PASSIVE_LEVEL, no lock of the driver held.
    let mut cx = unsafe { Cx::<Passive>::assume() };
    let Notice::Alone(_change) = Change::notice(target.word(), &cx, false) else {
        return STATUS_DEVICE_BUSY;
    };
    // SAFETY: the caller's promise.
    let handler = unsafe { handler::instance::<F>() };
    match handler(&mut cx, RemovalQuery::new(target)) {
        Ok(_let_go) => STATUS_SUCCESS,
        Err(error) => error.to_failure(),
    }
}

/// `EvtIoTargetRemoveCanceled`.
///
/// # Safety
/// As of [`query_remove`].
pub(crate) unsafe extern "C" fn remove_canceled<D, F>(target: WDFIOTARGET)
where
    D: ObjectContext,
    F: RemovalCanceledHandler<D>,
{
    // SAFETY: as in `query_remove`.
    let Some(target) = (unsafe { RemoteTarget::<D>::from_handle(target) }) else {
        return;
    };
    // SAFETY: called at PASSIVE_LEVEL, no lock of the driver held.
    let mut cx = unsafe { Cx::<Passive>::assume() };
    // Who opens or closes it at this moment does not need to be told.
    let Notice::Alone(_change) = Change::notice(target.word(), &cx, false) else {
        return;
    };
    // SAFETY: the caller's promise.
    let handler = unsafe { handler::instance::<F>() };
    handler(&mut cx, RemovalCanceled::new(target));
}

/// `EvtIoTargetRemoveComplete`.
///
/// # Safety
/// As of [`query_remove`].
pub(crate) unsafe extern "C" fn remove_complete<D, F>(target: WDFIOTARGET)
where
    D: ObjectContext,
    F: NoticeHandler<RemoteTarget<D>, Passive>,
{
    // SAFETY: as in `query_remove`.
    let Some(target) = (unsafe { RemoteTarget::<D>::from_handle(target) }) else {
        return;
    };
    // SAFETY: called at PASSIVE_LEVEL, no lock of the driver held.
    let mut cx = unsafe { Cx::<Passive>::assume() };
    // Who opens it at this moment closes it then.
    let Notice::Alone(_change) = Change::notice(target.word(), &cx, true) else {
        return;
    };
    // SAFETY: the caller's promise.
    let handler = unsafe { handler::instance::<F>() };
    handler(&mut cx, target);
    target.close_now(&mut cx);
}
