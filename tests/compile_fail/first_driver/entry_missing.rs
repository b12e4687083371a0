//! The driver as a value is made by `#[driver_entry]`.
use wdf_safe::prelude::*;
use wdf_sim as _;

fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
    DriverConfig::new(device_add).create(cx, driver, ())
}

#[evt_driver_device_add]
fn device_add<'id>(cx: &mut Cx<'_, Passive>, _driver: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
    Ok(init.create(cx, ())?.added())
}

fn main() {
    let _image = &DRIVER;
}
