//! What is in the pipe: bytes in a ring. Plain data; `pipe.rs` keeps it under a lock.

use wdf_safe::prelude::*;

/// How many bytes fit.
pub const CAPACITY: usize = 4096;

/// Bytes, first in, first out. Empty when zeroed.
#[derive(Zeroable)]
pub(crate) struct Ring {
    first: usize,
    length: usize,
    bytes: [u8; CAPACITY],
}

impl Ring {
    /// How many bytes still fit.
    pub(crate) fn room(&self) -> usize {
        CAPACITY - self.length
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Appends what fits; returns how much.
    pub(crate) fn put(&mut self, from: &[u8]) -> usize {
        let count = from.len().min(self.room());
        for byte in from.iter().take(count) {
            let place = (self.first + self.length) % CAPACITY;
            if let Some(slot) = self.bytes.get_mut(place) {
                *slot = *byte;
            }
            self.length += 1;
        }
        count
    }

    /// Takes what `room` allows out, one contiguous part after the other.
    pub(crate) fn take(&mut self, room: usize, mut to: impl FnMut(&[u8])) {
        let mut left = room.min(self.length);
        while left > 0 {
            let end = CAPACITY.min(self.first + left);
            let part = self.bytes.get(self.first..end).unwrap_or_default();
            to(part);
            left -= part.len();
            self.length -= part.len();
            self.first = end % CAPACITY;
        }
    }
}
