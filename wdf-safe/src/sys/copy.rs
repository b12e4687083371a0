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
/// From how many bytes on it pays to ask for the alignment: an aligned word is copied faster.
const LONG: usize = 8 * WORD;

/// Copies `count` bytes, to or from shared memory.
///
/// # Safety
/// `from` is valid for reads of `count` bytes and `to` for writes; they do not overlap.
#[inline(never)]
pub(crate) unsafe fn copy(from: *const u8, to: *mut u8, count: usize) {
    let mut at = 0;
    if count >= LONG && from.addr() % WORD == to.addr() % WORD {
        at = from.align_offset(WORD).min(count);
        // SAFETY: the first `at <= count` bytes.
        unsafe { bytes(from, to, 0, at) };
        // SAFETY: both are aligned there, as they are at the same places.
        at = unsafe { words::<usize>(from, to, at, count) };
    }
    // SAFETY: a `Word` needs no alignment.
    at = unsafe { words::<Word>(from, to, at, count) };
    // SAFETY: `at <= count`.
    unsafe { bytes(from, to, at, count) };
}

/// From `at` on, as many words as there are. Where they end.
///
/// # Safety
/// As of [`copy`], of `end` bytes, and both places are aligned for a `W`, which has the size of a word and any value.
#[inline]
unsafe fn words<W: Copy>(from: *const u8, to: *mut u8, mut at: usize, end: usize) -> usize {
    while end - at >= WORD {
        // SAFETY: `at + WORD <= end`, so the sum stays within the memory that the caller vouches for.
        let (from, to) = unsafe { both(from, to, at) };
        // SAFETY: valid for reads, and aligned, as said.
        let word = unsafe { from.cast::<W>().read_volatile() };
        // SAFETY: as above, for writes.
        unsafe { to.cast::<W>().write_volatile(word) };
        at += WORD;
    }
    at
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
