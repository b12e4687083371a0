//! Pool memory: `ExAllocatePool2` and what must be given back.

use std::collections::BTreeMap;

use super::irp::Block;
use super::{Kernel, Result};
use crate::touch;
use crate::violation::{Outcome, Rule, Violation};

/// The pool: by address, the memory and its tag.
pub(crate) type Pool = BTreeMap<usize, (Block, u32)>;

/// A tag as its four characters.
fn tag_text(tag: u32) -> String {
    tag.to_le_bytes().iter().map(|byte| if byte.is_ascii_graphic() { char::from(*byte) } else { '.' }).collect()
}

impl Kernel {
    /// The address of new memory, or 0 for none.
    pub(crate) fn allocate_pool(&mut self, size: usize, tag: u32, zeroed: bool) -> usize {
        if size == 0 || tag == 0 {
            return 0;
        }
        let mut block = if zeroed { Block::zeroed(size) } else { Block::unwritten(size) };
        let address = block.address();
        touch::context(address, size, touch::name());
        self.pool.insert(address, (block, tag));
        address
    }

    pub(crate) fn free_pool(&mut self, address: usize, tag: Option<u32>) -> Result<()> {
        touch::context_gone(address);
        match self.pool.remove(&address) {
            None => {
                let text = format!("{address:#x} is no pool memory, or was freed already");
                Err(Violation::undefined(Rule::PoolFreedTwice, text))
            }
            Some((_, its)) if tag.is_some_and(|tag| tag != 0 && tag != its) => {
                let given = tag_text(tag.unwrap_or_default());
                let text = format!("memory with tag '{}' is freed with tag '{given}'", tag_text(its));
                Err(Violation::undefined(Rule::PoolFreedTwice, text))
            }
            Some(_) => Ok(()),
        }
    }

    /// At the end of a run nothing may be left.
    pub(crate) fn check_pool(&self) -> Result<()> {
        match self.pool.iter().next() {
            None => Ok(()),
            Some((_, (block, tag))) => {
                let text = format!("{} bytes with tag '{}' were not freed", block.len(), tag_text(*tag));
                Err(Violation::new(Rule::PoolLeaked, Outcome::Leak, text))
            }
        }
    }
}
