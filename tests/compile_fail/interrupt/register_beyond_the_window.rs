//! Read a register that lies beyond those that are mapped.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Port {
    registers: Registers<16>,
}

#[evt_dpc]
fn look(cx: &mut Cx<'_, Dispatch>, dpc: &Dpc<Device<Port>>) {
    dpc.parent().context().registers.with(cx, |registers, _cx| registers.read32::<16>());
}

fn main() {
    let _config = DpcConfig::new(look);
}
