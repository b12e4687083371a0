//! Control: put a request back into its queue in `EvtIoStop`, whoever has it in hand, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_stop]
fn stop<'id>(_cx: &mut Cx<'_, Dispatch>, _queue: &Queue<()>, notice: StopNotice<'id>) -> Answered<'id> {
    notice.leave()
}

fn main() {}
