//! `Rtl..Memory`: what the headers mostly make macros of, and the kernel exports all the same.
#![expect(unsafe_code, reason = "defines symbols of the kernel, and copies the driver's memory")]

use std::ptr;

use wdf_sim_sys::PVOID;

use super::required;

#[unsafe(no_mangle)]
unsafe extern "C" fn RtlCompareMemory(first: *const u8, second: *const u8, length: usize) -> usize {
    if length == 0 {
        return 0;
    }
    required("RtlCompareMemory", "Source1", first);
    required("RtlCompareMemory", "Source2", second);
    // SAFETY: the driver vouches for so many bytes at the first address.
    let first = unsafe { std::slice::from_raw_parts(first, length) };
    // SAFETY: and at the second.
    let second = unsafe { std::slice::from_raw_parts(second, length) };
    first.iter().zip(second).take_while(|(a, b)| a == b).count()
}

#[unsafe(no_mangle)]
unsafe extern "C" fn RtlMoveMemory(to: *mut u8, from: *const u8, length: usize) {
    // SAFETY: the driver vouches for both, which may overlap.
    unsafe { ptr::copy(from, to, length) };
}

#[unsafe(no_mangle)]
unsafe extern "C" fn RtlCopyMemory(to: *mut u8, from: *const u8, length: usize) {
    // SAFETY: the driver vouches for both. They must not overlap, and it does no harm if they do.
    unsafe { ptr::copy(from, to, length) };
}

#[unsafe(no_mangle)]
unsafe extern "C" fn RtlCopyMemoryNonTemporal(to: *mut u8, from: *const u8, length: usize) {
    // SAFETY: as above.
    unsafe { ptr::copy(from, to, length) };
}

#[unsafe(no_mangle)]
unsafe extern "C" fn RtlFillMemory(to: *mut u8, length: usize, byte: i32) {
    // SAFETY: the driver vouches for so many bytes.
    unsafe { ptr::write_bytes(to, byte as u8, length) };
}

#[unsafe(no_mangle)]
unsafe extern "C" fn RtlZeroMemory(to: *mut u8, length: usize) {
    // SAFETY: as above.
    unsafe { ptr::write_bytes(to, 0, length) };
}

#[unsafe(no_mangle)]
unsafe extern "C" fn RtlSecureZeroMemory(to: *mut u8, length: usize) -> *mut u8 {
    // SAFETY: as above.
    unsafe { ptr::write_bytes(to, 0, length) };
    to
}

/// No driver finds a routine by name: it does without, as on a system that does not have it.
#[unsafe(no_mangle)]
const extern "C" fn MmGetSystemRoutineAddress(_name: PVOID) -> PVOID {
    ptr::null_mut()
}
