//! `WdfIoQueueReadyNotify`: when the driver is told that a manual queue has requests.

use wdf_sim::Rule;
use wdf_tests::raw::{
    DELETE_PENDING, INVALID_DEVICE_REQUEST, Log, NO_MORE_ENTRIES, Queue, SUCCESS, all, attributes, calm, irql, lenient,
    manual, parallel, plan,
};
use wdf_tests::with;

#[test]
fn the_first_request_in_an_empty_queue_is_told() {
    calm(|m| {
        let log = Log::new();
        let rig = m.rig(manual());
        assert_eq!(rig.made.ready_notify(log.writer("ready")), SUCCESS);
        let file = rig.open();
        let _tickets = [file.begin_read(1), file.begin_read(1)];
        log.expect(["ready"]);
        while let Ok(request) = rig.made.retrieve() {
            request.complete(SUCCESS);
        }
    });
}

/// Only a driver that asked for any request, and got none, may take the queue for empty.
#[test]
fn looking_in_vain_for_what_came_through_another_handle_makes_nobody_be_told_again() {
    calm(|m| {
        let log = Log::new();
        let rig = m.build(plan().files(), |device| device.queue(manual().default_queue()));
        assert_eq!(rig.made.ready_notify(log.writer("ready")), SUCCESS);
        let (one, two) = (rig.open(), rig.open());
        let of_two = two.begin_read(1);
        let request = rig.made.retrieve().unwrap();
        let file = request.file().unwrap();
        request.complete(SUCCESS);
        assert_eq!(of_two.wait().status, SUCCESS);
        let first = one.begin_read(1);
        log.expect(["ready", "ready"]);
        assert_eq!(rig.made.retrieve_of(file), Err(NO_MORE_ENTRIES));
        assert_eq!(rig.made.find(None, Some(file)), Err(NO_MORE_ENTRIES));
        let found = rig.made.find(None, None).unwrap();
        assert_eq!(rig.made.find(Some(found), None), Err(NO_MORE_ENTRIES));
        found.dereference();
        let second = one.begin_read(1);
        log.expect([]);
        while let Ok(request) = rig.made.retrieve() {
            request.complete(SUCCESS);
        }
        assert_eq!([first.wait().status, second.wait().status], [SUCCESS; 2]);
    });
}

#[test]
fn a_queue_that_became_empty_and_has_a_request_again_is_told_again() {
    calm(|m| {
        let log = Log::new();
        let rig = m.rig(manual());
        let serve = with!(log => move |queue: Queue| {
            log.add("ready");
            while let Ok(request) = queue.retrieve() {
                request.complete(SUCCESS);
            }
        });
        assert_eq!(rig.made.ready_notify(serve), SUCCESS);
        let file = rig.open();
        assert_eq!(file.read(1).status, SUCCESS);
        assert_eq!(file.read(1).status, SUCCESS);
        log.expect(["ready", "ready"]);
    });
}

#[test]
fn registering_while_requests_wait_tells_at_once() {
    calm(|m| {
        let log = Log::new();
        let rig = m.rig(manual());
        let ticket = rig.open().begin_read(1);
        assert_eq!(rig.made.ready_notify(log.writer("ready")), SUCCESS);
        log.expect(["ready"]);
        assert!(ticket.cancel());
    });
}

#[test]
fn registering_after_requests_came_and_went_tells_spuriously() {
    calm(|m| {
        let log = Log::new();
        let rig = m.rig(manual());
        assert!(rig.open().begin_read(1).cancel());
        let found = with!(log => move |queue: Queue| {
            assert_eq!(queue.retrieve(), Err(NO_MORE_ENTRIES));
            log.add("ready");
        });
        assert_eq!(rig.made.ready_notify(found), SUCCESS);
        log.expect(["ready"]);
    });
}

#[test]
fn starting_a_queue_that_is_not_empty_tells() {
    calm(|m| {
        let log = Log::new();
        let rig = m.rig(manual());
        assert_eq!(rig.made.ready_notify(log.writer("ready")), SUCCESS);
        let ticket = rig.open().begin_read(1);
        log.expect(["ready"]);
        rig.made.stop();
        rig.made.start();
        log.expect(["ready"]);
        assert!(ticket.cancel());
    });
}

