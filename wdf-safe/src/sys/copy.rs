//! Copying to and from memory that others may be writing.
//!
//! *Where it stands.* Row 0, below the buffers of requests ([`request::buffer`](crate::request)).
//!
//! *Key types.* None: one function.
//!
//! *Wraps.* `RtlCopyMemory` on a request's buffer. With direct I/O a request's buffer is the application's own memory,
//! and the application may write it while the driver reads. A Rust reference to such memory would be unsound, and so
//! would an ordinary copy, of which the compiler assumes that nobody interferes. These copies are volatile, in words and
//! then in bytes: each byte is read or written once, whatever it is at that moment.
#![expect(unsafe_code, reason = "volatile accesses to memory that is shared with an application")]

#[cfg(test)]
mod tests;

/// A word, wherever it lies: both of Windows' processors read and write one at any address of ordinary memory at once.
#[derive(Clone, Copy)]
#[repr(C, packed)]
struct Word(usize);

const WORD: usize = size_of::<Word>();

/// Copies `count` bytes, to or from shared memory.
///
/// # Safety
/// `from` is valid for reads of `count` bytes and `to` for writes; they do not overlap.
#[inline(never)]
pub(crate) unsafe fn copy(from: *const u8, to: *mut u8, count: usize) {
    let mut at = 0;
    while count - at >= WORD {
        // SAFETY: `at + WORD <= count`, so the sum stays within the memory that the caller vouches for.
        let (from, to) = unsafe { both(from, to, at) };
        // SAFETY: valid for reads as said; a `Word` needs no alignment.
        let word = unsafe { from.cast::<Word>().read_volatile() };
        // SAFETY: as above, for writes.
        unsafe { to.cast::<Word>().write_volatile(word) };
        at += WORD;
    }
    // SAFETY: `at <= count`.
    unsafe { bytes(from, to, at, count) };
}

/// The bytes from `at` to `end`.
///
/// # Safety
/// As of [`copy`], of `end` bytes.
#[inline]
unsafe fn bytes(from: *const u8, to: *mut u8, mut at: usize, end: usize) {
    while at < end {
        // SAFETY: `at < end`.
        let (from, to) = unsafe { both(from, to, at) };
        // SAFETY: valid for reads, the caller's promise.
        let byte = unsafe { from.read_volatile() };
        // SAFETY: valid for writes, the caller's promise.
        unsafe { to.write_volatile(byte) };
        at += 1;
    }
}

/// Both places, `at` bytes on.
///
/// # Safety
/// Both have at least so many bytes.
#[inline]
unsafe fn both(from: *const u8, to: *mut u8, at: usize) -> (*const u8, *mut u8) {
    // SAFETY: the caller's promise.
    let from = unsafe { from.add(at) };
    // SAFETY: the caller's promise.
    let to = unsafe { to.add(at) };
    (from, to)
}
