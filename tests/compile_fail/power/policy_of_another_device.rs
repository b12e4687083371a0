//! Keep the power policy of one device for another. Rules: NonFDONotPowerPolicyOwnerAPI.

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

fn kept<'id>(init: &DeviceInit<'id>) -> impl Sized + 'static {
    init.power_policy()
}

fn main() {}
