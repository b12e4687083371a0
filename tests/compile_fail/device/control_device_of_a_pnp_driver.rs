//! Make a control device in a driver with PnP devices that nothing deletes: the driver could never be unloaded. Rules: ControlDeviceDeleted, Cleanup4CtlDeviceRegistered.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn device_add<'id>(cx: &mut Cx<'_, Passive>, driver: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
    driver.create_control(cx, "D:P(A;;GA;;;SY)", |cx, init| Ok(init.create(cx, ())?.finish(cx)))?;
    Ok(init.create(cx, ())?.added())
}

fn main() {}
