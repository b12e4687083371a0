//! A violation ends a run and nothing else: not the process, not its memory, not the next run.

use std::panic::catch_unwind;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use wdf_sim::{Explorer, Rule, Verifier};
use wdf_tests::raw::{
    CANCELLED, Dpc, Held, SUCCESS, Timer, WorkItem, World, attributes, breaks, check, manual, parallel,
};
use wdf_tests::{alone, resident};

/// A driver that completes twice.
fn wrong(m: &World<'_>) {
    let held = Held::empty();
    let rig = m.rig(parallel().read(held.putter()));
    let _ticket = rig.open().begin_read(1);
    let request = held.take();
    request.reference();
    request.complete(SUCCESS);
    request.complete(SUCCESS);
}

/// A driver that completes once.
fn right(m: &World<'_>) {
    let rig = m.rig(parallel().read(|request| request.complete(SUCCESS)));
    assert_eq!(rig.open().read(1).status, SUCCESS);
}

#[test]
fn a_thousand_broken_runs_do_not_grow_the_process() {
    alone(|| {
        let run = || assert_eq!(breaks(Verifier::Off, wrong), Rule::DoubleCompletion);
        (0..50).for_each(|_| run());
        let before = resident();
        (0..1000).for_each(|_| run());
        let grown = resident().saturating_sub(before);
        assert!(grown < 8 * 1024, "{grown} KiB");
    });
}

#[test]
fn after_a_violation_the_next_run_is_a_fresh_one() {
    for verifier in [Verifier::Off, Verifier::On] {
        assert_eq!(breaks(verifier, wrong), Rule::DoubleCompletion);
        check(Explorer::calm(), verifier, right).unwrap();
    }
}

#[test]
fn a_driver_may_panic_in_a_timer() {
    let rule = breaks(Verifier::Off, |m| {
        Timer::of(m.rig(manual()).raw, |_| panic!("on purpose")).start(1);
        m.sleep(Duration::from_millis(2));
    });
    assert_eq!(rule, Rule::DriverPanicked);
}

#[test]
fn a_driver_may_panic_in_a_dpc() {
    let rule = breaks(Verifier::On, |m| {
        Dpc::of(m.rig(manual()).raw, |_| panic!("on purpose")).enqueue();
        m.sleep(Duration::from_millis(2));
    });
    assert_eq!(rule, Rule::DriverPanicked);
}

#[test]
fn a_driver_may_panic_in_a_work_item() {
    let rule = breaks(Verifier::Off, |m| {
        let item = WorkItem::of(m.rig(manual()).raw, |_| panic!("on purpose"));
        item.enqueue();
        item.flush();
    });
    assert_eq!(rule, Rule::DriverPanicked);
}

#[test]
fn a_driver_may_panic_in_a_cancel_callback() {
    let rule = breaks(Verifier::Off, |m| {
        let rig = m.rig(parallel().read(|request| assert_eq!(request.mark_ex(|_| panic!("on purpose")), SUCCESS)));
        rig.open().begin_read(1).cancel();
    });
    assert_eq!(rule, Rule::DriverPanicked);
}

#[test]
fn a_driver_may_panic_on_another_thread_of_the_application() {
    let rule = breaks(Verifier::Off, |m| {
        let rig = m.rig(parallel().read(|_| panic!("on purpose")));
        let file = rig.open();
        m.spawn(move |_| drop(file.read(1))).join();
    });
    assert_eq!(rule, Rule::DriverPanicked);
}

/// Two reads, of which the driver does not expect the second before the first is done with.
fn two_at_a_time(m: &World<'_>) {
    let is_busy = AtomicBool::new(false);
    let rig = m.rig(parallel().read(move |request| {
        assert!(!is_busy.swap(true, Ordering::Relaxed), "two at a time");
        let _ = request.parameters();
        is_busy.store(false, Ordering::Relaxed);
        request.complete(CANCELLED);
    }));
    let file = rig.open();
    let other = m.spawn(move |_| drop(file.read(1)));
    drop(file.read(1));
    other.join();
}

