//! The children of a bus driver's device, and forwarding their requests to their parent's queues.
//!
//! *Where it stands.* Row 2, above devices and queues.
//!
//! *Key types.* [`Device::create_child`], which makes a child of a [`DeviceInit<Physical>`](DeviceInit);
//! [`ParentQueue`], the child's permission to forward to one queue of its parent.
//!
//! *Wraps.* "Static Enumeration", "Forwarding I/O Requests to Parent Devices", `WdfPdoInitAllocate`,
//! `WdfPdoInitAssignDeviceID`, `WdfPdoInitAssignInstanceID`, `WdfPdoInitAddHardwareID`,
//! `WdfPdoInitAllowForwardingRequestToParent`, `WdfFdoAddStaticChild`, `WdfRequestForwardToParentDeviceIoQueue`.
//!
//! The framework checks the permission, and whose queue it is, only when its verifier is on; without it a request that
//! is forwarded wrongly overruns its IRP. Here both are settled when the child is made: the permission is a value, made
//! by the init that it is for, and kept in the context of that very child.
#![expect(unsafe_code, reason = "calls of the framework with handles of a device, a queue and a request")]

use crate::context::{Init, ObjectContext, RequestContext};
use crate::device::{Added, Device, DeviceInit, Origin, Physical, discard};
use crate::irql::{CallOut, Cx, Passive};
use crate::object::sealed::Sealed as _;
use crate::queue::forward::{leave, stay};
use crate::queue::{DispatchType, Queue};
use crate::request::header::Header;
use crate::request::{Failed, Handled, Kind, Owned, Request};
use crate::status::{NtStatus, Result};
use crate::sys::{self, NT_SUCCESS, WDFOBJECT, WDFQUEUE, ddi};
use crate::text::with_text;
use core::fmt;
use core::marker::PhantomData;
use core::ptr;

/// A queue of the parent device, to which a child may forward its requests: a field of the context of the child.
///
/// `C` is the context of the requests of both devices. See [`DeviceInit::allow_forwarding`].
///
/// # Invariants
/// A field of the context of a child. `queue` is a queue of that child's parent, and the child's init had the
/// permission to forward. A child goes before its parent: as long as a request of the child is in hand, the parent's
/// queues are there.
pub struct ParentQueue<C: RequestContext = ()> {
    queue: WDFQUEUE,
    requests: PhantomData<fn() -> C>,
}

// SAFETY: the handle may be used from any thread.
unsafe impl<C: RequestContext> Send for ParentQueue<C> {}
// SAFETY: as above; it is never written.
unsafe impl<C: RequestContext> Sync for ParentQueue<C> {}

/// The initialiser of a [`ParentQueue`]: see [`DeviceInit::allow_forwarding`].
#[must_use = "an initialiser is a field of a context's initialiser"]
pub struct ParentQueueInit<'id, C: RequestContext> {
    queue: WDFQUEUE,
    /// Of the child whose init gave the permission.
    origin: &'id Origin,
    requests: PhantomData<fn() -> C>,
}

// SAFETY: writes the place, or fails before.
unsafe impl<C: RequestContext> Init<ParentQueue<C>> for ParentQueueInit<'_, C> {
    unsafe fn init(self, place: *mut ParentQueue<C>, owner: WDFOBJECT) -> Result<()> {
        if self.origin.made.get().cast() != owner {
            return Err(NtStatus::INVALID_DEVICE_REQUEST.into());
        }
        // INVARIANT: in the context of the child whose init gave the permission; its parent's queue.
        // SAFETY: the caller's promise.
        unsafe { place.write(ParentQueue { queue: self.queue, requests: PhantomData }) };
        Ok(())
    }
}

