//! Control: use the init of a child as such, and that of a function device, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn child(cx: &mut Cx<'_, Passive>, mut init: DeviceInit<'_, Physical>) -> Result<()> {
    init.set_device_id(cx, "HUB\\Port")
}

fn function(init: DeviceInit<'_>) {
    let _ = init.into_filter();
}

fn main() {}
