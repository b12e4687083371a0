//! Dereference a pointer that may be NULL. Rules: NullCheck.

#![forbid(unsafe_code)]

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Port {
    register: AtomicUsize,
}

fn look(port: &Port) -> u32 {
    let register = port.register.load(Ordering::Relaxed) as *const u32;
    *register
}

fn main() {}
