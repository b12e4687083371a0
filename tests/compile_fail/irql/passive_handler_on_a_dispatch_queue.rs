//! M68: Give a handler that needs PASSIVE_LEVEL to a queue that may call it at DISPATCH_LEVEL. Rules: KmdfIrql2, KmdfIrqlExplicit.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Passive>, queue: &Queue<()>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    let _ = queue;
    request.complete(cx, NtStatus::SUCCESS)
}

fn set_up(cx: &mut Cx<'_, Passive>, device: &Device) -> Result<()> {
    QueueConfig::sequential().read(read).create(cx, device, ())?;
    Ok(())
}

fn main() {}
