//! Control: register a handler on a manual queue, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn set_up(cx: &mut Cx<'_, Passive>, device: &Device) -> Result<()> {
    QueueConfig::parallel().read(|cx, _queue: &Queue<(), _>, request| request.complete(cx, NtStatus::SUCCESS)).create(
        cx,
        device,
        (),
    )?;
    Ok(())
}

fn main() {}
