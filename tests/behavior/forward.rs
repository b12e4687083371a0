//! Requests are forwarded while the device falls asleep and wakes up, by a driver that leaves the answers to wdf-safe.
//!
//! The driver of `stop.rs` has a handler that may hold what is in hand, and so looks at each request that it forwards. This one has
//! none, and looks only while something is held.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::{DEVICE_BUSY, in_both_worlds, opened, under_every_schedule};

/// A list in which reads wait, and a queue to which a DPC forwards them.
mod driver {
    use wdf_safe::prelude::*;

    #[object_context]
    struct Whole {
        shelf: Child<Queue<(), Manual>>,
        list: CancelList<Read, 2>,
        shelve: Child<Dpc<Device<Whole>>>,
    }

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
        let whole = WholeInit { shelf: Child::init(), list: CancelList::init(), shelve: Child::init() };
        let device = init.create(cx, whole)?;
        QueueConfig::parallel().default_queue().read(read).write(write).create(cx, &device, ())?;
        QueueConfig::manual().ready(unshelve).create_in(cx, &device, (), |whole| &whole.shelf)?;
        DpcConfig::new(shelve).create(cx, &*device, |whole| &whole.shelve)?;
        Ok(device.added())
    }

    #[evt_io_read]
    fn read<'id>(
        cx: &mut Cx<'_, Dispatch>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, Read>,
    ) -> Handled<'id> {
        let Some(device) = queue.device::<Whole>() else {
            return request.complete(cx, NtStatus::DEVICE_NOT_READY);
        };
        match device.context().list.park_cancelable(cx, request, |cx, request| request.complete_cancelled(cx)) {
            Ok(handled) => handled,
            Err(request) => request.complete(cx, NtStatus::DEVICE_BUSY),
        }
    }

    /// Has the read that has waited longest forwarded, later.
    #[evt_io_write]
    fn write<'id>(
        cx: &mut Cx<'_, Dispatch>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, Write>,
    ) -> Handled<'id> {
        if let Some(shelve) = queue.device::<Whole>().and_then(|device| device.context().shelve.get()) {
            shelve.enqueue(cx);
        }
        request.complete(cx, NtStatus::SUCCESS)
    }

    #[evt_dpc]
    fn shelve(cx: &mut Cx<'_, Dispatch>, dpc: &Dpc<Device<Whole>>) {
        let whole = dpc.parent().context();
        whole.list.unmark_next(cx, |cx, request| match whole.shelf.get() {
            Some(shelf) => request.forward_to(cx, shelf).unwrap_or_else(|failed| failed.complete(cx)),
            None => request.complete(cx, NtStatus::DEVICE_NOT_READY),
        });
    }

    /// Completes what was forwarded.
    #[evt_io_queue_state]
    fn unshelve(cx: &mut Cx<'_, Dispatch>, shelf: &Queue<(), Manual>) {
        while shelf.retrieve_next(cx, |cx, found| found.complete(cx, NtStatus::SUCCESS)) == Retrieval::Handled {}
    }
}

/// Where in the trace this comes first.
fn place(trace: &[String], what: &str) -> Option<usize> {
    trace.iter().position(|line| line.contains(what))
}

/// An acknowledgement must not travel with a request to the next queue.
#[test]
fn what_slept_in_its_store_is_not_forwarded_before_it_is_resumed() {
    static REFUSED: AtomicU32 = AtomicU32::new(0);
    static FORWARDED: AtomicU32 = AtomicU32::new(0);
    under_every_schedule(3, |machine| {
        let (device, file) = opened(machine, &driver::DRIVER);
        let read = file.begin_read(1);
        assert!(file.write(b"w").is_success());
        device.suspend();
        device.resume().expect("the device wakes up");
        match read.wait().status {
            0 => FORWARDED.fetch_add(1, Ordering::Relaxed),
            DEVICE_BUSY => REFUSED.fetch_add(1, Ordering::Relaxed),
            other => panic!("{other:#010x}"),
        };
        let trace: Vec<String> = machine.trace().iter().map(ToString::to_string).collect();
        if let (Some(forward), Some(acknowledged)) =
            (place(&trace, "WdfRequestForwardToIoQueue"), place(&trace, "WdfRequestStopAcknowledge"))
        {
            let resumed = place(&trace, "→ EvtIoResume").expect("what is acknowledged and not completed is resumed");
            assert!(acknowledged < resumed && resumed < forward, "{}", trace.join("\n"));
        }
    });
    assert!(REFUSED.load(Ordering::Relaxed) != 0, "no schedule has the DPC find a request that is held");
    assert!(FORWARDED.load(Ordering::Relaxed) != 0, "no schedule has it forwarded");
}

#[test]
fn what_slept_is_forwarded_when_it_is_resumed() {
    in_both_worlds(|machine| {
        let (device, file) = opened(machine, &driver::DRIVER);
        for _ in 0..2 {
            let read = file.begin_read(1);
            device.suspend();
            device.resume().expect("the device wakes up");
            assert!(file.write(b"w").is_success());
            assert!(read.wait().is_success());
        }
    });
}
