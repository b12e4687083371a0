//! A handle is closed while its requests wait in stores of every kind: the driver is told, and takes them out.

use std::time::Duration;

use wdf_sim::File;

use crate::{CANCELLED, in_both_worlds, opened, under_every_schedule};

mod driver {
    use wdf_safe::prelude::*;

    /// The length of a read that waits in the list, not in the slot.
    pub(super) const IN_THE_LIST: usize = 2;

    #[object_context]
    struct Stores {
        slot: CancelSlot<Read, ByFile>,
        list: CancelList<Read, 2, ByFile>,
        plain: Slot<Write, ByFile>,
        shelf: Child<Queue<(), Manual>>,
        dpc: Child<Dpc<Device<Stores>>>,
    }

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
        let stores = StoresInit {
            slot: CancelSlot::init(),
            list: CancelList::init(),
            plain: Slot::init(),
            shelf: Child::init(),
            dpc: Child::init(),
        };
        let device = DeviceConfig::new(init).file_cleanup(closed).create(cx, stores)?;
        QueueConfig::parallel().default_queue().read(read).write(write).device_control(control).create(
            cx,
            &device,
            (),
        )?;
        QueueConfig::manual().create_in(cx, &device, (), |stores| &stores.shelf)?;
        DpcConfig::new(finish).create(cx, &*device, |stores| &stores.dpc)?;
        Ok(device.added())
    }

    #[evt_io_read]
    fn read<'id>(
        cx: &mut Cx<'_, Dispatch>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, Read>,
    ) -> Handled<'id> {
        let Some(device) = queue.device::<Stores>() else {
            return request.complete(cx, NtStatus::DEVICE_NOT_READY);
        };
        let stores = device.context();
        let parked = if request.parameters().length == IN_THE_LIST {
            stores.list.park_cancelable(cx, request, |cx, request| request.complete_cancelled(cx))
        } else {
            stores.slot.park_cancelable(cx, request, |cx, request| request.complete_cancelled(cx))
        };
        parked.unwrap_or_else(|full| full.complete(cx, NtStatus::DEVICE_BUSY))
    }

    #[evt_io_write]
    fn write<'id>(
        cx: &mut Cx<'_, Dispatch>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, Write>,
    ) -> Handled<'id> {
        match queue.device::<Stores>() {
            Some(device) => device
                .context()
                .plain
                .park(cx, request, |cx, request| request.complete_cancelled(cx))
                .unwrap_or_else(|full| full.complete(cx, NtStatus::DEVICE_BUSY)),
            None => request.complete(cx, NtStatus::DEVICE_NOT_READY),
        }
    }

    /// Code 0 waits in the manual queue; 2 purges the queue that the stores' requests are of; another has the DPC complete
    /// what waits in stores.
    #[evt_io_device_control]
    fn control<'id>(
        cx: &mut Cx<'_, Dispatch>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, DeviceControl>,
    ) -> Handled<'id> {
        let Some(device) = queue.device::<Stores>() else {
            return request.complete(cx, NtStatus::DEVICE_NOT_READY);
        };
        let stores = device.context();
        match (request.parameters().control_code, stores.shelf.get(), stores.dpc.get()) {
            (0, Some(shelf), _) => request.forward_to(cx, shelf).unwrap_or_else(|failed| failed.complete(cx)),
            (2, ..) => match queue.purge(cx, &request, |_, _| {}) {
                Ok(()) => request.complete(cx, NtStatus::SUCCESS),
                Err(error) => request.complete(cx, error.status()),
            },
            (_, _, Some(dpc)) => {
                dpc.enqueue(cx);
                request.complete(cx, NtStatus::SUCCESS)
            }
            _ => request.complete(cx, NtStatus::DEVICE_NOT_READY),
        }
    }

    #[evt_dpc]
    fn finish(cx: &mut Cx<'_, Dispatch>, dpc: &Dpc<Device<Stores>>) {
        let stores = dpc.parent().context();
        stores.slot.unmark(cx, |cx, request| request.complete(cx, NtStatus::SUCCESS));
        stores.list.unmark_next(cx, |cx, request| request.complete(cx, NtStatus::SUCCESS));
        stores.plain.take(cx, |cx, request| request.complete(cx, NtStatus::SUCCESS));
    }

    /// Completes what is of this handle; what is of another stays where it is.
    #[evt_file_cleanup]
    fn closed(cx: &mut Cx<'_, Dispatch>, device: &Device<Stores>, file: &FileObject<'_>) {
        let stores = device.context();
        let cancelled = NtStatus::CANCELLED;
        stores.slot.unmark_by_file(cx, file, |cx, request| request.complete(cx, cancelled));
        while stores.list.unmark_by_file(cx, file, |cx, request| request.complete(cx, cancelled)) == Taken::Handled {}
        stores.plain.take_by_file(cx, file, |cx, request| request.complete(cx, cancelled));
    }
}

#[test]
fn closing_a_handle_ends_what_waits_in_every_store() {
    in_both_worlds(|machine| {
        let (_, file) = opened(machine, &driver::DRIVER);
        let waiting = [
            file.begin_read(1),
            file.begin_read(driver::IN_THE_LIST),
            file.begin_read(driver::IN_THE_LIST),
            file.begin_write(b"w"),
            file.begin_ioctl(0, &[], 0),
        ];
        file.close();
        for ticket in waiting {
            assert_eq!(ticket.wait().status, CANCELLED);
        }
    });
}

