//! Memory of a request: a block at a stable address, as the I/O manager allocates it.
//!
//! Key types: [`Block`].

/// What bytes of memory that nobody wrote look like: stale kernel memory that a driver must not give away.
pub(crate) const UNWRITTEN: u8 = 0xA5;

/// A block of memory at a stable address, aligned as the pool aligns it.
#[derive(Debug, Default)]
pub(crate) struct Block {
    pub(super) memory: Vec<u128>,
    length: usize,
}

impl Block {
    pub(crate) fn unwritten(length: usize) -> Self {
        Self { memory: vec![u128::from_ne_bytes([UNWRITTEN; 16]); length.div_ceil(16)], length }
    }

    pub(crate) fn zeroed(length: usize) -> Self {
        Self { memory: vec![0; length.div_ceil(16)], length }
    }

    pub(crate) fn holding(bytes: &[u8], length: usize) -> Self {
        let mut block = Self::unwritten(length.max(bytes.len()));
        for (word, chunk) in block.memory.iter_mut().zip(bytes.chunks(16)) {
            let mut value = word.to_ne_bytes();
            value[..chunk.len()].copy_from_slice(chunk);
            *word = u128::from_ne_bytes(value);
        }
        block
    }

    /// Writes at its beginning, as many bytes as it has room for.
    pub(crate) fn write(&mut self, bytes: &[u8]) {
        let mut rest = &bytes[..bytes.len().min(self.length)];
        for word in &mut self.memory {
            let mut value = word.to_ne_bytes();
            let (now, later) = rest.split_at(rest.len().min(value.len()));
            value[..now.len()].copy_from_slice(now);
            *word = u128::from_ne_bytes(value);
            rest = later;
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.length
    }

    pub(crate) fn address(&mut self) -> usize {
        self.memory.as_mut_ptr() as usize
    }

    /// Writes bytes at an offset, as far as they fit.
    pub(crate) fn put(&mut self, offset: usize, bytes: &[u8]) {
        for (at, byte) in (offset..self.length).zip(bytes) {
            let word = &mut self.memory[at / 16];
            let mut value = word.to_ne_bytes();
            value[at % 16] = *byte;
            *word = u128::from_ne_bytes(value);
        }
    }

    /// Makes every byte this one.
    pub(crate) fn fill(&mut self, byte: u8) {
        self.memory.fill(u128::from_ne_bytes([byte; 16]));
    }

    /// Whether the bytes of a range are all this one.
    pub(crate) fn is_all(&self, mut range: std::ops::Range<usize>, byte: u8) -> bool {
        range.all(|at| self.memory[at / 16].to_ne_bytes()[at % 16] == byte)
    }

    pub(crate) fn bytes(&self, length: usize) -> Vec<u8> {
        let length = length.min(self.length);
        if let (Some(first), ..=16) = (self.memory.first(), length) {
            return first.to_ne_bytes()[..length].to_vec();
        }
        let mut bytes = Vec::with_capacity(length.next_multiple_of(16));
        for word in &self.memory[..length.div_ceil(16)] {
            bytes.extend_from_slice(&word.to_ne_bytes());
        }
        bytes.truncate(length);
        bytes
    }
}
