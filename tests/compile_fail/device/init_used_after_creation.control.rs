//! Control: use the init of a device after the device was created, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_driver_device_add]
fn device_add<'id>(cx: &mut Cx<'_, Passive>, _driver: &Driver, mut init: DeviceInit<'id>) -> Result<Added<'id>> {
    init.set_io_type(IoType::Direct);
    let device = init.create(cx, ())?;
    Ok(device.added())
}

fn main() {}
