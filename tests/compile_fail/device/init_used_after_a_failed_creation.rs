//! M70: Use the init of a control device again when the device could not be made of it. Rules: InitFreeDeviceCreateType4, InitFreeNull, DoubleDeviceInitFree.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Shared {
    panel: SharedControl,
}

fn panel(cx: &mut Cx<'_, Passive>, driver: &Driver<Shared>, mut device: NewDevice<'_, ()>) -> Result<()> {
    driver.context().panel.hold(cx, &mut device, "D:P(A;;GA;;;SY)", |cx, init| {
        let panel = match init.create(cx, ()) {
            Ok(panel) => panel,
            Err(_) => init.create(cx, ())?,
        };
        Ok(panel.finish(cx))
    })
}

fn main() {}
