//! Control: use the permission to forward, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Hub {
    serving: Child<Queue<()>>,
}

#[object_context]
struct Port {
    hub: ParentQueue,
}

fn plug_in(cx: &mut Cx<'_, Passive>, hub: &Device<Hub>) -> Result<()> {
    hub.create_child(cx, |cx, mut init| {
        let parent = init.allow_forwarding(cx, |hub: &Hub| hub.serving.get())?;
        Ok(init.create(cx, PortInit { hub: parent })?.added())
    })
}

fn main() {}
