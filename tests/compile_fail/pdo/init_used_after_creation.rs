//! M69: Say something of a child that exists, or whose creation failed. Rules: ChildDeviceInitApi, PdoInitFreeDeviceCreateType4.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn plug_in(cx: &mut Cx<'_, Passive>, hub: &Device) -> Result<()> {
    hub.create_child(cx, |cx, init| {
        let port = init.create(cx, ())?;
        let _ = init.set_device_id(cx, "HUB\\Port")?;
        Ok(port.added())
    })
}

fn main() {}
