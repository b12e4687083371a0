//! Control: say of a function device what is said of a child, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
    Ok(init.create(cx, ())?.added())
}

fn main() {}
