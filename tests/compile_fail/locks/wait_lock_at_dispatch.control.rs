//! Control: wait for a wait lock at DISPATCH_LEVEL, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Library {
    lent: WaitLock<u32>,
    books: WaitLock<u32>,
}

fn lend(cx: &mut Cx<'_, Dispatch>, library: &Library) -> Option<u32> {
    library.lent.try_with(cx, |lent, _cx| *lent)
}

fn main() {}
