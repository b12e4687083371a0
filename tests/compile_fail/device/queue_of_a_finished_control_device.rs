//! Make the default queue of a control device that can be opened already: what comes before it is lost.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Shared {
    panel: SharedControl,
}

fn panel(cx: &mut Cx<'_, Passive>, driver: &Driver<Shared>, mut device: NewDevice<'_, ()>) -> Result<()> {
    driver.context().panel.hold(cx, &mut device, "D:P(A;;GA;;;SY)", |cx, init| {
        let panel = init.create(cx, ())?;
        let finished = panel.finish(cx);
        QueueConfig::manual().default_queue().create(cx, &panel, ())?;
        Ok(finished)
    })
}

fn main() {}
