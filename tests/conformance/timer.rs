//! Timers: parents, starting, stopping, levels, serialization.

use std::time::Duration;

use wdf_sim::Rule;
use wdf_tests::raw::{
    INVALID_DEVICE_REQUEST, INVALID_PARAMETER, Log, NOT_SUPPORTED, Object, Slot, Timer,
    WDF_INCOMPATIBLE_EXECUTION_LEVEL, WDF_PARENT_NOT_SPECIFIED, all, attributes, calm, due_in, every, irql, lenient,
    manual, object, plan,
};
use wdf_tests::with;

#[test]
fn a_parent_is_required_with_a_device_above_it() {
    calm(|m| {
        let _rig = m.rig(manual());
        assert_eq!(Timer::create(due_in(), &attributes(), |_| {}), Err(WDF_PARENT_NOT_SPECIFIED));
        let of_the_driver = object(&attributes()).unwrap();
        let refused = Timer::create(due_in(), &attributes().parent(of_the_driver), |_| {});
        assert_eq!(refused, Err(INVALID_DEVICE_REQUEST));
    });
}

#[test]
fn a_timer_knows_its_parent() {
    calm(|m| {
        let rig = m.rig(manual());
        assert_eq!(Timer::of(rig.made, |_| {}).parent(), Object::from(rig.made));
    });
}

#[test]
fn it_fires_when_its_time_has_come_at_dispatch_level() {
    calm(|m| {
        let level = Slot::empty();
        let timer = Timer::of(m.rig(manual()).raw, with!(level => move |_| level.put(irql())));
        assert!(!timer.start(5));
        m.sleep(Duration::from_millis(4));
        assert_eq!(level.try_get(), None);
        m.sleep(Duration::from_millis(2));
        assert_eq!(level.take(), 2);
    });
}

#[test]
fn starting_a_started_timer_moves_it() {
    calm(|m| {
        let log = Log::new();
        let timer = Timer::of(m.rig(manual()).raw, log.writer("fired"));
        assert!(!timer.start(1));
        assert!(timer.start(10), "it was queued already");
        m.sleep(Duration::from_millis(5));
        log.expect([]);
        m.sleep(Duration::from_millis(6));
        log.expect(["fired"]);
        assert!(!timer.start(1), "it is not queued any more");
        timer.stop(true);
    });
}

#[test]
fn a_stopped_timer_does_not_fire() {
    calm(|m| {
        let log = Log::new();
        let timer = Timer::of(m.rig(manual()).raw, log.writer("fired"));
        timer.start(1);
        assert!(timer.stop(false));
        assert!(!timer.stop(false));
        m.sleep(Duration::from_millis(5));
        log.expect([]);
    });
}

#[test]
fn a_periodic_timer_fires_again_and_again() {
    calm(|m| {
        let log = Log::new();
        let timer = Timer::create(every(2), &attributes().parent(m.rig(manual()).raw), log.writer("fired")).unwrap();
        timer.start(1);
        m.sleep(Duration::from_millis(8));
        assert_eq!(log.lines().len(), 4, "after 1, 3, 5 and 7 milliseconds");
        timer.stop(true);
        m.sleep(Duration::from_millis(8));
        assert_eq!(log.lines().len(), 4);
    });
}

#[test]
fn stopping_and_waiting_waits_for_the_callback() {
    all(2, |m| {
        let log = Log::new();
        let timer = Timer::of(
            m.rig(manual()).raw,
            with!(log => move |_| {
                log.add("in");
                wdk_sys::sim::scheduling_point();
                log.add("out");
            }),
        );
        timer.start(1);
        timer.stop(true);
        assert_eq!(log.count("in"), log.count("out"));
    });
}

#[test]
fn waiting_in_its_own_callback_breaks_and_returns() {
    lenient(|m| {
        let log = Log::new();
        let timer = Timer::of(
            m.rig(manual()).raw,
            with!(log => move |timer: Timer| {
                assert!(!timer.stop(true));
                log.add("fired");
            }),
        );
        timer.start(1);
        m.sleep(Duration::from_millis(2));
        log.expect(["fired"]);
        assert_eq!(m.broken(), [Rule::TimerMisused]);
    });
}