#[test]
fn power_coming_back_to_a_queue_that_is_not_empty_tells() {
    calm(|m| {
        let log = Log::new();
        let rig = m.rig(manual());
        assert_eq!(rig.made.ready_notify(log.writer("ready")), SUCCESS);
        let ticket = rig.open().begin_read(1);
        rig.device.suspend();
        log.expect(["ready"]);
        rig.device.resume().unwrap();
        log.expect(["ready"]);
        assert!(ticket.cancel());
    });
}

#[test]
fn a_stopped_queue_is_not_told() {
    calm(|m| {
        let log = Log::new();
        let rig = m.rig(manual());
        assert_eq!(rig.made.ready_notify(log.writer("ready")), SUCCESS);
        rig.made.stop();
        let ticket = rig.open().begin_read(1);
        log.expect([]);
        rig.made.start();
        log.expect(["ready"]);
        assert!(ticket.cancel());
    });
}

#[test]
fn it_is_for_manual_queues() {
    lenient(|m| {
        let rig = m.rig(parallel().read(|request| request.complete(SUCCESS)));
        assert_eq!(rig.made.ready_notify(|_| {}), INVALID_DEVICE_REQUEST);
        assert_eq!(m.broken(), [Rule::ReadyNotifyMisused]);
    });
}

#[test]
fn registering_twice_is_refused() {
    lenient(|m| {
        let rig = m.rig(manual());
        assert_eq!(rig.made.ready_notify(|_| {}), SUCCESS);
        assert_eq!(rig.made.ready_notify(|_| {}), INVALID_DEVICE_REQUEST);
        assert_eq!(m.broken(), [Rule::ReadyNotifyMisused]);
    });
}

#[test]
fn clearing_when_there_is_none_is_refused() {
    lenient(|m| {
        let rig = m.rig(manual());
        rig.made.stop();
        assert_eq!(rig.made.clear_ready_notify(), INVALID_DEVICE_REQUEST);
        assert_eq!(m.broken(), [Rule::ReadyNotifyMisused]);
    });
}

#[test]
fn clearing_while_the_queue_dispatches_is_refused() {
    lenient(|m| {
        let rig = m.rig(manual());
        assert_eq!(rig.made.ready_notify(|_| {}), SUCCESS);
        assert_eq!(rig.made.clear_ready_notify(), INVALID_DEVICE_REQUEST);
        assert_eq!(m.broken(), [Rule::ReadyNotifyMisused]);
        rig.made.stop();
        assert_eq!(rig.made.clear_ready_notify(), SUCCESS);
    });
}

#[test]
fn the_callback_holds_the_queues_lock() {
    calm(|m| {
        let level = wdf_tests::raw::Slot::empty();
        let rig = m.rig(manual().attributes(attributes().scope_queue()));
        assert_eq!(rig.made.ready_notify(with!(level => move |_| level.put(irql()))), SUCCESS);
        let ticket = rig.open().begin_read(1);
        assert_eq!(level.take(), 2);
        assert!(ticket.cancel());
    });
}

#[test]
fn no_request_is_left_behind_in_any_order_of_two_senders_and_the_callback() {
    all(2, |m| {
        let rig = m.rig(manual());
        let serve = |queue: Queue| {
            while let Ok(request) = queue.retrieve() {
                request.complete_with(SUCCESS, 0);
            }
        };
        assert_eq!(rig.made.ready_notify(serve), SUCCESS);
        let file = rig.open();
        let other = m.spawn(move |_| assert_eq!(file.read(1).status, SUCCESS));
        assert_eq!(file.read(1).status, SUCCESS);
        other.join();
    });
}

#[test]
fn a_deleted_queue_takes_none() {
    calm(|m| {
        let log = Log::new();
        let cleanup = attributes().cleanup(with!(log => move |queue: wdf_tests::raw::Object| {
            assert_eq!(Queue(queue.0).ready_notify(|_| {}), DELETE_PENDING);
            log.add("refused");
        }));
        m.build(plan(), move |device| device.queue(manual().attributes(cleanup.clone()))).made.delete();
        log.expect(["refused"]);
    });
}
