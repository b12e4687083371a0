//! Changes of a queue's state that a work item waits for.

use crate::{CANCELLED, in_both_worlds, opened, under_every_schedule};

/// A driver whose work item purges its queue and waits for it.
mod driver {
    use wdf_safe::prelude::*;

    #[object_context]
    struct Whole {
        shelf: Child<Queue<(), Manual>>,
        asked: Slot<DeviceControl>,
        closing: Child<WorkItem<Device<Whole>>>,
    }

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
        let device =
            init.create(cx, WholeInit { shelf: Child::init(), asked: Slot::init(), closing: Child::init() })?;
        QueueConfig::parallel().default_queue().read(read).device_control(control).create(cx, &device, ())?;
        QueueConfig::manual().create_in(cx, &device, (), |whole| &whole.shelf)?;
        WorkItemConfig::new(close).create(cx, &*device, |whole| &whole.closing)?;
        Ok(device.added())
    }

    #[evt_io_read]
    fn read<'id>(
        cx: &mut Cx<'_, Dispatch>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, Read>,
    ) -> Handled<'id> {
        match queue.device::<Whole>().and_then(|device| device.context().shelf.get()) {
            Some(shelf) => request.forward_to(cx, shelf).unwrap_or_else(|failed| failed.complete(cx)),
            None => request.complete(cx, NtStatus::DEVICE_NOT_READY),
        }
    }

    /// Waits until the shelf is empty.
    #[evt_io_device_control]
    fn control<'id>(
        cx: &mut Cx<'_, Dispatch>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, DeviceControl>,
    ) -> Handled<'id> {
        let Some(device) = queue.device::<Whole>() else {
            return request.complete(cx, NtStatus::DEVICE_NOT_READY);
        };
        let whole = device.context();
        match whole.asked.park(cx, request, |cx, request| request.complete_cancelled(cx)) {
            Ok(handled) => {
                if let Some(item) = whole.closing.get() {
                    item.enqueue(cx);
                }
                handled
            }
            Err(request) => request.complete(cx, NtStatus::DEVICE_BUSY),
        }
    }

    #[evt_work_item]
    fn close(cx: &mut Cx<'_, Work>, item: &WorkItem<Device<Whole>>) {
        let whole = item.parent().context();
        whole.asked.take(cx, |cx, request| {
            let Some(shelf) = whole.shelf.get() else {
                return request.complete(cx, NtStatus::DEVICE_NOT_READY);
            };
            // A second one may begin when the first has ended.
            let closed = shelf
                .purge_synchronously(cx, &request)
                .and_then(|()| shelf.drain_synchronously(cx, &request))
                .and_then(|()| shelf.stop_and_purge_synchronously(cx, &request))
                .and_then(|()| shelf.stop_synchronously(cx, &request));
            shelf.start(cx);
            request.complete(cx, closed.map_or_else(Error::status, |()| NtStatus::SUCCESS))
        });
    }
}

/// Rules: NoIoQueuePurgeSynchronously.
#[test]
fn a_work_item_can_wait_for_a_purge() {
    in_both_worlds(|machine| {
        let (_, file) = opened(machine, &driver::DRIVER);
        let reads = [file.begin_read(1), file.begin_read(1)];
        assert!(file.ioctl(0, &[], 0).is_success());
        for read in reads {
            assert_eq!(read.wait().status, CANCELLED);
        }
        // The shelf takes requests again.
        assert!(!file.begin_read(1).is_completed());
    });
}

#[test]
fn purging_and_cancelling_leave_nothing() {
    under_every_schedule(2, |machine| {
        let (_, file) = opened(machine, &driver::DRIVER);
        let ticket = file.begin_read(1);
        let canceller = machine.spawn(move |_| {
            ticket.cancel();
            assert_eq!(ticket.wait().status, CANCELLED);
        });
        assert!(file.ioctl(0, &[], 0).is_success());
        canceller.join();
    });
}

/// A queue is not deleted while a work item changes its state: the work item has a request in hand.
#[test]
fn purging_and_removal_leave_nothing() {
    under_every_schedule(2, |machine| {
        let (device, file) = opened(machine, &driver::DRIVER);
        let (read, asked) = (file.begin_read(1), file.begin_ioctl(0, &[], 0));
        device.remove();
        assert_eq!(read.wait().status, CANCELLED);
        let status = asked.wait().status;
        assert!(status == 0 || status == CANCELLED, "{status:#010x}");
    });
}
