//! The driver of the README: one queue, and every read is answered at once.
#![no_std]
#![forbid(unsafe_code)]
use wdf_safe::prelude::*;

#[driver_entry]
fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
    DriverConfig::new(device_add).create(cx, driver, ())
}

#[evt_driver_device_add]
fn device_add<'id>(cx: &mut Cx<'_, Passive>, _driver: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
    let device = init.create(cx, ())?;
    QueueConfig::sequential().default_queue().read(read).create(cx, &device, ())?;
    Ok(device.added())
}

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, _queue: &Queue<()>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    match request.into_writer() {
        Ok(mut answer) => {
            answer.put(b"hello from the kernel");
            answer.complete(cx)
        }
        Err(failed) => failed.complete(cx),
    }
}
