//! Control: give a request to another thread, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn spawn<F: FnOnce() + Send + 'static>(work: F) {
    work();
}

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<()>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    let _ = queue;
    let length = request.parameters().length;
    spawn(move || assert!(length > 0));
    request.complete(cx, NtStatus::SUCCESS)
}

fn main() {}
