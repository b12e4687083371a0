//! One cancelable request, and everything that can end it: timer, DPC, cancel, purge, removal, in pairs and triples, under
//! every synchronisation scope, in both of the framework's worlds, under every schedule with a few preemptions. The
//! simulator sees to it that no rule is broken and nothing is left; here it is seen to that the outcome is possible.

use wdf_sim::{Completion, File, Machine, Ticket};

use crate::{CANCELLED, opened, under_every_schedule};

/// A driver whose requests wait in a slot of the queue's context, and end in the way that their length says.
macro_rules! driver {
    ($name:ident, $scope:expr) => {
        mod $name {
            use wdf_safe::prelude::*;

            #[object_context]
            struct Waiting {
                slot: CancelSlot<Read>,
                timer: Child<Timer<Queue<Waiting, Parallel>>>,
                dpc: Child<Dpc<Queue<Waiting, Parallel>>>,
                item: Child<WorkItem<Queue<Waiting, Parallel>>>,
            }

            #[driver_entry]
            fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
                DriverConfig::new(device_add).create(cx, driver, ())
            }

            #[evt_driver_device_add]
            fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
                let device = init.create(cx, ())?;
                let waiting = WaitingInit {
                    slot: CancelSlot::init(),
                    timer: Child::init(),
                    dpc: Child::init(),
                    item: Child::init(),
                };
                let queue = QueueConfig::parallel()
                    .default_queue()
                    .scope($scope)
                    .read(read)
                    .device_control(control)
                    .create(cx, &device, waiting)?;
                TimerConfig::new(tick).create(cx, queue, |waiting| &waiting.timer)?;
                DpcConfig::new(call).create(cx, queue, |waiting| &waiting.dpc)?;
                WorkItemConfig::new(work).create(cx, queue, |waiting| &waiting.item)?;
                Ok(device.added())
            }

            #[evt_io_read]
            fn read<'id>(
                cx: &mut Cx<'_, Dispatch>,
                queue: &Queue<Waiting, Parallel>,
                request: Request<'id, Owned, Read>,
            ) -> Handled<'id> {
                let waiting = queue.context();
                let length = request.parameters().length;
                match waiting.slot.park_cancelable(cx, request, |cx, request| request.complete_cancelled(cx)) {
                    Ok(handled) => {
                        match (length, waiting.timer.get(), waiting.dpc.get(), waiting.item.get()) {
                            (super::BY_TIMER, Some(timer), ..) => {
                                timer.start(cx, Duration::from_millis(1));
                            }
                            (super::BY_DPC, _, Some(dpc), _) => {
                                dpc.enqueue(cx);
                            }
                            (super::BY_WORK_ITEM, .., Some(item)) => item.enqueue(cx),
                            _ => {}
                        }
                        handled
                    }
                    Err(request) => request.complete(cx, NtStatus::DEVICE_BUSY),
                }
            }

            #[evt_io_device_control]
            fn control<'id>(
                cx: &mut Cx<'_, Dispatch>,
                queue: &Queue<Waiting, Parallel>,
                request: Request<'id, Owned, DeviceControl>,
            ) -> Handled<'id> {
                let status = match queue.purge(cx, &request, |_, _| {}) {
                    Ok(()) => NtStatus::SUCCESS,
                    Err(error) => error.status(),
                };
                request.complete(cx, status)
            }

            #[evt_timer]
            fn tick(cx: &mut Cx<'_, Dispatch>, timer: &Timer<Queue<Waiting, Parallel>>) {
                finish(cx, timer.parent());
            }

            #[evt_dpc]
            fn call(cx: &mut Cx<'_, Dispatch>, dpc: &Dpc<Queue<Waiting, Parallel>>) {
                finish(cx, dpc.parent());
            }

            #[evt_work_item]
            fn work(cx: &mut Cx<'_, Work>, item: &WorkItem<Queue<Waiting, Parallel>>) {
                finish(cx, item.parent());
            }

            fn finish(cx: &mut Cx<'_, Dispatch>, queue: &Queue<Waiting, Parallel>) {
                queue.context().slot.unmark(cx, |cx, request| request.complete(cx, NtStatus::SUCCESS));
            }
        }
    };
}

/// How a read of this length ends, if nobody ends it before.
const BY_TIMER: usize = 1;
const BY_DPC: usize = 2;
const BY_WORK_ITEM: usize = 3;
const BY_NOBODY: usize = 4;

driver!(none, Scope::None);
driver!(queue, Scope::Queue);
driver!(device, Scope::Device);

fn is_possible(completion: &Completion) {
    assert!(completion.is_success() || completion.status == CANCELLED, "{:#010x}", completion.status);
}

