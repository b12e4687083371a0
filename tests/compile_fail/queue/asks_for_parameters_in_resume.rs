//! M84: Ask for the parameters of a request in `EvtIoResume`. Rules: EvtIoResumeGetParam.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_resume]
fn resume(_cx: &mut Cx<'_, Dispatch>, _queue: &Queue<()>, request: Request<'_, Owned, Read>) {
    let _ = request.parameters();
}

fn main() {}