#[test]
fn closing_a_handle_leaves_what_is_of_another() {
    in_both_worlds(|machine| {
        for begin in STORES {
            let (device, file) = opened(machine, &driver::DRIVER);
            let other = device.open().expect("the device opens again");
            let waiting = begin(&file);
            other.close();
            assert!(!waiting.is_completed());
            waiting.cancel();
            assert!(file.ioctl(1, &[], 0).is_success());
            machine.sleep(A_WHILE);
            assert!(waiting.is_completed());
        }
    });
}

#[test]
fn closing_a_handle_leaves_in_a_list_what_is_of_others_in_its_order() {
    in_both_worlds(|machine| {
        let (device, file) = opened(machine, &driver::DRIVER);
        let other = device.open().expect("the device opens again");
        let (waiting, closed) = (file.begin_read(driver::IN_THE_LIST), other.begin_read(driver::IN_THE_LIST));
        other.close();
        assert_eq!(closed.wait().status, CANCELLED);
        assert!(!waiting.is_completed());
        assert!(waiting.cancel(), "it is cancelable as before");
        assert_eq!(waiting.wait().status, CANCELLED);
    });
}

/// One for each store.
const STORES: [fn(&File) -> wdf_sim::Ticket; 3] =
    [|file| file.begin_read(1), |file| file.begin_read(driver::IN_THE_LIST), |file| file.begin_write(b"w")];
/// Long enough for a DPC that was enqueued to have run.
const A_WHILE: Duration = Duration::from_millis(1);

/// Another handle is closed while a DPC looks for what waits: it finds it, in every order.
fn never_leaves_its_place(begin: fn(&File) -> wdf_sim::Ticket) {
    under_every_schedule(2, move |machine| {
        let (device, file) = opened(machine, &driver::DRIVER);
        let other = device.open().expect("the device opens again");
        let waiting = begin(&file);
        let closing = machine.spawn(move |_| other.close());
        assert!(file.ioctl(1, &[], 0).is_success());
        closing.join();
        // If the DPC did not find it, nobody ends it, and the simulator says so.
        assert_eq!(waiting.wait().status, 0);
    });
}

#[test]
fn what_is_of_another_handle_never_leaves_a_slot() {
    never_leaves_its_place(STORES[0]);
}

#[test]
fn what_is_of_another_handle_never_leaves_a_list() {
    never_leaves_its_place(STORES[1]);
}

#[test]
fn what_is_of_another_handle_never_leaves_a_slot_of_what_is_not_cancelable() {
    never_leaves_its_place(STORES[2]);
}

/// Both handles have a request in the list, of which one is closed while the other's request is cancelled and a DPC takes
/// the oldest: each ends once.
#[test]
fn closing_cancelling_and_taking_from_a_list_leave_nothing_of_either_handle() {
    under_every_schedule(1, |machine| {
        let (device, file) = opened(machine, &driver::DRIVER);
        let other = device.open().expect("the device opens again");
        let (ours, theirs) = (file.begin_read(driver::IN_THE_LIST), other.begin_read(driver::IN_THE_LIST));
        let closing = machine.spawn(move |_| other.close());
        let canceller = machine.spawn(move |_| {
            ours.cancel();
            let status = ours.wait().status;
            assert!(status == 0 || status == CANCELLED, "{status:#010x}");
        });
        assert!(file.ioctl(1, &[], 0).is_success());
        closing.join();
        canceller.join();
        let status = theirs.wait().status;
        assert!(status == 0 || status == CANCELLED, "{status:#010x}");
    });
}

/// One test for each store: closing, cancelling and completing from a DPC, in every order.
fn closing_races(begin: fn(&File) -> wdf_sim::Ticket) {
    under_every_schedule(1, move |machine| {
        let (device, file) = opened(machine, &driver::DRIVER);
        let asking = device.open().expect("the device opens again");
        let ticket = begin(&file);
        let canceller = machine.spawn(move |_| {
            ticket.cancel();
            let status = ticket.wait().status;
            assert!(status == 0 || status == CANCELLED, "{status:#010x}");
        });
        assert!(asking.ioctl(1, &[], 0).is_success());
        file.close();
        canceller.join();
    });
}

/// Closing, while the queue is purged and a DPC takes what waits.
fn closing_races_with_a_purge(begin: fn(&File) -> wdf_sim::Ticket) {
    under_every_schedule(1, move |machine| {
        let (device, file) = opened(machine, &driver::DRIVER);
        let asking = device.open().expect("the device opens again");
        let ticket = begin(&file);
        let closing = machine.spawn(move |_| file.close());
        assert!(asking.ioctl(1, &[], 0).is_success());
        assert!(asking.ioctl(2, &[], 0).is_success());
        closing.join();
        let status = ticket.wait().status;
        assert!(status == 0 || status == CANCELLED, "{status:#010x}");
    });
}

#[test]
fn closing_and_purging_what_waits_in_a_slot_leave_nothing() {
    closing_races_with_a_purge(STORES[0]);
}

#[test]
fn closing_and_purging_what_waits_in_a_list_leave_nothing() {
    closing_races_with_a_purge(STORES[1]);
}

#[test]
fn closing_and_purging_what_is_not_cancelable_leave_nothing() {
    closing_races_with_a_purge(STORES[2]);
}

#[test]
fn closing_and_cancelling_what_waits_in_a_slot_leave_nothing() {
    closing_races(STORES[0]);
}

#[test]
fn closing_and_cancelling_what_waits_in_a_list_leave_nothing() {
    closing_races(STORES[1]);
}

#[test]
fn closing_and_cancelling_what_is_not_cancelable_leave_nothing() {
    closing_races(STORES[2]);
}
