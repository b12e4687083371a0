//! Copying to and from memory that others may be writing.
//!
//! *Where it stands.* Row 0, below the buffers of requests ([`request::buffer`](crate::request)).
//!
//! *Key types.* None: two functions.
//!
//! *Wraps.* `RtlCopyMemory` on a request's buffer. With direct I/O a request's buffer is the application's own memory,
//! and the application may write it while the driver reads. A Rust reference to such memory would be unsound, and so
//! would an ordinary copy, of which the compiler assumes that nobody interferes. These copies are volatile, in words
//! where both sides allow it: each byte is read or written once, whatever it is at that moment.
#![expect(unsafe_code, reason = "volatile accesses to memory that is shared with an application")]

#[cfg(test)]
mod tests;

const WORD: usize = size_of::<usize>();

/// Copies `to.len()` bytes out of shared memory.
///
/// # Safety
/// `from` is valid for reads of `to.len()` bytes, which `to` does not overlap.
pub(crate) unsafe fn copy_out(from: *const u8, to: &mut [u8]) {
    let mut at = 0;
    if from.addr() % WORD == to.as_ptr().addr() % WORD {
        let head = from.align_offset(WORD).min(to.len());
        // SAFETY: the first `head` bytes.
        unsafe { bytes_out(from, &mut to[..head]) };
        at = head;
        while to.len() - at >= WORD {
            // SAFETY: `at + WORD <= to.len()`, so the sum stays within the memory that the caller vouches for.
            let word = unsafe { from.add(at) }.cast::<usize>();
            // SAFETY: valid for reads as said, and aligned: `at` is a multiple of WORD beyond an aligned address.
            let word = unsafe { word.read_volatile() };
            to[at..at + WORD].copy_from_slice(&word.to_ne_bytes());
            at += WORD;
        }
    }
    // SAFETY: `at <= to.len()`.
    let rest = unsafe { from.add(at) };
    // SAFETY: the bytes from `at` on.
    unsafe { bytes_out(rest, &mut to[at..]) };
}

/// Copies `from` into shared memory.
///
/// # Safety
/// `to` is valid for writes of `from.len()` bytes, which `from` does not overlap.
pub(crate) unsafe fn copy_in(from: &[u8], to: *mut u8) {
    let mut at = 0;
    if to.addr() % WORD == from.as_ptr().addr() % WORD {
        let head = to.align_offset(WORD).min(from.len());
        // SAFETY: the first `head` bytes.
        unsafe { bytes_in(&from[..head], to) };
        at = head;
        while let Some(word) = from.get(at..at + WORD) {
            let word = usize::from_ne_bytes(word.try_into().unwrap_or([0; WORD]));
            // SAFETY: `at + WORD <= from.len()`, so the sum stays within the memory that the caller vouches for.
            let place = unsafe { to.add(at) }.cast::<usize>();
            // SAFETY: valid for writes as said, and aligned: `at` is a multiple of WORD beyond an aligned address.
            unsafe { place.write_volatile(word) };
            at += WORD;
        }
    }
    // SAFETY: `at <= from.len()`.
    let rest = unsafe { to.add(at) };
    // SAFETY: the bytes from `at` on.
    unsafe { bytes_in(&from[at..], rest) };
}

/// # Safety
/// `from` is valid for reads of `to.len()` bytes.
unsafe fn bytes_out(from: *const u8, to: &mut [u8]) {
    for (index, byte) in to.iter_mut().enumerate() {
        // SAFETY: `index < to.len()`.
        let place = unsafe { from.add(index) };
        // SAFETY: valid for reads, the caller's promise.
        *byte = unsafe { place.read_volatile() };
    }
}

/// # Safety
/// `to` is valid for writes of `from.len()` bytes.
unsafe fn bytes_in(from: &[u8], to: *mut u8) {
    for (index, byte) in from.iter().enumerate() {
        // SAFETY: `index < from.len()`.
        let place = unsafe { to.add(index) };
        // SAFETY: valid for writes, the caller's promise.
        unsafe { place.write_volatile(*byte) };
    }
}
