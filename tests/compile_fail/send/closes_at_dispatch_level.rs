//! Close a remote target, and wait for what it has, in a completion routine.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Reader {
    disk: Child<RemoteTarget<Reader>>,
}

fn back(cx: &mut Cx<'_, Dispatch>, own: OwnRequest<'_, Reader, Spent>, _outcome: Outcome) {
    if let Some(disk) = own.target().device().context().disk.get() {
        let _busy = disk.close(cx);
    }
}

fn main() {}
