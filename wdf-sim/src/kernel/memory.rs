//! Memory objects that the driver creates; those of a request are parts of the request.
//!
//! Facts: `fxmemoryobject.cpp`, `fxmemorybuffer.cpp`.

use super::irp::Block;

#[derive(Debug)]
pub(crate) struct Memory {
    pub(crate) block: Block,
}

/// The parts of a request that are memories, as offsets of their handles.
pub(crate) const INPUT_MEMORY: usize = 0x10;
/// See [`INPUT_MEMORY`].
pub(crate) const OUTPUT_MEMORY: usize = 0x20;
