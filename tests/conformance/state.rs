//! Starting, stopping, draining and purging a queue.

use wdf_sim::{Outcome, Rule, Verifier};
use wdf_tests::raw::{
    CANCELLED, Dpc, Held, INVALID_DEVICE_STATE, Log, Queue, Request, SUCCESS, all, attributes, calm, lenient, limited,
    manual, parallel, plan, report, sequential,
};
use wdf_tests::with;

const ACCEPT: i32 = 1;
const DISPATCH: i32 = 2;
const EMPTY: i32 = 4;
const NOTHING_OWNED: i32 = 8;
const HELD: i32 = 16;

#[test]
fn a_new_queue_accepts_and_dispatches_and_is_empty() {
    calm(|m| {
        let rig = m.rig(manual());
        assert_eq!(rig.made.state(), (ACCEPT | DISPATCH | EMPTY | NOTHING_OWNED, 0, 0));
    });
}

#[test]
fn counts_tell_what_waits_and_what_is_owned() {
    calm(|m| {
        let held = Held::empty();
        let rig = m.rig(sequential().read(held.putter()));
        let file = rig.open();
        let _tickets = [file.begin_read(1), file.begin_read(1), file.begin_read(1)];
        assert_eq!(rig.made.state(), (ACCEPT | DISPATCH, 2, 1));
        for _ in 0..3 {
            held.take().complete(SUCCESS);
        }
    });
}

#[test]
fn a_queue_without_power_is_held() {
    calm(|m| {
        let rig = m.rig(manual());
        rig.device.suspend();
        assert_eq!(rig.made.state().0, ACCEPT | DISPATCH | EMPTY | NOTHING_OWNED | HELD);
        rig.device.resume().unwrap();
        assert_eq!(rig.made.state().0 & HELD, 0);
    });
}

#[test]
fn stopping_keeps_accepting_and_presents_nothing_new() {
    calm(|m| {
        let held = Held::empty();
        let rig = m.rig(parallel().read(held.putter()));
        rig.made.stop();
        let ticket = rig.open().begin_read(1);
        assert_eq!(rig.made.state(), (ACCEPT | NOTHING_OWNED, 1, 0));
        rig.made.start();
        held.take().complete(SUCCESS);
        assert_eq!(ticket.wait().status, SUCCESS);
    });
}

#[test]
fn stopping_does_not_call_the_stop_callback_and_owned_requests_go_on() {
    calm(|m| {
        let held = Held::empty();
        let rig = m.rig(parallel().read(held.putter()).stop(|_, _| panic!("EvtIoStop")));
        let ticket = rig.open().begin_read(1);
        rig.made.stop();
        held.take().complete(SUCCESS);
        assert_eq!(ticket.wait().status, SUCCESS);
    });
}

#[test]
fn stopping_opens_a_drained_queue_again() {
    calm(|m| {
        let rig = m.rig(manual());
        rig.made.drain();
        assert_eq!(rig.made.state().0 & ACCEPT, 0);
        rig.made.stop();
        assert_eq!(rig.made.state().0 & ACCEPT, ACCEPT);
    });
}

#[test]
fn draining_presents_what_waits_and_rejects_what_comes() {
    calm(|m| {
        let held = Held::empty();
        let rig = m.rig(sequential().read(held.putter()));
        let file = rig.open();
        let tickets = [file.begin_read(1), file.begin_read(1)];
        rig.made.drain();
        assert_eq!(file.read(1).status, INVALID_DEVICE_STATE);
        held.take().complete(SUCCESS);
        held.take().complete(SUCCESS);
        for ticket in tickets {
            assert_eq!(ticket.wait().status, SUCCESS);
        }
    });
}

