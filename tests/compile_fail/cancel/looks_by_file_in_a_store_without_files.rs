//! Ask a store that does not know its requests by file for those of one.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Waiting {
    list: CancelList<Read, 4>,
}

#[evt_file_cleanup]
fn closed(cx: &mut Cx<'_, Dispatch>, device: &Device<Waiting>, file: &FileObject<'_>) {
    let list = &device.context().list;
    while list.unmark_by_file(cx, file, |cx, request| request.complete(cx, NtStatus::CANCELLED)) == Taken::Handled {}
}

fn main() {}
