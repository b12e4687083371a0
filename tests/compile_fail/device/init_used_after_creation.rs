//! M69: Use the init of a device after the device was created. Hole 9. CodeQL: DeviceInitApi. Rules: DeviceInitAPI.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_driver_device_add]
fn device_add<'id>(cx: &mut Cx<'_, Passive>, _driver: &Driver, mut init: DeviceInit<'id>) -> Result<Added<'id>> {
    let device = init.create(cx, ())?;
    init.set_io_type(IoType::Direct);
    Ok(device.added())
}

fn main() {}
