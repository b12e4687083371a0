//! Copies of every length between places of every alignment.
//!
//! *Where it stands.* Beside the code it tests; runs under Miri too.
//!
//! *Key types.* None.
//!
//! *Wraps.* Nothing.
#![expect(unsafe_code, reason = "the functions under test are unsafe")]

use super::{WORD, copy_in, copy_out};
use std::vec::Vec;

/// Twice a few words, so that each copy has a head, words and a tail, or lacks some of them.
const LENGTH: usize = 3 * WORD + 3;

/// Every pair of alignments, every length.
fn each(mut copy: impl FnMut(&[u8], &mut [u8])) {
    let from: Vec<u8> = (1..=u8::try_from(LENGTH + WORD).unwrap()).collect();
    for (from_at, to_at) in (0..WORD).flat_map(|from_at| (0..WORD).map(move |to_at| (from_at, to_at))) {
        for length in 0..=LENGTH {
            let mut to = [0; LENGTH + 2 * WORD];
            copy(&from[from_at..from_at + length], &mut to[to_at..to_at + length]);
            assert_eq!(to[to_at..to_at + length], from[from_at..from_at + length]);
            assert!(to[..to_at].iter().chain(&to[to_at + length..]).all(|byte| *byte == 0), "written beside the place");
        }
    }
}

#[test]
fn what_is_copied_out_is_what_is_there() {
    // SAFETY: both are valid for their common length.
    each(|from, to| unsafe { copy_out(from.as_ptr(), to) });
}

#[test]
fn what_is_copied_in_is_there() {
    // SAFETY: both are valid for their common length.
    each(|from, to| unsafe { copy_in(from, to.as_mut_ptr()) });
}
