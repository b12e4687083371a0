//! M80: Register a stop handler that may hold, without a resume handler. Rules: EvtIoStopResume.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn set_up(cx: &mut Cx<'_, Passive>, device: &Device) -> Result<()> {
    QueueConfig::sequential().default_queue().read(read).stop(stop).create(cx, device, ())?;
    Ok(())
}

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, _queue: &Queue<()>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    request.complete(cx, NtStatus::SUCCESS)
}

#[evt_io_resume]
fn resume(_cx: &mut Cx<'_, Dispatch>, _queue: &Queue<()>) {}

#[evt_io_stop]
fn stop<'id>(_cx: &mut Cx<'_, Dispatch>, _queue: &Queue<()>, notice: StopNotice<'id, Resumes>) -> Answered<'id> {
    match notice {
        StopNotice::Suspending(notice) => notice.hold(),
        StopNotice::Removing(notice) => notice.leave(),
    }
}

fn main() {}
