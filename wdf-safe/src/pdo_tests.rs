//! What a child's request brings with it to the queue of its parent.
#![expect(unsafe_code, unreachable_pub, reason = "the macros' expansion, and a look into a request's header")]

use crate::prelude::*;
use crate::raw::AsRaw;
use crate::request::header::Header;
use wdf_sim::{Explorer, Verifier};

/// A bus with a child. A read of the child waits in a place of the child's context, and goes from there to the bus.
mod driver {
    use super::*;

    #[object_context]
    struct Hub {
        serving: Child<Queue<(), Parallel>>,
    }

    #[object_context]
    struct Port {
        hub: ParentQueue,
        first: Slot<Read>,
    }

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
        let hub = init.create(cx, HubInit { serving: Child::init() })?;
        QueueConfig::parallel().default_queue().read(serve).create_in(cx, &hub, (), |hub: &Hub| &hub.serving)?;
        hub.create_child(cx, |cx, init| {
            let mut init = init.set_device_id(cx, "HUB\\Port")?.set_instance_id(cx, "1")?;
            let parent = init.allow_forwarding(cx, |hub: &Hub| hub.serving.get())?;
            let port = init.create(cx, PortInit { hub: parent, first: Slot::init() })?;
            QueueConfig::sequential().default_queue().read(pass_up).create(cx, &port, ())?;
            Ok(port.added())
        })?;
        Ok(hub.added())
    }

    #[evt_io_read]
    fn pass_up<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<()>, request: Request<'id, Owned, Read>) -> Handled<'id> {
        let Some(port) = queue.device::<Port>().map(Device::context) else {
            return request.complete(cx, NtStatus::DEVICE_NOT_READY);
        };
        match port.first.park(cx, request, |cx, request| request.complete_cancelled(cx)) {
            Ok(handled) => {
                port.first.take(cx, |cx, request| {
                    assert!(names_a_place(&request), "it was in one");
                    request.forward_to_parent(cx, &port.hub).unwrap_or_else(|failed| failed.complete(cx))
                });
                handled
            }
            Err(request) => request.complete(cx, NtStatus::DEVICE_BUSY),
        }
    }

    #[evt_io_read]
    fn serve<'id>(
        cx: &mut Cx<'_, Dispatch>,
        _: &Queue<(), Parallel>,
        request: Request<'id, Owned, Read>,
    ) -> Handled<'id> {
        assert!(!names_a_place(&request), "the child and its places may be gone");
        request.complete(cx, NtStatus::SUCCESS)
    }

    /// Would `EvtIoStop` look into a place for it?
    fn names_a_place(request: &Request<'_, Owned, Read>) -> bool {
        // SAFETY: a live request of wdf-safe, owned.
        let header = unsafe { Header::of(request.as_raw()) };
        // SAFETY: as above.
        !unsafe { header.as_ref() }.wait().seat().is_null()
    }
}

/// A place of the child's is forgotten when its request goes to the parent: the child can go before the parent is asked about it.
#[test]
fn a_request_names_no_place_of_the_child_when_it_is_the_parents() {
    for verifier in [Verifier::Off, Verifier::On] {
        Explorer::calm().verifier(verifier).run(|machine| {
            let bus = machine.load(&driver::DRIVER).expect("the driver loads").add_device().expect("the device starts");
            let port = bus.children()[0].open().expect("the child opens");
            assert!(port.read(1).is_success());
        });
    }
}
