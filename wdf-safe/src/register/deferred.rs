//! Making timers, DPCs and work items.
//!
//! *Where it stands.* Row 5, under the configurations of the three.
//!
//! *Key types.* None: [`create`].
//!
//! *Wraps.* What `WdfTimerCreate`, `WdfDpcCreate` and `WdfWorkItemCreate` have in common; IRQL <= DISPATCH_LEVEL.
#![expect(unsafe_code, reason = "contexts and places are filled with what was just created")]

use crate::context::{self, ContextInit};
use crate::deferred::Deferred;
use crate::object::{CallbackParent, Child, sealed::Sealed};
use crate::status::{NtStatus, Result};
use crate::sys::{NTSTATUS, WDF_OBJECT_ATTRIBUTES, WDFOBJECT};
use core::ptr;

/// Makes the object with a context, and keeps it in a place of its parent's context. `make` creates it with these attributes, and
/// writes its handle there.
///
/// # Errors
/// [`ChildExists`](crate::status::Error::ChildExists) when the place is taken; what the framework, or a field of the context,
/// returned.
///
/// # Safety
/// What `make` creates is an `O`, whose callback was compiled for that.
pub(super) unsafe fn create<'p, O: Deferred, I: ContextInit<O::Context>>(
    ddi: &'static str,
    parent: &'p O::Parent,
    context: I,
    place: impl for<'a> FnOnce(&'a <O::Parent as CallbackParent>::Context) -> &'a Child<O>,
    make: impl FnOnce(*mut WDF_OBJECT_ATTRIBUTES, *mut WDFOBJECT) -> NTSTATUS,
) -> Result<&'p O> {
    let place = place(parent.context_of());
    place.vacant()?;
    let mut attributes = context::attributes::<O::Context>(parent.handle());
    let mut object: WDFOBJECT = ptr::null_mut();
    NtStatus::check(ddi, make(&raw mut attributes, &raw mut object))?;
    // SAFETY: just created with these attributes, under `parent`, whose block a `&Parent` is; it lives as long as its parent.
    let block = unsafe { context::install::<O::Context>(object, ptr::from_ref(parent).cast(), context) }?;
    // SAFETY: of an `O` (the caller's promise), whose parent block is that.
    let object = unsafe { O::from_block(block) };
    // SAFETY: created under the parent, in whose context, or that of an object under it, the place is.
    unsafe { place.set(object) }?;
    Ok(object)
}
