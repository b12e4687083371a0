//! A request that comes while its queue is being made.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use wdf_sim::{Explorer, Memory, Verifier};

use crate::INVALID_DEVICE_REQUEST;

/// `STATUS_DEVICE_NOT_READY`.
const NOT_READY: i32 = 0xC000_00A3_u32.cast_signed();

/// A driver that makes its default queue when the device is open already.
mod driver {
    use wdf_safe::prelude::*;

    #[object_context]
    struct Late {
        maker: Child<WorkItem<Device<Late>>>,
    }

    #[object_context]
    struct Counted {
        reads: SpinLock<u32>,
    }

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
        let device = init.create(cx, LateInit { maker: Child::init() })?;
        WorkItemConfig::new(make).create(cx, &*device, |late| &late.maker)?.enqueue(cx);
        Ok(device.added())
    }

    #[evt_work_item]
    fn make(cx: &mut Cx<'_, Work>, item: &WorkItem<Device<Late>>) {
        let counted = CountedInit { reads: SpinLock::init(0) };
        let config = QueueConfig::parallel().default_queue().power_managed(false).read(read);
        // It fails if the device is going already.
        let _made = config.create(cx, item.parent(), counted);
    }

    #[evt_io_read]
    fn read<'id>(
        cx: &mut Cx<'_, Dispatch>,
        queue: &Queue<Counted, Parallel>,
        request: Request<'id, Owned, Read>,
    ) -> Handled<'id> {
        queue.context().reads.with(cx, |reads, _held| *reads += 1);
        request.complete(cx, NtStatus::SUCCESS)
    }
}

/// Hole 10. It is refused; no handler sees a context that is not there yet.
#[test]
fn a_request_that_comes_before_the_queues_context_is_ready_is_refused() {
    for verifier in [Verifier::Off, Verifier::On] {
        let seen = Arc::<Mutex<BTreeSet<i32>>>::default();
        let noted = Arc::clone(&seen);
        let explorer = Explorer::exhaustive(2).reduced(Memory::Marked).verifier(verifier);
        let explored = explorer.run(move |machine| {
            let device = machine.load(&driver::DRIVER).expect("the driver loads").add_device().expect("it starts");
            let status = device.open().expect("the device opens").read(1).status;
            noted.lock().expect("nobody panics with it").insert(status);
        });
        assert!(explored.exhausted);
        let all = BTreeSet::from([INVALID_DEVICE_REQUEST, NOT_READY, 0]);
        assert_eq!(*seen.lock().expect("nobody panics with it"), all, "no queue yet, no context yet, ready");
    }
}
