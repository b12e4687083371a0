//! Control: set a callback of the power policy after giving the policy up, without the mistake.

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
    Ok(DeviceConfig::new(init).arm_wake_from_s0(arm).create(cx, ())?.added())
}

fn main() {}
