//! DPCs.

use wdf_tests::raw::{
    Dpc, INVALID_DEVICE_REQUEST, Log, Object, Slot, WDF_INCOMPATIBLE_EXECUTION_LEVEL, WDF_PARENT_NOT_SPECIFIED, all,
    attributes, calm, irql, lenient, manual, object, plan,
};
use wdf_tests::with;

#[test]
fn a_parent_is_required_with_a_device_above_it() {
    calm(|m| {
        let rig = m.rig(manual());
        assert_eq!(Dpc::create(false, &attributes(), |_| {}), Err(WDF_PARENT_NOT_SPECIFIED));
        let of_the_driver = object(&attributes()).unwrap();
        assert_eq!(Dpc::create(false, &attributes().parent(of_the_driver), |_| {}), Err(INVALID_DEVICE_REQUEST));
        assert_eq!(Dpc::of(rig.made, |_| {}).parent(), Object::from(rig.made));
    });
}

#[test]
fn it_runs_at_dispatch_level() {
    calm(|m| {
        let level = Slot::empty();
        let dpc = Dpc::of(m.rig(manual()).raw, with!(level => move |_| level.put(irql())));
        assert!(dpc.enqueue());
        dpc.cancel(true);
        m.sleep(std::time::Duration::from_millis(1));
        assert!(level.try_take().is_none_or(|level| level == 2));
    });
}

#[test]
fn it_is_queued_once() {
    calm(|m| {
        let log = Log::new();
        let dpc = Dpc::of(m.rig(manual()).raw, log.writer("ran"));
        assert!(dpc.enqueue());
        assert!(!dpc.enqueue());
        m.sleep(std::time::Duration::from_millis(1));
        log.expect(["ran"]);
    });
}

#[test]
fn a_cancelled_dpc_does_not_run() {
    calm(|m| {
        let log = Log::new();
        let dpc = Dpc::of(m.rig(manual()).raw, log.writer("ran"));
        dpc.enqueue();
        assert!(dpc.cancel(false));
        assert!(!dpc.cancel(false));
        m.sleep(std::time::Duration::from_millis(1));
        log.expect([]);
    });
}

#[test]
fn cancelling_and_waiting_waits_for_the_callback() {
    all(2, |m| {
        let log = Log::new();
        let dpc = Dpc::of(
            m.rig(manual()).raw,
            with!(log => move |_| {
                log.add("in");
                wdk_sys::sim::scheduling_point();
                log.add("out");
            }),
        );
        dpc.enqueue();
        dpc.cancel(true);
        assert_eq!(log.count("in"), log.count("out"));
    });
}

#[test]
fn a_serialized_dpc_excludes_its_parents_callbacks() {
    all(2, |m| {
        let inside = Slot::with(false);
        let enter = with!(inside => move || {
            assert!(!inside.get(), "two callbacks at once");
            inside.put(true);
            wdk_sys::sim::scheduling_point();
            inside.put(false);
        });
        let rig = m.build(
            plan(),
            with!(enter => move |device| {
                let in_read = enter.clone();
                let queue = wdf_tests::raw::parallel().default_queue().attributes(attributes().scope_queue());
                let queue = device.queue(queue.read(move |request| {
                    in_read();
                    request.complete(wdf_tests::raw::SUCCESS);
                }));
                let in_dpc = enter.clone();
                Dpc::of(queue, move |_| in_dpc())
            }),
        );
        rig.made.enqueue();
        let _ = rig.open().read(1);
        rig.made.cancel(true);
    });
}

#[test]
fn a_serialized_dpc_cannot_have_a_passive_parent() {
    lenient(|m| {
        let rig = m.build(plan().attributes(attributes().passive().scope_device()), |_| {});
        assert_eq!(Dpc::create(true, &attributes().parent(rig.raw), |_| {}), Err(WDF_INCOMPATIBLE_EXECUTION_LEVEL));
        assert!(Dpc::create(false, &attributes().parent(rig.raw), |_| {}).is_ok());
    });
}
