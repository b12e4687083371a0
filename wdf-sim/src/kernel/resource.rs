//! Hardware resources: what the PnP manager assigned to a device, and the lists in which its driver reads them.
//!
//! A list hands out a pointer to a copy of each descriptor, so that what a driver writes there changes nothing; asking
//! again writes the copy anew.
//!
//! Key types: [`Resource`], [`CmResList`]. Facts: `fxresourcecollection.cpp`, `fxresourceapi.cpp`.

use std::fmt;

use wdf_sim_sys::CM_PARTIAL_RESOURCE_DESCRIPTOR;

/// What an interrupt resource says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) vector: u32,
    /// Its DIRQL.
    pub(crate) irql: u8,
    /// Edge-triggered, not level-sensitive.
    pub(crate) latched: bool,
    pub(crate) shared: bool,
    /// Sent as a message on the bus; a resource may stand for several messages with successive vectors.
    pub(crate) messages: Option<u16>,
}

/// One resource of a device, as the bus assigned it and as the processor sees it.
#[derive(Clone, Copy)]
pub(crate) struct Resource {
    pub(crate) raw: CM_PARTIAL_RESOURCE_DESCRIPTOR,
    pub(crate) translated: CM_PARTIAL_RESOURCE_DESCRIPTOR,
    /// Of an interrupt.
    pub(crate) line: Option<Line>,
}

impl fmt::Debug for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Resource").field("type", &self.raw.Type).field("line", &self.line).finish_non_exhaustive()
    }
}

struct Entry {
    real: CM_PARTIAL_RESOURCE_DESCRIPTOR,
    copy: Box<CM_PARTIAL_RESOURCE_DESCRIPTOR>,
}

/// `WDFCMRESLIST`.
#[derive(Default)]
pub(crate) struct CmResList {
    entries: Vec<Entry>,
}

impl fmt::Debug for CmResList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CmResList").field("count", &self.entries.len()).finish()
    }
}

impl CmResList {
    pub(crate) fn new(descriptors: impl Iterator<Item = CM_PARTIAL_RESOURCE_DESCRIPTOR>) -> Self {
        Self { entries: descriptors.map(|real| Entry { real, copy: Box::new(real) }).collect() }
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Where the copy of a descriptor is that the driver may look at.
    pub(crate) fn hand_out(&mut self, index: usize) -> Option<usize> {
        let entry = self.entries.get_mut(index)?;
        *entry.copy = entry.real;
        Some(&raw mut *entry.copy as usize)
    }

    /// Which descriptor's copy lies at this address.
    pub(crate) fn index_of(&self, address: usize) -> Option<usize> {
        self.entries.iter().position(|entry| &raw const *entry.copy as usize == address)
    }
}
