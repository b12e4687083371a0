//! Keep the window of a device's registers for longer than they are certain to be mapped.

use wdf_safe::hardware::Window;
use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Port {
    registers: Registers<16>,
}

fn keep<'p>(cx: &mut Cx<'_, Dispatch>, port: &'p Port) -> Option<&'p Window<'p, 16>> {
    port.registers.with(cx, |registers, _cx| registers)
}

fn main() {}
