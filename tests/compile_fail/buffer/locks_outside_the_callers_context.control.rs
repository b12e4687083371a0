//! Control: lock them on the sender's thread.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_in_caller_context]
fn arrives<'id>(cx: &mut Cx<'_, Dispatch>, _: &Device, request: Request<'id, InCallerContext, Any>) -> Handled<'id> {
    let ByKind::DeviceControl(mut request) = request.kind() else {
        loop {}
    };
    match request.lock_input().map(|input| input.len()) {
        Ok(_) => request.complete(cx, NtStatus::SUCCESS),
        Err(error) => request.complete(cx, error.status()),
    }
}

fn main() {}
