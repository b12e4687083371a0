//! Return a success from `DriverEntry` without having made the driver object. Rules: DriverCreate.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn driver_entry<'id>(_cx: &mut Cx<'_, Passive>, _driver: DriverInit<'id>) -> Result<Loaded<'id>> {
    Ok(())
}

fn main() {}
