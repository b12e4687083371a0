//! Faults of an exploration: a target that never completes a request, or ignores that it is cancelled, and a system that sleeps when
//! a device is just going.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use wdf_sim::{Explored, Explorer, Fault, Report, Rule, Verifier};
use wdf_tests::raw::below::{SECOND, obliging, pass_on};
use wdf_tests::raw::{
    CANCELLED, Device, IO_TIMEOUT, Request, Rig, SUCCESS, Target, UNSUCCESSFUL, World, check, parallel, plan,
};

/// A filter whose reads go on to the next driver.
fn filter(m: &World<'_>) -> Rig<Target> {
    let lower = obliging(m);
    m.above(&lower, plan(), |device: Device| {
        let target = device.target().unwrap();
        let _ = device.queue(parallel().default_queue().read(move |request: Request| {
            request.format_current();
            request.on_complete(pass_on);
            if !request.send(target) {
                request.complete(UNSUCCESSFUL);
            }
        }));
        target
    })
}

/// A driver whose reads ask the next driver themselves and wait: so long, or for ever.
fn asker(m: &World<'_>, timeout: i64) -> Rig<Target> {
    let lower = obliging(m);
    m.above(&lower, plan(), move |device: Device| {
        let target = device.target().unwrap();
        let _ = device.queue(parallel().default_queue().read(move |request: Request| {
            request.complete(target.read_now(None, 3, timeout).0);
        }));
        target
    })
}

fn explored(
    fault: Fault,
    verifier: Verifier,
    body: impl Fn(&World<'_>) + Send + Sync + 'static,
) -> Result<Explored, Box<Report>> {
    check(Explorer::calm().faults([fault]), verifier, body)
}

const WORLDS: [Verifier; 2] = [Verifier::Off, Verifier::On];

#[test]
fn what_a_silent_target_keeps_is_completed_by_a_cancellation() {
    for verifier in WORLDS {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let statuses = Arc::clone(&seen);
        let explored = explored(Fault::SilentTarget, verifier, move |m| {
            let ticket = filter(m).open().begin_read(3);
            ticket.cancel();
            statuses.lock().unwrap().push(ticket.wait().status);
        });
        assert_eq!(explored.unwrap().faults, 1);
        // The second run has no second request that could be kept.
        assert_eq!(*seen.lock().unwrap(), [CANCELLED, SUCCESS]);
    }
}

#[test]
fn a_driver_that_waits_for_ever_is_found_by_a_silent_target_and_its_fault_is_replayed() {
    let body = |m: &World<'_>| {
        let _ = asker(m, 0).open().read(3);
    };
    for verifier in WORLDS {
        let report = explored(Fault::SilentTarget, verifier, body).unwrap_err();
        assert!([Rule::Deadlock, Rule::RequestNeverCompleted].contains(&report.violation.rule), "{report}");
        assert!(report.replay().contains("+silent-target@0:"), "{}", report.replay());
        assert!(report.to_string().contains("the fault: what stands behind a target never completes a request"));
        let again = check(Explorer::replay(&report.replay()), verifier, body).unwrap_err();
        assert_eq!(again.trace, report.trace);
    }
}

#[test]
fn a_driver_that_waits_for_a_second_outlives_a_silent_target() {
    for verifier in WORLDS {
        let explored = explored(Fault::SilentTarget, verifier, |m| {
            let status = asker(m, SECOND).open().read(3).status;
            assert!([SUCCESS, IO_TIMEOUT, CANCELLED].contains(&status), "{status:#x}");
        });
        assert_eq!(explored.unwrap().faults, 1);
    }
}

#[test]
fn a_stubborn_target_is_waited_for_whatever_time_has_run_out() {
    for verifier in WORLDS {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let times = Arc::clone(&seen);
        let explored = explored(Fault::StubbornTarget, verifier, move |m| {
            let _ = asker(m, SECOND).open().read(3);
            times.lock().unwrap().push(m.now());
        });
        assert_eq!(explored.unwrap().faults, 1);
        let times = seen.lock().unwrap();
        assert!(times[0] >= Duration::from_secs(3_600) && times[1] < Duration::from_secs(1), "{times:?}");
    }
}

#[test]
fn a_cancellation_that_a_stubborn_target_ignores_changes_nothing() {
    for verifier in WORLDS {
        let explored = explored(Fault::StubbornTarget, verifier, |m| {
            let ticket = filter(m).open().begin_read(3);
            ticket.cancel();
            assert!([SUCCESS, IO_TIMEOUT].contains(&ticket.wait().status));
        });
        assert_eq!(explored.unwrap().faults, 1);
    }
}

#[test]
fn a_system_that_sleeps_while_a_device_goes_finds_it_gone() {
    for verifier in WORLDS {
        let explored = explored(Fault::PowerDown, verifier, |m| {
            let rig = m.build(plan().pnp("surprise_removal", |_| SUCCESS), |device: Device| {
                let _ = device.queue(parallel().default_queue().read(move |request: Request| {
                    device.set_failed(2);
                    request.complete(SUCCESS);
                }));
            });
            let _ = rig.open().read(1);
            m.sleep(Duration::from_secs(1));
            assert!(!rig.device.is_present());
        });
        assert!(explored.unwrap().faults > 0);
    }
}
