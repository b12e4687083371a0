//! Children that a bus driver makes, and forwarding their requests to the parent's queue.

use wdf_tests::raw::{
    Device, Held, INVALID_DEVICE_REQUEST, INVALID_DEVICE_STATE, INVALID_PARAMETER, Log, NO_SUCH_DEVICE,
    OBJECT_NAME_EXISTS, Plan, Queue, Rig, SUCCESS, World, attributes, calm, manual, parallel, plan,
};
use wdf_tests::with;

const PRESENT: i32 = 1;
const MISSING: i32 = 2;
const PENDING: i32 = 4;
const ALL: i32 = 7;

/// What a bus has: its manual queue, its child, and the child's queue.
#[derive(Clone, Copy)]
pub(crate) struct Bus {
    pub(crate) queue: Queue,
    pub(crate) child: Device,
    pub(crate) child_queue: Queue,
}

/// A bus with one child, whose reads are held.
pub(crate) fn bus(m: &World<'_>, held: &Held) -> Rig<Bus> {
    m.build(
        plan(),
        with!(held => move |device: Device| {
            let queue = device.queue(manual().default_queue());
            let child = device.child("one", &plan());
            let child_queue = child.queue(parallel().default_queue().read(held.putter()));
            Bus { queue, child, child_queue }
        }),
    )
}

pub(crate) fn child_of<T>(rig: &Rig<T>) -> wdf_sim::Device {
    let children = rig.device.children();
    assert_eq!(children.len(), 1);
    children[0]
}

#[test]
fn a_child_that_was_added_is_started_after_its_parent() {
    calm(|m| {
        let log = Log::new();
        let plan = plan().pnp(
            "d0_entry",
            with!(log => move |device: Device| {
                log.add(if device.parent().is_some() { "child" } else { "parent" });
                SUCCESS
            }),
        );
        let child = plan.clone();
        let rig = m.build(plan, move |device| device.child("one", &child));
        log.expect(["parent", "child"]);
        assert_eq!(rig.made.parent(), Some(rig.raw));
        assert_eq!(rig.raw.parent(), None);
        assert_eq!(rig.device.children().len(), 1);
    });
}

#[test]
fn a_child_without_a_device_id_is_not_started() {
    calm(|m| {
        let rig = m.build(plan(), |device| {
            let child = plan().create(device.child_init().unwrap()).unwrap();
            assert_eq!(device.add_child(child), SUCCESS);
        });
        assert_eq!(rig.device.children().len(), 0);
    });
}

/// The hardware key is that of kind 1. Rules: AccessHardwareKey. M101.
#[test]
fn a_child_has_no_keys_and_no_properties_before_it_is_reported() {
    calm(|m| {
        let rig = m.build(plan(), |device| {
            let child = device.child("one", &plan());
            assert_eq!(child.key(1).map(|_| ()), Err(INVALID_DEVICE_STATE));
            assert_eq!(child.allocated_property(0), Err(INVALID_DEVICE_STATE));
            child
        });
        rig.made.key(1).unwrap().close();
        assert_ne!(rig.made.allocated_property(0), Err(INVALID_DEVICE_STATE));
    });
}

/// Callbacks of parent and child, told apart.
fn told(log: &Log, names: &[&'static str]) -> Plan {
    names.iter().copied().fold(plan(), |plan, name| {
        plan.pnp(
            name,
            with!(log => move |device: Device| {
                let who = if device.parent().is_some() { "child" } else { "parent" };
                log.add(format!("{who} {name}"));
                SUCCESS
            }),
        )
    })
}

/// A bus with one child, with these callbacks.
fn told_bus(m: &World<'_>, log: &Log, names: &[&'static str]) -> Rig<Device> {
    let plan = told(log, names);
    let child = plan.clone().attributes(attributes().cleanup(log.writer("child cleanup")));
    m.build(plan.attributes(attributes().cleanup(log.writer("parent cleanup"))), move |device| {
        device.child("one", &child)
    })
}

