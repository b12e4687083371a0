//! Control: use the init of a child as such, and that of a function device, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn child<'id>(cx: &mut Cx<'_, Passive>, init: DeviceInit<'id, Physical>) -> Result<DeviceInit<'id, Physical>> {
    init.set_device_id(cx, "HUB\\Port")
}

fn function(init: DeviceInit<'_>) {
    let _ = init.into_filter();
}

fn main() {}
