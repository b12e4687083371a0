//! Give the driver object a synchronization scope of its own. Rules: DriverAttributeChanged.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
    NonPnpConfig::new().scope(Scope::Device).create(cx, driver, (), |_, _| Ok(()))
}

fn main() {}
