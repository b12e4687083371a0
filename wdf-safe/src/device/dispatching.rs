//! Which of a device's requests come to a queue of their own.
//!
//! *Where it stands.* Row 2, a call on [`Device`], where its queues are made.
//!
//! *Key types.* [`RequestTypes`].
//!
//! *Wraps.* "Dispatching Methods for I/O Requests", `WdfDeviceConfigureRequestDispatching`.
#![expect(unsafe_code, reason = "calls of the framework")]

use super::Device;
use crate::context::ObjectContext;
use crate::irql::{CallOut, Cx};
use crate::queue::{DispatchType, Queue};
use crate::raw::AsRaw as _;
use crate::status::{NtStatus, Result};
use crate::sys::{_WDF_REQUEST_TYPE, WDF_REQUEST_TYPE, ddi};

bitflags::bitflags! {
    /// Types of requests, of `WDF_REQUEST_TYPE`: see [`Device::configure_request_dispatching`].
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct RequestTypes: u32 {
        /// Reads.
        const READ = 1 << _WDF_REQUEST_TYPE::WdfRequestTypeRead;
        /// Writes.
        const WRITE = 1 << _WDF_REQUEST_TYPE::WdfRequestTypeWrite;
        /// Device controls.
        const DEVICE_CONTROL = 1 << _WDF_REQUEST_TYPE::WdfRequestTypeDeviceControl;
        /// Device controls from other drivers.
        const INTERNAL_DEVICE_CONTROL = 1 << _WDF_REQUEST_TYPE::WdfRequestTypeDeviceControlInternal;
    }
}

impl<T: ObjectContext> Device<T> {
    /// Sends the device's requests of these types to this queue, in place of the default queue.
    /// `WdfDeviceConfigureRequestDispatching`; IRQL <= DISPATCH_LEVEL.
    ///
    /// That is to be said before the device is started: in `EvtDriverDeviceAdd`. Each type has one queue, which presents it to a
    /// handler, or is a manual queue, and is not the default queue.
    ///
    /// ```
    /// # use wdf_sim as _;
    /// use wdf_safe::prelude::*;
    ///
    /// #[evt_io_read]
    /// fn read<'id>(cx: &mut Cx<'_, Dispatch>, _: &Queue<()>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    ///     request.complete(cx, NtStatus::SUCCESS)
    /// }
    ///
    /// #[evt_io_default]
    /// fn other<'id>(
    ///     cx: &mut Cx<'_, Dispatch>,
    ///     _: &Queue<(), Parallel>,
    ///     request: Request<'id, Owned, Any>,
    /// ) -> Handled<'id> {
    ///     request.complete(cx, NtStatus::INVALID_DEVICE_REQUEST)
    /// }
    ///
    /// /// Reads come one after another, everything else as it comes.
    /// fn set_up(cx: &mut Cx<'_, Passive>, device: &Device) -> Result<()> {
    ///     QueueConfig::parallel().default_queue().default(other).create(cx, device, ())?;
    ///     let reads = QueueConfig::sequential().read(read).create(cx, device, ())?;
    ///     device.configure_request_dispatching(cx, reads, RequestTypes::READ)
    /// }
    /// ```
    ///
    /// # Errors
    /// What the framework returned: STATUS_WDF_BUSY if another queue gets the type, STATUS_INVALID_DEVICE_REQUEST if this one has
    /// no handler for it, is the default queue, or another device's; STATUS_INVALID_DEVICE_STATE after the device was started. With
    /// its verifier on, the framework breaks into the debugger for the first two.
    pub fn configure_request_dispatching<Q: ObjectContext, M: DispatchType, L: CallOut>(
        &self,
        _cx: &mut Cx<'_, L>,
        queue: &Queue<Q, M>,
        types: RequestTypes,
    ) -> Result<()> {
        for of in types.iter() {
            let of: WDF_REQUEST_TYPE = of.bits().trailing_zeros().cast_signed();
            // SAFETY: a live device and a live queue.
            let status = unsafe { ddi!(WdfDeviceConfigureRequestDispatching, self.raw(), queue.as_raw(), of) };
            NtStatus::check("WdfDeviceConfigureRequestDispatching", status)?;
        }
        Ok(())
    }
}
