//! Put a callback attribute on what is no function.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_timer]
struct Tick;

fn main() {}
