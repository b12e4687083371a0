//! Take a wait lock whose time was up for held. Rules: WdfWaitlock, WdfWaitlockRelease.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Library {
    lent: WaitLock<u32>,
    books: WaitLock<u32>,
}

fn lend(cx: &mut Cx<'_, Passive>, library: &Library) -> u32 {
    library.lent.with_timeout(cx, Duration::from_millis(1), |lent, _cx| *lent)
}

fn main() {}
