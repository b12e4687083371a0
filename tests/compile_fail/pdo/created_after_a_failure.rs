//! Make a child of an init that a call has failed on. Rules: PdoInitFreeDeviceCreate, PdoInitFreeDeviceCallback, PdoInitFreeDeviceCreateType2, PdoDeviceInitAPI, ChildDeviceInitApi.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn plug_in(cx: &mut Cx<'_, Passive>, hub: &Device) -> Result<()> {
    hub.create_child(cx, |cx, init| {
        let _ = init.set_device_id(cx, "HUB\\Port");
        Ok(init.create(cx, ())?.added())
    })
}

fn main() {}
