//! The framework makes it.
#![forbid(unsafe_code)]

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_driver_device_add]
fn device_add<'id>(cx: &mut Cx<'_, Passive>, _driver: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
    let device = init.create(cx, ())?;
    Ok(device.added())
}

fn main() {}
