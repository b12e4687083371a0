//! Collections.
//!
//! *Where it stands.* Row 2, over [`memory`](crate::memory).
//!
//! *Key types.* [`Collection`], of [`Memory`].
//!
//! *Wraps.* "Object Collections", `WdfCollectionCreate`, `WdfCollectionAdd`, `WdfCollectionGetCount`, `WdfCollectionGetItem`,
//! `WdfCollectionGetFirstItem`, `WdfCollectionGetLastItem`, `WdfCollectionRemoveItem`; IRQL <= DISPATCH_LEVEL.
//!
//! The framework's collection takes objects of every kind, refers to each, and returns bare handles, without a reference: whoever
//! asks while another removes holds a handle of nothing. Here what is put in belongs to the collection, of one type; it is lent
//! while the collection is borrowed, and taken out as what it was. The collection itself belongs to one value, and who shares it
//! puts it into a lock.
#![expect(unsafe_code, reason = "calls of the framework with the handles of a collection and its items")]

use crate::irql::{AtMostDispatch, Cx};
use crate::memory::Memory;
use crate::owned::{self, Owned};
use crate::pool::at_most_dispatch;
use crate::raw::AsRaw;
use crate::request::Failed;
use crate::status::{NtStatus, Result};
use crate::sys::{WDFCOLLECTION, WDFOBJECT, ddi};
use core::fmt;
use core::marker::PhantomData;
use core::mem::ManuallyDrop;
use core::ops::Deref;
use core::ptr;

/// Memory objects, in the order in which they came.
///
/// ```
/// # use wdf_sim as _;
/// use wdf_safe::collection::Collection;
/// use wdf_safe::memory::Memory;
/// use wdf_safe::prelude::*;
///
/// #[object_context]
/// struct Line {
///     waiting: SpinLock<Collection>,
/// }
///
/// fn arrive(cx: &mut Cx<'_, Dispatch>, line: &Line, packet: Memory) -> Result<(), Failed<Memory>> {
///     line.waiting.with(cx, |waiting, cx| waiting.push(cx, packet))
/// }
///
/// fn next(cx: &mut Cx<'_, Dispatch>, line: &Line) -> Option<Memory> {
///     line.waiting.with(cx, |waiting, cx| waiting.take(cx, 0))
/// }
/// ```
///
/// # Invariants
/// A collection object, in which each item is the object of a [`Memory`] that was left to this collection alone, by whose reference
/// it lives.
pub struct Collection {
    object: Owned,
}

impl Collection {
    /// An empty one. `WdfCollectionCreate`; IRQL <= DISPATCH_LEVEL.
    ///
    /// # Errors
    /// What the framework returned.
    pub fn create<L: AtMostDispatch>(_cx: &Cx<'_, L>) -> Result<Self> {
        let mut attributes = owned::attributes();
        let mut collection = ptr::null_mut();
        // SAFETY: attributes; a place for the handle.
        let status = unsafe { ddi!(WdfCollectionCreate, &raw mut attributes, &raw mut collection) };
        NtStatus::check("WdfCollectionCreate", status)?;
        // INVARIANT: empty.
        // SAFETY: just created with these attributes.
        Ok(Self { object: unsafe { Owned::new(collection.cast()) } })
    }

    /// Appends. `WdfCollectionAdd`; IRQL <= DISPATCH_LEVEL. Allowed with a lock held.
    ///
    /// # Errors
    /// The memory again, with what the framework returned.
    pub fn push<L: AtMostDispatch>(&mut self, _cx: &Cx<'_, L>, memory: Memory) -> Result<(), Failed<Memory>> {
        // SAFETY: a live collection, which is borrowed mutably; a live object.
        let status = unsafe { ddi!(WdfCollectionAdd, self.as_raw(), memory.object()) };
        match NtStatus::check("WdfCollectionAdd", status) {
            Ok(()) => {
                // INVARIANT: it is the collection's from now on.
                // SAFETY: the collection refers to it.
                unsafe { memory.leave() };
                Ok(())
            }
            Err(error) => Err(Failed { request: memory, status: error.status() }),
        }
    }

    /// How many there are. `WdfCollectionGetCount`; IRQL <= DISPATCH_LEVEL.
    pub fn len<L: AtMostDispatch>(&self, _cx: &Cx<'_, L>) -> usize {
        // SAFETY: a live collection, which is borrowed.
        unsafe { ddi!(WdfCollectionGetCount, self.as_raw()) as usize }
    }

