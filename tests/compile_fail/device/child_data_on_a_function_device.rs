//! M73: Say of a function device what is said of a child. Rules: PdoDeviceInitAPI.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
    let init = init.set_device_id(cx, "BUS\\Port")?;
    Ok(init.create(cx, ())?.added())
}

fn main() {}
