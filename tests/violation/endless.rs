//! What does not come to an end, or nests without end, is reported by name: the simulator neither hangs nor crashes.

use std::hint::spin_loop;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use wdf_sim::{Explorer, Outcome, Rule, Verifier};
use wdf_tests::raw::{
    Held, Queue, Request, SUCCESS, Slot, SpinLock, Timer, WorkItem, World, attributes, breaks, calm, check, every,
    manual, object, parallel, plan, report,
};
use wdf_tests::with;

use crate::support::{Shows, fires};

#[test]
fn callback_never_returns() {
    fn polls(m: &World<'_>, times: u32) {
        // Nobody else of this machine could ever cancel the request.
        let rig = m.rig(parallel().read(move |request| {
            for _ in 0..times {
                if request.is_canceled() {
                    break;
                }
            }
            request.complete(SUCCESS);
        }));
        let _ = rig.open().read(1);
    }
    fires(Rule::CallbackNeverReturns, Shows::Hang, Shows::Hang, |m| polls(m, u32::MAX), |m| polls(m, 1000));
}

#[test]
fn a_handler_that_computes_for_ever_without_calling_the_framework() {
    let explorer = Explorer::calm().patience(Duration::from_millis(300));
    let report = check(explorer, Verifier::Off, |m| {
        let rig = m.rig(parallel().read(|_| {
            let never = AtomicBool::new(false);
            while !never.load(Ordering::Relaxed) {
                spin_loop();
            }
        }));
        let _ = rig.open().read(1);
    })
    .unwrap_err();
    assert_eq!((report.violation.rule, report.violation.outcome), (Rule::CallbackNeverReturns, Outcome::Hang));
    assert!(report.violation.text.contains("EvtIoRead"), "{report}");
    assert!(report.trace.iter().any(|event| event.step.to_string().contains("EvtIoRead")), "{report}");
}

#[test]
fn patience_is_with_the_driver_and_not_with_the_test() {
    let explorer = Explorer::calm().patience(Duration::from_millis(20));
    check(explorer, Verifier::Off, |_| std::thread::sleep(Duration::from_millis(100))).unwrap();
}

#[test]
fn patience_is_without_end_for_who_calls_the_framework() {
    let explorer = Explorer::calm().patience(Duration::from_millis(250));
    check(explorer, Verifier::Off, |m| {
        let rig = m.rig(parallel().read(|request| {
            // Longer than the patience, and never long without a call.
            for _ in 0..100 {
                let _ = request.is_canceled();
                std::thread::sleep(Duration::from_millis(10));
            }
            request.complete(SUCCESS);
        }));
        assert_eq!(rig.open().read(1).status, SUCCESS);
    })
    .unwrap();
}

#[test]
fn a_callback_may_call_the_framework_ten_thousand_times() {
    // The handler runs on the application's thread, the work item on a worker's: neither is stuck.
    calm(|m| {
        let rig = m.rig(parallel().read(|request| {
            for _ in 0..10_000 {
                let _ = request.is_canceled();
            }
            request.complete(SUCCESS);
        }));
        assert_eq!(rig.open().read(1).status, SUCCESS);
        let (queue, done) = (rig.made, Slot::empty());
        let work = WorkItem::of(
            rig.raw,
            with!(done => move |_| {
                for _ in 0..10_000 {
                    let _ = queue.state();
                }
                done.put(());
            }),
        );
        work.enqueue();
        work.flush();
        assert!(done.try_get().is_some());
    });
}

#[test]
fn a_processor_that_polls_keeps_no_other_from_running() {
    // In the calm schedule a thread runs until it waits; this one never does, and still the other comes.
    calm(|m| {
        let rig = m.rig(manual());
        let done = Slot::empty();
        let other = m.spawn(with!(done => move |_| done.put(())));
        while done.try_get().is_none() {
            let _ = rig.made.state();
        }
        other.join();
    });
}

/// Each gives way after a while, and to the next in turn, not to the other one alone.
#[test]
fn two_that_poll_let_a_third_one_run() {
    calm(|m| {
        let queue = m.rig(manual()).made;
        let done = Slot::empty();
        let poll = with!(done => move || {
            while done.try_get().is_none() {
                let _ = queue.state();
            }
        });
        let other = m.spawn(with!(poll => move |_| poll()));
        let third = m.spawn(with!(done => move |_| done.put(())));
        poll();
        other.join();
        third.join();
    });
}

