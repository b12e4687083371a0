//! M119: Give a driver's control device callbacks of power, or a power policy. Rules: NonPnPDrvPowerPolicyOwnerAPI.

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

fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
    NonPnpConfig::new().create(cx, driver, (), |cx, driver| {
        driver.create_control(cx, "D:P(A;;GA;;;SY)", |cx, init| {
            let power = init.power_policy();
            Ok(DeviceConfig::new(init).d0_entry(arm).create(cx, LampInit { power })?.finish(cx))
        })
    })
}

fn main() {}
