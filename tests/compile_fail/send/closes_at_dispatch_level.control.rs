//! Control: it is purged there, and closed at PASSIVE_LEVEL.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Reader {
    disk: Child<RemoteTarget<Reader>>,
}

fn back(cx: &mut Cx<'_, Dispatch>, own: OwnRequest<'_, Reader, Spent>, _outcome: Outcome) {
    if let Some(disk) = own.target().device().context().disk.get() {
        let _busy = disk.target().purge(cx);
    }
}

fn close(cx: &mut Cx<'_, Passive>, reader: &Reader) -> Result<()> {
    reader.disk.get().map_or(Ok(()), |disk| disk.close(cx))
}

fn main() {}
