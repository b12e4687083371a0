//! Hole 15: name a trampoline, which takes a raw handle.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn call() {
    let _tick = wdf_safe::trampoline::deferred::call::<Timer<Device>, fn(&mut Cx<'_, Dispatch>, &Timer<Device>)>;
}

fn main() {}