#[test]
fn a_child_is_removed_before_its_parent_and_its_object_goes_with_the_parent() {
    calm(|m| {
        let log = Log::new();
        let rig = told_bus(m, &log, &["d0_exit", "release_hardware"]);
        rig.device.remove();
        log.expect([
            "child d0_exit",
            "child release_hardware",
            "parent d0_exit",
            "parent release_hardware",
            "child cleanup",
            "parent cleanup",
        ]);
    });
}

#[test]
fn a_child_goes_to_sleep_before_its_parent_and_wakes_after_it() {
    calm(|m| {
        let log = Log::new();
        let rig = told_bus(m, &log, &["d0_exit", "d0_entry"]);
        log.expect(["parent d0_entry", "child d0_entry"]);
        rig.device.suspend();
        log.expect(["child d0_exit", "parent d0_exit"]);
        rig.device.resume().unwrap();
        log.expect(["parent d0_entry", "child d0_entry"]);
    });
}

#[test]
fn a_surprise_removal_of_the_bus_is_one_of_its_children_first() {
    calm(|m| {
        let log = Log::new();
        let rig = told_bus(m, &log, &["surprise_removal"]);
        rig.device.surprise_remove();
        log.expect(["child surprise_removal", "parent surprise_removal", "child cleanup", "parent cleanup"]);
    });
}

#[test]
fn a_child_that_is_removed_alone_keeps_its_object_until_its_parent_goes() {
    calm(|m| {
        let log = Log::new();
        let rig = told_bus(m, &log, &["d0_exit"]);
        let child = child_of(&rig);
        child.remove();
        log.expect(["child d0_exit"]);
        assert!(!child.is_present());
        assert_eq!(child.open().unwrap_err().0, NO_SUCH_DEVICE);
        assert_eq!(rig.raw.children(ALL), [rig.made]);
        rig.device.remove();
        log.expect(["parent d0_exit", "child cleanup", "parent cleanup"]);
    });
}

#[test]
fn a_child_marked_missing_is_surprise_removed_and_deleted() {
    calm(|m| {
        let log = Log::new();
        let rig = told_bus(m, &log, &["reported_missing", "surprise_removal", "release_hardware"]);
        let child = child_of(&rig);
        assert_eq!(rig.made.mark_missing(), SUCCESS);
        assert_eq!(rig.device.children().len(), 0);
        log.expect(["child reported_missing", "child surprise_removal", "child release_hardware", "child cleanup"]);
        assert!(!child.is_present());
    });
}

#[test]
fn a_child_is_marked_missing_once() {
    calm(|m| {
        let held = Held::empty();
        let rig = bus(m, &held);
        rig.raw.lock_children();
        assert_eq!(rig.made.child.mark_missing(), SUCCESS);
        assert_eq!(rig.made.child.mark_missing(), NO_SUCH_DEVICE);
        rig.raw.unlock_children();
        assert_eq!(rig.raw.mark_missing(), INVALID_PARAMETER);
    });
}

#[test]
fn a_child_is_pending_until_the_pnp_manager_is_told_and_present_afterwards() {
    calm(|m| {
        let rig = m.build(plan(), |device: Device| {
            let child = device.child("one", &plan());
            assert_eq!((device.children(PENDING), device.children(PRESENT)), (vec![child], vec![]));
            child
        });
        let child = rig.made;
        assert_eq!((rig.raw.children(PENDING), rig.raw.children(PRESENT)), (vec![], vec![child]));
        rig.raw.lock_children();
        assert_eq!(child.mark_missing(), SUCCESS);
        assert_eq!(rig.raw.next_child(None, MISSING), Some(child));
        assert_eq!(rig.raw.next_child(None, PRESENT), None);
        rig.raw.unlock_children();
    });
}

#[test]
fn children_are_listed_in_the_order_in_which_they_were_added() {
    calm(|m| {
        let rig = m.build(plan(), |device| ["one", "two", "three"].map(|name| device.child(name, &plan())));
        assert_eq!(rig.raw.children(ALL), rig.made);
        assert_eq!(rig.device.children().len(), 3);
    });
}

