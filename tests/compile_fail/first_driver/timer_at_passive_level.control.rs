//! Control: A timer's callback runs at DISPATCH_LEVEL.
use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_timer]
pub fn tick(_cx: &mut Cx<'_, Dispatch>, _timer: &Timer<Device>) {}

fn main() {}