    /// Are there none? `WdfCollectionGetCount`; IRQL <= DISPATCH_LEVEL.
    pub fn is_empty<L: AtMostDispatch>(&self, cx: &Cx<'_, L>) -> bool {
        self.len(cx) == 0
    }

    /// The one at this place, lent. `WdfCollectionGetItem`; IRQL <= DISPATCH_LEVEL.
    pub fn get<L: AtMostDispatch>(&self, _cx: &Cx<'_, L>, index: usize) -> Option<Lent<'_>> {
        let index = u32::try_from(index).ok()?;
        // SAFETY: a live collection, which is borrowed.
        let item = unsafe { ddi!(WdfCollectionGetItem, self.as_raw(), index) };
        // SAFETY: null, or an item of it.
        unsafe { Lent::new(item) }
    }

    /// The first, lent. `WdfCollectionGetFirstItem`; IRQL <= DISPATCH_LEVEL.
    pub fn first<L: AtMostDispatch>(&self, _cx: &Cx<'_, L>) -> Option<Lent<'_>> {
        // SAFETY: a live collection, which is borrowed.
        let item = unsafe { ddi!(WdfCollectionGetFirstItem, self.as_raw()) };
        // SAFETY: null, or an item of it.
        unsafe { Lent::new(item) }
    }

    /// The last, lent. `WdfCollectionGetLastItem`; IRQL <= DISPATCH_LEVEL.
    pub fn last<L: AtMostDispatch>(&self, _cx: &Cx<'_, L>) -> Option<Lent<'_>> {
        // SAFETY: a live collection, which is borrowed.
        let item = unsafe { ddi!(WdfCollectionGetLastItem, self.as_raw()) };
        // SAFETY: null, or an item of it.
        unsafe { Lent::new(item) }
    }

    /// Takes out the one at this place. `WdfCollectionGetItem`, `WdfCollectionRemoveItem`; IRQL <= DISPATCH_LEVEL. Allowed with a
    /// lock held.
    pub fn take<L: AtMostDispatch>(&mut self, _cx: &Cx<'_, L>, index: usize) -> Option<Memory> {
        self.take_at(u32::try_from(index).ok()?)
    }

    fn take_at(&mut self, index: u32) -> Option<Memory> {
        // SAFETY: a live collection, which is borrowed mutably.
        let item = unsafe { ddi!(WdfCollectionGetItem, self.as_raw(), index) };
        if item.is_null() {
            return None;
        }
        // SAFETY: the object of a memory that was left to the collection, which refers to it still (invariant).
        let memory = unsafe { Memory::again(item) };
        // SAFETY: as above; there is an item there.
        unsafe { ddi!(WdfCollectionRemoveItem, self.as_raw(), index) };
        Some(memory)
    }
}

impl Drop for Collection {
    /// What is in it goes with it. If the framework deletes it first, with the driver, it does so with the memory too, which is the
    /// driver's child.
    fn drop(&mut self) {
        if at_most_dispatch() && !self.object.is_deleted() {
            while let Some(memory) = self.take_at(0) {
                drop(memory);
            }
        }
    }
}

/// A memory of a collection, while that is borrowed.
#[derive(Debug)]
pub struct Lent<'c> {
    memory: ManuallyDrop<Memory>,
    collection: PhantomData<&'c Collection>,
}

impl Lent<'_> {
    /// # Safety
    /// `item` is null, or an item of a collection that is borrowed during the lifetime of the value.
    unsafe fn new(item: WDFOBJECT) -> Option<Self> {
        if item.is_null() {
            return None;
        }
        // SAFETY: the object of a memory, which the collection refers to; it is borrowed, so nobody takes it out or writes there.
        Some(Self { memory: unsafe { Memory::lent(item) }, collection: PhantomData })
    }
}

impl Deref for Lent<'_> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.memory
    }
}

impl AsRaw for Collection {
    type Raw = WDFCOLLECTION;

    fn as_raw(&self) -> WDFCOLLECTION {
        self.object.raw().cast()
    }
}

impl fmt::Debug for Collection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Collection").finish_non_exhaustive()
    }
}
