//! Control: the device that the driver adds holds it, and then makes the child.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Shared {
    panel: SharedControl,
}

#[evt_driver_device_add]
fn device_add<'id>(cx: &mut Cx<'_, Passive>, driver: &Driver<Shared>, init: DeviceInit<'id>) -> Result<Added<'id>> {
    let mut hub = init.create(cx, ())?;
    let panel = &driver.context().panel;
    panel.hold(cx, &mut hub, "D:P(A;;GA;;;SY)", |cx, init| Ok(init.create(cx, ())?.finish(cx)))?;
    hub.create_child(cx, |cx, init| Ok(init.set_device_id(cx, "HUB\\Port")?.create(cx, ())?.added()))?;
    Ok(hub.added())
}

fn main() {}
