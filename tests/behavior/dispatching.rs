//! Queues that get the device's requests of a type.

use crate::{in_both_worlds, opened};
use wdf_sim::{DriverImage, Explorer, Verifier};

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

/// A driver whose second queue is to get what the first one gets.
mod greedy {
    use wdf_safe::prelude::*;

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
        let device = init.create(cx, ())?;
        for _ in 0..2 {
            let reads = QueueConfig::sequential().read(read).create(cx, &device, ())?;
            device.configure_request_dispatching(cx, reads, RequestTypes::READ)?;
        }
        Ok(device.added())
    }

    #[evt_io_read]
    fn read<'id>(cx: &mut Cx<'_, Dispatch>, _: &Queue<()>, request: Request<'id, Owned, Read>) -> Handled<'id> {
        request.complete(cx, NtStatus::SUCCESS)
    }
}

/// A driver whose queue is to get what it has no handler for.
mod careless {
    use wdf_safe::prelude::*;

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
        let device = init.create(cx, ())?;
        let reads = QueueConfig::sequential().read(read).create(cx, &device, ())?;
        device.configure_request_dispatching(cx, reads, RequestTypes::WRITE)?;
        Ok(device.added())
    }

    #[evt_io_read]
    fn read<'id>(cx: &mut Cx<'_, Dispatch>, _: &Queue<()>, request: Request<'id, Owned, Read>) -> Handled<'id> {
        request.complete(cx, NtStatus::SUCCESS)
    }
}

/// Adding the device to the driver fails in this way; with the verifier on that is a break.
fn refused(driver: &'static DriverImage, how: &'static str) {
    Explorer::calm().verifier(Verifier::Off).run(move |machine| {
        let status = machine.load(driver).expect("the driver loads").add_device().expect_err("the queue is refused");
        assert_eq!(status.to_string(), how);
    });
}

#[test]
fn a_type_has_one_queue() {
    refused(&greedy::DRIVER, "STATUS_WDF_BUSY (0xC0200204)");
}

#[test]
fn a_queue_gets_no_requests_that_it_has_no_handler_for() {
    refused(&careless::DRIVER, "STATUS_INVALID_DEVICE_REQUEST (0xC0000010)");
}
