//! Wait for a wait lock inside another. Rules: WdfWaitlock, WdfWaitlockRelease.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Library {
    lent: WaitLock<u32>,
    books: WaitLock<u32>,
}

fn lend(cx: &mut Cx<'_, Passive>, library: &Library) {
    library.lent.with(cx, |lent, cx| library.books.with(cx, |books, _cx| *books -= *lent));
}

fn main() {}
