//! M78: Make the proof of a device out of nothing.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_driver_device_add]
fn device_add<'id>(cx: &mut Cx<'_, Passive>, _driver: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
    let _ = (cx, init);
    Ok(Added {})
}

fn main() {}
