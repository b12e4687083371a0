//! Control: a request of the parent device is parked in its own context, and the child is made.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Hub {
    waiting: Slot<Read>,
}

fn keep<'id>(cx: &mut Cx<'_, Passive>, hub: &Device<Hub>, request: Request<'id, Owned, Read>) -> Result<()> {
    let _ = hub.context().waiting.park(cx, request, |cx, request| request.complete_cancelled(cx));
    hub.create_child(cx, move |cx, init| {
        let port = init.set_device_id(cx, "HUB\\Port")?.create(cx, ())?;
        Ok(port.added())
    })
}

fn main() {}
