//! `&Queue<T>` is a sequential queue; the handler of a parallel one takes `&Queue<T, Parallel>`.
use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, _queue: &Queue<()>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    request.complete(cx, NtStatus::SUCCESS)
}

pub fn set_up(cx: &mut Cx<'_, Passive>, device: &Device) -> Result<()> {
    QueueConfig::parallel().read(read).create(cx, device, ())?;
    Ok(())
}

fn main() {}
