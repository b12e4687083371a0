//! Values in a row in pool memory.
//!
//! *Where it stands.* Under [`pool`](super).
//!
//! *Key types.* [`PoolVec`], [`Refused`].
//!
//! *Wraps.* `ExAllocatePool2`, `ExFreePoolWithTag`.
#![expect(unsafe_code, reason = "values behind a pointer that the kernel returned")]

use super::block::{self, AllocatesFrom, NonPaged, Paged, Pool, Tag};
use crate::context::Zeroable;
use crate::irql::{AtPassive, Cx};
use crate::status::{Error, Result};
use core::fmt;
use core::marker::PhantomData;
use core::ops::{Deref, DerefMut};
use core::ptr::{self, NonNull};
use core::slice;

/// Values in a row, in memory of the pool `P`, of which this is the only owner. Freed when it is dropped ([`pool`](super)).
///
/// It grows when it is told to, with [`reserve`](Self::reserve), [`push`](Self::push) and
/// [`extend_from_slice`](Self::extend_from_slice), each of which can fail; [`push_within`](Self::push_within) never allocates.
///
/// # Invariants
/// `start` is memory that `block::allocate` returned for `capacity` values with this tag, or dangling if that is 0; the first
/// `length <= capacity` are valid; nothing else names it.
///
/// ```
/// # use wdf_sim as _;
/// use wdf_safe::pool::{PoolVec, Tag};
/// use wdf_safe::prelude::*;
///
/// const TAG: Tag = Tag::new(*b"Line");
///
/// #[object_context]
/// struct Line {
///     waiting: SpinLock<PoolVec<u8>>,
/// }
///
/// #[evt_driver_device_add]
/// fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
///     let waiting = PoolVec::with_capacity(cx, TAG, 64)?;
///     Ok(init.create(cx, LineInit { waiting: SpinLock::init(waiting) })?.added())
/// }
///
/// /// `false`: the line is full.
/// fn receive(cx: &mut Cx<'_, Dispatch>, line: &Line, byte: u8) -> bool {
///     line.waiting.with(cx, |waiting, _held| waiting.push_within(byte).is_ok())
/// }
/// ```
pub struct PoolVec<T, P: Pool = NonPaged> {
    start: NonNull<T>,
    length: usize,
    capacity: usize,
    tag: Tag,
    types: PhantomData<(T, fn() -> P)>,
}

/// A value that was not taken, and why: there is no room, or no memory to make some.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use = "the value in it was not taken"]
pub struct Refused<T>(pub T);

// SAFETY: the only owner of its values.
unsafe impl<T: Send, P: Pool> Send for PoolVec<T, P> {}
// SAFETY: as above: a reference to it is a reference to the values.
unsafe impl<T: Sync, P: Pool> Sync for PoolVec<T, P> {}

impl<T, P: Pool> PoolVec<T, P> {
    /// None yet, and no memory either.
    #[must_use]
    pub const fn new(tag: Tag) -> Self {
        // INVARIANT: no capacity.
        Self { start: NonNull::dangling(), length: 0, capacity: 0, tag, types: PhantomData }
    }

    /// None yet, but room for so many. `ExAllocatePool2`; IRQL <= DISPATCH_LEVEL, from paged pool PASSIVE_LEVEL.
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn with_capacity<L: AllocatesFrom<P>>(cx: &Cx<'_, L>, tag: Tag, capacity: usize) -> Result<Self> {
        let mut this = Self::new(tag);
        this.reserve(cx, capacity)?;
        Ok(this)
    }