#[test]
fn a_child_added_while_its_parent_works_is_started_by_and_by() {
    calm(|m| {
        let log = Log::new();
        let plan = told(&log, &["d0_entry"]);
        let child = plan.clone();
        let rig = m.build(plan, |_| ());
        log.expect(["parent d0_entry"]);
        let made = rig.raw.child("late", &child);
        assert_eq!(rig.device.children().len(), 1);
        log.expect(["child d0_entry"]);
        assert_eq!(rig.raw.children(PRESENT), [made]);
    });
}

#[test]
fn while_the_list_is_locked_the_pnp_manager_is_told_nothing() {
    calm(|m| {
        let log = Log::new();
        let plan = told(&log, &["d0_entry"]);
        let child = plan.clone();
        let rig = m.build(plan, |_| ());
        log.expect(["parent d0_entry"]);
        rig.raw.lock_children();
        rig.raw.lock_children();
        let _ = rig.raw.child("late", &child);
        assert_eq!(rig.device.children().len(), 0);
        rig.raw.unlock_children();
        assert_eq!(rig.device.children().len(), 0);
        rig.raw.unlock_children();
        assert_eq!(rig.device.children().len(), 1);
        log.expect(["child d0_entry"]);
    });
}

/// Nobody asks: `Device::children` would bring the tree up to date itself.
#[test]
fn the_pnp_manager_comes_to_a_changed_list_by_itself() {
    calm(|m| {
        let log = Log::new();
        let plan = told(&log, &["d0_entry", "surprise_removal"]);
        let child = plan.clone();
        let rig = m.build(plan, |_| ());
        log.expect(["parent d0_entry"]);
        let a_while = || m.sleep(std::time::Duration::from_millis(1));
        let first = rig.raw.child("first", &child);
        a_while();
        log.expect(["child d0_entry"]);
        rig.raw.lock_children();
        let _ = rig.raw.child("second", &child);
        a_while();
        log.expect([]);
        rig.raw.unlock_children();
        a_while();
        log.expect(["child d0_entry"]);
        assert_eq!(first.mark_missing(), SUCCESS);
        a_while();
        log.expect(["child surprise_removal"]);
    });
}

#[test]
fn a_child_is_added_once() {
    calm(|m| {
        let held = Held::empty();
        let rig = bus(m, &held);
        assert_eq!(rig.raw.add_child(rig.made.child), OBJECT_NAME_EXISTS);
    });
}

#[test]
fn only_a_child_is_added_and_only_to_a_function_device() {
    calm(|m| {
        let held = Held::empty();
        let rig = bus(m, &held);
        assert_eq!(rig.raw.add_child(rig.raw), INVALID_PARAMETER);
        assert_eq!(rig.made.child.add_child(rig.made.child), INVALID_PARAMETER);
        assert_eq!(rig.made.child.child_init(), None);
    });
}

#[test]
fn an_ejected_child_is_removed_and_then_ejected() {
    calm(|m| {
        let log = Log::new();
        let rig = told_bus(m, &log, &["d0_exit", "eject"]);
        let child = child_of(&rig);
        rig.made.request_eject();
        m.sleep(std::time::Duration::from_millis(1));
        log.expect(["child d0_exit", "child eject"]);
        assert!(!child.is_present());
    });
}

#[test]
fn what_is_not_said_in_a_childs_init_is_refused() {
    calm(|m| {
        let _ = wdf_tests::raw::load(m, |init| {
            assert_eq!(init.device_id("one"), INVALID_DEVICE_REQUEST);
            assert_eq!(init.hardware_id("one"), INVALID_DEVICE_REQUEST);
            assert_eq!(init.compatible_id("one"), INVALID_DEVICE_REQUEST);
            assert!(plan().create(init).is_ok());
            SUCCESS
        })
        .unwrap()
        .add_device()
        .unwrap();
    });
}
