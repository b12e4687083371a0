//! A bus whose children forward their requests to its queue, where they wait like its own.

use wdf_sim::{Device, File, Machine};

use crate::{CANCELLED, INVALID_DEVICE_REQUEST, in_both_worlds, under_every_schedule};

/// A bus with two ports. A read of a port is served by the bus: it waits in a slot, and a DPC completes it.
mod driver {
    use wdf_safe::prelude::*;

    /// How long a read is that waits for nobody but the one who cancels it.
    pub(super) const WAITS: usize = 2;

    #[object_context]
    struct Serving {
        waiting: CancelSlot<Read>,
        dpc: Child<Dpc<Queue<Serving, Parallel>>>,
    }

    #[object_context]
    struct Hub {
        serving: Child<Queue<Serving, Parallel>>,
        /// A place that stays empty.
        other: Child<Queue<Serving, Parallel>>,
    }

    #[object_context]
    struct Port {
        hub: ParentQueue,
    }

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
        let hub = init.create(cx, HubInit { serving: Child::init(), other: Child::init() })?;
        let serving = ServingInit { waiting: CancelSlot::init(), dpc: Child::init() };
        let queue = QueueConfig::parallel().default_queue().read(serve).device_control(control);
        let serving = queue.create_in(cx, &hub, serving, |hub: &Hub| &hub.serving)?;
        DpcConfig::new(finish).create(cx, serving, |serving| &serving.dpc)?;
        hub.create_child(cx, |cx, init| {
            let init = init.set_device_id(cx, "HUB\\Port")?.set_instance_id(cx, "1")?;
            let mut init = init.add_hardware_id(cx, "HUB\\Any")?;
            let parent = init.allow_forwarding(cx, |hub: &Hub| hub.serving.get())?;
            let port = init.create(cx, PortInit { hub: parent })?;
            QueueConfig::sequential().default_queue().read(pass_up).create(cx, &port, ())?;
            Ok(port.added())
        })?;
        wrong(cx, &hub)?;
        Ok(hub.added())
    }

    fn refused(result: Result<()>) -> Result<()> {
        match result {
            Err(error) if error.status() == NtStatus::INVALID_DEVICE_REQUEST => Ok(()),
            Err(other) => Err(other),
            Ok(()) => Err(NtStatus::UNSUCCESSFUL.into()),
        }
    }

    /// What is refused when it is tried.
    fn wrong(cx: &mut Cx<'_, Passive>, hub: &Device<Hub>) -> Result<()> {
        // The permission of a child, in the context of something else.
        refused(hub.create_child(cx, |cx, first| {
            let mut init = first.set_device_id(cx, "HUB\\Thief")?;
            let parent = init.allow_forwarding(cx, |hub: &Hub| hub.serving.get())?;
            let thief = init.create(cx, ())?;
            let port = PortInit { hub: parent };
            QueueConfig::<Port, _, _, _>::sequential().default_queue().read(keep).create(cx, &thief, port)?;
            Ok(thief.added())
        }))?;
        // A queue that is not there; a parent with another context; a child as parent.
        refused(hub.create_child(cx, |cx, mut init| {
            let _ = init.allow_forwarding(cx, |hub: &Hub| hub.other.get())?;
            Err(NtStatus::UNSUCCESSFUL.into())
        }))?;
        refused(hub.create_child(cx, |cx, mut init| {
            let _ = init.allow_forwarding(cx, |_: &Port| None::<&Queue<()>>)?;
            Err(NtStatus::UNSUCCESSFUL.into())
        }))?;
        refused(hub.create_child(cx, |cx, init| {
            let other = init.set_device_id(cx, "HUB\\Other")?.create(cx, ())?;
            refused(other.create_child(cx, |cx, init| Ok(init.create(cx, ())?.added())))?;
            Err(NtStatus::INVALID_DEVICE_REQUEST.into())
        }))?;
        // An identification that is too long.
        let too_long = hub.create_child(cx, |cx, init| {
            let _ = init.set_device_id(cx, core::str::from_utf8(&[b'x'; 200]).unwrap_or_default())?;
            Err(NtStatus::UNSUCCESSFUL.into())
        });
        if too_long.map_err(Error::status) == Err(NtStatus::INVALID_PARAMETER) {
            Ok(())
        } else {
            Err(NtStatus::UNSUCCESSFUL.into())
        }
    }

    #[evt_io_read]
    fn keep<'id>(cx: &mut Cx<'_, Dispatch>, _: &Queue<Port>, request: Request<'id, Owned, Read>) -> Handled<'id> {
        request.complete(cx, NtStatus::SUCCESS)
    }

    #[evt_io_read]
    fn pass_up<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<()>, request: Request<'id, Owned, Read>) -> Handled<'id> {
        match queue.device::<Port>() {
            Some(port) => {
                request.forward_to_parent(cx, &port.context().hub).unwrap_or_else(|failed| failed.complete(cx))
            }
            None => request.complete(cx, NtStatus::DEVICE_NOT_READY),
        }
    }

    #[evt_io_read]
    fn serve<'id>(
        cx: &mut Cx<'_, Dispatch>,
        queue: &Queue<Serving, Parallel>,
        request: Request<'id, Owned, Read>,
    ) -> Handled<'id> {
        let serving = queue.context();
        let waits = request.parameters().length == WAITS;
        match serving.waiting.park_cancelable(cx, request, |cx, request| request.complete_cancelled(cx)) {
            Ok(handled) => {
                if let (Some(dpc), false) = (serving.dpc.get(), waits) {
                    dpc.enqueue(cx);
                }
                handled
            }
            Err(request) => request.complete(cx, NtStatus::DEVICE_BUSY),
        }
    }

    #[evt_dpc]
    fn finish(cx: &mut Cx<'_, Dispatch>, dpc: &Dpc<Queue<Serving, Parallel>>) {
        dpc.parent().context().waiting.unmark(cx, |cx, request| request.complete(cx, NtStatus::SUCCESS));
    }

    /// Takes no more requests.
    #[evt_io_device_control]
    fn control<'id>(
        cx: &mut Cx<'_, Dispatch>,
        queue: &Queue<Serving, Parallel>,
        request: Request<'id, Owned, DeviceControl>,
    ) -> Handled<'id> {
        let status = queue.purge(cx, &request, |_, _| {}).map_or_else(Error::status, |()| NtStatus::SUCCESS);
        request.complete(cx, status)
    }
}

