//! Control: make a child of an init that no call has failed on, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn plug_in(cx: &mut Cx<'_, Passive>, hub: &Device) -> Result<()> {
    hub.create_child(cx, |cx, init| {
        let init = init.set_device_id(cx, "HUB\\Port")?;
        Ok(init.create(cx, ())?.added())
    })
}

fn main() {}
