//! Memory objects that the driver makes.
//!
//! *Where it stands.* Row 2. Those of a request's buffers are borrowed from it
//! ([`RequestMemory`](crate::request::RequestMemory)); those of requests of the driver's own are made where they are formatted.
//!
//! *Key types.* [`Memory`], owned; [`Lookaside<P>`](Lookaside), from which many of one size are made quickly.
//!
//! *Wraps.* "Using Memory Buffers", `WdfMemoryCreate`, `WdfMemoryGetBuffer`, `WdfLookasideListCreate`,
//! `WdfMemoryCreateFromLookaside`.
//!
//! All memory is zeroed before anybody sees it. `WdfMemoryCreatePreallocated` is not offered: it makes an object of memory that
//! somebody else frees, and nothing keeps that alive for it.
#![expect(unsafe_code, reason = "calls of the framework, and the memory that it returns")]

use crate::context::{self, Block};
use crate::irql::{AtMostDispatch, Cx, Passive};
use crate::object::{CallbackParent, Child, Object, sealed};
use crate::owned::{self, Owned};
use crate::pool::Tag;
use crate::raw::AsRaw;
use crate::status::{NtStatus, Result};
use crate::sys::{self, WDFLOOKASIDE, WDFMEMORY, WDFOBJECT, ddi};
use core::fmt;
use core::marker::PhantomData;
use core::mem::ManuallyDrop;
use core::ops::{Deref, DerefMut};
use core::ptr::{self, NonNull};
use core::slice;

/// Non-paged memory in an object of the framework (`WDFMEMORY`), which belongs to this value and is deleted with it.
///
/// ```
/// # use wdf_sim as _;
/// use wdf_safe::memory::Memory;
/// use wdf_safe::pool::Tag;
/// use wdf_safe::prelude::*;
///
/// fn packet(cx: &mut Cx<'_, Dispatch>) -> Result<Memory> {
///     let mut packet = Memory::create(cx, Tag::new(*b"Pack"), 64)?;
///     packet[0] = 0x7E;
///     Ok(packet)
/// }
/// ```
///
/// # Invariants
/// `start` is the buffer of the memory object, of `len` bytes, all written; only this value names the object.
pub struct Memory {
    object: Owned,
    start: NonNull<u8>,
    len: usize,
}

// SAFETY: the only owner of its bytes.
unsafe impl Send for Memory {}
// SAFETY: as above: a reference to it is a reference to the bytes.
unsafe impl Sync for Memory {}

impl Memory {
    /// So many bytes, zeroed. `WdfMemoryCreate`; IRQL <= DISPATCH_LEVEL.
    ///
    /// # Errors
    /// STATUS_INVALID_PARAMETER for none; STATUS_INSUFFICIENT_RESOURCES; what else the framework returned.
    pub fn create<L: AtMostDispatch>(_cx: &Cx<'_, L>, tag: Tag, len: usize) -> Result<Self> {
        let mut attributes = owned::attributes();
        let (mut memory, mut buffer) = (ptr::null_mut(), ptr::null_mut());
        let pool = sys::_POOL_TYPE::NonPagedPoolNx;
        // SAFETY: attributes; places for handle and address. The framework refuses a length of 0.
        let status = unsafe {
            ddi!(WdfMemoryCreate, &raw mut attributes, pool, tag.value(), len, &raw mut memory, &raw mut buffer)
        };
        NtStatus::check("WdfMemoryCreate", status)?;
        // SAFETY: just created with these attributes.
        Ok(unsafe { Self::new(memory) })
    }

    /// Zeroes it.
    ///
    /// # Safety
    /// `memory` was just created with the attributes of owned objects, and nothing else names it.
    unsafe fn new(memory: WDFMEMORY) -> Self {
        // SAFETY: the caller's promise.
        let object = unsafe { Owned::new(memory.cast()) };
        // SAFETY: as above.
        let this = unsafe { Self::of(object) };
        // SAFETY: its buffer, which nobody else knows yet.
        unsafe { this.start.write_bytes(0, this.len) };
        this
    }

    /// # Safety
    /// `object` is a memory that a `Memory` was, or is about to be.
    unsafe fn of(object: Owned) -> Self {
        let mut len = 0;
        // SAFETY: a live memory object; a place for its length.
        let start = unsafe { ddi!(WdfMemoryGetBuffer, object.raw().cast(), &raw mut len) };
        // INVARIANT: as the framework says.
        // SAFETY: memory that was created has a buffer.
        Self { object, start: unsafe { NonNull::new_unchecked(start.cast()) }, len }
    }

    /// Its object.
    pub(crate) fn object(&self) -> WDFOBJECT {
        self.object.raw()
    }

    /// Leaves the object to who refers to it besides: it is not deleted.
    ///
    /// # Safety
    /// As of [`Owned::leave`].
    pub(crate) unsafe fn leave(self) {
        // SAFETY: the caller's promise.
        unsafe { self.object.leave() };
    }

    /// The memory of this object, which was [left](Self::leave).
    ///
    /// # Safety
    /// As of [`Owned::new`].
    pub(crate) unsafe fn again(object: WDFOBJECT) -> Self {
        // SAFETY: the caller's promise.
        let object = unsafe { Owned::new(object) };
        // SAFETY: it was a `Memory`.
        unsafe { Self::of(object) }
    }

