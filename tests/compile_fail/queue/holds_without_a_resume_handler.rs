//! M80: Hold a request over a sleep on a queue without a resume handler. Rules: EvtIoStopResume.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_stop]
fn stop<'id>(_cx: &mut Cx<'_, Dispatch>, _queue: &Queue<()>, notice: StopNotice<'id>) -> Answered<'id> {
    match notice {
        StopNotice::Suspending(notice) => notice.hold(),
        StopNotice::Removing(notice) => notice.leave(),
    }
}

fn main() {}
