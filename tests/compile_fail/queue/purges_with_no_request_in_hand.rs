//! Purge a queue that may be deleted, with no request in hand that keeps it.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn close(cx: &mut Cx<'_, Dispatch>, queue: &Queue<(), Manual>) -> Result<()> {
    queue.purge(cx, |_, _| {})
}

fn main() {}
