//! M70: Make a device of an init that a call has failed on. Rules: InitFreeDeviceCreate, InitFreeDeviceCallback, InitFreeDeviceCreateType2, ControlDeviceInitAPI.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Shared {
    panel: SharedControl,
}

fn panel(cx: &mut Cx<'_, Passive>, driver: &Driver<Shared>, mut device: NewDevice<'_, ()>) -> Result<()> {
    driver.context().panel.hold(cx, &mut device, "D:P(A;;GA;;;SY)", |cx, init| {
        let _ = init.set_name(cx, r"\Device\Panel");
        let panel = init.create(cx, ())?;
        Ok(panel.finish(cx))
    })
}

fn main() {}
