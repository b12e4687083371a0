//! M126: Put a callback into a pageable section. Rule: PagedCodeAtD0. CodeQL: C28170, C28171, C28172.
#![forbid(unsafe_code)]

use wdf_safe::prelude::*;
use wdf_sim as _;

#[unsafe(link_section = "PAGE")]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, _: &Queue<()>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    request.complete(cx, NtStatus::SUCCESS)
}

fn main() {}
