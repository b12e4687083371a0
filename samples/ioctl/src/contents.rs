//! What lies in the clipboard.

use crate::controls::State;

/// How many bytes fit.
pub const CAPACITY: usize = 4096;

/// The bytes, and how often they have changed.
pub(crate) struct Contents {
    bytes: [u8; CAPACITY],
    length: usize,
    changes: u32,
}

impl Contents {
    /// Nothing.
    pub(crate) const fn new() -> Self {
        Self { bytes: [0; CAPACITY], length: 0, changes: 0 }
    }

    /// What an application is told.
    pub(crate) const fn state(&self) -> State {
        State { length: self.length as u32, changes: self.changes }
    }

    pub(crate) const fn length(&self) -> usize {
        self.length
    }

    /// The bytes from here on.
    pub(crate) fn from(&self, at: usize) -> &[u8] {
        self.bytes.get(at..self.length).unwrap_or_default()
    }

    /// Replaces all by what `read` brings: asked for the bytes from a place on, it says how many there were.
    pub(crate) fn fill(&mut self, read: impl Fn(usize, &mut [u8]) -> usize) {
        self.length = read(0, &mut self.bytes);
        self.changes = self.changes.wrapping_add(1);
    }

    /// The same, but each part is handed to `take` before it is replaced.
    pub(crate) fn exchange(&mut self, mut step: impl FnMut(usize, &[u8], &mut [u8]) -> usize) {
        const PART: usize = 128;
        let (old, mut length, mut at) = (self.length, 0, 0);
        for part in self.bytes.chunks_mut(PART) {
            let mut new = [0; PART];
            let kept = part.get(..old.saturating_sub(at).min(PART)).unwrap_or_default();
            let count = step(at, kept, &mut new);
            part.copy_from_slice(new.get(..part.len()).unwrap_or_default());
            length += count;
            at += PART;
        }
        self.length = length;
        self.changes = self.changes.wrapping_add(1);
    }
}
