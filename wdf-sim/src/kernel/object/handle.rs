//! What a handle is, and which object it names.
//!
//! A handle is the object's address with all but the lowest three bits inverted, as in the framework. The addresses
//! are made up: nothing is ever read through a handle, so a stale one is found and not followed. Every function of the
//! table comes by here first (`ddi/mod.rs`).
//!
//! Facts: `fxobject.hpp`.

use super::Kind;
use super::{Id, Objects, Slot};
use crate::kernel::Result;
use crate::touch::{Mode, Place, touch};
use crate::trace::Subject;
use crate::violation::{Rule, Violation};

/// Where the made-up object addresses begin; they look like those of a kernel's pool.
const BASE: usize = 0xFFFF_A000_0000_0000;

/// Distance between two objects' addresses.
const STRIDE: usize = 64;

impl Id {
    /// The object's handle, as the driver sees it.
    pub(crate) const fn handle(self) -> usize {
        (BASE + self.0 as usize * STRIDE) ^ !7
    }

    /// The object's made-up address, which some bug checks show.
    pub(crate) const fn address(self) -> usize {
        BASE + self.0 as usize * STRIDE
    }

    /// The handle of a part of the object at this offset (its memories): bit 0 is set.
    pub(crate) const fn offset_handle(self, offset: usize) -> usize {
        ((BASE + self.0 as usize * STRIDE + offset) ^ !7) | 1
    }
}

impl Objects {
    /// Finds the live object of this kind that a driver's handle names.
    #[inline]
    pub(crate) fn resolve(&self, handle: usize, kind: Kind) -> Result<Id> {
        let offset = (handle ^ !7).wrapping_sub(BASE);
        match self.slots.get(offset / STRIDE) {
            Some(Slot::Used(object)) if offset.is_multiple_of(STRIDE) && object.body.kind() == kind => {
                touch(Place::Object(object.name), Mode::Read);
                Ok(Id((offset / STRIDE) as u32))
            }
            _ => self.resolve_other(handle, kind),
        }
    }

    #[inline(never)]
    fn resolve_other(&self, handle: usize, kind: Kind) -> Result<Id> {
        let id = self.resolve_any(handle, kind)?;
        let found = self.get(id).body.kind();
        // A remote target is one.
        if found == kind || (kind == Kind::IoTarget && found == Kind::RemoteTarget) {
            return Ok(id);
        }
        let text = format!("{} was passed where a {} is wanted", self.subject(id), kind.name());
        Err(Violation::wdf(Rule::InvalidHandle, [5, handle as u64, kind as u64], text))
    }

    /// Finds the live object, of whatever kind, that a driver's handle names.
    pub(crate) fn resolve_any(&self, handle: usize, wanted: Kind) -> Result<Id> {
        if handle == 0 {
            let text = format!("NULL was passed where a {} is wanted", wanted.name());
            return Err(Violation::wdf(Rule::InvalidHandle, [5, 0, wanted as u64], text));
        }
        let is_part = handle & 1 != 0;
        let offset = ((handle & !1) ^ !7).wrapping_sub(BASE);
        let index = offset / STRIDE;
        match self.slots.get(index) {
            Some(Slot::Used(object)) if offset.is_multiple_of(STRIDE) && !is_part => {
                touch(Place::Object(object.name), Mode::Read);
                Ok(Id(u32::try_from(index).expect("the table's size fits")))
            }
            Some(Slot::Free(last, name)) if offset.is_multiple_of(STRIDE) || is_part => {
                touch(Place::Object(*name), Mode::Read);
                let part = if is_part { "a part of " } else { "" };
                let text = format!("the handle {handle:#x} named {part}{last}, which has been destroyed");
                Err(Violation::undefined(Rule::UseAfterDestroy, text))
            }
            // The framework takes whatever is no NULL for an address, and reads there.
            _ => {
                let text = format!("{handle:#x} is no handle (a {} is wanted)", wanted.name());
                Err(Violation::undefined(Rule::InvalidHandle, text))
            }
        }
    }

    /// The object that a handle names, or named before the object was destroyed.
    pub(crate) fn named_last(&self, handle: usize) -> Subject {
        let offset = ((handle & !1) ^ !7).wrapping_sub(BASE);
        match self.slots.get(offset / STRIDE) {
            Some(Slot::Used(object)) => object.subject(),
            Some(Slot::Free(last, _)) => *last,
            None => Subject::NONE,
        }
    }

    /// Finds the owner and the offset that an offset handle names.
    pub(crate) fn resolve_offset(&self, handle: usize) -> Option<(Id, usize)> {
        if handle & 1 == 0 {
            return None;
        }
        let offset = ((handle & !1) ^ !7).wrapping_sub(BASE);
        let index = offset / STRIDE;
        match self.slots.get(index) {
            Some(Slot::Used(object)) => {
                touch(Place::Object(object.name), Mode::Read);
                Some((Id(u32::try_from(index).ok()?), offset % STRIDE))
            }
            _ => None,
        }
    }
}
