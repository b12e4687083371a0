//! Control: each is reported once, where it is, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_timer]
fn tick(_cx: &mut Cx<'_, Dispatch>, _timer: &Timer<Device>) {}

fn main() {}
