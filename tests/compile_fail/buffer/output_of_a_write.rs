//! M18: Ask a write for its output buffer. Rules: OutputBufferAPI.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_write]
fn write<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<()>, request: Request<'id, Owned, Write>) -> Handled<'id> {
    let _ = queue;
    match request.into_writer() {
        Ok(writer) => writer.complete(cx),
        Err(failed) => failed.complete(cx),
    }
}

fn main() {}
