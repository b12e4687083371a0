//! M117: Add a child before its device is created. Rules: AddPdotoStaticChildlist.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn plug_in(cx: &mut Cx<'_, Passive>, hub: &Device) -> Result<()> {
    hub.create_child(cx, |_cx, init| Ok(init))
}

fn main() {}
