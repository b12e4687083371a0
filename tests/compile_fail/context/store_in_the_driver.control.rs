//! Control: the store is in the context of the device.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Waiting {
    reads: CancelSlot<Read>,
}

#[driver_entry]
fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
    DriverConfig::new(device_add).create(cx, driver, ())
}

#[evt_driver_device_add]
fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
    Ok(init.create(cx, WaitingInit { reads: CancelSlot::init() })?.added())
}

fn main() {
    let _driver = DRIVER;
}