impl<'id, K: Kind> Request<'id, Owned, K> {
    /// Gives the request of a child to a queue of the parent device, whose last it becomes.
    /// `WdfRequestForwardToParentDeviceIoQueue`; IRQL <= DISPATCH_LEVEL.
    ///
    /// From then on it is a request of that queue, to be completed by the parent's callbacks: the child may go away
    /// meanwhile. As of [`forward_to`](Self::forward_to), it may be presented, cancelled or completed before this
    /// returns, and what is kept for it should lie in its context.
    ///
    /// # Errors
    /// The request again, with STATUS_DEVICE_BUSY when it is held while the device sleeps, or what the framework
    /// returned (STATUS_WDF_BUSY: the queue takes no requests).
    pub fn forward_to_parent<L: CallOut>(
        self,
        _cx: &mut Cx<'_, L>,
        parent: &ParentQueue<K::Context>,
    ) -> Result<Handled<'id>, Failed<Self>> {
        let raw = self.into_raw();
        // SAFETY: an owned request.
        let from = unsafe { ddi!(WdfRequestGetIoQueue, raw) };
        // SAFETY: an owned request of this queue.
        let status = if let Err(held) = unsafe { leave(raw, from) } {
            held
        } else {
            // SAFETY: a live request of wdf-safe, owned.
            let header = unsafe { Header::of(raw) };
            // The place in which it lay is the child's, and may be gone before the parent is asked about it.
            // SAFETY: as above.
            unsafe { header.as_ref() }.wait().name_seat(ptr::null());
            let mut options = sys::config::request_forward_options();
            // SAFETY: an owned request, not cancelable, of a queue of the child in whose context `parent` is (a callback
            // reaches only its own device's contexts and requests), given up here; a queue of the child's parent, and
            // the child's init had the permission (invariant); a structure with its size set.
            let status = unsafe { ddi!(WdfRequestForwardToParentDeviceIoQueue, raw, parent.queue, &raw mut options) };
            if NT_SUCCESS(status) {
                // SAFETY: the framework has it.
                return Ok(unsafe { Handled::new() });
            }
            // SAFETY: still ours, and it stays with its queue.
            unsafe { stay(raw, from) };
            NtStatus::from_failure(status)
        };
        // SAFETY: still ours.
        let request = unsafe { Request::new(raw) };
        Err(Failed { request, status })
    }
}

impl<T: ObjectContext> Device<T> {
    /// Makes a child of this device, which `make` creates, and tells the PnP manager of it. `WdfPdoInitAllocate`,
    /// `WdfFdoAddStaticChild`; PASSIVE_LEVEL.
    ///
    /// `make` owns what it captures: a child can go before its parent, and no request of the parent's may get into a
    /// context of the child's.
    ///
    /// ```
    /// # use wdf_sim as _;
    /// use wdf_safe::prelude::*;
    ///
    /// #[object_context]
    /// struct Port {
    ///     hub: ParentQueue,
    /// }
    ///
    /// #[evt_io_read]
    /// fn pass_up<'id>(
    ///     cx: &mut Cx<'_, Dispatch>,
    ///     queue: &Queue<()>,
    ///     request: Request<'id, Owned, Read>,
    /// ) -> Handled<'id> {
    ///     match queue.device::<Port>() {
    ///         Some(port) => {
    ///             let hub = &port.context().hub;
    ///             request.forward_to_parent(cx, hub).unwrap_or_else(|failed| failed.complete(cx))
    ///         }
    ///         None => request.complete(cx, NtStatus::DEVICE_NOT_READY),
    ///     }
    /// }
    ///
    /// #[object_context]
    /// struct Hub {
    ///     serving: Child<Queue<(), Parallel>>,
    /// }
    ///
    /// fn plug_in(cx: &mut Cx<'_, Passive>, hub: &Device<Hub>) -> Result<()> {
    ///     hub.create_child(cx, |cx, init| {
    ///         let mut init = init.set_device_id(cx, "HUB\\Port")?.set_instance_id(cx, "1")?;
    ///         let parent = init.allow_forwarding(cx, |hub: &Hub| hub.serving.get())?;
    ///         let port = init.create(cx, PortInit { hub: parent })?;
    ///         QueueConfig::sequential().default_queue().read(pass_up).create(cx, &port, ())?;
    ///         Ok(port.added())
    ///     })
    /// }
    /// ```
    ///
    /// # Errors
    /// STATUS_INVALID_DEVICE_REQUEST when this device is itself a child, or a control device; what `make` or the framework returned. What
    /// was made of the child is deleted then.
    pub fn create_child(
        &self,
        cx: &mut Cx<'_, Passive>,
        make: impl for<'id> FnOnce(&mut Cx<'_, Passive>, DeviceInit<'id, Physical>) -> Result<Added<'id>> + 'static,
    ) -> Result<()> {
        self.pnp()?;
        // SAFETY: a live device; PASSIVE_LEVEL.
        let init = unsafe { ddi!(WdfPdoInitAllocate, self.raw()) };
        if init.is_null() {
            return Err(NtStatus::INVALID_DEVICE_REQUEST.into());
        }
        let origin = Origin::new(self.raw());
        // SAFETY: just allocated, for a child.
        let added = make(cx, unsafe { DeviceInit::new(init, &origin) });
        let child = origin.made.get();
        let added = added.and_then(|_added| {
            // SAFETY: both live; the child was made of this device's init; PASSIVE_LEVEL.
            let status = unsafe { ddi!(WdfFdoAddStaticChild, self.raw(), child) };
            NtStatus::check("WdfFdoAddStaticChild", status)
        });
        if added.is_err() {
            // SAFETY: the init that was allocated above, and what was made of it, if anything; in no list of children.
            unsafe { discard(init, child) };
        }
        added
    }
}

