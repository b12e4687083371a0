//! Control: wait for the device's power in a callback of its queue, for which the device waits before it leaves that power, without the mistake.

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

#[evt_work_item]
fn work(cx: &mut Cx<'_, Work>, item: &WorkItem<Device<Lamp>>) {
    let _ = item.parent().context().power.awake(cx, |_| ());
}

fn main() {}
