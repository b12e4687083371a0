//! M20: Drop the answer without completing it. Rules: RequestCompleted.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<()>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    let _ = queue;
    match request.into_writer() {
        Ok(mut writer) => {
            writer.put(b"written");
        }
        Err(failed) => failed.complete(cx),
    }
}

fn main() {}
