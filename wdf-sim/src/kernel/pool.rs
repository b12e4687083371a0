//! Pool memory: `ExAllocatePool2` and what must be given back.
//!
//! What lies before and behind a block, and a block that was freed, is filled with patterns: a driver that wrote there is
//! found when the block is freed, when it is used again, or when the run ends; one that follows a pointer which it read
//! there faults. Freed blocks are kept as they are, up to a limit, so that nothing else of the process is harmed.
//!
//! Key types: [`Pool`]. Facts: the pages of `ExAllocatePool2`, `ExFreePoolWithTag`, bug checks 0x19, 0xC2 and "Special
//! Pool".

use std::collections::{BTreeMap, VecDeque};

use super::irp::Block;
use super::mdl::PAGE;
use super::{Kernel, Result};
use crate::violation::{BugCheck, Outcome, Rule, Violation};

/// Bytes before and behind a block.
const GUARD: usize = 32;
/// What they are filled with, and what freed memory is.
const GUARDED: u8 = 0xB5;
const FREED: u8 = 0xDF;
/// The machine has no more in one piece.
const LARGEST: usize = 1 << 30;
/// How much freed memory is kept.
const KEPT_BYTES: usize = 1 << 20;
/// `BAD_POOL_HEADER`, whose first parameter 0x20 says that the size of a block was overwritten.
const BAD_POOL_HEADER: u32 = 0x19;
/// `DRIVER_PAGE_FAULT_IN_FREED_SPECIAL_POOL`.
const PAGE_FAULT_IN_FREED_SPECIAL_POOL: u32 = 0xD5;

/// The pool.
#[derive(Debug, Default)]
pub(crate) struct Pool {
    /// By the address that the driver has.
    blocks: BTreeMap<usize, Allocation>,
    /// Freed, oldest first.
    freed: VecDeque<(usize, Allocation)>,
    freed_bytes: usize,
}

#[derive(Debug)]
struct Allocation {
    /// The driver's memory with a guard on each side.
    memory: Block,
    /// Where in it the driver's begins.
    offset: usize,
    size: usize,
    tag: u32,
}

impl Allocation {
    fn overrun(&self) -> Option<&'static str> {
        let end = self.offset + self.size;
        if !self.memory.is_all(self.offset - GUARD..self.offset, GUARDED) {
            return Some("before");
        }
        (!self.memory.is_all(end..end + GUARD, GUARDED)).then_some("behind")
    }

    fn is_untouched(&self) -> bool {
        self.memory.is_all(0..self.memory.len(), FREED)
    }
}

/// A tag as its four characters.
fn tag_text(tag: u32) -> String {
    tag.to_le_bytes().iter().map(|byte| if byte.is_ascii_graphic() { char::from(*byte) } else { '.' }).collect()
}

fn check_bounds(address: usize, allocation: &Allocation) -> Result<()> {
    let Some(side) = allocation.overrun() else { return Ok(()) };
    let (size, tag) = (allocation.size, tag_text(allocation.tag));
    let bug_check = BugCheck { code: BAD_POOL_HEADER, parameters: [0x20, address as u64, 0, 0] };
    let text = format!("something was written {side} the {size} bytes with tag '{tag}' at {address:#x}");
    Err(Violation::new(Rule::PoolOverrun, Outcome::BugCheck(bug_check), text))
}

fn check_freed(address: usize, allocation: &Allocation) -> Result<()> {
    if allocation.is_untouched() {
        return Ok(());
    }
    let (size, tag) = (allocation.size, tag_text(allocation.tag));
    let bug_check = BugCheck { code: PAGE_FAULT_IN_FREED_SPECIAL_POOL, parameters: [address as u64, 1, 0, 0] };
    let text =
        format!("something was written to the {size} bytes with tag '{tag}' at {address:#x} after they were freed");
    Err(Violation::new(Rule::PoolUsedAfterFree, Outcome::BugCheck(bug_check), text))
}

impl Kernel {
    /// The address of new memory, or 0 for none.
    pub(crate) fn allocate_pool(&mut self, size: usize, tag: u32, zeroed: bool) -> usize {
        // A page and more begins at a page.
        let alignment = if size >= PAGE { PAGE } else { 1 };
        let extra = 2 * GUARD + alignment;
        if size == 0 || tag == 0 || size > LARGEST {
            return 0;
        }
        let mut memory = if zeroed { Block::zeroed(size + extra) } else { Block::unwritten(size + extra) };
        let address = (memory.address() + GUARD).next_multiple_of(alignment);
        let offset = address - memory.address();
        memory.put(offset - GUARD, &[GUARDED; GUARD]);
        memory.put(offset + size, &[GUARDED; GUARD]);
        self.pool.blocks.insert(address, Allocation { memory, offset, size, tag });
        address
    }

    pub(crate) fn free_pool(&mut self, address: usize, tag: Option<u32>) -> Result<()> {
        let Some(mut allocation) = self.pool.blocks.remove(&address) else {
            let text = format!("{address:#x} is no pool memory, or was freed already");
            return Err(Violation::undefined(Rule::PoolFreedTwice, text));
        };
        let its = allocation.tag;
        if tag.is_some_and(|tag| tag != 0 && tag != its) {
            let given = tag_text(tag.unwrap_or_default());
            let text = format!("memory with tag '{}' is freed with tag '{given}'", tag_text(its));
            return Err(Violation::undefined(Rule::PoolFreedTwice, text));
        }
        check_bounds(address, &allocation)?;
        allocation.memory.fill(FREED);
        self.pool.freed_bytes += allocation.memory.len();
        self.pool.freed.push_back((address, allocation));
        while self.pool.freed_bytes > KEPT_BYTES {
            let Some((address, oldest)) = self.pool.freed.pop_front() else { break };
            self.pool.freed_bytes -= oldest.memory.len();
            check_freed(address, &oldest)?;
        }
        Ok(())
    }

    /// At the end of a run nothing may be left, and nothing freed may have been written to.
    pub(crate) fn check_pool(&self) -> Result<()> {
        for (address, allocation) in &self.pool.freed {
            check_freed(*address, allocation)?;
        }
        match self.pool.blocks.values().next() {
            None => Ok(()),
            Some(Allocation { size, tag, .. }) => {
                let text = format!("{size} bytes with tag '{}' were not freed", tag_text(*tag));
                Err(Violation::new(Rule::PoolLeaked, Outcome::Leak, text))
            }
        }
    }
}
