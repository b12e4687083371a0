//! Putting a request back into its manual queue.

use wdf_sim::{Explorer, OnBreak, Rule, Verifier};
use wdf_tests::raw::{
    CANCELLED, Held, INVALID_DEVICE_REQUEST, Request, SUCCESS, all, calm, check, lenient, manual, only, parallel,
};
use wdf_tests::with;

#[test]
fn a_requeued_request_is_the_first_again() {
    calm(|m| {
        let rig = m.rig(manual());
        let file = rig.open();
        let _tickets = [file.begin_write(b"1"), file.begin_write(b"2")];
        let first = rig.made.retrieve().unwrap();
        assert_eq!(first.requeue(), SUCCESS);
        assert_eq!((rig.made.waiting(), rig.made.owned()), (2, 0));
        for expected in [b"1", b"2"] {
            let request = rig.made.retrieve().unwrap();
            assert_eq!(request.input_bytes(), expected);
            request.complete(SUCCESS);
        }
    });
}

#[test]
fn requeueing_a_cancelled_request_succeeds_and_cancels_it() {
    calm(|m| {
        let rig = m.rig(manual());
        let ticket = rig.open().begin_read(1);
        let request = rig.made.retrieve().unwrap();
        ticket.cancel();
        assert_eq!(request.requeue(), SUCCESS);
        assert_eq!(ticket.wait().status, CANCELLED);
    });
}

#[test]
fn requeueing_while_the_queue_is_purged_succeeds_and_cancels() {
    calm(|m| {
        let rig = m.rig(manual());
        let ticket = rig.open().begin_read(1);
        let request = rig.made.retrieve().unwrap();
        rig.made.purge();
        assert_eq!(request.requeue(), SUCCESS);
        assert_eq!(ticket.wait().status, CANCELLED);
    });
}

#[test]
fn requeueing_does_not_ask_whether_the_queue_accepts() {
    calm(|m| {
        let rig = m.rig(manual());
        let ticket = rig.open().begin_read(1);
        let request = rig.made.retrieve().unwrap();
        rig.made.drain();
        assert_eq!(request.requeue(), SUCCESS);
        assert_eq!(rig.made.waiting(), 1);
        assert!(ticket.cancel());
    });
}

#[test]
fn on_another_queue_requeueing_is_refused_and_in_v1_the_request_is_lost() {
    let report = check(Explorer::calm().on_break(OnBreak::Continue), Verifier::On, |m| {
        let held = Held::empty();
        let rig = m.rig(parallel().read(held.putter()));
        let ticket = rig.open().begin_read(1);
        let request: Request = held.take();
        assert_eq!(request.requeue(), INVALID_DEVICE_REQUEST);
        request.complete(SUCCESS);
        assert!(!ticket.is_completed(), "the verifier took the ownership away before it looked at the queue");
        assert_eq!(m.broken(), [Rule::RequeuedOnNonManualQueue, Rule::RequestNotOwned]);
    })
    .unwrap_err();
    assert_eq!(report.violation.rule, Rule::RequestNeverCompleted);
}

#[test]
fn on_another_queue_requeueing_is_refused_and_in_v0_the_driver_goes_on() {
    only(Verifier::Off, |m| {
        let held = Held::empty();
        let rig = m.rig(parallel().read(held.putter()));
        let ticket = rig.open().begin_read(1);
        let request: Request = held.take();
        assert_eq!(request.requeue(), INVALID_DEVICE_REQUEST);
        request.complete(SUCCESS);
        assert_eq!(ticket.wait().status, SUCCESS);
    });
}

#[test]
fn a_request_of_no_queue_cannot_be_requeued() {
    lenient(|m| {
        let in_context = |_, request: Request| {
            assert_eq!(request.requeue(), INVALID_DEVICE_REQUEST);
            request.complete(CANCELLED);
        };
        let rig =
            m.build(wdf_tests::raw::plan().caller_context(in_context), |device| device.queue(manual().default_queue()));
        assert_eq!(rig.open().read(1).status, CANCELLED);
        assert_eq!(m.broken(), [Rule::NotInAQueue]);
    });
}

#[test]
fn requeueing_calls_the_ready_notification() {
    calm(|m| {
        let log = wdf_tests::raw::Log::new();
        let rig = m.rig(manual());
        let _ticket = rig.open().begin_read(1);
        let request = rig.made.retrieve().unwrap();
        assert_eq!(rig.made.ready_notify(log.writer("ready")), SUCCESS);
        log.expect(["ready"]);
        assert_eq!(request.requeue(), SUCCESS);
        log.expect(["ready"]);
        rig.made.retrieve().unwrap().complete(SUCCESS);
    });
}

#[test]
fn a_requeue_races_with_a_cancel() {
    all(3, |m| {
        let rig = m.rig(manual());
        let ticket = rig.open().begin_read(1);
        let request = rig.made.retrieve().unwrap();
        let requeuer = m.spawn(with!(request => move |_| assert_eq!(request.requeue(), SUCCESS)));
        ticket.cancel();
        requeuer.join();
        assert_eq!(ticket.wait().status, CANCELLED);
    });
}

#[test]
fn what_was_requeued_and_retrieved_again_starts_unmarked() {
    calm(|m| {
        let rig = m.rig(manual());
        let ticket = rig.open().begin_read(1);
        for _ in 0..2 {
            let request = rig.made.retrieve().unwrap();
            assert_eq!(request.mark_ex(|_| panic!("the mark of an earlier time")), SUCCESS);
            assert_eq!(request.unmark(), SUCCESS);
            assert_eq!(request.requeue(), SUCCESS);
        }
        let request = rig.made.retrieve().unwrap();
        assert!(!request.is_canceled(), "asked in V1 too, so it is not cancelable");
        assert_eq!(request.mark_ex(|request| request.complete(CANCELLED)), SUCCESS);
        assert!(ticket.cancel());
    });
}
