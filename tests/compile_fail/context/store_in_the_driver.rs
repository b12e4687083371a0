//! Put a store of requests into the context of the driver, by which one device takes the requests of another.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Waiting {
    reads: CancelSlot<Read>,
}

#[driver_entry]
fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
    DriverConfig::new(device_add).create(cx, driver, WaitingInit { reads: CancelSlot::init() })
}

#[evt_driver_device_add]
fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver<Waiting>, init: DeviceInit<'id>) -> Result<Added<'id>> {
    Ok(init.create(cx, ())?.added())
}

fn main() {
    let _driver = DRIVER;
}
