//! A waiting request is completed from a thread that is not the framework's: that of an application, in
//! `EvtIoInCallerContext`, which is synchronised with nothing. Against cancellation, sleep, removal and surprise removal, in
//! every scope.

use wdf_safe::image::DriverImage;
use wdf_sim::Device;

use crate::{CANCELLED, opened, under_every_schedule};

/// A driver whose reads wait in a slot, and are completed by device controls on their senders' threads.
macro_rules! driver {
    ($name:ident, $scope:expr) => {
        mod $name {
            use wdf_safe::prelude::*;

            #[object_context]
            struct Waiting {
                slot: CancelSlot<Read>,
            }

            #[driver_entry]
            fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
                DriverConfig::new(device_add).create(cx, driver, ())
            }

            #[evt_driver_device_add]
            fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
                let waiting = WaitingInit { slot: CancelSlot::init() };
                let device = DeviceConfig::new(init).in_caller_context(arrives).create(cx, waiting)?;
                QueueConfig::parallel().default_queue().scope($scope).read(read).create(cx, &device, ())?;
                Ok(device.added())
            }

            #[evt_io_in_caller_context]
            fn arrives<'id>(
                cx: &mut Cx<'_, Dispatch>,
                device: &Device<Waiting>,
                request: Request<'id, InCallerContext, Any>,
            ) -> Handled<'id> {
                if let AnyParameters::DeviceControl(_) = request.parameters() {
                    device.context().slot.unmark(cx, |cx, waiting| waiting.complete(cx, NtStatus::SUCCESS));
                    return request.complete(cx, NtStatus::SUCCESS);
                }
                request.enqueue(cx, device).unwrap_or_else(|failed| failed.complete(cx))
            }

            #[evt_io_read]
            fn read<'id>(
                cx: &mut Cx<'_, Dispatch>,
                queue: &Queue<(), Parallel>,
                request: Request<'id, Owned, Read>,
            ) -> Handled<'id> {
                match queue.device::<Waiting>() {
                    Some(device) => device
                        .context()
                        .slot
                        .park_cancelable(cx, request, |cx, request| request.complete_cancelled(cx))
                        .unwrap_or_else(|full| full.complete(cx, NtStatus::DEVICE_BUSY)),
                    None => request.complete(cx, NtStatus::DEVICE_NOT_READY),
                }
            }
        }
    };
}

driver!(none, Scope::None);
driver!(queue, Scope::Queue);
driver!(device, Scope::Device);

/// The races, for a driver of one scope.
fn races(image: &'static DriverImage) {
    race(image, |_, ticket| {
        ticket.cancel();
    });
    race(image, |device, _| {
        device.suspend();
        device.resume().expect("the device wakes up");
    });
}

/// Those in which the device goes away.
fn races_with_removal(image: &'static DriverImage) {
    race(image, |device, _| device.remove());
    race(image, |device, _| device.surprise_remove());
    race(image, |device, ticket| {
        ticket.cancel();
        device.remove();
    });
}

fn race(image: &'static DriverImage, other: fn(Device, &wdf_sim::Ticket)) {
    under_every_schedule(2, move |machine| {
        let (device, file) = opened(machine, image);
        let ticket = file.begin_read(1);
        let foreign = machine.spawn(move |_| {
            // While the device goes away the driver may not see it.
            if file.is_open() {
                let _ = file.ioctl(0, &[], 0).status;
            }
        });
        other(device, &ticket);
        foreign.join();
        let status = ticket.wait().status;
        assert!(status == 0 || status == CANCELLED, "{status:#010x}");
    });
}

#[test]
fn completing_from_a_foreign_thread_in_scope_none() {
    races(&none::DRIVER);
}

#[test]
fn completing_from_a_foreign_thread_in_scope_queue() {
    races(&queue::DRIVER);
}

#[test]
fn completing_from_a_foreign_thread_in_scope_device() {
    races(&device::DRIVER);
}

#[test]
fn completing_from_a_foreign_thread_while_the_device_goes_away_in_scope_none() {
    races_with_removal(&none::DRIVER);
}

#[test]
fn completing_from_a_foreign_thread_while_the_device_goes_away_in_scope_queue() {
    races_with_removal(&queue::DRIVER);
}

#[test]
fn completing_from_a_foreign_thread_while_the_device_goes_away_in_scope_device() {
    races_with_removal(&device::DRIVER);
}
