//! Control: keep the proof of a disposition in a context, to return it from another handler, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Drawer {
    proof: SpinLock<Option<NtStatus>>,
}

fn main() {}
