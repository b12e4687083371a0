//! Control: make a control device in `DriverEntry` and do not finish it, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
    NonPnpConfig::new().create(cx, driver, (), |cx, driver| {
        driver.create_control(cx, "D:P(A;;GA;;;SY)", |cx, init| {
            let device = init.create(cx, ())?;
            Ok(device.finish(cx))
        })
    })
}

fn main() {}
