//! M51: Send a request synchronously with a deadline of zero. Rules: SyncReqSend.

use core::num::NonZeroU32;
use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Filter {
    passed: AtomicU32,
}

fn read<'id>(cx: &mut Cx<'_, Passive>, below: Target<'_, Filter>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    match request.send_synchronously(cx, below, Deadline::millis(0)) {
        Ok((request, outcome)) => request.complete(cx, outcome.status()),
        Err(failed) => failed.complete(cx),
    }
}

fn main() {}
