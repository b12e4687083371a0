//! M37: Give a request to another thread. Rules: DeferredRequestCompleted. CodeQL: C28616.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn spawn<F: FnOnce() + Send + 'static>(work: F) {
    work();
}

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<()>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    let _ = queue;
    spawn(move || drop(request));
    loop {}
}

fn main() {}
