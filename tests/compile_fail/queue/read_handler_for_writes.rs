//! M52: Give a handler for reads the writes of a queue. CodeQL: C28268.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<()>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    let _ = queue;
    request.complete(cx, NtStatus::SUCCESS)
}

fn set_up(cx: &mut Cx<'_, Passive>, device: &Device) -> Result<()> {
    QueueConfig::sequential().write(read).create(cx, device, ())?;
    Ok(())
}

fn main() {}
