//! Use a request context that the device's requests do not have.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[request_context]
struct Tracking {
    attempts: u32,
}

#[evt_io_read]
fn read<'id>(
    cx: &mut Cx<'_, Dispatch>,
    queue: &Queue<()>,
    request: Request<'id, Owned, Read<Tracking>>,
) -> Handled<'id> {
    let _ = queue;
    request.complete(cx, NtStatus::SUCCESS)
}

fn set_up(cx: &mut Cx<'_, Passive>, device: &Device) -> Result<()> {
    QueueConfig::sequential().read(read).create(cx, device, ())?;
    Ok(())
}

fn main() {}
