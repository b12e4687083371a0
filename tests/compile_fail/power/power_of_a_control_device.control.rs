//! Control: give a driver's control device callbacks of power, or a power policy, without the mistake.

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
        driver.create_control(cx, "D:P(A;;GA;;;SY)", |cx, init| Ok(DeviceConfig::new(init).create(cx, ())?.finish(cx)))
    })
}

fn main() {}
