//! Copies of every length between places of every alignment.
//!
//! *Where it stands.* Beside the code it tests; runs under Miri too.
//!
//! *Key types.* None.
//!
//! *Wraps.* Nothing.
#![expect(unsafe_code, reason = "the function under test is unsafe")]

use super::{WORD, copy_by, volatile};
use std::vec::Vec;

/// A few words, so that each copy has words and a tail, or lacks some of them.
const LENGTH: usize = 3 * WORD + 3;

#[test]
fn what_is_copied_is_there_and_nothing_beside_it() {
    copies(volatile::word);
}

#[test]
#[cfg(all(any(target_arch = "x86_64", target_arch = "aarch64"), not(miri)))]
fn the_kernels_copies_are_the_same() {
    copies(super::instruction::word);
}

/// Copies of all lengths, between all alignments.
fn copies(word: unsafe fn(*const u8, *mut u8, usize)) {
    let from: Vec<u8> = (1..=u8::try_from(LENGTH + WORD).unwrap()).collect();
    for (from_at, to_at) in (0..WORD).flat_map(|from_at| (0..WORD).map(move |to_at| (from_at, to_at))) {
        for length in 0..=LENGTH {
            let mut to = [0; LENGTH + 2 * WORD];
            let (source, target) = (&from[from_at..from_at + length], &mut to[to_at..to_at + length]);
            // SAFETY: both are valid for their common length.
            unsafe { copy_by(word, source.as_ptr(), target.as_mut_ptr(), length) };
            assert_eq!(to[to_at..to_at + length], from[from_at..from_at + length]);
            assert!(to[..to_at].iter().chain(&to[to_at + length..]).all(|byte| *byte == 0), "written beside the place");
        }
    }
}
