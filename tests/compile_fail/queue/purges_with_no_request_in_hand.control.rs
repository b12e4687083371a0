//! Control: purge a queue, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn close(cx: &mut Cx<'_, Dispatch>, queue: &Queue<(), Manual>, request: &Request<'_, Owned, Read>) -> Result<()> {
    queue.purge(cx, request, |_, _| {})
}

fn main() {}
