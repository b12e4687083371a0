//! Control: read what is needed while the registers are there.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Port {
    registers: Registers<16>,
}

fn read(cx: &mut Cx<'_, Dispatch>, port: &Port) -> Option<u32> {
    port.registers.with(cx, |registers, _cx| registers.read32::<0>())
}

fn main() {
    let _ = read;
}
