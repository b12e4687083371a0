//! `ExInterlocked..List`: lists that a spin lock guards.
#![expect(unsafe_code, reason = "defines symbols of the kernel, and links the driver's lists")]

use wdf_sim_sys::{DISPATCH_LEVEL, LIST_ENTRY, PKSPIN_LOCK, PLIST_ENTRY, SINGLE_LIST_ENTRY};

use crate::exec::nt;

/// Does a step on a list under its lock.
fn locked<R>(name: &'static str, lock: PKSPIN_LOCK, step: impl FnOnce() -> R) -> R {
    let before = nt::acquire(name, lock as usize, DISPATCH_LEVEL as u8);
    let result = step();
    nt::release(name, lock as usize, Some(before));
    result
}

/// NULL for a list that has only its head.
fn or_null(entry: PLIST_ENTRY, head: PLIST_ENTRY) -> PLIST_ENTRY {
    if entry == head { std::ptr::null_mut() } else { entry }
}

/// # Safety
///
/// The entries are valid.
unsafe fn link(before: PLIST_ENTRY, entry: PLIST_ENTRY, after: PLIST_ENTRY) {
    // SAFETY: the caller vouches for the entry.
    unsafe { entry.write(LIST_ENTRY { Flink: after, Blink: before }) };
    // SAFETY: the caller vouches for the one before.
    unsafe { (*before).Flink = entry };
    // SAFETY: the caller vouches for the one after.
    unsafe { (*after).Blink = entry };
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ExInterlockedInsertHeadList(
    head: PLIST_ENTRY,
    entry: PLIST_ENTRY,
    lock: PKSPIN_LOCK,
) -> PLIST_ENTRY {
    locked("ExInterlockedInsertHeadList", lock, || {
        // SAFETY: the driver's list is valid.
        let first = unsafe { (*head).Flink };
        // SAFETY: the driver's list and entry are valid.
        unsafe { link(head, entry, first) };
        or_null(first, head)
    })
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ExInterlockedInsertTailList(
    head: PLIST_ENTRY,
    entry: PLIST_ENTRY,
    lock: PKSPIN_LOCK,
) -> PLIST_ENTRY {
    locked("ExInterlockedInsertTailList", lock, || {
        // SAFETY: the driver's list is valid.
        let last = unsafe { (*head).Blink };
        // SAFETY: the driver's list and entry are valid.
        unsafe { link(last, entry, head) };
        or_null(last, head)
    })
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ExInterlockedRemoveHeadList(head: PLIST_ENTRY, lock: PKSPIN_LOCK) -> PLIST_ENTRY {
    locked("ExInterlockedRemoveHeadList", lock, || {
        // SAFETY: the driver's list is valid.
        let first = unsafe { (*head).Flink };
        if first == head {
            return std::ptr::null_mut();
        }
        // SAFETY: as above.
        let second = unsafe { (*first).Flink };
        // SAFETY: as above.
        unsafe { (*head).Flink = second };
        // SAFETY: as above.
        unsafe { (*second).Blink = head };
        first
    })
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ExInterlockedPushEntryList(
    head: *mut SINGLE_LIST_ENTRY,
    entry: *mut SINGLE_LIST_ENTRY,
    lock: PKSPIN_LOCK,
) -> *mut SINGLE_LIST_ENTRY {
    locked("ExInterlockedPushEntryList", lock, || {
        // SAFETY: the driver's list is valid.
        let first = unsafe { (*head).Next };
        // SAFETY: the driver's entry is valid.
        unsafe { (*entry).Next = first };
        // SAFETY: the driver's list is valid.
        unsafe { (*head).Next = entry };
        first
    })
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ExInterlockedPopEntryList(
    head: *mut SINGLE_LIST_ENTRY,
    lock: PKSPIN_LOCK,
) -> *mut SINGLE_LIST_ENTRY {
    locked("ExInterlockedPopEntryList", lock, || {
        // SAFETY: the driver's list is valid.
        let first = unsafe { (*head).Next };
        if !first.is_null() {
            // SAFETY: as above.
            let second = unsafe { (*first).Next };
            // SAFETY: as above.
            unsafe { (*head).Next = second };
        }
        first
    })
}
