//! Send a request to the target of the parent device, noted in a list of a child, which goes before the request is back.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Port {
    out: SentList,
}

fn plug_in(cx: &mut Cx<'_, Passive>, hub: &Device) -> Result<()> {
    hub.create_child(cx, |cx, init| {
        let port = init.set_device_id(cx, "HUB\\Port")?.create(cx, PortInit { out: SentList::init() })?;
        if let Some(below) = hub.io_target(cx) {
            let read = below.create_request(cx)?.format_read(cx, 512, 0)?;
            let _ = port.context().out.track(cx, read).send(cx, |_cx, _request, _outcome| {});
        }
        Ok(port.added())
    })
}

fn main() {}
