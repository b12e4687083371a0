//! Memory objects that the driver creates; those of a request are parts of the request.
//!
//! Facts: `fxmemoryobject.cpp`, `fxmemorybuffer.cpp`.

use super::attributes::Attributes;
use super::irp::Block;

#[derive(Debug)]
pub(crate) enum Memory {
    /// The framework allocated it with the object.
    Own(Block),
    /// The driver's own, at this address and of this length.
    Preallocated(usize, usize),
    /// A caller's buffer that was locked, at this address and of this length.
    Locked(usize, usize),
}

impl Memory {
    /// Where it is and how long.
    pub(crate) fn extent(&mut self) -> (usize, usize) {
        match self {
            Self::Own(block) => (block.address(), block.len()),
            Self::Preallocated(address, length) | Self::Locked(address, length) => (*address, *length),
        }
    }
}

/// `WDFLOOKASIDE`: what memories of it are like.
#[derive(Debug)]
pub(crate) struct Lookaside {
    pub(crate) size: usize,
    pub(crate) attributes: Option<Attributes>,
}

/// The parts of a request that are memories, as offsets of their handles.
pub(crate) const INPUT_MEMORY: usize = 0x10;
/// See [`INPUT_MEMORY`].
pub(crate) const OUTPUT_MEMORY: usize = 0x20;