#[test]
fn purging_cancels_what_waits_and_rejects_what_comes() {
    calm(|m| {
        let held = Held::empty();
        let rig = m.rig(sequential().read(held.putter()));
        let file = rig.open();
        let (owned, waiting) = (file.begin_read(1), file.begin_read(1));
        rig.made.purge();
        assert_eq!(waiting.wait().status, CANCELLED);
        assert_eq!(file.read(1).status, INVALID_DEVICE_STATE);
        held.take().complete(SUCCESS);
        assert_eq!(owned.wait().status, SUCCESS, "what the driver owns and did not mark is left alone");
    });
}

#[test]
fn stop_and_purge_cancels_what_waits_and_keeps_what_comes() {
    calm(|m| {
        let held = Held::empty();
        let rig = m.rig(sequential().read(held.putter()));
        let file = rig.open();
        let (owned, waiting) = (file.begin_read(1), file.begin_read(1));
        rig.made.stop_and_purge();
        assert_eq!(waiting.wait().status, CANCELLED);
        let late = file.begin_read(1);
        assert!(!late.is_completed());
        held.take().complete(SUCCESS);
        assert_eq!(owned.wait().status, SUCCESS);
        rig.made.start();
        held.take().complete(SUCCESS);
        assert_eq!(late.wait().status, SUCCESS);
    });
}

#[test]
fn a_synchronous_stop_waits_for_what_the_driver_owns() {
    calm(|m| {
        let held = Held::empty();
        let rig = m.rig(parallel().read(held.putter()));
        let ticket = rig.open().begin_read(1);
        let completer = m.spawn(with!(held => move |m| {
            m.sleep(std::time::Duration::from_millis(1));
            held.take().complete(SUCCESS);
        }));
        rig.made.stop_synchronously();
        assert!(ticket.is_completed());
        completer.join();
    });
}

#[test]
fn a_synchronous_purge_leaves_nothing_behind() {
    all(2, |m| {
        let rig = m.rig(limited(1).read(|request| assert_eq!(request.mark_ex(|r| r.complete(CANCELLED)), SUCCESS)));
        let file = rig.open();
        let tickets = [file.begin_read(1), file.begin_read(1)];
        rig.made.purge_synchronously();
        assert_eq!((rig.made.waiting(), rig.made.owned()), (0, 0));
        for ticket in tickets {
            assert!(ticket.is_completed());
        }
    });
}

/// Rules: NoIoQueuePurgeSynchronously.
#[test]
fn a_synchronous_change_inside_the_queues_own_handler_never_returns() {
    for verifier in [Verifier::Off, Verifier::On] {
        let violation = report(verifier, |m| {
            let rig = m.rig(parallel().read(|request| {
                request.queue().unwrap().stop_synchronously();
                request.complete(SUCCESS);
            }));
            let _ = rig.open().read(1);
        })
        .violation;
        assert_eq!((violation.rule, violation.outcome), (Rule::Deadlock, Outcome::Hang));
    }
}

#[test]
fn a_synchronous_change_above_passive_level_does_nothing_in_v1() {
    lenient(|m| {
        if !m.v1 {
            return;
        }
        let rig = m.build(plan(), |device| {
            let queue = device.queue(manual().default_queue());
            let dpc = Dpc::create(false, &attributes().parent(device), move |_| queue.purge_synchronously()).unwrap();
            (queue, dpc)
        });
        let (queue, dpc) = rig.made;
        let ticket = rig.open().begin_read(1);
        dpc.enqueue();
        m.sleep(std::time::Duration::from_millis(1));
        assert_eq!(m.broken(), [Rule::IrqlTooHigh]);
        assert_eq!(queue.state(), (ACCEPT | DISPATCH | NOTHING_OWNED, 1, 0));
        assert!(ticket.cancel());
    });
}

#[test]
fn starting_a_purged_queue_opens_it() {
    calm(|m| {
        let rig = m.rig(parallel().read(|request| request.complete(SUCCESS)));
        rig.made.purge();
        rig.made.start();
        assert_eq!(rig.open().read(1).status, SUCCESS);
    });
}

