//! Control: use the permission to forward, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Port {
    hub: ParentQueue,
}

fn plug_in(cx: &mut Cx<'_, Passive>, hub: &Device, serving: &Queue<()>) -> Result<()> {
    hub.create_child(cx, |cx, mut init| {
        let parent = init.allow_forwarding(cx, hub, serving)?;
        Ok(init.create(cx, PortInit { hub: parent })?.added())
    })
}

fn main() {}
