//! M13: Hold the input buffer across completion.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_write]
fn write<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<()>, request: Request<'id, Owned, Write>) -> Handled<'id> {
    let _ = queue;
    let input = request.input().unwrap();
    let handled = request.complete(cx, NtStatus::SUCCESS);
    input.copy_to(&mut [0; 4]);
    handled
}

fn main() {}
