//! Control: make a control device that goes with the last device, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Shared {
    panel: SharedControl,
}

fn device_add<'id>(cx: &mut Cx<'_, Passive>, driver: &Driver<Shared>, init: DeviceInit<'id>) -> Result<Added<'id>> {
    let mut device = init.create(cx, ())?;
    driver.context().panel.hold(cx, &mut device, "D:P(A;;GA;;;SY)", |cx, init| Ok(init.create(cx, ())?.finish(cx)))?;
    Ok(device.added())
}

fn main() {}
