//! Control: stop a timer, and wait for it, in its own callback, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_timer]
fn tick(cx: &mut Cx<'_, Dispatch>, timer: &Timer<Queue<()>>) {
    timer.stop(cx);
}

fn main() {}
