//! Control: keep the power policy of one device for another, without the mistake.

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

fn used<'id>(cx: &mut Cx<'_, Passive>, init: DeviceInit<'id>) -> Result<Added<'id>> {
    let power = init.power_policy();
    Ok(init.create(cx, LampInit { power })?.added())
}

fn main() {}
