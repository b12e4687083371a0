//! A doorbell: a read waits until somebody writes, or until it is cancelled.
//!
//! `driver_entry` makes the driver, `device_add` a device with one queue; what happens to requests is below.
#![no_std]

use wdf_safe::prelude::*;

/// The class of device interface by which applications find the device. Make your own: every class has another.
pub const INTERFACE: Guid = Guid(
    0x2f6d_9a10,
    0x7b1c,
    0x4c5e,
    [0x9d, 0x30, 0x51, 0x0a, 0x6e, 0x2b, 0x84, 0xc7],
);

/// What belongs to the queue.
#[object_context]
struct Doorbell {
    /// The read that waits at the door.
    waiting: CancelSlot<Read>,
}

/// The system has loaded the driver.
#[driver_entry]
fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
    DriverConfig::new(device_add).create(cx, driver, ())
}

/// The system has found a device for the driver.
#[evt_driver_device_add]
fn device_add<'id>(
    cx: &mut Cx<'_, Passive>,
    _driver: &Driver,
    init: DeviceInit<'id>,
) -> Result<Added<'id>> {
    let device = init.create(cx, ())?;
    device.create_interface(cx, INTERFACE)?;
    let doorbell = DoorbellInit {
        waiting: CancelSlot::init(),
    };
    QueueConfig::parallel()
        .default_queue()
        .read(read)
        .write(write)
        .create(cx, &device, doorbell)?;
    Ok(device.added())
}

/// An application waits at the door.
#[evt_io_read]
fn read<'id>(
    cx: &mut Cx<'_, Dispatch>,
    queue: &Queue<Doorbell, Parallel>,
    request: Request<'id, Owned, Read>,
) -> Handled<'id> {
    match queue.context().waiting.park_cancelable(cx, request, leave) {
        Ok(handled) => handled,
        // Somebody waits already.
        Err(request) => request.complete(cx, NtStatus::DEVICE_BUSY),
    }
}

/// Whoever waits is cancelled, or was before the wait began.
#[evt_request_cancel]
fn leave<'id>(
    cx: &mut Cx<'_, Dispatch>,
    request: Request<'id, MustComplete, Read>,
) -> Handled<'id> {
    request.complete_cancelled(cx)
}

/// An application rings.
#[evt_io_write]
fn write<'id>(
    cx: &mut Cx<'_, Dispatch>,
    queue: &Queue<Doorbell, Parallel>,
    request: Request<'id, Owned, Write>,
) -> Handled<'id> {
    queue
        .context()
        .waiting
        .unmark(cx, |cx, read| read.complete(cx, NtStatus::SUCCESS));
    request.complete(cx, NtStatus::SUCCESS)
}
