//! Objects: the order of cleanup and destroy, parents, references.

use wdf_sim::Rule;
use wdf_tests::raw::{
    Attributes, DELETE_PENDING, Device, Dpc, FileObject, Held, Log, Object, Queue, Request, SUCCESS, SpinLock, Timer,
    WorkItem, attributes, calm, irql, lenient, manual, object, parallel, plan,
};
use wdf_tests::with;

/// An object that writes down its cleanup and its destruction.
fn noisy(log: &Log, name: &'static str, parent: impl Into<Object>) -> Object {
    let (cleanup, destroy) = (log.clone(), log.clone());
    let attributes = attributes()
        .parent(parent)
        .cleanup(move |_| cleanup.add(format!("{name} cleanup")))
        .destroy(move |_| destroy.add(format!("{name} destroy")));
    object(&attributes).unwrap()
}

#[test]
fn deleting_runs_cleanup_then_destroy() {
    calm(|m| {
        let log = Log::new();
        noisy(&log, "a", m.rig(manual()).raw).delete();
        log.expect(["a cleanup", "a destroy"]);
    });
}

#[test]
fn children_are_cleaned_up_before_their_parent_depth_first_in_creation_order() {
    calm(|m| {
        let log = Log::new();
        let root = noisy(&log, "root", m.rig(manual()).raw);
        let first = noisy(&log, "first", root);
        let _second = noisy(&log, "second", root);
        let _inner = noisy(&log, "inner", first);
        root.delete();
        log.expect([
            "inner cleanup",
            "first cleanup",
            "second cleanup",
            "root cleanup",
            "inner destroy",
            "first destroy",
            "second destroy",
            "root destroy",
        ]);
    });
}

#[test]
fn destroy_waits_for_references_and_cleanup_does_not() {
    calm(|m| {
        let log = Log::new();
        let object = noisy(&log, "a", m.rig(manual()).raw);
        object.reference();
        object.delete();
        log.expect(["a cleanup"]);
        object.dereference();
        log.expect(["a destroy"]);
    });
}

#[test]
fn a_referenced_child_outlives_its_parent() {
    calm(|m| {
        let log = Log::new();
        let parent = noisy(&log, "parent", m.rig(manual()).raw);
        let child = noisy(&log, "child", parent);
        child.reference();
        parent.delete();
        log.expect(["child cleanup", "parent cleanup", "parent destroy"]);
        child.dereference();
        log.expect(["child destroy"]);
    });
}

#[test]
fn what_the_driver_does_not_delete_goes_with_its_parent() {
    calm(|m| {
        let log = Log::new();
        let rig = m.rig(manual());
        noisy(&log, "of the device", rig.raw);
        object(&attributes().cleanup(log.writer("of the driver"))).unwrap();
        rig.device.remove();
        log.expect(["of the device cleanup", "of the device destroy"]);
        rig.driver.unload();
        log.expect(["of the driver"]);
    });
}

#[test]
fn no_child_is_created_under_a_parent_that_is_being_deleted() {
    calm(|m| {
        let log = Log::new();
        let create = with!(log => move |parent: Object| {
            assert_eq!(object(&attributes().parent(parent)), Err(DELETE_PENDING));
            log.add("refused");
        });
        object(&attributes().parent(m.rig(manual()).raw).cleanup(create)).unwrap().delete();
        log.expect(["refused"]);
    });
}

#[test]
fn the_context_is_there_in_destroy() {
    calm(|m| {
        let log = Log::new();
        let look = with!(log => move |object: Object| {
            assert_ne!(object.context(&wdf_tests::raw::COUNTER), 0);
            log.add("looked");
        });
        let attributes = attributes().parent(m.rig(manual()).raw).context(&wdf_tests::raw::COUNTER).destroy(look);
        object(&attributes).unwrap().delete();
        log.expect(["looked"]);
    });
}

