//! One value in pool memory.
//!
//! *Where it stands.* Under [`pool`](super).
//!
//! *Key types.* [`PoolBox`].
//!
//! *Wraps.* `ExAllocatePool2`, `ExFreePoolWithTag`.
#![expect(unsafe_code, reason = "a value behind a pointer that the kernel returned")]

use super::block::{self, AllocatesFrom, NonPaged, Paged, Pool, Tag};
use crate::context::Zeroable;
use crate::irql::{AtPassive, Cx};
use crate::status::Result;
use core::fmt;
use core::marker::PhantomData;
use core::mem::ManuallyDrop;
use core::ops::{Deref, DerefMut};
use core::ptr::NonNull;

/// A value in memory of the pool `P`, of which this is the only owner. Freed when it is dropped ([`pool`](super)).
///
/// # Invariants
/// `value` is a valid `T`, in memory that `block::allocate` returned for one `T` with this tag, and which nothing else names.
///
/// ```
/// # use wdf_sim as _;
/// use wdf_safe::pool::{Paged, PoolBox, Tag};
/// use wdf_safe::prelude::*;
///
/// const TAG: Tag = Tag::new(*b"Tabl");
///
/// #[derive(Zeroable)]
/// struct Table {
///     entries: [u64; 1000],
/// }
///
/// #[object_context]
/// struct Card {
///     /// Reached at DISPATCH_LEVEL too.
///     table: SpinLock<PoolBox<Table>>,
/// }
///
/// #[evt_driver_device_add]
/// fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
///     // A large value does not travel over the kernel's small stack.
///     let mut table = PoolBox::<Table>::zeroed(cx, TAG)?;
///     table.entries[0] = 1;
///     Ok(init.create(cx, CardInit { table: SpinLock::init(table) })?.added())
/// }
///
/// fn count(cx: &mut Cx<'_, Passive>) -> Result<u32> {
///     let mut seen = PoolBox::<[u32; 2], Paged>::new(cx, TAG, [1, 2])?;
///     seen.get_mut(cx)[0] += 1;
///     let [one, other] = *seen.get(cx);
///     Ok(one + other)
/// }
/// ```
pub struct PoolBox<T, P: Pool = NonPaged> {
    value: NonNull<T>,
    tag: Tag,
    types: PhantomData<(T, fn() -> P)>,
}

// SAFETY: the only owner of its value.
unsafe impl<T: Send, P: Pool> Send for PoolBox<T, P> {}
// SAFETY: as above: a reference to it is a reference to the value.
unsafe impl<T: Sync, P: Pool> Sync for PoolBox<T, P> {}

impl<T, P: Pool> PoolBox<T, P> {
    /// Puts the value into memory of its own. `ExAllocatePool2`; IRQL <= DISPATCH_LEVEL, from paged pool PASSIVE_LEVEL.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`](crate::status::Error::OutOfMemory); the value is dropped.
    pub fn new<L: AllocatesFrom<P>>(cx: &Cx<'_, L>, tag: Tag, value: T) -> Result<Self> {
        let place = block::allocate::<T, P>(cx, 1, tag)?;
        // SAFETY: new memory for one `T`.
        unsafe { place.write(value) };
        // INVARIANT: just written.
        Ok(Self { value: place, tag, types: PhantomData })
    }

    /// A value whose bytes are all zero, made where it stays. `ExAllocatePool2`; as [`new`](Self::new).
    ///
    /// # Errors
    /// [`Error::OutOfMemory`](crate::status::Error::OutOfMemory).
    pub fn zeroed<L: AllocatesFrom<P>>(cx: &Cx<'_, L>, tag: Tag) -> Result<Self>
    where
        T: Zeroable,
    {
        // INVARIANT: zeroed by the system, which is valid (`Zeroable`).
        Ok(Self { value: block::allocate::<T, P>(cx, 1, tag)?, tag, types: PhantomData })
    }

    /// The value; its memory is freed. `ExFreePoolWithTag`; IRQL <= DISPATCH_LEVEL, for paged pool PASSIVE_LEVEL.
    pub fn into_inner<L: AllocatesFrom<P>>(self, _cx: &Cx<'_, L>) -> T {
        let this = ManuallyDrop::new(self);
        // SAFETY: a valid value (invariant), reachable at this level, and not used again.
        let value = unsafe { this.value.read() };
        // SAFETY: from `allocate` with this tag; the owner is not dropped; the level is that for which `L` stands.
        unsafe { block::free(this.value, this.tag) };
        value
    }
}

impl<T> Deref for PoolBox<T, NonPaged> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: a valid value (invariant).
        unsafe { self.value.as_ref() }
    }
}

impl<T> DerefMut for PoolBox<T, NonPaged> {
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: a valid value, of which this is the only owner (invariant).
        unsafe { self.value.as_mut() }
    }
}

impl<T> PoolBox<T, Paged> {
    /// The value; PASSIVE_LEVEL, for as long as it is borrowed.
    pub fn get<'a, L: AtPassive>(&'a self, _cx: &'a Cx<'_, L>) -> &'a T {
        // SAFETY: a valid value (invariant); while the borrow of the proof lasts nothing raises the level.
        unsafe { self.value.as_ref() }
    }

    /// The value; PASSIVE_LEVEL, for as long as it is borrowed.
    pub fn get_mut<'a, L: AtPassive>(&'a mut self, _cx: &'a Cx<'_, L>) -> &'a mut T {
        // SAFETY: as in `get`; the only owner.
        unsafe { self.value.as_mut() }
    }
}

impl<T, P: Pool> Drop for PoolBox<T, P> {
    fn drop(&mut self) {
        if !block::reachable::<P>() {
            return;
        }
        // SAFETY: a valid value (invariant), not used again.
        unsafe { self.value.drop_in_place() };
        // SAFETY: from `allocate` with this tag; the level was just asked for.
        unsafe { block::free(self.value, self.tag) };
    }
}

impl<T, P: Pool> fmt::Debug for PoolBox<T, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PoolBox").field("tag", &self.tag).finish_non_exhaustive()
    }
}