    /// So many, with all bytes zero. `ExAllocatePool2`; as [`with_capacity`](Self::with_capacity).
    ///
    /// # Errors
    /// [`Error::OutOfMemory`].
    pub fn zeroed<L: AllocatesFrom<P>>(cx: &Cx<'_, L>, tag: Tag, length: usize) -> Result<Self>
    where
        T: Zeroable,
    {
        if length == 0 {
            return Ok(Self::new(tag));
        }
        let start = block::allocate::<T, P>(cx, length, tag)?;
        // INVARIANT: zeroed by the system, which is valid (`Zeroable`).
        Ok(Self { start, length, capacity: length, tag, types: PhantomData })
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.length
    }

    /// Are there none?
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// How many there is room for.
    #[must_use]
    pub const fn capacity(&self) -> usize {
        self.capacity
    }

    /// Makes room for so many more. `ExAllocatePool2`; as [`with_capacity`](Self::with_capacity).
    ///
    /// # Errors
    /// [`Error::OutOfMemory`]; nothing is changed.
    pub fn reserve<L: AllocatesFrom<P>>(&mut self, cx: &Cx<'_, L>, more: usize) -> Result<()> {
        let wanted = self.length.checked_add(more).ok_or(Error::OutOfMemory)?;
        if wanted <= self.capacity {
            return Ok(());
        }
        let capacity = wanted.max(self.capacity.saturating_mul(2));
        let start = block::allocate::<T, P>(cx, capacity, self.tag)?;
        // SAFETY: `length` valid values, and new memory for more; the old ones are not used again.
        unsafe { ptr::copy_nonoverlapping(self.start.as_ptr(), start.as_ptr(), self.length) };
        if self.capacity != 0 {
            // SAFETY: from `allocate` with this tag (invariant); the level is that for which `L` stands.
            unsafe { block::free(self.start, self.tag) };
        }
        // INVARIANT: moved.
        (self.start, self.capacity) = (start, capacity);
        Ok(())
    }

    /// Appends, if there is room; never allocates. (Paged memory: PASSIVE_LEVEL.)
    ///
    /// # Errors
    /// The value.
    fn append(&mut self, value: T) -> Result<(), Refused<T>> {
        if self.length == self.capacity {
            return Err(Refused(value));
        }
        // SAFETY: within the capacity.
        let place = unsafe { self.start.add(self.length) };
        // SAFETY: memory for a value, not one yet.
        unsafe { place.write(value) };
        // INVARIANT: written.
        self.length += 1;
        Ok(())
    }

    /// Appends, and makes room for it. `ExAllocatePool2`; as [`with_capacity`](Self::with_capacity).
    ///
    /// # Errors
    /// The value, if there is no memory.
    pub fn push<L: AllocatesFrom<P>>(&mut self, cx: &Cx<'_, L>, value: T) -> Result<(), Refused<T>> {
        if self.reserve(cx, 1).is_err() {
            return Err(Refused(value));
        }
        self.append(value)
    }

    /// Appends copies of these. `ExAllocatePool2`; as [`with_capacity`](Self::with_capacity).
    ///
    /// # Errors
    /// [`Error::OutOfMemory`]; nothing is changed.
    pub fn extend_from_slice<L: AllocatesFrom<P>>(&mut self, cx: &Cx<'_, L>, values: &[T]) -> Result<()>
    where
        T: Copy,
    {
        self.reserve(cx, values.len())?;
        // SAFETY: within the capacity.
        let place = unsafe { self.start.add(self.length) };
        // SAFETY: just made room for them; what lies behind the values is borrowed by nobody.
        unsafe { ptr::copy_nonoverlapping(values.as_ptr(), place.as_ptr(), values.len()) };
        // INVARIANT: written.
        self.length += values.len();
        Ok(())
    }

    /// Takes the last.
    fn take_last(&mut self) -> Option<T> {
        let length = self.length.checked_sub(1)?;
        // INVARIANT: the last is not one of the values any more.
        self.length = length;
        // SAFETY: within the capacity.
        let last = unsafe { self.start.add(length) };
        // SAFETY: a valid value (invariant), not used again.
        Some(unsafe { last.read() })
    }

    /// Drops all but the first so many.
    fn cut(&mut self, length: usize) {
        while self.length > length {
            drop(self.take_last());
        }
    }

    fn values(&self) -> &[T] {
        // SAFETY: so many valid values (invariant).
        unsafe { slice::from_raw_parts(self.start.as_ptr(), self.length) }
    }

    fn values_mut(&mut self) -> &mut [T] {
        // SAFETY: so many valid values, of which this is the only owner (invariant).
        unsafe { slice::from_raw_parts_mut(self.start.as_ptr(), self.length) }
    }
}

impl<T> PoolVec<T, NonPaged> {
    /// Appends, if there is room; never allocates. At any IRQL.
    ///
    /// # Errors
    /// The value, if there is none.
    pub fn push_within(&mut self, value: T) -> Result<(), Refused<T>> {
        self.append(value)
    }

    /// Takes the last.
    pub fn pop(&mut self) -> Option<T> {
        self.take_last()
    }

    /// Drops all but the first so many.
    pub fn truncate(&mut self, length: usize) {
        self.cut(length);
    }
}

impl<T> Deref for PoolVec<T, NonPaged> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        self.values()
    }
}

impl<T> DerefMut for PoolVec<T, NonPaged> {
    fn deref_mut(&mut self) -> &mut [T] {
        self.values_mut()
    }
}

impl<T> PoolVec<T, Paged> {
    /// The values; PASSIVE_LEVEL, for as long as they are borrowed.
    pub fn get<'a, L: AtPassive>(&'a self, _cx: &'a Cx<'_, L>) -> &'a [T] {
        self.values()
    }

    /// The values; PASSIVE_LEVEL, for as long as they are borrowed.
    pub fn get_mut<'a, L: AtPassive>(&'a mut self, _cx: &'a Cx<'_, L>) -> &'a mut [T] {
        self.values_mut()
    }

    /// Takes the last. PASSIVE_LEVEL.
    pub fn pop<L: AtPassive>(&mut self, _cx: &Cx<'_, L>) -> Option<T> {
        self.take_last()
    }

    /// Drops all but the first so many. PASSIVE_LEVEL.
    pub fn truncate<L: AtPassive>(&mut self, _cx: &Cx<'_, L>, length: usize) {
        self.cut(length);
    }
}

impl<T, P: Pool> Drop for PoolVec<T, P> {
    fn drop(&mut self) {
        if self.capacity == 0 || !block::reachable::<P>() {
            return;
        }
        self.cut(0);
        // SAFETY: from `allocate` with this tag (invariant); the level was just asked for.
        unsafe { block::free(self.start, self.tag) };
    }
}

impl<T, P: Pool> fmt::Debug for PoolVec<T, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PoolVec").field("tag", &self.tag).field("length", &self.length).finish_non_exhaustive()
    }
}
