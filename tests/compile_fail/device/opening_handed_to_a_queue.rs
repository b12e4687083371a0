//! Let the opening of a handle wait in a queue: it is answered at once.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_device_file_create]
fn opened<'id>(
    cx: &mut Cx<'_, Dispatch>,
    device: &Device,
    request: Request<'id, Opening, Any>,
    _file: &FileObject<'_>,
) -> Handled<'id> {
    request.enqueue(cx, device).unwrap_or_else(|failed| failed.complete(cx))
}

fn main() {}
