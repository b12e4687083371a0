//! M95: Call a DPC off, and wait for it, in a callback. Hole 17.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_dpc]
fn call(cx: &mut Cx<'_, Dispatch>, dpc: &Dpc<Queue<()>>) {
    dpc.cancel_and_wait(cx);
}

fn main() {}
