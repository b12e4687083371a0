//! Wait for the device's power in a callback of its queue, for which the device waits before it leaves that power.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_device_event]
fn arm(_cx: &mut Cx<'_, Passive>, _device: &Device) -> Result<()> {
    Ok(())
}

#[object_context]
struct Lamp {
    power: PowerPolicy,
}

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Passive>, queue: &Queue<()>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    if let Some(lamp) = queue.device::<Lamp>() {
        let _ = lamp.context().power.awake(cx, |_| ());
    }
    request.complete(cx, NtStatus::SUCCESS)
}

fn main() {}
