//! Queues that get the device's requests of a type.

use crate::{in_both_worlds, opened};
use wdf_sim::{Explorer, Verifier};

/// Reads come to one queue, writes wait in a manual one, device controls of both origins to a third, the rest nowhere.
mod driver {
    use wdf_safe::prelude::*;

    pub(super) const TAKE: u32 = 1 << 2;

    #[object_context]
    struct Desk {
        pile: Child<Queue<(), Manual>>,
    }

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
        let device = init.create(cx, DeskInit { pile: Child::init() })?;
        let reads = QueueConfig::sequential().read(read).create(cx, &device, ())?;
        device.configure_request_dispatching(cx, reads, RequestTypes::READ)?;
        let pile = QueueConfig::manual().create_in(cx, &device, (), |desk| &desk.pile)?;
        device.configure_request_dispatching(cx, pile, RequestTypes::WRITE)?;
        let controls = QueueConfig::parallel().device_control(control).internal_device_control(internal);
        let controls = controls.create(cx, &device, ())?;
        let types = RequestTypes::DEVICE_CONTROL | RequestTypes::INTERNAL_DEVICE_CONTROL;
        device.configure_request_dispatching(cx, controls, types)?;
        Ok(device.added())
    }

    #[evt_io_read]
    fn read<'id>(cx: &mut Cx<'_, Dispatch>, _: &Queue<()>, request: Request<'id, Owned, Read>) -> Handled<'id> {
        request.complete(cx, NtStatus::SUCCESS)
    }

    /// Completes the write that has waited longest, and itself.
    #[evt_io_device_control]
    fn control<'id>(
        cx: &mut Cx<'_, Dispatch>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, DeviceControl>,
    ) -> Handled<'id> {
        if let Some(pile) = queue.device::<Desk>().and_then(|device| device.context().pile.get()) {
            pile.retrieve_next(cx, |cx, found| found.complete(cx, NtStatus::SUCCESS));
        }
        request.complete(cx, NtStatus::SUCCESS)
    }

    #[evt_io_internal_device_control]
    fn internal<'id>(
        cx: &mut Cx<'_, Dispatch>,
        _: &Queue<(), Parallel>,
        request: Request<'id, Owned, InternalDeviceControl>,
    ) -> Handled<'id> {
        request.complete(cx, NtStatus::SUCCESS)
    }
}

#[test]
fn each_type_comes_to_its_own_queue() {
    in_both_worlds(|machine| {
        let (_, file) = opened(machine, &driver::DRIVER);
        assert!(file.read(1).is_success());
        let write = file.begin_write(b"w");
        assert!(!write.is_completed());
        assert!(file.ioctl(driver::TAKE, &[], 0).is_success());
        assert!(write.is_completed());
    });
}

/// A driver that wants what it cannot have: for its first device a second queue for reads, for the others writes without a handler.
mod greedy {
    use wdf_safe::prelude::*;

    #[object_context]
    struct Wishes {
        devices: AtomicU32,
    }

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, WishesInit { devices: AtomicU32::new(0) })
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, driver: &Driver<Wishes>, init: DeviceInit<'id>) -> Result<Added<'id>> {
        let device = init.create(cx, ())?;
        let is_first = driver.context().devices.fetch_add(1, Ordering::Relaxed) == 0;
        for types in [RequestTypes::READ, if is_first { RequestTypes::READ } else { RequestTypes::WRITE }] {
            let reads = QueueConfig::sequential().read(read).create(cx, &device, ())?;
            device.configure_request_dispatching(cx, reads, types)?;
        }
        Ok(device.added())
    }

    #[evt_io_read]
    fn read<'id>(cx: &mut Cx<'_, Dispatch>, _: &Queue<()>, request: Request<'id, Owned, Read>) -> Handled<'id> {
        request.complete(cx, NtStatus::SUCCESS)
    }
}

/// With the verifier on both are breaks, which `conformance::queue_create` has.
#[test]
fn a_type_has_one_queue_with_a_handler_for_it() {
    Explorer::calm().verifier(Verifier::Off).run(|machine| {
        let driver = machine.load(&greedy::DRIVER).expect("the driver loads");
        let status = driver.add_device().expect_err("reads have a queue");
        assert_eq!(status.to_string(), "STATUS_WDF_BUSY (0xC0200204)");
        let status = driver.add_device().expect_err("writes have no handler");
        assert_eq!(status.to_string(), "STATUS_INVALID_DEVICE_REQUEST (0xC0000010)");
    });
}
