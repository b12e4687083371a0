//! Control: say something of a child that exists, or whose creation failed, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn plug_in(cx: &mut Cx<'_, Passive>, hub: &Device) -> Result<()> {
    hub.create_child(cx, |cx, init| {
        let init = init.set_device_id(cx, "HUB\\Port")?;
        let port = init.create(cx, ())?;
        Ok(port.added())
    })
}

fn main() {}
