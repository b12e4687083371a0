//! Control: hole 15: name a trampoline, which takes a raw handle, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn tick(_: &mut Cx<'_, Dispatch>, _: &Timer<Device>) {}

fn call() {
    let _config = TimerConfig::<Device, ()>::new(tick);
}

fn main() {}
