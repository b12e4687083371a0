//! M86: Purge a queue when the device is pulled out, with whatever request. Rules: NoCancelFromEvtSurpriseRemove, EvtSurpriseRemoveNoSuspendQueue.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Stick {
    waiting: CancelSlot<Read>,
    gone: SpinLock<bool>,
    shelf: Child<Queue<(), Manual>>,
}

fn purge(cx: &mut Cx<'_, SurpriseRemoval>, shelf: &Queue<(), Manual>, request: &Request<'_, Owned, Read>) -> Result<()> {
    shelf.purge(cx, request, |_, _| {})
}

fn main() {}
