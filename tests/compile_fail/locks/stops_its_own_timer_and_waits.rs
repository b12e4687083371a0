//! M95: Stop a timer, and wait for it, in its own callback. Hole 17.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_timer]
fn tick(cx: &mut Cx<'_, Dispatch>, timer: &Timer<Queue<()>>) {
    timer.stop_and_wait(cx);
}

fn main() {}
