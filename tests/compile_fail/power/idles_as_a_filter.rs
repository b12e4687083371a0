//! M72: Have a filter, which does not own the power policy, idle out. Rules: NonFDONotPowerPolicyOwnerAPI.

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

fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
    let init = init.into_filter();
    let power = init.power_policy().idle(IdleSettings::without_wake());
    Ok(init.create(cx, LampInit { power })?.added())
}

fn main() {}