/// Another thread cancels, and waits.
fn cancel(machine: &Machine, ticket: Ticket) -> wdf_sim::Thread {
    machine.spawn(move |_| {
        ticket.cancel();
        is_possible(&ticket.wait());
    })
}

/// Another thread asks for a purge, which is refused when the device is gone.
fn purge(machine: &Machine, file: File) -> wdf_sim::Thread {
    machine.spawn(move |_| {
        if file.is_open() {
            let _ = file.ioctl(0, &[], 0).status;
        }
    })
}

/// How long the timer takes.
const TICK: std::time::Duration = std::time::Duration::from_millis(1);

/// The same test for each of the scopes.
macro_rules! in_every_scope {
    ($($(#[$doc:meta])* $name:ident($preemptions:literal): |$machine:ident, $device:ident, $file:ident| $body:block)*) => {
        $(
            mod $name {
                use super::*;

                fn body($machine: &Machine, image: &wdf_safe::image::DriverImage) {
                    let ($device, $file) = opened($machine, image);
                    let _ = ($device, $file);
                    $body
                }

                #[test]
                fn with_scope_none() {
                    under_every_schedule($preemptions, |machine| body(machine, &none::DRIVER));
                }

                #[test]
                fn with_scope_queue() {
                    under_every_schedule($preemptions, |machine| body(machine, &queue::DRIVER));
                }

                #[test]
                fn with_scope_device() {
                    under_every_schedule($preemptions, |machine| body(machine, &device::DRIVER));
                }
            }
        )*
    };
}

in_every_scope! {
    timer_and_cancel(3): |machine, device, file| {
        let ticket = file.begin_read(BY_TIMER);
        ticket.cancel();
        is_possible(&ticket.wait());
    }

    dpc_and_cancel(3): |machine, device, file| {
        let ticket = file.begin_read(BY_DPC);
        ticket.cancel();
        is_possible(&ticket.wait());
    }

    work_item_and_cancel(3): |machine, device, file| {
        let ticket = file.begin_read(BY_WORK_ITEM);
        ticket.cancel();
        is_possible(&ticket.wait());
    }

    cancel_and_removal(3): |machine, device, file| {
        let canceller = cancel(machine, file.begin_read(BY_NOBODY));
        device.remove();
        canceller.join();
    }

    cancel_and_purge(3): |machine, device, file| {
        let canceller = cancel(machine, file.begin_read(BY_NOBODY));
        assert!(file.ioctl(0, &[], 0).is_success());
        canceller.join();
    }

    dpc_and_purge(3): |machine, device, file| {
        let ticket = file.begin_read(BY_DPC);
        assert!(file.ioctl(0, &[], 0).is_success());
        is_possible(&ticket.wait());
    }

    dpc_and_removal(3): |machine, device, file| {
        let ticket = file.begin_read(BY_DPC);
        device.remove();
        is_possible(&ticket.wait());
    }

    timer_and_purge(3): |machine, device, file| {
        let ticket = file.begin_read(BY_TIMER);
        machine.sleep(TICK);
        assert!(file.ioctl(0, &[], 0).is_success());
        is_possible(&ticket.wait());
    }

    timer_and_removal(3): |machine, device, file| {
        let ticket = file.begin_read(BY_TIMER);
        machine.sleep(TICK);
        device.remove();
        is_possible(&ticket.wait());
    }

    purge_and_removal(3): |machine, device, file| {
        let ticket = file.begin_read(BY_NOBODY);
        let purger = purge(machine, file);
        device.remove();
        is_possible(&ticket.wait());
        purger.join();
    }

    dpc_and_purge_and_removal(3): |machine, device, file| {
        let ticket = file.begin_read(BY_DPC);
        let purger = purge(machine, file);
        device.remove();
        is_possible(&ticket.wait());
        purger.join();
    }

    cancel_and_purge_and_removal(3): |machine, device, file| {
        let canceller = cancel(machine, file.begin_read(BY_NOBODY));
        let purger = purge(machine, file);
        device.remove();
        canceller.join();
        purger.join();
    }

    dpc_and_cancel_and_removal(3): |machine, device, file| {
        let canceller = cancel(machine, file.begin_read(BY_DPC));
        device.remove();
        canceller.join();
    }

    dpc_and_cancel_and_purge(3): |machine, device, file| {
        let canceller = cancel(machine, file.begin_read(BY_DPC));
        assert!(file.ioctl(0, &[], 0).is_success());
        canceller.join();
    }

    dpc_and_cancel_and_sleep(3): |machine, device, file| {
        let canceller = cancel(machine, file.begin_read(BY_DPC));
        device.suspend();
        device.resume().expect("the device wakes up");
        canceller.join();
    }
}
