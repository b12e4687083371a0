//! Control: keep a control device that is not finished, to use it elsewhere, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Shared {
    panel: SharedControl,
}

fn panel(cx: &mut Cx<'_, Passive>, driver: &Driver<Shared>, mut device: NewDevice<'_, ()>) -> Result<()> {
    driver.context().panel.hold(cx, &mut device, "D:P(A;;GA;;;SY)", |cx, init| {
        let _kept = Some(init.create(cx, ())?);
        Err(NtStatus::UNSUCCESSFUL.into())
    })
}

fn main() {}
