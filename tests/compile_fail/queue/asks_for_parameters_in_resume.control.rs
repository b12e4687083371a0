//! Control: be told in `EvtIoResume`, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_resume]
fn resume(_cx: &mut Cx<'_, Dispatch>, queue: &Queue<()>) {
    let _ = queue.context();
}

fn main() {}
