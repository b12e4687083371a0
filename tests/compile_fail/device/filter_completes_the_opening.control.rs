//! Control: complete the opening of a handle in a function driver, without the mistake.

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

fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
    Ok(DeviceConfig::new(init).file_create(opened).create(cx, ())?.added())
}

fn main() {}
