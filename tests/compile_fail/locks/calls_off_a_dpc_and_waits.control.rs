//! Control: call a DPC off, and wait for it, in a callback, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_dpc]
fn call(cx: &mut Cx<'_, Dispatch>, dpc: &Dpc<Queue<()>>) {
    dpc.cancel(cx);
}

fn main() {}
