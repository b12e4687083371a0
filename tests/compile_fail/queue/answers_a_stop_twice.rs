//! M82: Answer one stop twice. Rules: EvtIoStopCancel.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_stop]
fn stop<'id>(_cx: &mut Cx<'_, Dispatch>, _queue: &Queue<()>, notice: StopNotice<'id, Resumes>) -> Answered<'id> {
    match notice {
        StopNotice::Suspending(notice) => {
            let _ = notice.hold();
            notice.leave()
        }
        StopNotice::Removing(notice) => notice.leave(),
    }
}

fn main() {}
