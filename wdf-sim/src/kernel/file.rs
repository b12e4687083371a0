//! File objects: one for each handle that an application opened.
//!
//! Facts: `fxfileobject.cpp`.

use super::object::Id;

#[derive(Debug)]
pub(crate) struct File {
    pub(crate) device: Id,
    /// The driver asked for file objects, so it may see this one.
    pub(crate) visible: bool,
}
