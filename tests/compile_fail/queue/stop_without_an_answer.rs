//! M81: Leave `EvtIoStop` without an answer. Rules: EvtIoStopCancel, EvtIoStopCompleteOrStopAck, DrvAckIoStop. Hole 4.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_stop]
fn stop<'id>(_cx: &mut Cx<'_, Dispatch>, _queue: &Queue<()>, notice: StopNotice<'id>) -> Answered<'id> {
    drop(notice);
}

fn main() {}
