//! Park a request of the parent device in the context of a child, which goes before it.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Port {
    waiting: Slot<Read>,
}

fn hand_down<'id>(cx: &mut Cx<'_, Passive>, hub: &Device, request: Request<'id, Owned, Read>) -> Result<()> {
    hub.create_child(cx, move |cx, init| {
        let port = init.set_device_id(cx, "HUB\\Port")?.create(cx, PortInit { waiting: Slot::init() })?;
        let _ = port.context().waiting.park(cx, request, |cx, request| request.complete_cancelled(cx));
        Ok(port.added())
    })
}

fn main() {}
