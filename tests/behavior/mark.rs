//! Marking again: a request is taken back from cancellation, in its handler and from a DPC, and waits anew. Against a cancel, a
//! purge, sleep, removal and surprise removal, in every scope, under every schedule with two preemptions.

use wdf_safe::image::DriverImage;
use wdf_sim::{Device, File};

use crate::{CANCELLED, opened, under_every_schedule};

/// `STATUS_INVALID_DEVICE_STATE`: what comes to a queue that is purged.
const INVALID_DEVICE_STATE: i32 = 0xC000_0184_u32.cast_signed();

/// A driver whose reads are marked, unmarked and marked again in their handler, and then put back by a DPC until it has come
/// twice.
macro_rules! driver {
    ($name:ident, $scope:expr) => {
        mod $name {
            use wdf_safe::prelude::*;

            #[request_context]
            struct Looked {
                times: usize,
            }

            #[object_context(requests = Looked)]
            struct Waiting {
                slot: CancelSlot<Read<Looked>>,
                dpc: Child<Dpc<Device<Waiting>>>,
            }

            #[driver_entry]
            fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
                DriverConfig::new(device_add).create(cx, driver, ())
            }

            #[evt_driver_device_add]
            fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
                let device = init.create(cx, WaitingInit { slot: CancelSlot::init(), dpc: Child::init() })?;
                QueueConfig::parallel().default_queue().scope($scope).read(read).device_control(purge).create(
                    cx,
                    &device,
                    (),
                )?;
                DpcConfig::new(look).create(cx, &*device, |waiting| &waiting.dpc)?;
                Ok(device.added())
            }

            #[evt_request_cancel]
            fn give_up<'id>(
                cx: &mut Cx<'_, Dispatch>,
                request: Request<'id, MustComplete, Read<Looked>>,
            ) -> Handled<'id> {
                request.complete_cancelled(cx)
            }

            #[evt_io_read]
            fn read<'id>(
                cx: &mut Cx<'_, Dispatch>,
                queue: &Queue<(), Parallel>,
                request: Request<'id, Owned, Read<Looked>>,
            ) -> Handled<'id> {
                let Some(device) = queue.device::<Waiting>() else {
                    return request.complete(cx, NtStatus::DEVICE_NOT_READY);
                };
                let request = match request.mark_cancelable_ex(cx, give_up) {
                    Ok(cancelable) => match cancelable.unmark(cx) {
                        Unmarked::Owned(request) => request,
                        Unmarked::MustComplete(request) => return give_up(cx, request),
                        Unmarked::Lost(handled) => return handled,
                    },
                    Err(refused) => return give_up(cx, refused.request),
                };
                match request.mark_cancelable_ex(cx, give_up) {
                    Ok(cancelable) => match cancelable.park(&device.context().slot) {
                        Ok(handled) => {
                            again(cx, device.context());
                            handled
                        }
                        Err(cancelable) => cancelable.unmark(cx).complete(cx, NtStatus::DEVICE_BUSY),
                    },
                    Err(refused) => give_up(cx, refused.request),
                }
            }

            fn again(cx: &mut Cx<'_, Dispatch>, waiting: &Waiting) {
                if let Some(dpc) = waiting.dpc.get() {
                    dpc.enqueue(cx);
                }
            }

            #[evt_dpc]
            fn look(cx: &mut Cx<'_, Dispatch>, dpc: &Dpc<Device<Waiting>>) {
                let waiting = dpc.parent().context();
                waiting.slot.unmark(cx, |cx, mut request| {
                    request.context_mut().times += 1;
                    if request.context().times == super::ENOUGH {
                        return request.complete(cx, NtStatus::SUCCESS);
                    }
                    match waiting.slot.park_cancelable(cx, request, give_up) {
                        Ok(handled) => {
                            again(cx, waiting);
                            handled
                        }
                        Err(request) => request.complete(cx, NtStatus::DEVICE_BUSY),
                    }
                });
            }

            #[evt_io_device_control]
            fn purge<'id>(
                cx: &mut Cx<'_, Dispatch>,
                queue: &Queue<(), Parallel>,
                request: Request<'id, Owned, DeviceControl<Looked>>,
            ) -> Handled<'id> {
                let status = match queue.purge(cx, &request, |_, _| {}) {
                    Ok(()) => NtStatus::SUCCESS,
                    Err(error) => error.status(),
                };
                request.complete(cx, status)
            }
        }
    };
}

/// The DPC that comes for so many times ends the request.
const ENOUGH: usize = 2;

driver!(none, Scope::None);
driver!(queue, Scope::Queue);
driver!(device, Scope::Device);

fn race(image: &'static DriverImage, other: fn(Device, File, &wdf_sim::Ticket)) {
    under_every_schedule(2, move |machine| {
        let (device, file) = opened(machine, image);
        let ticket = file.begin_read(1);
        other(device, file, &ticket);
        let status = ticket.wait().status;
        assert!(status == 0 || status == CANCELLED, "{status:#010x}");
    });
}

const IMAGES: [&DriverImage; 3] = [&none::DRIVER, &queue::DRIVER, &device::DRIVER];

#[test]
fn marking_again_and_cancelling_leave_nothing() {
    for image in IMAGES {
        race(image, |_, _, ticket| {
            ticket.cancel();
        });
    }
}

#[test]
fn marking_again_and_purging_leave_nothing() {
    for image in IMAGES {
        race(image, |_, file, _| assert!(file.ioctl(0, &[], 0).is_success()));
    }
}

#[test]
fn marking_again_and_sleeping_leave_nothing() {
    for image in IMAGES {
        race(image, |device, _, _| {
            device.suspend();
            device.resume().expect("the device wakes up");
        });
    }
}

#[test]
fn marking_again_and_removing_leave_nothing() {
    for image in IMAGES {
        race(image, |device, _, _| device.remove());
    }
}

#[test]
fn marking_again_and_pulling_out_leave_nothing() {
    for image in IMAGES {
        race(image, |device, _, _| device.surprise_remove());
    }
}

/// The purge of another thread cancels it while its handler still marks, takes back and parks it.
#[test]
fn what_is_parked_while_it_is_cancelled_leaves_no_reference() {
    for image in IMAGES {
        under_every_schedule(2, move |machine| {
            let (device, file) = opened(machine, image);
            let other = device.open().expect("it opens once more");
            let purging = machine.spawn(move |_| {
                let _ = other.ioctl(0, &[], 0);
            });
            let read = file.read(1);
            purging.join();
            assert!([0, CANCELLED, INVALID_DEVICE_STATE].contains(&read.status), "{:#010x}", read.status);
        });
    }
}
