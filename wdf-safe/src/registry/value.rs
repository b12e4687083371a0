//! What is read of a registry key.
//!
//! *Where it stands.* Row 2, under [`registry`](super).
//!
//! *Key types.* [`Value`], [`Strings`].
//!
//! *Wraps.* `REG_SZ`, `REG_MULTI_SZ` and their like.

use crate::irql::{Cx, Passive};
use crate::pool::{Paged, PoolVec, Tag};
use crate::status::{Error, NtStatus, Result};

/// A value as it lies in the registry.
#[derive(Debug)]
pub struct Value {
    /// Its type: [`REG_BINARY`](super::REG_BINARY) and its like.
    pub kind: u32,
    /// Its bytes.
    pub data: PoolVec<u8, Paged>,
}

/// Strings of a value of the type REG_MULTI_SZ.
#[derive(Debug)]
pub struct Strings(pub(super) PoolVec<u16, Paged>);

impl Value {
    /// Its characters, if it is of one of these types. An odd byte at the end is left out.
    pub(super) fn text(&self, cx: &mut Cx<'_, Passive>, tag: Tag, kinds: &[u32]) -> Result<PoolVec<u16, Paged>> {
        if !kinds.contains(&self.kind) {
            return Err(NtStatus::OBJECT_TYPE_MISMATCH.into());
        }
        let mut text = PoolVec::with_capacity(cx, tag, self.data.len() / 2)?;
        for unit in self.data.get(cx).chunks_exact(2) {
            if let [low, high] = unit {
                text.push(cx, u16::from_le_bytes([*low, *high])).map_err(|_| Error::OutOfMemory)?;
            }
        }
        Ok(text)
    }
}

impl Strings {
    /// Each of them; PASSIVE_LEVEL.
    pub fn iter<'a>(&'a self, cx: &'a Cx<'_, Passive>) -> impl Iterator<Item = &'a [u16]> {
        // An empty string ends them.
        self.0.get(cx).split(|unit| *unit == 0).take_while(|text| !text.is_empty())
    }
}