    /// The memory of this object, to be looked at, and not to be dropped.
    ///
    /// # Safety
    /// As of [`Owned::lent`]; nobody writes there meanwhile.
    pub(crate) unsafe fn lent(object: WDFOBJECT) -> ManuallyDrop<Self> {
        // SAFETY: the caller's promise.
        let object = unsafe { Owned::lent(object) };
        // SAFETY: it was a `Memory`.
        ManuallyDrop::new(unsafe { Self::of(ManuallyDrop::into_inner(object)) })
    }
}

impl Deref for Memory {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        // SAFETY: so many bytes, written, which only this value reaches (invariant).
        unsafe { slice::from_raw_parts(self.start.as_ptr(), self.len) }
    }
}

impl DerefMut for Memory {
    fn deref_mut(&mut self) -> &mut [u8] {
        // SAFETY: as in `deref`.
        unsafe { slice::from_raw_parts_mut(self.start.as_ptr(), self.len) }
    }
}

impl AsRaw for Memory {
    type Raw = WDFMEMORY;

    fn as_raw(&self) -> WDFMEMORY {
        self.object.raw().cast()
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memory").field("len", &self.len).finish_non_exhaustive()
    }
}

/// A lookaside list: memory of one size, kept for the next who asks; behind a reference, which is one pointer.
///
/// ```
/// # use wdf_sim as _;
/// use wdf_safe::memory::{Lookaside, Memory};
/// use wdf_safe::pool::Tag;
/// use wdf_safe::prelude::*;
///
/// #[object_context]
/// struct Card {
///     packets: Child<Lookaside<Device<Card>>>,
/// }
///
/// fn set_up(cx: &mut Cx<'_, Passive>, device: &Device<Card>) -> Result<()> {
///     Lookaside::create(cx, device, Tag::new(*b"Pack"), 1514, |card| &card.packets)?;
///     Ok(())
/// }
///
/// fn packet(cx: &mut Cx<'_, Dispatch>, card: &Card) -> Result<Memory> {
///     card.packets.get().ok_or(NtStatus::DEVICE_NOT_READY)?.allocate(cx)
/// }
/// ```
///
/// # Invariants
/// A `&Lookaside<P>` is the context block of a lookaside list that was created under a `P`, and is ready. It is not freed while
/// it is in reach.
#[derive(Debug)]
#[repr(transparent)]
pub struct Lookaside<P> {
    block: Block<()>,
    parent: PhantomData<fn() -> P>,
}

impl<P: CallbackParent> Lookaside<P> {
    /// Makes a list of memory of this size under a device or queue, and keeps it in a place of its parent's context.
    /// `WdfLookasideListCreate`; PASSIVE_LEVEL.
    ///
    /// # Errors
    /// [`ChildExists`](crate::status::Error::ChildExists) when the place is taken; STATUS_INVALID_PARAMETER for a size of 0; what
    /// else the framework returned.
    pub fn create<'p>(
        _cx: &mut Cx<'_, Passive>,
        parent: &'p P,
        tag: Tag,
        size: usize,
        place: impl for<'a> FnOnce(&'a P::Context) -> &'a Child<Self>,
    ) -> Result<&'p Self> {
        let place = place(parent.context_of());
        place.vacant()?;
        let mut attributes = context::attributes::<()>(parent.handle());
        let mut of_memories = owned::attributes();
        let mut list: WDFLOOKASIDE = ptr::null_mut();
        let pool = sys::_POOL_TYPE::NonPagedPoolNx;
        // SAFETY: attributes with a live parent, and those of the memories, which are copied; a place for the handle.
        let status = unsafe {
            let (of_list, of_memories) = (&raw mut attributes, &raw mut of_memories);
            ddi!(WdfLookasideListCreate, of_list, size, pool, of_memories, tag.value(), &raw mut list)
        };
        NtStatus::check("WdfLookasideListCreate", status)?;
        // SAFETY: just created with these attributes, under `parent`, whose block a `&P` is; it lives as long as that.
        let block = unsafe { context::install::<()>(list.cast(), ptr::from_ref(parent).cast(), ()) }?;
        // INVARIANT: of a lookaside list under this parent.
        // SAFETY: `Self` is transparent over the block.
        let list: &Self = unsafe { &*ptr::from_ref(block).cast() };
        // SAFETY: created under the parent, in whose context, or that of an object under it, the place is.
        unsafe { place.set(list) }?;
        Ok(list)
    }

    /// Memory of the list's size, zeroed; it goes back to the list when it is dropped, and may outlive it.
    /// `WdfMemoryCreateFromLookaside`; IRQL <= DISPATCH_LEVEL.
    ///
    /// # Errors
    /// STATUS_INSUFFICIENT_RESOURCES.
    pub fn allocate<L: AtMostDispatch>(&self, _cx: &Cx<'_, L>) -> Result<Memory> {
        let mut memory = ptr::null_mut();
        // SAFETY: a live list; a place for the handle.
        let status = unsafe { ddi!(WdfMemoryCreateFromLookaside, self.as_raw(), &raw mut memory) };
        NtStatus::check("WdfMemoryCreateFromLookaside", status)?;
        // SAFETY: just created, with the attributes that `create` gave for memories.
        Ok(unsafe { Memory::new(memory) })
    }
}

impl<P: CallbackParent> AsRaw for Lookaside<P> {
    type Raw = WDFLOOKASIDE;

    fn as_raw(&self) -> WDFLOOKASIDE {
        self.block.handle().cast()
    }
}

// SAFETY: a block of a live lookaside list (invariant).
unsafe impl<P: CallbackParent> sealed::Sealed for Lookaside<P> {
    fn handle(&self) -> WDFOBJECT {
        self.block.handle()
    }
}

impl<P: CallbackParent> Object for Lookaside<P> {}
