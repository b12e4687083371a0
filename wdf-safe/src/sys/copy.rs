//! Copying to and from memory that others may be writing.
//!
//! *Where it stands.* Row 0, below the buffers of requests ([`request::buffer`](crate::request)).
//!
//! *Key types.* None: one function.
//!
//! *Wraps.* `RtlCopyMemory` on a request's buffer. With direct I/O a request's buffer is the application's own memory,
//! and the application may write it while the driver reads. A Rust reference to such memory would be unsound, and so
//! would an ordinary copy, of which the compiler assumes that nobody interferes. These copies go in words and then in bytes, each
//! read once and written once, whatever it is at that moment: in the kernel by an instruction each, elsewhere (and under Miri) by
//! volatile accesses, for which the compiler takes each word through the stack.
#![expect(unsafe_code, reason = "accesses to memory that is shared with an application")]

#[cfg(test)]
mod tests;

#[cfg(all(
    any(all(windows, not(wdf_sim)), wdf_kernel),
    any(target_arch = "x86_64", target_arch = "aarch64"),
    not(miri)
))]
use self::instruction::word;
#[cfg(not(all(
    any(all(windows, not(wdf_sim)), wdf_kernel),
    any(target_arch = "x86_64", target_arch = "aarch64"),
    not(miri)
)))]
use self::volatile::word;

const WORD: usize = size_of::<usize>();

/// Copies `count` bytes, to or from shared memory.
///
/// # Safety
/// `from` is valid for reads of `count` bytes and `to` for writes; they do not overlap.
#[inline(never)]
pub(crate) unsafe fn copy(from: *const u8, to: *mut u8, count: usize) {
    // SAFETY: the caller's promise.
    unsafe { copy_by(word, from, to, count) };
}

/// [`copy`], with what copies a word at a distance from both.
///
/// # Safety
/// As of [`copy`].
#[inline]
unsafe fn copy_by(word: unsafe fn(*const u8, *mut u8, usize), from: *const u8, to: *mut u8, count: usize) {
    let words = count - count % WORD;
    let mut at = 0;
    while at != words {
        // SAFETY: a word from `at` on is within `count` bytes.
        unsafe { word(from, to, at) };
        at += WORD;
    }
    if at != count {
        // SAFETY: less than a word of what the caller vouches for.
        unsafe { bytes(from, to, at, count) };
    }
}

/// The bytes from `at` to `end`: the rest of a copy in words.
///
/// # Safety
/// As of [`copy`], of `end` bytes.
#[cold]
#[inline(never)]
unsafe fn bytes(from: *const u8, to: *mut u8, mut at: usize, end: usize) {
    while at != end {
        // SAFETY: `at < end`.
        let from = unsafe { from.add(at) };
        // SAFETY: as above.
        let to = unsafe { to.add(at) };
        // SAFETY: valid for reads, the caller's promise.
        let byte = unsafe { from.read_volatile() };
        // SAFETY: valid for writes, the caller's promise.
        unsafe { to.write_volatile(byte) };
        at += 1;
    }
}

#[cfg(any(
    test,
    miri,
    not(any(all(windows, not(wdf_sim)), wdf_kernel)),
    not(any(target_arch = "x86_64", target_arch = "aarch64"))
))]
mod volatile {
    /// A word, wherever it lies: both of Windows' processors read and write one at any address of ordinary memory at once.
    #[derive(Clone, Copy)]
    #[repr(C, packed)]
    struct Word(usize);

    /// Copies the word that begins so many bytes on.
    ///
    /// # Safety
    /// `from` is valid for reads of a word there, and `to` for writes.
    #[inline]
    pub(super) unsafe fn word(from: *const u8, to: *mut u8, at: usize) {
        // SAFETY: the caller's promise.
        let from = unsafe { from.add(at) }.cast::<Word>();
        // SAFETY: the caller's promise.
        let to = unsafe { to.add(at) }.cast::<Word>();
        // SAFETY: valid for reads as said; a `Word` needs no alignment.
        let word = unsafe { from.read_volatile() };
        // SAFETY: as above, for writes.
        unsafe { to.write_volatile(word) };
    }
}

#[cfg(all(
    any(test, all(windows, not(wdf_sim)), wdf_kernel),
    any(target_arch = "x86_64", target_arch = "aarch64"),
    not(miri)
))]
mod instruction {
    use core::arch::asm;

    /// Copies the word that begins so many bytes on.
    ///
    /// # Safety
    /// As of the function that takes its place elsewhere.
    #[inline]
    pub(super) unsafe fn word(from: *const u8, to: *mut u8, at: usize) {
        let word: usize;
        #[cfg(target_arch = "x86_64")]
        // SAFETY: valid for reads (the caller's promise), at any alignment.
        unsafe {
            asm!("mov {word}, qword ptr [{from} + {at}]", word = out(reg) word, from = in(reg) from, at = in(reg) at,
                options(nostack, preserves_flags, readonly));
        };
        #[cfg(target_arch = "x86_64")]
        // SAFETY: valid for writes (the caller's promise), at any alignment.
        unsafe {
            asm!("mov qword ptr [{to} + {at}], {word}", word = in(reg) word, to = in(reg) to, at = in(reg) at,
                options(nostack, preserves_flags));
        };
        #[cfg(target_arch = "aarch64")]
        // SAFETY: valid for reads (the caller's promise), at any alignment.
        unsafe {
            asm!("ldr {word}, [{from}, {at}]", word = out(reg) word, from = in(reg) from, at = in(reg) at,
                options(nostack, preserves_flags, readonly));
        };
        #[cfg(target_arch = "aarch64")]
        // SAFETY: valid for writes (the caller's promise), at any alignment.
        unsafe {
            asm!("str {word}, [{to}, {at}]", word = in(reg) word, to = in(reg) to, at = in(reg) at,
                options(nostack, preserves_flags));
        };
    }
}
