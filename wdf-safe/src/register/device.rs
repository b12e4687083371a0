//! Devices that see requests first on the thread of their sender.
//!
//! *Where it stands.* Row 5: a method of [`DeviceInit`] that gives the framework a callback.
//!
//! *Key types.* None of its own.
//!
//! *Wraps.* `WdfDeviceInitSetIoInCallerContextCallback`, `EVT_WDF_IO_IN_CALLER_CONTEXT`.
#![expect(unsafe_code, reason = "calls of the framework")]

use crate::context::{ContextInit, ObjectContext};
use crate::device::{Device, DeviceInit, NewDevice, Role};
use crate::handler;
use crate::irql::{Cx, Dispatch, Passive};
use crate::request::{Any, Handled, InCallerContext, Request};
use crate::status::Result;
use crate::sys::ddi;
use crate::trampoline;

impl<'id, R: Role> DeviceInit<'id, R> {
    /// Makes the device as [`create`](Self::create) does, and presents every request to this handler first, on the
    /// thread of its sender, before any queue: `EvtIoInCallerContext`. `WdfDeviceInitSetIoInCallerContextCallback`.
    ///
    /// The handler is synchronised with nothing. It completes the request or gives it to the queue that it is for
    /// ([`Request::enqueue`]).
    ///
    /// ```
    /// # use wdf_sim as _;
    /// use wdf_safe::prelude::*;
    ///
    /// #[evt_io_in_caller_context]
    /// fn arrives<'id>(
    ///     cx: &mut Cx<'_, Dispatch>,
    ///     device: &Device,
    ///     request: Request<'id, InCallerContext, Any>,
    /// ) -> Handled<'id> {
    ///     match request.parameters() {
    ///         AnyParameters::Other => request.complete(cx, NtStatus::NOT_SUPPORTED),
    ///         _ => request.enqueue(cx, device).unwrap_or_else(|failed| failed.complete(cx)),
    ///     }
    /// }
    ///
    /// #[evt_driver_device_add]
    /// fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
    ///     Ok(init.create_in_caller_context(cx, (), arrives)?.added())
    /// }
    /// ```
    ///
    /// # Errors
    /// As of [`create`](Self::create).
    pub fn create_in_caller_context<I, F>(
        self,
        cx: &mut Cx<'_, Passive>,
        context: I,
        _handler: F,
    ) -> Result<NewDevice<'id, I::Context>>
    where
        I: ContextInit,
        F: for<'a, 'c, 'd, 'i> Fn(
                &'a mut Cx<'c, Dispatch>,
                &'d Device<I::Context>,
                Request<'i, InCallerContext, Any<<I::Context as ObjectContext>::Requests>>,
            ) -> Handled<'i>
            + Copy
            + Send
            + Sync
            + 'static,
    {
        handler::assert_no_bytes::<F>();
        let callback = trampoline::device::io_in_caller_context::<I::Context, F>;
        // SAFETY: before `WdfDeviceCreate`; the trampoline was compiled for the context that the device will have.
        unsafe { ddi!(WdfDeviceInitSetIoInCallerContextCallback, self.raw, Some(callback)) };
        self.create(cx, context)
    }
}
