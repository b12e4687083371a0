//! A service routine that does not say whose interrupt it was.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_interrupt_isr]
fn service(cx: &mut Cx<'_, Dirql>, interrupt: &Interrupt<Device<()>, u32>, seen: &mut u32, _message: u32) {
    *seen += 1;
    interrupt.queue_deferred(cx);
}

fn main() {}
