//! Memory descriptor lists: what an MDL looks like.
//!
//! Those of a request's buffers are made by `wdm.rs`, those that a driver asks for by `ntos/mdl.rs`.
//!
//! Facts: wdm.h.

use wdf_sim_sys::USHORT;

use super::irp::Block;

/// `MDL_PAGES_LOCKED`.
pub(crate) const LOCKED: u16 = 0x2;

/// `MDL_SOURCE_IS_NONPAGED_POOL`.
pub(crate) const NONPAGED: u16 = 0x4;

/// `MDL_WRITE_OPERATION`.
pub(crate) const WRITE: u16 = 0x80;

/// The size of a page, in bytes.
pub(crate) const PAGE: usize = 4096;

/// The size of an MDL without its page frames.
const SIZE: usize = 48;

/// An MDL with its page frames, for memory at an address. Only the system's own memory has an address in the kernel before somebody
/// maps it.
pub(crate) fn describe(address: usize, length: usize, flags: u16) -> Block {
    let offset = address % PAGE;
    let pages = (offset + length).div_ceil(PAGE);
    let mut mdl = Block::zeroed(SIZE + pages * size_of::<usize>());
    let size = USHORT::try_from(mdl.len()).unwrap_or(i16::MAX as USHORT);
    mdl.put(8, &size.to_ne_bytes());
    mdl.put(10, &flags.to_ne_bytes());
    if flags & NONPAGED != 0 {
        mdl.put(24, &address.to_ne_bytes());
    }
    mdl.put(32, &(address - offset).to_ne_bytes());
    mdl.put(40, &(length as u32).to_ne_bytes());
    mdl.put(44, &(offset as u32).to_ne_bytes());
    for page in 0..pages {
        mdl.put(SIZE + page * size_of::<usize>(), &(address / PAGE + page).to_ne_bytes());
    }
    mdl
}
