//! Let a child hold the control device, which its closure could then begin to hold again inside.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Shared {
    panel: SharedControl,
}

fn plug_in(cx: &mut Cx<'_, Passive>, hub: &Device) -> Result<()> {
    hub.create_child(cx, |cx, init| {
        let mut child = init.set_device_id(cx, "HUB\\Port")?.create(cx, ())?;
        if let Some(driver) = child.driver::<Shared>() {
            let panel = &driver.context().panel;
            panel.hold(cx, &mut child, "D:P(A;;GA;;;SY)", |cx, init| Ok(init.create(cx, ())?.finish(cx)))?;
        }
        Ok(child.added())
    })
}

fn main() {}
