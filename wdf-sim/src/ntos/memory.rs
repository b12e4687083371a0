//! `Rtl..Memory`: what the headers mostly make macros of, and the kernel exports all the same.
#![expect(unsafe_code, reason = "defines symbols of the kernel, and copies the driver's memory")]

use std::ptr;

use wdf_sim_sys::PVOID;

// SAFETY: in a simulation nothing else defines the kernel's symbols.
#[unsafe(no_mangle)]
unsafe extern "C" fn RtlCompareMemory(first: *const u8, second: *const u8, length: usize) -> usize {
    let equal = |index: &usize| {
        // SAFETY: the driver vouches for so many bytes at the first address.
        let a = unsafe { first.add(*index).read() };
        // SAFETY: and at the second.
        let b = unsafe { second.add(*index).read() };
        a == b
    };
    (0..length).take_while(equal).count()
}

// SAFETY: as above.
#[unsafe(no_mangle)]
unsafe extern "C" fn RtlMoveMemory(to: *mut u8, from: *const u8, length: usize) {
    // SAFETY: the driver vouches for both, which may overlap.
    unsafe { ptr::copy(from, to, length) };
}

// SAFETY: as above.
#[unsafe(no_mangle)]
unsafe extern "C" fn RtlCopyMemory(to: *mut u8, from: *const u8, length: usize) {
    // SAFETY: the driver vouches for both. They must not overlap, and it does no harm if they do.
    unsafe { ptr::copy(from, to, length) };
}

// SAFETY: as above.
#[unsafe(no_mangle)]
unsafe extern "C" fn RtlCopyMemoryNonTemporal(to: *mut u8, from: *const u8, length: usize) {
    // SAFETY: as above.
    unsafe { ptr::copy(from, to, length) };
}

// SAFETY: as above.
#[unsafe(no_mangle)]
unsafe extern "C" fn RtlFillMemory(to: *mut u8, length: usize, byte: i32) {
    // SAFETY: the driver vouches for so many bytes.
    unsafe { ptr::write_bytes(to, byte as u8, length) };
}

// SAFETY: as above.
#[unsafe(no_mangle)]
unsafe extern "C" fn RtlZeroMemory(to: *mut u8, length: usize) {
    // SAFETY: as above.
    unsafe { ptr::write_bytes(to, 0, length) };
}

// SAFETY: as above.
#[unsafe(no_mangle)]
unsafe extern "C" fn RtlSecureZeroMemory(to: *mut u8, length: usize) -> *mut u8 {
    // SAFETY: as above.
    unsafe { ptr::write_bytes(to, 0, length) };
    to
}

/// No driver finds a routine by name: it does without, as on a system that does not have it.
// SAFETY: as above.
#[unsafe(no_mangle)]
const extern "C" fn MmGetSystemRoutineAddress(_name: PVOID) -> PVOID {
    ptr::null_mut()
}
