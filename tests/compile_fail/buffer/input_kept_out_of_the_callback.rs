//! M14: Carry the input buffer out of the callback.

use wdf_safe::prelude::*;
use wdf_sim as _;

use std::sync::Mutex;
use wdf_safe::request::Input;

static KEPT: Mutex<Option<Input<'static>>> = Mutex::new(None);

#[evt_io_write]
fn write<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<()>, request: Request<'id, Owned, Write>) -> Handled<'id> {
    let _ = queue;
    *KEPT.lock().unwrap() = Some(request.input().unwrap());
    request.complete(cx, NtStatus::SUCCESS)
}

fn main() {}
