//! File objects: one for each handle that an application opened.
//!
//! Facts: `fxfileobject.cpp`.

use wdf_sim_sys::UNICODE_STRING;

use super::object::Id;
use super::string::Text;

#[derive(Debug)]
pub(crate) struct File {
    pub(crate) device: Id,
    /// The driver asked for file objects, so it may see this one.
    pub(crate) visible: bool,
    /// The part of the path behind the device, once the driver asked for it: the units, and the string over them.
    pub(crate) name: Option<Box<(Text, UNICODE_STRING)>>,
}