/// The bus, and an open handle of its child.
fn opened(machine: &Machine) -> (Device, File) {
    let bus = machine.load(&driver::DRIVER).expect("the driver loads").add_device().expect("the device starts");
    let children = bus.children();
    assert_eq!(children.len(), 1, "what was wrong is not there");
    (bus, children[0].open().expect("the child opens"))
}

#[test]
fn a_childs_request_is_served_by_its_parent() {
    in_both_worlds(|machine| {
        let (_, port) = opened(machine);
        assert!(port.read(1).is_success());
        // The child's sequential queue is free again while one waits at the parent's.
        let waiting = port.begin_read(driver::WAITS);
        assert!(!port.read(1).is_success(), "the parent's slot is taken");
        assert!(waiting.cancel());
        assert_eq!(waiting.wait().status, CANCELLED);
    });
}

#[test]
fn a_parents_queue_that_takes_nothing_gives_the_request_back() {
    in_both_worlds(|machine| {
        let (bus, port) = opened(machine);
        assert!(bus.open().expect("the bus opens").ioctl(0, &[], 0).is_success());
        let status = port.read(1).status;
        assert!(status < 0 && status != INVALID_DEVICE_REQUEST, "{status:#010x}");
    });
}

#[test]
fn a_child_may_go_while_its_parent_serves_its_request() {
    in_both_worlds(|machine| {
        let (bus, port) = opened(machine);
        let waiting = port.begin_read(driver::WAITS);
        bus.children()[0].remove();
        assert!(waiting.cancel());
        assert_eq!(waiting.wait().status, CANCELLED);
    });
}

#[test]
fn forwarding_to_the_parent_and_cancelling_leave_nothing() {
    under_every_schedule(2, |machine| {
        let (_, port) = opened(machine);
        let ticket = port.begin_read(1);
        ticket.cancel();
        let status = ticket.wait().status;
        assert!(status == 0 || status == CANCELLED, "{status:#010x}");
    });
}

#[test]
fn what_was_forwarded_to_the_parent_ends_with_the_parent() {
    under_every_schedule(1, |machine| {
        let (bus, port) = opened(machine);
        let waiting = port.begin_read(driver::WAITS);
        bus.remove();
        assert_eq!(waiting.wait().status, CANCELLED);
    });
}
