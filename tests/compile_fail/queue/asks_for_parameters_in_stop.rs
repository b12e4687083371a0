//! M84: Ask for the parameters of a request in `EvtIoStop`. Rules: EvtIoStopGetParam.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_stop]
fn stop<'id>(_cx: &mut Cx<'_, Dispatch>, _queue: &Queue<()>, notice: StopNotice<'id>) -> Answered<'id> {
    let _ = notice.parameters();
    notice.leave()
}

fn main() {}
