//! Make several mistakes in one callback: each is reported once, where it is.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_timer(now)]
async fn tick<T>(_cx: &Cx<'_, Dispatch>, _timer: &Timer<Device>) -> u32 {
    0
}

fn main() {}
