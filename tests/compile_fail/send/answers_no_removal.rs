//! Let a device go without closing the target that leads to it.

use wdf_safe::prelude::*;
use wdf_safe::target::{Access, LetGo, RemovalQuery, wide};
use wdf_sim as _;

static DISK: [u16; 12] = wide(br"\Device\Disk");

#[object_context]
struct Reader {
    disk: Child<RemoteTarget<Reader>>,
}

fn open(cx: &mut Cx<'_, Passive>, disk: &RemoteTarget<Reader>) -> Result<()> {
    OpenConfig::by_name(&DISK, Access::Read).query_remove(may_go).open(cx, disk)
}

fn may_go<'id>(_cx: &mut Cx<'_, Passive>, _query: RemovalQuery<'id, Reader>) -> Result<LetGo<'id>> {
    Ok(())
}

fn main() {}
