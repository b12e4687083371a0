//! Getting memory and giving it back.
//!
//! *Where it stands.* Under [`pool`](super).
//!
//! *Key types.* [`Tag`]; [`Pool`], which is [`NonPaged`] or [`Paged`]; [`AllocatesFrom`], where each may be asked.
//!
//! *Wraps.* `ExAllocatePool2`, `ExFreePoolWithTag`, `KeGetCurrentIrql`.
#![expect(unsafe_code, reason = "routines of the kernel")]

use crate::irql::{AtMostDispatch, AtPassive, Cx, Level};
use crate::status::{Error, Result};
use crate::sys::{
    APC_LEVEL, DISPATCH_LEVEL, ExAllocatePool2, ExFreePoolWithTag, KeGetCurrentIrql, POOL_FLAG_NON_PAGED,
    POOL_FLAG_PAGED, POOL_FLAGS,
};
use core::fmt;
use core::ptr::NonNull;

/// The four characters by which the debugger (`!poolused`) and the verifier name who allocated.
///
/// ```
/// use wdf_safe::pool::Tag;
///
/// const TAG: Tag = Tag::new(*b"Echo");
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Tag(u32);

impl Tag {
    /// The tag of these characters, in the order in which the debugger shows them.
    ///
    /// # Panics
    /// At compile time, in a constant: if one of them is not a printable character of ASCII.
    #[must_use]
    pub const fn new(characters: [u8; 4]) -> Self {
        let mut at = 0;
        while at < characters.len() {
            assert!(matches!(characters[at], b' '..=b'~'), "a tag has four printable characters of ASCII");
            at += 1;
        }
        Self(u32::from_le_bytes(characters))
    }

    /// The number that the system is told.
    pub(crate) const fn value(self) -> u32 {
        self.0
    }
}

impl fmt::Debug for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tag({:?})", core::str::from_utf8(&self.0.to_le_bytes()).unwrap_or_default())
    }
}

mod sealed {
    use crate::sys::POOL_FLAGS;

    pub trait Sealed {
        const FLAGS: POOL_FLAGS;
        /// The highest IRQL at which its memory can be reached and freed.
        const HIGHEST: u32;
    }
}

/// A pool of the system: [`NonPaged`] or [`Paged`].
pub trait Pool: sealed::Sealed + 'static {}

/// Memory that is always there, and not executable: it can be reached at any IRQL.
#[derive(Debug)]
pub enum NonPaged {}

/// Memory that the system may write to disk: it can be reached at PASSIVE_LEVEL. There is more of it.
#[derive(Debug)]
pub enum Paged {}

impl sealed::Sealed for NonPaged {
    const FLAGS: POOL_FLAGS = POOL_FLAG_NON_PAGED;
    const HIGHEST: u32 = DISPATCH_LEVEL;
}

impl sealed::Sealed for Paged {
    const FLAGS: POOL_FLAGS = POOL_FLAG_PAGED;
    const HIGHEST: u32 = APC_LEVEL;
}

impl Pool for NonPaged {}
impl Pool for Paged {}

/// A level at which memory of the pool `P` can be asked for.
#[diagnostic::on_unimplemented(
    message = "memory of the pool `{P}` cannot be asked for here",
    label = "the context here is `{Self}`",
    note = "non-paged memory is allocated at IRQL <= DISPATCH_LEVEL, paged memory at PASSIVE_LEVEL"
)]
pub trait AllocatesFrom<P: Pool>: Level {}

impl<L: AtMostDispatch> AllocatesFrom<NonPaged> for L {}
impl<L: AtPassive> AllocatesFrom<Paged> for L {}

/// What pool memory is aligned to on 64-bit Windows: MEMORY_ALLOCATION_ALIGNMENT.
const ALIGNMENT: usize = 16;

/// Zeroed memory for so many values, whose number is not 0. It is this tag's until it is [freed](free).
///
/// # Errors
/// [`Error::OutOfMemory`].
pub(super) fn allocate<T, P: Pool>(_cx: &Cx<'_, impl AllocatesFrom<P>>, count: usize, tag: Tag) -> Result<NonNull<T>> {
    const { assert!(align_of::<T>() <= ALIGNMENT, "pool memory is aligned to 16 bytes") };
    let size = size_of::<T>().checked_mul(count).ok_or(Error::OutOfMemory)?;
    if size == 0 {
        return Ok(NonNull::dangling());
    }
    // SAFETY: flags of one pool, from which memory may be asked for at this level (`AllocatesFrom`).
    let memory = unsafe { ExAllocatePool2(P::FLAGS, size as _, tag.0) };
    NonNull::new(memory.cast()).ok_or(Error::OutOfMemory)
}

/// Is the level low enough to reach memory of this pool, and to free it?
pub(super) fn reachable<P: Pool>() -> bool {
    // SAFETY: at any IRQL.
    let level = unsafe { KeGetCurrentIrql() };
    u32::from(level) <= P::HIGHEST
}

/// Is the level low enough to delete what is in non-paged memory?
pub(crate) fn at_most_dispatch() -> bool {
    reachable::<NonPaged>()
}

/// Gives memory back.
///
/// # Safety
/// [`allocate`] returned it for values of this type, with this tag, and nobody uses it any more; the level is low enough
/// ([`reachable`]).
pub(super) unsafe fn free<T>(memory: NonNull<T>, tag: Tag) {
    if size_of::<T>() != 0 {
        // SAFETY: the caller's promise; no memory was allocated for values without bytes.
        unsafe { ExFreePoolWithTag(memory.as_ptr().cast(), tag.0) };
    }
}
