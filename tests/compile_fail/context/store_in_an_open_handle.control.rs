//! Control: the store is in the context of the device.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Reader {
    read: AtomicU32,
}

#[object_context]
struct Waiting {
    out: SentList,
}

fn waiting(_cx: &mut Cx<'_, Dispatch>, _device: &Device<Waiting>) -> ReaderInit<AtomicU32> {
    ReaderInit { read: AtomicU32::new(0) }
}

#[evt_device_file_create]
fn opened<'id>(
    cx: &mut Cx<'_, Dispatch>,
    _device: &Device<Waiting>,
    request: Request<'id, Opening, Any>,
    _file: &FileObject<'_>,
) -> Handled<'id> {
    request.complete(cx, NtStatus::SUCCESS)
}

#[evt_driver_device_add]
fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
    let device = DeviceConfig::new(init).file_create_with(waiting, opened).create(cx, WaitingInit { out: SentList::init() })?;
    Ok(device.added())
}

#[driver_entry]
fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
    DriverConfig::new(device_add).create(cx, driver, ())
}

fn main() {
    let _config = DriverConfig::new(device_add);
}
