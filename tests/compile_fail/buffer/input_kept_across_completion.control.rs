//! Control: hold the input buffer across completion, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_write]
fn write<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<()>, request: Request<'id, Owned, Write>) -> Handled<'id> {
    let _ = queue;
    let input = request.input().unwrap();
    input.copy_to(&mut [0; 4]);
    request.complete(cx, NtStatus::SUCCESS)
}

fn main() {}
