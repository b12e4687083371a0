//! M77: Ask a request for its file object when the device has none. Rules: FileObjectConfigured.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Desk {
    files: FileObjects,
    label: SpinLock<usize>,
}

fn note(cx: &mut Cx<'_, Dispatch>, desk: &Desk, request: &Request<'_, Owned, Read>) {
    let file = request.file_object(&desk.files);
    let label = file.map_or(0, |file| file.label());
    desk.label.with(cx, |noted, _cx| *noted = label);
}

fn main() {
    let _ = note;
}
