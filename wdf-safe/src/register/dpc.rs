//! Making DPCs.
//!
//! *Where it stands.* Row 5, called where a device or queue is made.
//!
//! *Key types.* [`DpcConfig`].
//!
//! *Wraps.* `WDF_DPC_CONFIG`, `WdfDpcCreate`.
#![expect(unsafe_code, reason = "calls of the framework")]

use super::deferred;
use crate::context::{ContextInit, ObjectContext};
use crate::dpc::Dpc;
use crate::handler::{self, NoticeHandler};
use crate::irql::{CallOut, Cx, Dispatch};
use crate::object::{CallbackParent, Child};
use crate::status::Result;
use crate::sys::{self, WDFOBJECT, ddi};
use crate::trampoline;
use core::fmt;
use core::marker::PhantomData;

/// The configuration of a DPC under a parent `P`, with a context `T`.
#[must_use = "nothing is made before `create`"]
pub struct DpcConfig<P, T> {
    config: sys::WDF_DPC_CONFIG,
    types: PhantomData<fn() -> (P, T)>,
}

impl<P: CallbackParent, T: ObjectContext> DpcConfig<P, T> {
    /// A DPC with this callback (`EvtDpcFunc`), which is synchronised with the
    /// callbacks of its parent as far as the parent's are with each other.
    pub fn new<F>(_call: F) -> Self
    where
        F: NoticeHandler<Dpc<P, T>, Dispatch>,
    {
        handler::assert_no_bytes::<F>();
        let mut config = sys::config::dpc();
        config.EvtDpcFunc = Some(trampoline::deferred::call::<Dpc<P, T>, F>);
        Self { config, types: PhantomData }
    }

    /// Not synchronised with the parent's callbacks.
    pub const fn unsynchronized(mut self) -> Self {
        self.config.AutomaticSerialization = 0;
        self
    }

    /// Makes the DPC as [`create`](DpcConfig::create) does, with a context of its own.
    ///
    /// # Errors
    /// [`ChildExists`](crate::status::Error::ChildExists) when the place is taken; what the framework, or a field of
    /// the context, returned.
    pub fn create_with<'p, I, N>(
        mut self,
        _cx: &mut Cx<'_, N>,
        parent: &'p P,
        context: I,
        place: impl for<'a> FnOnce(&'a P::Context) -> &'a Child<Dpc<P, T>>,
    ) -> Result<&'p Dpc<P, T>>
    where
        I: ContextInit<T>,
        N: CallOut,
    {
        let config = &raw mut self.config;
        // SAFETY: structures with their sizes set; a live parent.
        let make =
            |attributes, handle: *mut WDFOBJECT| unsafe { ddi!(WdfDpcCreate, config, attributes, handle.cast()) };
        // SAFETY: the trampoline was compiled for this type.
        unsafe { deferred::create("WdfDpcCreate", parent, context, place, make) }
    }
}

impl<P: CallbackParent> DpcConfig<P, ()> {
    /// Makes the DPC, with no context of its own, and keeps it in a place of its parent's context. It is not
    /// enqueued yet. `WdfDpcCreate`; IRQL <= DISPATCH_LEVEL.
    ///
    /// # Errors
    /// [`ChildExists`](crate::status::Error::ChildExists) when the place is taken; what the framework returned.
    pub fn create<'p, N: CallOut>(
        self,
        cx: &mut Cx<'_, N>,
        parent: &'p P,
        place: impl for<'a> FnOnce(&'a P::Context) -> &'a Child<Dpc<P>>,
    ) -> Result<&'p Dpc<P>> {
        self.create_with(cx, parent, (), place)
    }
}

impl<P, T> fmt::Debug for DpcConfig<P, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DpcConfig").finish_non_exhaustive()
    }
}
