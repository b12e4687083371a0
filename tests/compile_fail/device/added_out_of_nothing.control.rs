//! Control: make the proof of a device out of nothing, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_driver_device_add]
fn device_add<'id>(cx: &mut Cx<'_, Passive>, _driver: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
    Ok(init.create(cx, ())?.added())
}

fn main() {}
