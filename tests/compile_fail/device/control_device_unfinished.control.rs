//! Control: make a control device and do not finish it: nobody could ever open it, without the mistake.

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
