//! What the integration tests beside `src` share: [`raw`], drivers without `wdf-safe`.

extern crate wdf_sim_sys as wdk_sys;

pub mod raw;