#[test]
fn who_has_polled_for_long_gives_way_to_one_that_can_run_only_then() {
    calm(|m| {
        let rig = m.rig(manual());
        let done = Slot::empty();
        let work = WorkItem::of(rig.raw, with!(done => move |_| done.put(())));
        for polled in 0.. {
            if polled == 20_000 {
                work.enqueue();
            }
            if done.try_get().is_some() {
                break;
            }
            let _ = rig.made.state();
        }
    });
}

#[test]
fn a_work_item_that_enqueues_itself_for_ever_hides_no_lost_request() {
    let rule = breaks(Verifier::Off, |m| {
        let rig = m.build(plan(), |device| {
            WorkItem::of(device, WorkItem::enqueue).enqueue();
            device.queue(parallel().default_queue().read(|_| {}))
        });
        let _ = rig.open().read(1);
    });
    assert_eq!(rule, Rule::RequestNeverCompleted);
}

#[test]
fn a_periodic_timer_hides_no_lost_request() {
    let rule = breaks(Verifier::Off, |m| {
        let rig = m.build(plan(), |device| {
            Timer::create(every(1), &attributes().parent(device), |_| {}).unwrap().start(1);
            device.queue(parallel().default_queue().read(|_| {}))
        });
        let _ = rig.open().read(1);
    });
    assert_eq!(rule, Rule::RequestNeverCompleted);
}

#[test]
fn recursion_too_deep() {
    fn ping_pong(m: &World<'_>, times: usize) {
        let rig = m.build(plan(), move |device| {
            let (there, left): (Slot<Queue>, _) = (Slot::empty(), Slot::with(times));
            let back = with!(there => move |request: Request| {
                let times = left.take();
                left.put(times.saturating_sub(1));
                if times == 0 {
                    request.complete(SUCCESS);
                } else {
                    assert_eq!(request.forward(there.get()), SUCCESS);
                }
            });
            let first = device.queue(parallel().default_queue().read(back.clone()));
            let second = device.queue(parallel().read(move |request| assert_eq!(request.forward(first), SUCCESS)));
            there.put(second);
        });
        let _ = rig.open().read(1);
    }
    fires(
        Rule::RecursionTooDeep,
        Shows::BugCheck(0x7F),
        Shows::BugCheck(0x7F),
        |m| ping_pong(m, usize::MAX),
        |m| ping_pong(m, 10),
    );
}

#[test]
fn completing_in_the_handler_does_not_nest() {
    calm(|m| {
        let rig = m.rig(manual());
        let file = rig.open();
        let tickets: Vec<_> = (0..500).map(|_| file.begin_read(1)).collect();
        while let Ok(request) = rig.made.retrieve() {
            request.complete(SUCCESS);
        }
        assert!(tickets.into_iter().all(|ticket| ticket.wait().status == SUCCESS));
    });
}

#[test]
fn passive_child_at_dispatch() {
    fn completes(m: &World<'_>, passive: bool) {
        let held = Held::empty();
        let rig = m.rig(parallel().read(held.putter()));
        let ticket = rig.open().begin_read(1);
        let request = held.take();
        let level = if passive { attributes().passive() } else { attributes() };
        object(&level.parent(request)).unwrap();
        let lock = SpinLock::create(&attributes().parent(rig.raw)).unwrap();
        lock.acquire();
        request.complete(SUCCESS);
        lock.release();
        assert_eq!(ticket.wait().status, SUCCESS);
    }
    fires(Rule::PassiveChildAtDispatch, Shows::Not, Shows::Break, |m| completes(m, true), |m| completes(m, false));
}

#[test]
fn the_report_on_what_never_ends_names_what_is_waited_for() {
    let report = report(Verifier::Off, |m| {
        let rig = m.build(plan(), |device| {
            WorkItem::of(device, WorkItem::enqueue).enqueue();
            device.queue(parallel().default_queue().read(|_| {}))
        });
        let _ = rig.open().read(1);
    });
    assert!(report.violation.text.contains("the completion of irp#"), "{report}");
}