#[test]
fn a_drained_and_stopped_queue_presents_nothing_until_it_is_started() {
    calm(|m| {
        let log = Log::new();
        let rig = m.rig(parallel().read(with!(log => move |request: Request| {
            log.add("read");
            request.complete(SUCCESS);
        })));
        rig.made.stop();
        let ticket = rig.open().begin_read(1);
        rig.made.drain();
        log.expect([]);
        rig.made.start();
        log.expect(["read"]);
        assert_eq!(ticket.wait().status, SUCCESS);
    });
}

#[test]
fn a_purge_races_with_a_new_request_and_a_completion() {
    all(2, |m| {
        let (log, held) = (Log::new(), Held::empty());
        let rig = m.rig(sequential().read(held.putter()));
        let file = rig.open();
        let first = file.begin_read(1);
        let sender = m.spawn(with!(held => move |_| {
            let second = file.begin_read(1);
            // Presented if it came before the purge and the completion before it.
            if let Some(request) = held.try_take() {
                request.complete_with(SUCCESS, 0);
            }
            let _ = second;
        }));
        rig.made.purge_then(log.writer("purged"));
        sender.join();
        if let Some(request) = held.try_take() {
            request.complete_with(SUCCESS, 0);
        }
        assert_eq!(first.wait().status, SUCCESS);
        log.expect(["purged"]);
    });
}

#[test]
fn draining_and_stop_and_purge_wait_too() {
    calm(|m| {
        let held = Held::empty();
        let rig = m.rig(sequential().read(held.putter()));
        let file = rig.open();
        let completer = |tickets: usize| {
            m.spawn(with!(held => move |m| {
                for _ in 0..tickets {
                    m.sleep(std::time::Duration::from_millis(1));
                    held.take().complete(SUCCESS);
                }
            }))
        };
        let tickets = [file.begin_read(1), file.begin_read(1)];
        let both = completer(2);
        rig.made.drain_synchronously();
        assert!(tickets.iter().all(wdf_sim::Ticket::is_completed), "a drain waits for what waits too");
        both.join();
        rig.made.start();
        let [owned, waiting] = [file.begin_read(1), file.begin_read(1)];
        let one = completer(1);
        rig.made.stop_and_purge_synchronously();
        assert_eq!((owned.wait().status, waiting.wait().status), (SUCCESS, CANCELLED));
        one.join();
        assert_eq!(rig.made.state(), (ACCEPT | EMPTY | NOTHING_OWNED, 0, 0));
    });
}

#[test]
fn stop_and_purge_cancels_what_is_marked() {
    calm(|m| {
        let log = Log::new();
        let rig = m.rig(parallel().read(with!(log => move |request: Request| {
            let log = log.clone();
            assert_eq!(request.mark_ex(move |request| { log.add("canceled"); request.complete(CANCELLED) }), SUCCESS);
        })));
        let ticket = rig.open().begin_read(1);
        rig.made.stop_and_purge();
        assert_eq!(ticket.wait().status, CANCELLED);
        log.expect(["canceled"]);
    });
}

#[test]
fn a_deleted_queue_changes_its_state_no_more() {
    for (verifier, change) in [(Verifier::Off, Queue::stop as fn(Queue)), (Verifier::On, Queue::drain)] {
        let violation = report(verifier, move |m| {
            let cleanup = attributes().cleanup(move |queue| change(Queue(queue.0)));
            m.build(plan(), move |device| device.queue(manual().attributes(cleanup.clone()))).made.delete();
        })
        .violation;
        let Outcome::BugCheck(bug_check) = violation.outcome else { panic!("{violation}") };
        assert_eq!((violation.rule, bug_check.parameters[0]), (Rule::QueueFatalError, 0xA));
        let delete_pending = u64::from(wdf_tests::raw::DELETE_PENDING.cast_unsigned());
        assert_eq!(violation.data()[1..], [0, delete_pending], "no request, and why");
    }
}
