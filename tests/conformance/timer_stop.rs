//! Timers that are stopped, or expire once more, while their callback is queued or runs.

use std::time::Duration;

use wdf_tests::raw::{Log, SUCCESS, Timer, WaitLock, all, attributes, calm, due_in, manual};
use wdf_tests::with;

/// fxtimer.cpp: stopping takes the timer back, and not the work item that it has queued.
#[test]
fn what_a_passive_timer_has_queued_is_called_back_though_it_is_stopped() {
    for wait in [false, true] {
        all(1, move |m| {
            let log = Log::new();
            let attributes = attributes().parent(m.rig(manual()).raw).passive();
            let timer = Timer::create(due_in().free(), &attributes, log.writer("fired")).unwrap();
            timer.start(1);
            m.sleep(Duration::from_millis(1));
            assert!(!timer.stop(wait), "it has expired");
            // The worker has its turn in the end.
            for _ in 0..if wait { 0 } else { 20 } {
                m.sleep(Duration::from_millis(1));
            }
            log.expect(["fired"]);
        });
    }
}

#[test]
fn a_passive_timer_that_expires_while_its_callback_runs_is_not_called_back_again() {
    calm(|m| {
        let log = Log::new();
        let device = m.rig(manual()).raw;
        let lock = WaitLock::create(&attributes().parent(device)).unwrap();
        let attributes = attributes().parent(device).passive();
        let callback = with!(log => move |_| {
            log.add("fired");
            assert_eq!(lock.acquire(), SUCCESS);
            lock.release();
        });
        let timer = Timer::create(due_in().free(), &attributes, callback).unwrap();
        assert_eq!(lock.acquire(), SUCCESS);
        for _ in 0..2 {
            assert!(!timer.start(1), "it is not armed");
            m.sleep(Duration::from_millis(2));
        }
        lock.release();
        m.sleep(Duration::from_millis(2));
        log.expect(["fired"]);
        assert!(!timer.start(1));
        m.sleep(Duration::from_millis(2));
        log.expect(["fired"]);
    });
}

/// It was armed when the stop came, or would have been but for the stop.
#[test]
fn a_stop_says_that_the_timer_was_armed_though_its_start_was_lost_to_it() {
    all(2, |m| {
        let timer = Timer::of(m.rig(manual()).raw, |timer: Timer| {
            timer.start(1);
        });
        timer.start(1);
        assert!(timer.stop(true));
    });
}
