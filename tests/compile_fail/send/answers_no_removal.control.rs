//! Control: the proof that a device may go is made by closing the target.

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

fn may_go<'id>(cx: &mut Cx<'_, Passive>, query: RemovalQuery<'id, Reader>) -> Result<LetGo<'id>> {
    Ok(query.let_go(cx))
}

fn main() {}
