//! Requests that are sent and forgotten: the next driver has them, and completes them to the application.

use wdf_sim::Rule;
use wdf_tests::raw::below::{FORGET, keeper, obliging, reader};
use wdf_tests::raw::{
    CANCELLED, Device, Held, INVALID_DEVICE_REQUEST, INVALID_DEVICE_STATE, Log, Plan, SUCCESS, Slot, UNSUCCESSFUL,
    attributes, calm, lenient, plan, sequential,
};
use wdf_tests::with;

#[test]
fn a_request_sent_and_forgotten_is_the_next_drivers() {
    calm(|m| {
        let (held, here, log) = (Held::empty(), Slot::empty(), Log::new());
        let lower = keeper(m, &here);
        let plan: Plan = plan().requests(attributes().cleanup(log.writer("cleanup")).destroy(log.writer("destroy")));
        let rig = m.above(
            &lower,
            plan,
            with!(held => move |device: Device| {
                let _ = device.queue(sequential().default_queue().read(held.putter()));
                device.target().unwrap()
            }),
        );
        let file = rig.open();
        let (first, _second) = (file.begin_read(2), file.begin_read(1));
        assert!(held.take().send_with(rig.made, FORGET, 0));
        log.expect(["cleanup", "destroy"]);
        assert!(!first.is_completed());
        // The sequential queue has gone on.
        held.take().complete(SUCCESS);
        here.take().complete_with(SUCCESS, b"ok");
        assert_eq!(first.wait().output, b"ok");
    });
}

#[test]
fn a_request_is_forgotten_whatever_the_targets_state() {
    calm(|m| {
        let (held, here) = (Held::empty(), Slot::empty());
        let lower = keeper(m, &here);
        let rig = reader(m, &lower, &held);
        rig.made.stop(3);
        let ticket = rig.open().begin_read(1);
        assert!(held.take().send_with(rig.made, FORGET, 0));
        here.take().complete(SUCCESS);
        assert_eq!(ticket.wait().status, SUCCESS);
    });
}

#[test]
fn a_forgotten_request_is_cancelled_at_the_next_driver() {
    calm(|m| {
        let (held, here) = (Held::empty(), Slot::empty());
        let lower = keeper(m, &here);
        let rig = reader(m, &lower, &held);
        let ticket = rig.open().begin_read(1);
        assert!(held.take().send_with(rig.made, FORGET, 0));
        here.get().allow_cancel();
        assert!(ticket.cancel());
        assert_eq!(ticket.wait().status, CANCELLED);
    });
}

#[test]
fn a_request_of_the_drivers_own_is_not_forgotten() {
    calm(|m| {
        let held = Held::empty();
        let lower = obliging(m);
        let rig = reader(m, &lower, &held);
        let request = rig.made.request(&attributes()).unwrap();
        assert!(!request.send_with(rig.made, FORGET, 0));
        assert_eq!(request.status(), INVALID_DEVICE_STATE);
        request.delete();
    });
}

#[test]
fn a_request_formatted_for_a_target_is_not_forgotten() {
    lenient(|m| {
        let held = Held::empty();
        let lower = obliging(m);
        let rig = reader(m, &lower, &held);
        let _ticket = rig.open().begin_read(1);
        let request = held.take();
        assert_eq!(rig.made.format_read(request, None, None, 0), SUCCESS);
        assert!(!request.send_with(rig.made, FORGET, 0));
        assert_eq!((request.status(), m.broken()), (INVALID_DEVICE_REQUEST, vec![Rule::FormattedAndForgotten]));
        request.complete(UNSUCCESSFUL);
    });
}
