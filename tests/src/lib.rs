//! What the integration tests beside `src` share: [`raw`], drivers without `wdf-safe`, [`mistakes`], faulty ones, and [`card`],
//! a device.

extern crate wdf_sim_sys as wdk_sys;

mod alone;
pub mod card;
#[cfg(doctest)]
mod guide;
pub mod mistakes;
pub mod raw;
pub mod script;

pub use alone::{alone, resident};
