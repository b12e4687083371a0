//! Control: send a request synchronously, at PASSIVE_LEVEL.

use core::num::NonZeroU32;
use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Filter {
    passed: AtomicU32,
}

const SECOND: Deadline = Deadline::millis(NonZeroU32::new(1_000).unwrap());

fn read<'id>(cx: &mut Cx<'_, Passive>, below: Target<'_, Filter>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    match request.send_synchronously(cx, below, SECOND) {
        Ok((request, outcome)) => request.complete(cx, outcome.status()),
        Err(failed) => failed.complete(cx),
    }
}

fn main() {}