#[test]
fn a_timer_may_start_itself_again() {
    calm(|m| {
        let (log, left) = (Log::new(), Slot::with(3));
        let timer = Timer::of(
            m.rig(manual()).raw,
            with!(log, left => move |timer: Timer| {
                log.add("fired");
                left.put(left.get() - 1);
                if left.get() > 0 {
                    timer.start(1);
                }
            }),
        );
        timer.start(1);
        m.sleep(Duration::from_millis(10));
        log.expect(["fired", "fired", "fired"]);
    });
}

#[test]
fn a_passive_timer_fires_in_a_worker_at_passive_level() {
    calm(|m| {
        let level = Slot::empty();
        let attributes = attributes().parent(m.rig(manual()).raw).passive();
        let timer = Timer::create(due_in().free(), &attributes, with!(level => move |_| level.put(irql()))).unwrap();
        timer.start(1);
        m.sleep(Duration::from_millis(3));
        assert_eq!(level.take(), 0);
    });
}

#[test]
fn a_passive_timer_is_not_periodic() {
    calm(|m| {
        let attributes = attributes().parent(m.rig(manual()).raw).passive();
        assert_eq!(Timer::create(every(1).free(), &attributes, |_| {}), Err(NOT_SUPPORTED));
    });
}

#[test]
fn a_period_is_a_positive_long() {
    calm(|m| {
        let attributes = attributes().parent(m.rig(manual()).raw);
        assert_eq!(Timer::create(every(0x8000_0000), &attributes, |_| {}), Err(INVALID_PARAMETER));
    });
}

#[test]
fn a_serialized_timer_needs_its_parents_level() {
    lenient(|m| {
        let rig = m.build(plan().attributes(attributes().passive().scope_device()), |_| {});
        let of_device = || attributes().parent(rig.raw);
        assert_eq!(Timer::create(due_in(), &of_device(), |_| {}), Err(WDF_INCOMPATIBLE_EXECUTION_LEVEL));
        assert_eq!(m.broken().len(), 1);
        assert!(Timer::create(due_in(), &of_device().passive(), |_| {}).is_ok());
        assert!(Timer::create(due_in().free(), &of_device(), |_| {}).is_ok());
    });
}

#[test]
fn serialization_with_a_parent_in_scope_none_does_nothing() {
    calm(|m| {
        let rig = m.build(plan().attributes(attributes().scope_none()), |_| {});
        let log = Log::new();
        let timer = Timer::of(rig.raw, log.writer("fired"));
        let lock = Object::from(rig.raw);
        lock.lock();
        timer.start(1);
        while log.lines().is_empty() {
            m.yield_now();
            wdk_sys::sim::scheduling_point();
            if log.lines().is_empty() {
                lock.unlock();
                m.sleep(Duration::from_millis(2));
                lock.lock();
            }
        }
        lock.unlock();
        log.expect(["fired"]);
    });
}

#[test]
fn a_device_parented_timer_does_not_exclude_callbacks_of_a_queue_in_scope_queue() {
    let met = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let seen = std::sync::Arc::clone(&met);
    all(2, move |m| {
        let inside = Slot::with(0);
        let seen = std::sync::Arc::clone(&seen);
        let enter = with!(inside, seen => move || {
            inside.put(inside.get() + 1);
            wdk_sys::sim::scheduling_point();
            if inside.get() == 2 {
                seen.store(true, std::sync::atomic::Ordering::Relaxed);
            }
            inside.put(inside.get() - 1);
        });
        let rig = m.build(
            plan().attributes(attributes().scope_queue()),
            with!(enter => move |device| {
                let in_read = enter.clone();
                let _ = device.queue(wdf_tests::raw::parallel().default_queue().read(move |request| {
                    in_read();
                    request.complete(wdf_tests::raw::SUCCESS);
                }));
                let in_timer = enter.clone();
                Timer::of(device, move |_| in_timer())
            }),
        );
        rig.made.start(1);
        let _ = rig.open().read(1);
        rig.made.stop(true);
    });
    assert!(met.load(std::sync::atomic::Ordering::Relaxed));
}

