//! M78: Report success from `EvtDriverDeviceAdd` when no device was made. CodeQL: C28152. Rules: DeviceCreateFail.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_driver_device_add]
fn device_add<'id>(cx: &mut Cx<'_, Passive>, _driver: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
    let _ = init.create(cx, ());
    Ok(())
}

fn main() {}
