//! `SLIST_HEADER`: lists that are pushed and popped without a lock.
//!
//! The header has 16 bytes: depth (16 bits) and sequence (48), then the first entry, whose lowest four bits are not part of
//! the address.
#![expect(unsafe_code, reason = "defines symbols of the kernel, and links the driver's lists")]

use wdf_sim_sys::{LARGE_INTEGER, PKSPIN_LOCK, PLARGE_INTEGER, ULONG, USHORT};

use super::required;
use crate::exec::{self, nt};
use crate::touch::{self, Mode, Place};
use crate::violation::{Rule, Violation};

/// The bits of an entry's address that are none.
const ALIGNMENT: u64 = 15;
/// One more in the sequence.
const SEQUENCE: u64 = 1 << 16;

/// `SLIST_HEADER`.
#[repr(C, align(16))]
pub(super) struct Header {
    depth_and_sequence: u64,
    next: u64,
}

/// `SLIST_ENTRY`.
#[repr(C)]
pub(super) struct Entry {
    next: *mut Entry,
}

impl Header {
    /// A list with nothing in it.
    pub(super) const EMPTY: Self = Self { depth_and_sequence: 0, next: 0 };

    const fn first(&self) -> *mut Entry {
        (self.next & !ALIGNMENT) as *mut Entry
    }

    fn set(&mut self, first: *mut Entry, deeper: bool) {
        self.next = first as u64;
        let depth = self.depth_and_sequence as u16;
        let depth = if deeper { depth.wrapping_add(1) } else { depth.wrapping_sub(1) };
        self.depth_and_sequence = (self.depth_and_sequence & !0xFFFF).wrapping_add(SEQUENCE) | depth as u64;
    }
}

/// Ends the run if an address is not one that the list can hold.
fn aligned<T>(name: &str, what: &str, pointer: *const T) {
    required(name, what, pointer);
    if pointer as u64 & ALIGNMENT != 0 {
        let text = format!("{name}: {what} at {pointer:p} is not aligned to 16 bytes");
        exec::stop(Violation::undefined(Rule::InvalidMemoryAccess, text));
    }
}

/// Pops the first entry, or NULL.
///
/// # Safety
///
/// The list is valid.
pub(super) unsafe fn pop(name: &str, head: *mut Header) -> *mut Entry {
    aligned(name, "ListHead", head);
    exec::point();
    touch::touch(Place::Driver, Mode::Write);
    // SAFETY: the caller vouches for the list.
    let header = unsafe { &mut *head };
    let first = header.first();
    if !first.is_null() {
        // SAFETY: what is in a valid list is a valid entry.
        header.set(unsafe { (*first).next }, false);
    }
    first
}

/// Pushes an entry; the one that was first.
unsafe fn push(name: &str, head: *mut Header, entry: *mut Entry) -> *mut Entry {
    aligned(name, "ListHead", head);
    aligned(name, "ListEntry", entry);
    exec::point();
    touch::touch(Place::Driver, Mode::Write);
    // SAFETY: the driver's list is valid.
    let header = unsafe { &mut *head };
    let first = header.first();
    // SAFETY: the driver's entry is valid.
    unsafe { (*entry).next = first };
    header.set(entry, true);
    first
}

#[unsafe(no_mangle)]
unsafe extern "C" fn InitializeSListHead(head: *mut Header) {
    aligned("InitializeSListHead", "SListHead", head);
    // SAFETY: the driver's list is valid.
    unsafe { head.write(Header::EMPTY) };
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ExInitializeSListHead(head: *mut Header) {
    // SAFETY: the caller's own pointer.
    unsafe { InitializeSListHead(head) };
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ExQueryDepthSList(head: *mut Header) -> USHORT {
    required("ExQueryDepthSList", "SListHead", head);
    // SAFETY: the driver's list is valid.
    unsafe { (*head).depth_and_sequence as USHORT }
}

macro_rules! lists {
    ($($pop:ident $push:ident $flush:ident ($($lock:ident: $type:ty)?);)*) => {$(
        #[unsafe(no_mangle)]
        unsafe extern "C" fn $pop(head: *mut Header $(, $lock: $type)?) -> *mut Entry {
            // SAFETY: the driver's list is valid.
            unsafe { pop(stringify!($pop), head) }
        }

        #[unsafe(no_mangle)]
        unsafe extern "C" fn $push(head: *mut Header, entry: *mut Entry $(, $lock: $type)?) -> *mut Entry {
            // SAFETY: the driver's list and entry are valid.
            unsafe { push(stringify!($push), head, entry) }
        }

        #[unsafe(no_mangle)]
        unsafe extern "C" fn $flush(head: *mut Header) -> *mut Entry {
            aligned(stringify!($flush), "ListHead", head);
            exec::point();
            touch::touch(Place::Driver, Mode::Write);
            // SAFETY: the driver's list is valid.
            let header = unsafe { &mut *head };
            let first = header.first();
            header.next = 0;
            header.depth_and_sequence = (header.depth_and_sequence & !0xFFFF).wrapping_add(SEQUENCE);
            first
        }
    )*};
}

lists! {
    ExpInterlockedPopEntrySList ExpInterlockedPushEntrySList ExpInterlockedFlushSList ();
    InterlockedPopEntrySList InterlockedPushEntrySList InterlockedFlushSList ();
    ExInterlockedPopEntrySList ExInterlockedPushEntrySList ExInterlockedFlushSList (_lock: PKSPIN_LOCK);
}

/// Changes a number under its spin lock, at whatever level the processor keeps interrupts away; the number before.
///
/// # Safety
///
/// The number is valid.
unsafe fn add<T: Copy>(name: &'static str, number: *mut T, lock: PKSPIN_LOCK, sum: impl FnOnce(T) -> T) -> T {
    required(name, "Addend", number);
    let irql = nt::acquire(name, lock as usize, 2);
    // SAFETY: the caller vouches for the number.
    let before = unsafe { number.read_unaligned() };
    // SAFETY: as above.
    unsafe { number.write_unaligned(sum(before)) };
    nt::release(name, lock as usize, Some(irql));
    before
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ExInterlockedAddUlong(number: *mut ULONG, by: ULONG, lock: PKSPIN_LOCK) -> ULONG {
    // SAFETY: the driver's number is valid.
    unsafe { add("ExInterlockedAddUlong", number, lock, |before| before.wrapping_add(by)) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ExInterlockedAddLargeInteger(
    number: PLARGE_INTEGER,
    by: LARGE_INTEGER,
    lock: PKSPIN_LOCK,
) -> LARGE_INTEGER {
    // SAFETY: each member of the union is all of its bytes, and every value is one.
    let by = unsafe { by.QuadPart };
    let sum = |before: i64| before.wrapping_add(by);
    // SAFETY: the driver's number is valid.
    let before = unsafe { add("ExInterlockedAddLargeInteger", number.cast::<i64>(), lock, sum) };
    LARGE_INTEGER { QuadPart: before }
}