#[test]
fn time_passes_only_when_it_is_waited_for() {
    calm(|m| {
        let _rig = m.rig(manual());
        assert_eq!(m.now(), Duration::ZERO);
        m.sleep(Duration::from_secs(3600));
        assert_eq!(m.now(), Duration::from_secs(3600));
    });
}

#[test]
fn starting_one_that_is_being_deleted_breaks_and_does_nothing() {
    lenient(|m| {
        let log = Log::new();
        let start = |timer: Object| assert!(!Timer(timer.0).start(1));
        let attributes = attributes().parent(m.rig(manual()).raw).cleanup(start);
        Timer::create(due_in(), &attributes, log.writer("fired")).unwrap().delete();
        m.sleep(Duration::from_millis(5));
        log.expect([]);
        assert_eq!(m.broken(), [Rule::UseAfterDestroy]);
    });
}

#[test]
fn a_tolerance_is_not_for_high_resolution() {
    calm(|m| {
        let device = m.rig(manual()).raw;
        let create = |tolerance: u32, high_resolution: u8| {
            let mut config = wdk_sys::WDF_TIMER_CONFIG {
                Size: u32::try_from(size_of::<wdk_sys::WDF_TIMER_CONFIG>()).unwrap(),
                TolerableDelay: tolerance,
                UseHighResolutionTimer: high_resolution,
                ..Default::default()
            };
            let mut attributes = attributes().parent(device).to_raw();
            let mut out = std::ptr::null_mut();
            // SAFETY: the simulator checks the handle, and the pointers are those of locals.
            unsafe {
                wdk_sys::call_unsafe_wdf_function_binding!(
                    WdfTimerCreate,
                    &raw mut config,
                    &raw mut attributes,
                    &raw mut out
                )
            }
        };
        assert_eq!(create(1, 1), INVALID_PARAMETER);
        assert_eq!((create(1, 0), create(0, 1)), (wdf_tests::raw::SUCCESS, wdf_tests::raw::SUCCESS));
    });
}

#[test]
fn above_passive_level_v1_does_not_wait_for_a_timer() {
    lenient(|m| {
        if !m.v1 {
            return;
        }
        let log = Log::new();
        let timer = Timer::of(m.rig(manual()).raw, log.writer("fired"));
        timer.start(1);
        assert!(!wdf_tests::raw::at_dispatch(|| timer.stop(true)));
        assert_eq!(m.broken(), [Rule::TimerMisused]);
        m.sleep(Duration::from_millis(2));
        log.expect(["fired"]);
    });
}

#[test]
fn a_start_while_a_stop_waits_is_ignored() {
    all(1, |m| {
        let log = Log::new();
        let timer = Timer::of(
            m.rig(manual()).raw,
            with!(log => move |timer: Timer| {
                log.add("fired");
                timer.start(1);
            }),
        );
        timer.start(1);
        timer.stop(true);
        let fired = log.lines().len();
        m.sleep(Duration::from_millis(5));
        assert_eq!(log.lines().len(), fired, "its own start was lost, or the stop took it back");
    });
}

#[test]
fn serialization_goes_by_the_nearest_parent_that_has_callbacks() {
    calm(|m| {
        let log = Log::new();
        let rig = m.build(plan().attributes(attributes().passive()), |device| {
            device.queue(manual().attributes(attributes().scope_queue()))
        });
        let between = object(&attributes().parent(rig.made)).unwrap();
        let timer = Timer::create(due_in(), &attributes().parent(between).passive(), log.writer("fired")).unwrap();
        let lock = Object::from(rig.made);
        lock.lock();
        timer.start(1);
        m.sleep(Duration::from_millis(5));
        log.expect([]);
        lock.unlock();
        m.sleep(Duration::from_millis(5));
        log.expect(["fired"]);
    });
}
