//! M73, M74: Use the init of a child as one of a function device, and the other way round. Rules: PdoDeviceInitAPI.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn child<'id>(init: DeviceInit<'id, Physical>) -> DeviceInit<'id, Physical> {
    let _ = init.into_filter();
    init
}

fn function<'id>(cx: &mut Cx<'_, Passive>, init: DeviceInit<'id>) -> Result<DeviceInit<'id>> {
    init.set_device_id(cx, "HUB\\Port")
}

fn main() {}
