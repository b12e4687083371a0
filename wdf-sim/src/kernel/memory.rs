//! Memory objects that the driver creates; those of a request are parts of the request.
//!
//! Facts: `fxmemoryobject.cpp`, `fxmemorybuffer.cpp`.

use super::irp::Block;

#[derive(Debug)]
pub(crate) struct Memory {
    pub(crate) block: Block,
    /// For a caller's buffer that was locked: its address and length. There is no block then.
    pub(crate) locked: Option<(usize, usize)>,
}

/// The parts of a request that are memories, as offsets of their handles.
pub(crate) const INPUT_MEMORY: usize = 0x10;
/// See [`INPUT_MEMORY`].
pub(crate) const OUTPUT_MEMORY: usize = 0x20;
