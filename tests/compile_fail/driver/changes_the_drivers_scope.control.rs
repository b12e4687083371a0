//! Control: make the driver object, without a scope of its own, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
    NonPnpConfig::new().create(cx, driver, (), |_, _| Ok(()))
}

fn main() {}