impl<'id> DeviceInit<'id, Physical> {
    /// What the child is: the identification by which the PnP manager finds its driver. Every child needs one.
    /// `WdfPdoInitAssignDeviceID`; PASSIVE_LEVEL.
    ///
    /// # Errors
    /// STATUS_INVALID_PARAMETER for more than 199 characters; what the framework returned.
    pub fn set_device_id(self, _cx: &mut Cx<'_, Passive>, id: &str) -> Result<Self> {
        // SAFETY: before `WdfDeviceCreate`; a string that is read during the call.
        let status = with_text::<MAX_ID, _>(id, |id| unsafe { ddi!(WdfPdoInitAssignDeviceID, self.raw, id) })?;
        NtStatus::check("WdfPdoInitAssignDeviceID", status)?;
        Ok(self)
    }

    /// Which of the children with this device identification it is. `WdfPdoInitAssignInstanceID`; PASSIVE_LEVEL.
    ///
    /// # Errors
    /// As of [`set_device_id`](Self::set_device_id).
    pub fn set_instance_id(self, _cx: &mut Cx<'_, Passive>, id: &str) -> Result<Self> {
        // SAFETY: before `WdfDeviceCreate`; a string that is read during the call.
        let status = with_text::<MAX_ID, _>(id, |id| unsafe { ddi!(WdfPdoInitAssignInstanceID, self.raw, id) })?;
        NtStatus::check("WdfPdoInitAssignInstanceID", status)?;
        Ok(self)
    }

    /// A further identification, less exact than those before. `WdfPdoInitAddHardwareID`; PASSIVE_LEVEL.
    ///
    /// # Errors
    /// As of [`set_device_id`](Self::set_device_id).
    pub fn add_hardware_id(self, _cx: &mut Cx<'_, Passive>, id: &str) -> Result<Self> {
        // SAFETY: before `WdfDeviceCreate`; a string that is read during the call.
        let status = with_text::<MAX_ID, _>(id, |id| unsafe { ddi!(WdfPdoInitAddHardwareID, self.raw, id) })?;
        NtStatus::check("WdfPdoInitAddHardwareID", status)?;
        Ok(self)
    }

    /// Allows the child to forward its requests to a queue of its parent, which `queue` finds in the parent's context: what is
    /// returned goes into a [`ParentQueue`] of the child's context. `WdfPdoInitAllowForwardingRequestToParent`; PASSIVE_LEVEL.
    ///
    /// # Errors
    /// STATUS_INVALID_DEVICE_REQUEST when the parent's context is not of this type, or the queue is not there (yet).
    /// (Put into the context of anything else than this child, the permission is refused there with the same status.)
    pub fn allow_forwarding<D, T, M>(
        &mut self,
        _cx: &mut Cx<'_, Passive>,
        queue: impl for<'p> FnOnce(&'p D) -> Option<&'p Queue<T, M>>,
    ) -> Result<ParentQueueInit<'id, D::Requests>>
    where
        D: ObjectContext,
        T: ObjectContext,
        M: DispatchType,
    {
        let refused = NtStatus::INVALID_DEVICE_REQUEST;
        let origin = self.origin.ok_or(refused)?;
        // SAFETY: a child's init has the device that makes it, which lives meanwhile.
        let parent = unsafe { Device::<D>::from_handle(origin.parent) }.ok_or(refused)?;
        // INVARIANT: reached from the context of the parent alone, so a queue of it.
        let queue: WDFQUEUE = queue(parent.context()).ok_or(refused)?.handle().cast();
        // SAFETY: a child's init, before `WdfDeviceCreate`; PASSIVE_LEVEL.
        unsafe { ddi!(WdfPdoInitAllowForwardingRequestToParent, self.raw) };
        Ok(ParentQueueInit { queue, origin, requests: PhantomData })
    }
}

/// One less than MAX_DEVICE_ID_LEN, which counts the terminating zero.
const MAX_ID: usize = 199;

impl<C: RequestContext> fmt::Debug for ParentQueue<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ParentQueue").finish_non_exhaustive()
    }
}

impl<C: RequestContext> fmt::Debug for ParentQueueInit<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ParentQueueInit").finish_non_exhaustive()
    }
}

#[cfg(all(test, not(loom)))]
#[path = "pdo_tests.rs"]
mod tests;
