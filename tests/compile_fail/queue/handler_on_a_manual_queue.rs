//! Register a handler on a manual queue.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn set_up(cx: &mut Cx<'_, Passive>, device: &Device) -> Result<()> {
    QueueConfig::manual().read(|cx, _queue: &Queue<(), _>, request| request.complete(cx, NtStatus::SUCCESS)).create(
        cx,
        device,
        (),
    )?;
    Ok(())
}

fn main() {}
