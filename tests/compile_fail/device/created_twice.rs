//! M70: Create two devices of one init. Rules: InitFreeNull.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_driver_device_add]
fn device_add<'id>(cx: &mut Cx<'_, Passive>, _driver: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
    let device = init.create(cx, ())?;
    let _ = init.create(cx, ())?;
    Ok(device.added())
}

fn main() {}
