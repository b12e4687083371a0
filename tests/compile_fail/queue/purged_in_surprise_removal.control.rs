//! Control: purge a queue elsewhere, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Stick {
    waiting: CancelSlot<Read>,
    gone: SpinLock<bool>,
    shelf: Child<Queue<(), Manual>>,
}

fn purge(cx: &mut Cx<'_, Dispatch>, shelf: &Queue<(), Manual>, request: &Request<'_, Owned, Read>) -> Result<()> {
    shelf.purge(cx, request, |_, _| {})
}

fn main() {}
