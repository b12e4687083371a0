//! M79: Put a request back into its queue in `EvtIoStop`, whoever has it in hand. Rules: EvtIoStopCancel.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_stop]
fn stop<'id>(_cx: &mut Cx<'_, Dispatch>, _queue: &Queue<()>, notice: StopNotice<'id>) -> Answered<'id> {
    notice.requeue()
}

fn main() {}
