//! Keep the permission to forward, for another child.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn plug_in(cx: &mut Cx<'_, Passive>, hub: &Device, serving: &Queue<()>) -> Result<()> {
    let mut kept = None;
    hub.create_child(cx, |cx, mut init| {
        kept = Some(init.allow_forwarding(cx, hub, serving)?);
        Ok(init.create(cx, ())?.added())
    })
}

fn main() {}
