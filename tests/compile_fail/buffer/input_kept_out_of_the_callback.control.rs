//! Control: carry the input buffer out of the callback, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

use std::sync::Mutex;

static KEPT: Mutex<Option<[u8; 4]>> = Mutex::new(None);

#[evt_io_write]
fn write<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<()>, request: Request<'id, Owned, Write>) -> Handled<'id> {
    let _ = queue;
    let mut kept = [0; 4];
    request.input().unwrap().copy_to(&mut kept);
    *KEPT.lock().unwrap() = Some(kept);
    request.complete(cx, NtStatus::SUCCESS)
}

fn main() {}
