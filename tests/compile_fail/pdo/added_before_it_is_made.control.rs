//! Control: add a child, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn plug_in(cx: &mut Cx<'_, Passive>, hub: &Device) -> Result<()> {
    hub.create_child(cx, |cx, init| Ok(init.create(cx, ())?.added()))
}

fn main() {}
