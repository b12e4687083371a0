//! Give a handler to a queue with another context. CodeQL: C28268.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Counter;

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<()>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    let _ = queue;
    request.complete(cx, NtStatus::SUCCESS)
}

fn set_up(cx: &mut Cx<'_, Passive>, device: &Device) -> Result<()> {
    QueueConfig::sequential().read(read).create(cx, device, CounterInit {})?;
    Ok(())
}

fn main() {}
