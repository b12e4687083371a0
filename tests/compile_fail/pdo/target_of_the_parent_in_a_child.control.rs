//! Control: the list is in the context of the device whose target it is.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Hub {
    out: SentList,
}

fn plug_in(cx: &mut Cx<'_, Passive>, hub: &Device<Hub>) -> Result<()> {
    hub.create_child(cx, |cx, init| {
        let port = init.set_device_id(cx, "HUB\\Port")?.create(cx, ())?;
        Ok(port.added())
    })?;
    if let Some(below) = hub.io_target(cx) {
        let read = below.create_request(cx)?.format_read(cx, 512, 0)?;
        let _ = hub.context().out.track(cx, read).send(cx, |_cx, _request, _outcome| {});
    }
    Ok(())
}

fn main() {}
