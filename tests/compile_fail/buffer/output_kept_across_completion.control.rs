//! Control: hold the output buffer across completion, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<()>, mut request: Request<'id, Owned, Read>) -> Handled<'id> {
    let _ = queue;
    let mut output = request.output().unwrap();
    output.write_at(0, b"in time");
    request.complete(cx, NtStatus::SUCCESS)
}

fn main() {}
