//! A device has the context with which it was made.
use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Bell {
    rung: AtomicU32,
}

pub fn add<'id>(cx: &mut Cx<'_, Passive>, init: DeviceInit<'id>) -> Result<Added<'id>> {
    let device = init.create(cx, ())?;
    device.context().rung.store(1, Ordering::Relaxed);
    Ok(device.added())
}

fn main() {}
