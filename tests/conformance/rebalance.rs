//! A device that is asked whether it may be stopped or removed; one that is stopped, and started again.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use wdf_sim::{Explorer, Memory, Status, Verifier};
use wdf_tests::raw::{
    CANCELLED, Device, INVALID_DEVICE_STATE, Log, Plan, Request, SUCCESS, UNSUCCESSFUL, calm, check, parallel, plan,
};
use wdf_tests::with;

/// A plan that logs these callbacks, which succeed.
fn logged(log: &Log, names: &[&'static str]) -> Plan {
    names.iter().fold(plan(), |plan, name| {
        let (log, name) = (log.clone(), *name);
        plan.pnp(name, move |_| {
            log.add(name);
            SUCCESS
        })
    })
}

/// A default queue that keeps what comes, also while the device is stopped.
fn keeps(log: &Log) -> impl Fn(Device) + 'static {
    let log = log.clone();
    move |device| {
        let _ = device.queue(
            parallel()
                .default_queue()
                .read(|_| {})
                .stop(with!(log => move |request: Request, flags| {
                    log.add(format!("stop {flags:#x}"));
                    if flags & 1 != 0 { request.acknowledge_stop(false) } else { request.complete(CANCELLED) }
                }))
                .resume(with!(log => move |request: Request| {
                    log.add("resume");
                    request.complete(SUCCESS);
                })),
        );
    }
}

#[test]
fn a_stop_gives_the_hardware_back_and_a_start_gets_it_again() {
    calm(|m| {
        let log = Log::new();
        let names = [
            "query_stop",
            "prepare_hardware",
            "release_hardware",
            "d0_entry",
            "d0_exit",
            "self_managed_init",
            "self_managed_suspend",
            "self_managed_restart",
        ];
        let rig = m.build(logged(&log, &names), keeps(&log));
        let ticket = rig.open().begin_read(1);
        rig.device.stop().unwrap();
        assert!(!ticket.is_completed());
        log.expect([
            "prepare_hardware",
            "d0_entry",
            "self_managed_init",
            "query_stop",
            "self_managed_suspend",
            "stop 0x1",
            "d0_exit",
            "release_hardware",
        ]);
        rig.device.start().unwrap();
        assert_eq!(ticket.wait().status, SUCCESS);
        log.expect(["prepare_hardware", "d0_entry", "resume", "self_managed_restart"]);
    });
}

#[test]
fn a_driver_can_refuse_to_be_stopped() {
    calm(|m| {
        let log = Log::new();
        let plan = logged(&log, &["d0_exit"]).pnp("query_stop", |_| UNSUCCESSFUL);
        let rig = m.build(plan, |_| {});
        assert_eq!(rig.device.stop(), Err(Status(UNSUCCESSFUL)));
        log.expect([]);
        rig.device.remove();
        log.expect(["d0_exit"]);
    });
}

/// `fxdeviceapi.cpp`, `pnpstatemachine.cpp`: a count, looked at before the driver is asked.
#[test]
fn a_device_that_is_said_not_to_be_stoppable_is_not_asked() {
    calm(|m| {
        let log = Log::new();
        let refused = Err(Status(INVALID_DEVICE_STATE));
        let rig = m.build(logged(&log, &["query_stop", "query_remove_device"]), |_| {});
        rig.raw.set_static_stop_remove(false);
        rig.raw.set_static_stop_remove(false);
        assert_eq!(rig.device.stop(), refused);
        rig.raw.set_static_stop_remove(true);
        assert_eq!(rig.device.try_remove(), refused, "said twice, taken back once");
        log.expect([]);
    });
    calm(|m| {
        let rig = m.build(plan(), |_| {});
        rig.raw.set_static_stop_remove(false);
        rig.raw.set_static_stop_remove(true);
        rig.device.stop().unwrap();
        rig.device.start().unwrap();
        rig.raw.set_static_stop_remove(true);
        assert_eq!(rig.device.stop(), Err(Status(INVALID_DEVICE_STATE)), "the count went below zero");
    });
}

#[test]
fn a_driver_can_refuse_to_be_removed() {
    calm(|m| {
        let log = Log::new();
        let plan = logged(&log, &["d0_exit"]).pnp("query_remove_device", |_| UNSUCCESSFUL);
        let rig = m.build(plan, |_| {});
        assert_eq!(rig.device.try_remove(), Err(Status(UNSUCCESSFUL)));
        assert!(rig.device.is_present());
        log.expect([]);
    });
}

#[test]
fn a_stopped_device_does_not_wake_with_the_system() {
    calm(|m| {
        let log = Log::new();
        let rig = m.build(logged(&log, &["d0_entry"]), |_| {});
        rig.device.stop().unwrap();
        log.expect(["d0_entry"]);
        rig.device.suspend();
        rig.device.resume().unwrap();
        log.expect([]);
        rig.device.start().unwrap();
        log.expect(["d0_entry"]);
    });
}

#[test]
fn a_stopped_device_can_be_removed() {
    calm(|m| {
        let log = Log::new();
        let rig = m.build(logged(&log, &["d0_exit", "release_hardware", "self_managed_cleanup"]), keeps(&log));
        let ticket = rig.open().begin_read(1);
        rig.device.stop().unwrap();
        log.expect(["stop 0x1", "d0_exit", "release_hardware"]);
        rig.device.remove();
        assert_eq!(ticket.wait().status, CANCELLED);
        log.expect(["stop 0x2", "self_managed_cleanup"]);
    });
}

#[test]
fn a_device_that_fails_to_start_again_is_removed() {
    calm(|m| {
        let log = Log::new();
        let fails = with!(log => move |_: Device, _, _| {
            log.add("prepare");
            if log.count("prepare") > 1 { UNSUCCESSFUL } else { SUCCESS }
        });
        let rig = m.build(plan().prepare_hardware(fails), |_| {});
        rig.device.stop().unwrap();
        assert_eq!(rig.device.start(), Err(Status(UNSUCCESSFUL)));
        assert!(!rig.device.is_present());
    });
}

/// What a stop from another thread comes to while the device is not stoppable for a moment.
fn stops_beside(explorer: Explorer) -> BTreeSet<bool> {
    let seen = Arc::<Mutex<BTreeSet<bool>>>::default();
    let told = Arc::clone(&seen);
    let explored = check(explorer, Verifier::Off, move |m| {
        let rig = m.build(plan(), |_| {});
        let (device, told) = (rig.device, Arc::clone(&told));
        let stopper = m.spawn(move |_| {
            let stopped = device.stop().is_ok();
            told.lock().expect("nobody panics with it").insert(stopped);
        });
        rig.raw.set_static_stop_remove(false);
        rig.raw.set_static_stop_remove(true);
        stopper.join();
    });
    assert!(explored.expect("no rule is broken").exhausted);
    seen.lock().expect("nobody panics with it").clone()
}

#[test]
fn a_stop_beside_a_moment_in_which_the_device_is_not_stoppable_is_refused_or_not() {
    let both = BTreeSet::from([false, true]);
    assert_eq!(stops_beside(Explorer::exhaustive(2)), both);
    assert_eq!(stops_beside(Explorer::exhaustive(2).reduced(Memory::Marked)), both);
    assert_eq!(stops_beside(Explorer::every_order(Memory::Marked)), both);
}
