//! Control: A handler says what became of its request; one without its attribute is held to that where it is registered.
use wdf_safe::prelude::*;
use wdf_sim as _;

fn read<'id>(cx: &mut Cx<'_, Dispatch>, _queue: &Queue<()>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    request.complete(cx, NtStatus::SUCCESS)
}

pub fn set_up(cx: &mut Cx<'_, Passive>, device: &Device) -> Result<()> {
    QueueConfig::sequential().read(read).create(cx, device, ())?;
    Ok(())
}

fn main() {}
