//! Acknowledging a request when power goes: in time, outside the callback, late, and by a requeue.

use wdf_sim::{Explorer, OnBreak, Rule, Verifier};
use wdf_tests::raw::{CANCELLED, Held, Log, Request, SUCCESS, calm, check, parallel, report};
use wdf_tests::with;

use crate::power::SUSPEND;

#[test]
fn requeued_requests_come_back_in_reverse_order() {
    calm(|m| {
        let log = Log::new();
        let queue = parallel()
            .write(with!(log => move |request: Request| {
                log.add(String::from_utf8(request.input_bytes()).unwrap());
            }))
            .stop(
                |request, flags| {
                    if flags & SUSPEND != 0 { request.acknowledge_stop(true) } else { request.complete(CANCELLED) }
                },
            )
            .resume(|_| panic!("EvtIoResume is not called for what was requeued"));
        let rig = m.rig(queue);
        let file = rig.open();
        let _tickets = [file.begin_write(b"1"), file.begin_write(b"2"), file.begin_write(b"3")];
        log.expect(["1", "2", "3"]);
        rig.device.suspend();
        assert_eq!((rig.made.waiting(), rig.made.owned()), (3, 0));
        rig.device.resume().unwrap();
        log.expect(["3", "2", "1"]);
        rig.device.remove();
    });
}

#[test]
fn a_requeued_request_starts_unmarked() {
    calm(|m| {
        let queue = parallel()
            .read(|request| assert_eq!(request.mark_ex(|request| request.complete(CANCELLED)), SUCCESS))
            .stop(|request, _| {
                assert_eq!(request.unmark(), SUCCESS);
                request.acknowledge_stop(true);
            });
        let rig = m.rig(queue);
        let ticket = rig.open().begin_read(1);
        rig.device.suspend();
        rig.device.resume().unwrap();
        assert!(ticket.cancel());
        assert_eq!(ticket.wait().status, CANCELLED);
    });
}

#[test]
fn a_requeued_request_that_is_cancelled_is_completed() {
    calm(|m| {
        let queue = parallel().read(|_| {}).stop(|request, _| request.acknowledge_stop(true));
        let rig = m.rig(queue);
        let ticket = rig.open().begin_read(1);
        ticket.cancel();
        rig.device.suspend();
        assert_eq!(ticket.wait().status, CANCELLED);
    });
}

#[test]
fn acknowledging_outside_the_stop_callback_is_ignored_in_v1() {
    check(Explorer::calm().on_break(OnBreak::Continue), Verifier::On, |m| {
        let held = Held::empty();
        let rig = m.rig(parallel().read(held.putter()));
        let _ticket = rig.open().begin_read(1);
        let request = held.take();
        request.acknowledge_stop(true);
        assert_eq!(m.broken(), [Rule::StopAcknowledgeOutsideStop]);
        assert_eq!((rig.made.waiting(), rig.made.owned()), (0, 1));
        request.complete(SUCCESS);
    })
    .unwrap();
}

#[test]
fn a_late_acknowledgement_is_accepted_and_releases_nobody() {
    for verifier in [Verifier::Off, Verifier::On] {
        let report = report(verifier, |m| {
            let held = Held::empty();
            let rig = m.rig(parallel().read(held.putter()).stop(|_, _| {}));
            let _ticket = rig.open().begin_read(1);
            let _late = m.spawn(with!(held => move |m| {
                m.sleep(std::time::Duration::from_millis(1));
                held.get().acknowledge_stop(false);
            }));
            rig.device.suspend();
        });
        assert_eq!(report.violation.rule, Rule::RequestNeverCompleted);
    }
}

#[test]
fn a_late_acknowledgement_is_seen_when_something_else_visits_the_queue() {
    calm(|m| {
        let held = Held::empty();
        let rig = m.rig(parallel().read(held.putter()).stop(|_, _| {}));
        let file = rig.open();
        let ticket = file.begin_read(1);
        let late = m.spawn(with!(held => move |m| {
            m.sleep(std::time::Duration::from_millis(1));
            held.get().acknowledge_stop(false);
            assert!(file.begin_read(1).cancel());
        }));
        rig.device.suspend();
        late.join();
        rig.device.resume().unwrap();
        held.take().complete(SUCCESS);
        let _ = ticket.wait();
    });
}
