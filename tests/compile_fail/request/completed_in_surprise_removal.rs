//! M86: Complete a request that waits when the device is pulled out. Rules: NoCancelFromEvtSurpriseRemove, EvtSurpriseRemoveNoRequestComplete.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Stick {
    waiting: CancelSlot<Read>,
    gone: SpinLock<bool>,
    shelf: Child<Queue<(), Manual>>,
}

#[evt_device_surprise_removal]
fn pulled_out(cx: &mut Cx<'_, SurpriseRemoval>, device: &Device<Stick>) {
    device.context().gone.with(cx, |gone, _cx| *gone = true);
    device.context().waiting.unmark(cx, |cx, request| request.complete(cx, NtStatus::NOT_FOUND));
}

fn main() {}
