//! Control: say of a control device what is said of devices in the device tree, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Shared {
    panel: SharedControl,
}

fn panel(cx: &mut Cx<'_, Passive>, driver: &Driver<Shared>, mut device: NewDevice<'_, ()>) -> Result<()> {
    driver.context().panel.hold(cx, &mut device, "D:P(A;;GA;;;SY)", |cx, init| {
        let panel = init.create(cx, ())?;
        Ok(panel.finish(cx))
    })
}

fn main() {}
