//! Rules about the children of a bus.

use wdf_sim::Rule;
use wdf_tests::raw::{Device, Held, Queue, World, manual, parallel, plan};
use wdf_tests::with;

use crate::support::{Shows, fires};

/// Forwards a child's read to the parent's queue, with or without permission.
fn forwards(m: &World<'_>, allow: bool) {
    let held = Held::empty();
    let rig = m.build(
        plan(),
        with!(held => move |device: Device| -> Queue {
            let queue = device.queue(manual().default_queue());
            let child = device.plain_child(allow);
            let _ = child.queue(parallel().default_queue().read(held.putter()));
            queue
        }),
    );
    let _ticket = rig.device.children()[0].open().unwrap().begin_read(1);
    let _ = held.take().forward_to_parent(rig.made);
}

#[test]
fn forwarded_to_parent_wrongly() {
    fires(
        Rule::ForwardedToParentWrongly,
        Shows::Undefined,
        Shows::Break,
        |m| forwards(m, false),
        |m| forwards(m, true),
    );
}

#[test]
fn not_a_parent() {
    fires(
        Rule::NotAParent,
        Shows::Printed,
        Shows::Break,
        |m| {
            let rig = m.build(plan(), |device| device.child("one", &plan()));
            rig.made.lock_children();
        },
        |m| {
            let rig = m.build(plan(), |device| device.child("one", &plan()));
            rig.raw.lock_children();
            rig.raw.unlock_children();
        },
    );
}

#[test]
fn not_a_child() {
    fires(
        Rule::NotAChild,
        Shows::Printed,
        Shows::Break,
        |m| {
            let rig = m.build(plan(), |device| device.child("one", &plan()));
            rig.raw.request_eject();
        },
        |m| {
            let rig = m.build(plan(), |device| device.child("one", &plan()));
            rig.made.request_eject();
        },
    );
}

#[test]
fn child_leaked() {
    fires(
        Rule::ChildLeaked,
        Shows::Leak,
        Shows::Leak,
        |m| {
            let _ = m.build(plan(), |device| device.new_child("one", &plan()));
        },
        |m| {
            let _ = m.build(plan(), |device| {
                device.child_init().unwrap().free();
                device.new_child("one", &plan()).delete();
            });
        },
    );
}

#[test]
fn an_init_of_a_child_is_leaked() {
    fires(
        Rule::ChildLeaked,
        Shows::Leak,
        Shows::Leak,
        |m| _ = m.build(plan(), |device| _ = device.child_init().unwrap()),
        |m| _ = m.build(plan(), |device| device.child_init().unwrap().free()),
    );
}
