//! Control: keep an address, without the mistake.

#![forbid(unsafe_code)]

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Port {
    register: AtomicUsize,
}

fn look(port: &Port) -> *const u32 {
    port.register.load(Ordering::Relaxed) as *const u32
}

fn main() {}
