//! M124: Look into an IRP. Rule: SetCompletionRoutineFromDispatch. CodeQL: C28114, C28128, C28175, C28176, C28145.
#![forbid(unsafe_code)]

use wdf_safe::prelude::*;
use wdf_sim as _;
use wdf_sim_sys::PIRP;

fn is_cancelled(_cx: &mut Cx<'_, Dispatch>, irp: PIRP) -> bool {
    unsafe { (*irp).Cancel != 0 }
}

fn main() {}
