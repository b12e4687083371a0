//! Give the struct itself where its initialiser is wanted. Hole 7.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Counter {
    count: AtomicU32,
}

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<Counter>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    let _ = queue;
    request.complete(cx, NtStatus::SUCCESS)
}

fn set_up(cx: &mut Cx<'_, Passive>, device: &Device) -> Result<()> {
    QueueConfig::sequential().read(read).create(cx, device, Counter { count: AtomicU32::new(0) })?;
    Ok(())
}

fn main() {}
