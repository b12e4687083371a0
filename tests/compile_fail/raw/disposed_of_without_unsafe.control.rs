//! Control: say that a request was disposed of by a raw call, without an unsafe block, without the mistake.

use wdf_safe::prelude::*;
use wdf_safe::raw::AsRaw;
use wdf_sim as _;

fn forget<'id>(cx: &mut Cx<'_, Dispatch>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    let _handle = request.as_raw();
    request.complete(cx, NtStatus::SUCCESS)
}

fn main() {}
