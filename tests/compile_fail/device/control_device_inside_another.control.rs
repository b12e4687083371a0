//! Control: one after the other.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[driver_entry]
fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
    NonPnpConfig::new().create(cx, driver, (), |cx, driver| {
        driver.create_control(cx, "D:P(A;;GA;;;SY)", |cx, init| Ok(init.create(cx, ())?.finish(cx)))?;
        driver.create_control(cx, "D:P(A;;GA;;;SY)", |cx, init| Ok(init.create(cx, ())?.finish(cx)))
    })
}

fn main() {}
