//! Keep the permission to forward, for another child.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Hub {
    serving: Child<Queue<()>>,
}

fn plug_in(cx: &mut Cx<'_, Passive>, hub: &Device<Hub>) -> Result<()> {
    let mut kept = None;
    hub.create_child(cx, |cx, mut init| {
        kept = Some(init.allow_forwarding(cx, |hub: &Hub| hub.serving.get())?);
        Ok(init.create(cx, ())?.added())
    })
}

fn main() {}
