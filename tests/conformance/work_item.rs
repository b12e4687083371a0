//! Work items.

use wdf_sim::Rule;
use wdf_tests::raw::{
    INVALID_DEVICE_REQUEST, Log, Object, Slot, WDF_INCOMPATIBLE_EXECUTION_LEVEL, WDF_PARENT_NOT_SPECIFIED, WorkItem,
    all, attributes, calm, irql, lenient, manual, object, plan,
};
use wdf_tests::with;

#[test]
fn a_parent_is_required_with_a_device_above_it() {
    calm(|m| {
        let rig = m.rig(manual());
        assert_eq!(WorkItem::create(false, &attributes(), |_| {}), Err(WDF_PARENT_NOT_SPECIFIED));
        let of_the_driver = object(&attributes()).unwrap();
        let refused = WorkItem::create(false, &attributes().parent(of_the_driver), |_| {});
        assert_eq!(refused, Err(INVALID_DEVICE_REQUEST));
        assert_eq!(WorkItem::of(rig.made, |_| {}).parent(), Object::from(rig.made));
    });
}

#[test]
fn it_runs_in_a_worker_at_passive_level() {
    calm(|m| {
        let level = Slot::empty();
        let item = WorkItem::of(m.rig(manual()).raw, with!(level => move |_| level.put(irql())));
        item.enqueue();
        item.flush();
        assert_eq!(level.take(), 0);
        assert_ne!(m.event("→ EvtWorkItem").thread.0, 0);
    });
}

#[test]
fn enqueuing_what_is_queued_changes_nothing() {
    calm(|m| {
        let log = Log::new();
        let item = WorkItem::of(m.rig(manual()).raw, log.writer("ran"));
        for _ in 0..3 {
            item.enqueue();
        }
        item.flush();
        log.expect(["ran"]);
    });
}

#[test]
fn it_may_queue_itself_again() {
    calm(|m| {
        let (log, left) = (Log::new(), Slot::with(3));
        let item = WorkItem::of(
            m.rig(manual()).raw,
            with!(log, left => move |item: WorkItem| {
                log.add("ran");
                left.put(left.get() - 1);
                if left.get() > 0 {
                    item.enqueue();
                }
            }),
        );
        item.enqueue();
        item.flush();
        log.expect(["ran", "ran", "ran"]);
    });
}

#[test]
fn flushing_waits_for_the_callback() {
    all(2, |m| {
        let log = Log::new();
        let item = WorkItem::of(
            m.rig(manual()).raw,
            with!(log => move |_| {
                log.add("in");
                wdk_sys::sim::scheduling_point();
                log.add("out");
            }),
        );
        item.enqueue();
        item.flush();
        log.expect(["in", "out"]);
    });
}

#[test]
fn flushing_in_its_own_callback_breaks_and_returns() {
    lenient(|m| {
        let log = Log::new();
        let item = WorkItem::of(
            m.rig(manual()).raw,
            with!(log => move |item: WorkItem| {
                item.flush();
                log.add("ran");
            }),
        );
        item.enqueue();
        item.flush();
        log.expect(["ran"]);
        assert_eq!(m.broken(), [Rule::TimerMisused]);
    });
}

#[test]
fn a_serialized_work_item_needs_a_passive_parent() {
    lenient(|m| {
        let rig = m.build(plan().attributes(attributes().scope_device()), |_| {});
        let refused = WorkItem::create(true, &attributes().parent(rig.raw), |_| {});
        assert_eq!(refused, Err(WDF_INCOMPATIBLE_EXECUTION_LEVEL));
        let passive = m.build(plan().attributes(attributes().passive().scope_device()), |_| {});
        assert!(WorkItem::create(true, &attributes().parent(passive.raw), |_| {}).is_ok());
    });
}

#[test]
fn enqueuing_one_that_is_being_deleted_breaks_and_does_nothing() {
    lenient(|m| {
        let log = Log::new();
        let enqueue = |item: Object| WorkItem(item.0).enqueue();
        let attributes = attributes().parent(m.rig(manual()).raw).cleanup(enqueue);
        WorkItem::create(false, &attributes, log.writer("ran")).unwrap().delete();
        log.expect([]);
        assert_eq!(m.broken(), [Rule::UseAfterDestroy]);
    });
}

#[test]
fn it_may_delete_itself() {
    calm(|m| {
        let log = Log::new();
        let attributes = attributes().parent(m.rig(manual()).raw).destroy(log.writer("destroyed"));
        let item = WorkItem::create(
            false,
            &attributes,
            with!(log => move |item: WorkItem| {
                item.delete();
                log.add("deleted");
            }),
        )
        .unwrap();
        item.enqueue();
        m.sleep(std::time::Duration::from_millis(1));
        log.expect(["deleted", "destroyed"]);
    });
}