#[test]
fn an_object_that_needs_passive_level_is_disposed_of_in_a_work_item() {
    calm(|m| {
        let (log, level) = (Log::new(), wdf_tests::raw::Slot::empty());
        let device = m.rig(manual()).raw;
        let timer = Timer::create(
            wdf_tests::raw::due_in(),
            &attributes()
                .parent(device)
                .cleanup(with!(log, level => move |_| { level.put(irql()); log.add("cleanup") })),
            |_| {},
        )
        .unwrap();
        let lock = SpinLock::create(&attributes().parent(device)).unwrap();
        lock.acquire();
        timer.delete();
        log.add("returned");
        lock.release();
        m.sleep(std::time::Duration::from_millis(1));
        log.expect(["returned", "cleanup"]);
        assert_eq!(level.take(), 0);
    });
}

#[test]
fn a_deferred_disposal_that_the_parent_overtakes_happens_once() {
    calm(|m| {
        let log = Log::new();
        let rig = m.rig(manual());
        let timer = Timer::create(
            wdf_tests::raw::due_in(),
            &attributes().parent(rig.raw).cleanup(log.writer("cleanup")),
            |_| {},
        )
        .unwrap();
        let lock = SpinLock::create(&attributes()).unwrap();
        lock.acquire();
        timer.delete();
        lock.release();
        rig.device.remove();
        log.expect(["cleanup"]);
    });
}

#[test]
fn a_plain_object_is_disposed_of_at_the_callers_level() {
    calm(|m| {
        let log = Log::new();
        let device = m.rig(manual()).raw;
        let object = noisy(&log, "a", device);
        let lock = SpinLock::create(&attributes().parent(device)).unwrap();
        lock.acquire();
        object.delete();
        log.expect(["a cleanup", "a destroy"]);
        lock.release();
    });
}

#[test]
fn the_frameworks_own_objects_are_not_deleted() {
    lenient(|m| {
        let rig = m.rig(manual());
        rig.made.delete();
        rig.raw.delete();
        assert_eq!(m.broken(), [Rule::DeleteNotAllowed, Rule::DeleteNotAllowed]);
        assert_eq!(rig.made.waiting(), 0);
    });
}

#[test]
fn a_queue_that_is_configured_for_a_type_is_not_deleted() {
    lenient(|m| {
        let rig = m.build(plan(), |device| {
            let queue = device.queue(manual());
            assert_eq!(device.dispatch_to(queue, wdk_sys::_WDF_REQUEST_TYPE::WdfRequestTypeRead), SUCCESS);
            queue
        });
        rig.made.delete();
        assert_eq!(m.broken(), [Rule::DeleteNotAllowed]);
    });
}

#[test]
fn deleting_a_queue_waits_until_the_driver_owns_nothing_of_it() {
    calm(|m| {
        let (log, held) = (Log::new(), Held::empty());
        let rig = m.build(
            plan(),
            with!(log, held => move |device| {
                let cleanup = attributes().cleanup(log.writer("cleanup"));
                let second: Queue = device.queue(parallel().attributes(cleanup).read(held.putter()));
                let _ = device.queue(parallel().default_queue().read(move |request| {
                    assert_eq!(request.forward(second), SUCCESS);
                }));
                second
            }),
        );
        let ticket = rig.open().begin_read(1);
        let completer = m.spawn(with!(log, held => move |m| {
            m.sleep(std::time::Duration::from_millis(1));
            log.add("completed");
            held.take().complete(SUCCESS);
        }));
        rig.made.delete();
        log.expect(["completed", "cleanup"]);
        assert_eq!(ticket.wait().status, SUCCESS);
        completer.join();
    });
}

