//! Control: answer the opening of a handle at once, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_device_file_create]
fn opened<'id>(
    cx: &mut Cx<'_, Dispatch>,
    _device: &Device,
    request: Request<'id, Opening, Any>,
    _file: &FileObject<'_>,
) -> Handled<'id> {
    request.complete(cx, NtStatus::SUCCESS)
}

fn main() {}