#[test]
fn a_driver_may_panic_under_every_schedule() {
    let report = check(Explorer::exhaustive(2), Verifier::Off, two_at_a_time).unwrap_err();
    assert_eq!(report.violation.rule, Rule::DriverPanicked);
    assert!(report.violation.text.contains("two at a time"));
}

#[test]
fn a_panic_in_a_random_schedule_is_told_in_one_with_fewer_preemptions() {
    for verifier in [Verifier::Off, Verifier::On] {
        let raw = check(Explorer::random(1, 1_000).shrink(false), verifier, two_at_a_time).unwrap_err();
        let report = check(Explorer::random(1, 1_000), verifier, two_at_a_time).unwrap_err();
        assert_eq!(report.violation.outcome, raw.violation.outcome);
        assert!(report.preemptions < raw.preemptions, "{} of {}", report.preemptions, raw.preemptions);
        assert_eq!((report.preemptions, report.shrunk_from), (1, Some(raw.preemptions)), "{report}");
        let again = check(Explorer::replay(&report.replay()), verifier, two_at_a_time).unwrap_err();
        assert_eq!(again.trace, report.trace);
    }
}

#[test]
fn the_reports_of_a_driver_that_panics_name_the_place() {
    let report = check(Explorer::calm(), Verifier::Off, |m| {
        let rig = m.rig(parallel().read(|_| panic!("this place")));
        let _ = rig.open().read(1);
    })
    .unwrap_err();
    assert!(report.violation.text.contains("survival.rs"), "{}", report.violation.text);
    assert!(report.violation.text.contains("this place"), "{}", report.violation.text);
}

fn panic_of(body: impl Fn(&World<'_>) + Send + Sync + std::panic::UnwindSafe + 'static) -> String {
    let payload = catch_unwind(move || check(Explorer::calm(), Verifier::Off, body)).unwrap_err();
    payload
        .downcast_ref::<&str>()
        .map_or_else(|| payload.downcast_ref::<String>().unwrap().clone(), |text| (*text).to_owned())
}

#[test]
fn the_bodys_own_panic_passes_through() {
    assert_eq!(panic_of(|_| panic!("of the body")), "of the body");
}

#[test]
fn the_bodys_own_panic_on_another_thread_passes_through() {
    assert_eq!(
        panic_of(|m| {
            m.spawn(|_| panic!("of the other")).join();
        }),
        "of the other"
    );
}

#[test]
fn the_bodys_own_panic_with_a_device_left_behind_passes_through() {
    assert_eq!(
        panic_of(|m| {
            let rig = m.rig(manual());
            let _ticket = rig.open().begin_read(1);
            panic!("with a request under way");
        }),
        "with a request under way"
    );
}

#[test]
fn machines_on_parallel_threads_do_not_touch_each_other() {
    let threads: Vec<_> = (0..4)
        .map(|number| {
            std::thread::spawn(move || {
                for round in 0..50 {
                    if (number + round) % 3 == 0 {
                        assert_eq!(breaks(Verifier::On, wrong), Rule::DoubleCompletion);
                    } else {
                        let explored = check(Explorer::random(round, 20), Verifier::Off, right).unwrap();
                        assert_eq!((explored.schedules, explored.counts.completed), (20, 20));
                    }
                }
            })
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
}

/// A driver's context stays where it is while another machine runs.
#[test]
fn a_machine_has_its_own_objects_and_its_own_time() {
    check(Explorer::calm(), Verifier::Off, |m| {
        let rig = m.rig(parallel().attributes(attributes()).read(|request| request.complete(SUCCESS)));
        let objects = m.objects();
        m.sleep(Duration::from_secs(1));
        std::thread::spawn(|| {
            check(Explorer::calm(), Verifier::On, |m| {
                assert_eq!((m.now(), m.objects()), (Duration::ZERO, 0));
                right(m);
                m.sleep(Duration::from_secs(60));
            })
            .unwrap();
        })
        .join()
        .unwrap();
        assert_eq!((m.now(), m.objects()), (Duration::from_secs(1), objects));
        assert_eq!(rig.open().read(1).status, SUCCESS);
    })
    .unwrap();
}