#[test]
fn deleting_a_timer_a_dpc_or_a_work_item_waits_for_its_callback() {
    wdf_tests::raw::all(1, |m| {
        let log = Log::new();
        let device = m.rig(manual()).raw;
        let body = || {
            let log = log.clone();
            move || {
                log.add("in");
                let _ = irql();
                wdk_sys::sim::scheduling_point();
                log.add("out");
            }
        };
        let (in_timer, in_dpc, in_item) = (body(), body(), body());
        let timer = Timer::of(device, move |_| in_timer());
        let dpc = Dpc::of(device, move |_| in_dpc());
        let item = WorkItem::of(device, move |_| in_item());
        timer.start(1);
        timer.delete();
        assert_eq!(log.count("in"), log.count("out"));
        dpc.enqueue();
        dpc.delete();
        assert_eq!(log.count("in"), log.count("out"));
        item.enqueue();
        item.delete();
        assert_eq!(log.count("in"), log.count("out"));
    });
}

#[test]
fn objects_that_need_passive_level_and_parents_of_such_are_disposed_of_in_a_work_item() {
    type Make = fn(Device, Attributes) -> Object;
    let deferred: [Make; 6] = [
        |_, with| Dpc::create(false, &with, |_| {}).unwrap().into(),
        |_, with| WorkItem::create(false, &with, |_| {}).unwrap().into(),
        |device, with| device.queue(manual().attributes(with)).into(),
        |device, with| device.new_target(&with).unwrap().into(),
        |_, with| object(&with.passive()).unwrap(),
        |_, with| {
            let parent = object(&with).unwrap();
            let _ = Timer::of(parent, |_| {});
            parent
        },
    ];
    for make in deferred {
        calm(move |m| {
            let (log, level) = (Log::new(), wdf_tests::raw::Slot::empty());
            let device = m.rig(manual()).raw;
            let cleanup = with!(log, level => move |_| { level.put(irql()); log.add("cleanup") });
            let object = make(device, attributes().parent(device).cleanup(cleanup));
            let lock = SpinLock::create(&attributes().parent(device)).unwrap();
            lock.acquire();
            object.delete();
            log.add("returned");
            lock.release();
            m.sleep(std::time::Duration::from_millis(1));
            log.expect(["returned", "cleanup"]);
            assert_eq!(level.take(), 0);
        });
    }
}

#[test]
fn the_driver_a_file_and_a_started_device_are_not_deleted() {
    lenient(|m| {
        let file = wdf_tests::raw::Slot::empty();
        let create = with!(file => move |request: Request, object| { file.put(object); request.complete(SUCCESS) });
        let rig = m.build(plan().file_create(create), |_| {});
        let open = rig.open();
        // SAFETY: the symbol is what every driver passes as the first argument of each call.
        let globals = unsafe { wdk_sys::WdfDriverGlobals };
        // SAFETY: the framework's globals are there while the driver is loaded.
        let driver = unsafe { globals.read_unaligned() }.Driver;
        Object(driver as usize).delete();
        let file: FileObject = file.take();
        file.delete();
        rig.raw.delete();
        assert_eq!(m.broken(), [Rule::DeleteNotAllowed; 3]);
        open.close();
    });
}

#[test]
fn a_cleanup_callback_that_has_not_run_runs_before_destroy() {
    calm(|m| {
        let log = Log::new();
        let requests = attributes().cleanup(log.writer("cleanup")).destroy(log.writer("destroyed"));
        let held = Held::empty();
        let rig = m.build(
            plan().requests(requests),
            with!(held => move |device| device.queue(parallel().default_queue().read(held.putter()))),
        );
        let _ticket = rig.open().begin_read(1);
        let request = held.take();
        request.reference();
        request.complete(SUCCESS);
        request.dereference();
        log.expect(["cleanup", "destroyed"]);
    });
}

#[test]
fn an_interrupt_is_not_deleted_once_its_device_started() {
    lenient(|m| {
        let resources = wdf_sim::Resources::new().line(10, 5);
        let make = |device: Device| device.interrupt(&wdf_tests::raw::isr(|_, _| true));
        let rig = m.build_with(plan(), &resources, make);
        rig.made.delete();
        assert_eq!(m.broken(), [Rule::DeleteNotAllowed]);
        assert!(rig.device.interrupt(10), "it is there");
    });
}
