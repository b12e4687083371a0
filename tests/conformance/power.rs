//! Leaving D0 and coming back: what queues do with the requests that the driver owns.

use wdf_sim::{Rule, Verifier};
use wdf_tests::raw::{
    CANCELLED, Held, Log, Queues, Request, SUCCESS, Slot, UNSUCCESSFUL, all, attributes, calm, irql, manual, parallel,
    plan, report, sequential,
};
use wdf_tests::with;

pub(crate) const SUSPEND: u32 = 1;
const PURGE: u32 = 2;
const CANCELABLE: u32 = 0x1000_0000;

/// A queue that keeps what it is stopped with, and writes down what it is told.
pub(crate) fn keeping(held: &Held, log: &Log) -> Queues {
    parallel()
        .read(held.putter())
        .stop(with!(log => move |request: Request, flags| {
            log.add(format!("stop {flags:#x}"));
            request.acknowledge_stop(false);
        }))
        .resume(log.writer("resume"))
}

#[test]
fn a_request_that_is_held_is_resumed_later() {
    calm(|m| {
        let (held, log) = (Held::empty(), Log::new());
        let rig = m.rig(keeping(&held, &log));
        let ticket = rig.open().begin_read(1);
        rig.device.suspend();
        log.expect(["stop 0x1"]);
        assert_eq!(rig.made.owned(), 1);
        rig.device.resume().unwrap();
        log.expect(["resume"]);
        held.take().complete(SUCCESS);
        assert_eq!(ticket.wait().status, SUCCESS);
    });
}

/// Rules: EvtIoStopResume. Misuse M80, at the raw layer.
#[test]
fn who_holds_a_request_without_a_resume_callback_is_not_told_when_the_device_is_back() {
    calm(|m| {
        let held = Held::empty();
        let rig = m.rig(parallel().read(held.putter()).stop(|request, _| request.acknowledge_stop(false)));
        let ticket = rig.open().begin_read(1);
        rig.device.suspend();
        rig.device.resume().unwrap();
        assert_eq!(rig.made.owned(), 1, "still the driver's, which has heard nothing");
        held.take().complete(SUCCESS);
        assert_eq!(ticket.wait().status, SUCCESS);
    });
}

#[test]
fn a_marked_request_is_told_with_its_flag() {
    calm(|m| {
        let (held, log) = (Held::empty(), Log::new());
        let rig = m.rig(keeping(&held, &log));
        let ticket = rig.open().begin_read(1);
        assert_eq!(held.take().mark_ex(|request| request.complete(CANCELLED)), SUCCESS);
        rig.device.suspend();
        log.expect_lines(&[&format!("stop {:#x}", SUSPEND | CANCELABLE)]);
        rig.device.resume().unwrap();
        assert!(ticket.cancel());
    });
}

#[test]
fn completing_in_the_stop_callback_satisfies_it() {
    calm(|m| {
        let rig = m.rig(parallel().read(|_| {}).stop(|request, _| request.complete(CANCELLED)).resume(|_| panic!()));
        let ticket = rig.open().begin_read(1);
        rig.device.suspend();
        assert_eq!(ticket.wait().status, CANCELLED);
        rig.device.resume().unwrap();
    });
}

#[test]
fn completing_later_satisfies_it_too() {
    calm(|m| {
        let held = Held::empty();
        let rig = m.rig(parallel().read(held.putter()).stop(|_, _| {}));
        let ticket = rig.open().begin_read(1);
        let completer = m.spawn(with!(held => move |m| {
            m.sleep(std::time::Duration::from_millis(1));
            held.take().complete(SUCCESS);
        }));
        rig.device.suspend();
        assert_eq!(ticket.wait().status, SUCCESS);
        completer.join();
    });
}

#[test]
fn without_a_stop_callback_power_waits_until_the_request_is_completed() {
    calm(|m| {
        let held = Held::empty();
        let rig = m.rig(parallel().read(held.putter()));
        let ticket = rig.open().begin_read(1);
        let completer = m.spawn(with!(held => move |m| {
            m.sleep(std::time::Duration::from_millis(1));
            held.take().complete(SUCCESS);
        }));
        rig.device.suspend();
        assert!(ticket.is_completed());
        completer.join();
    });
}

/// Rules: EvtIoStopCancel, EvtIoStopCompleteOrStopAck.
#[test]
fn a_request_that_nobody_acknowledges_or_completes_hangs_the_power_thread() {
    for verifier in [Verifier::Off, Verifier::On] {
        let report = report(verifier, |m| {
            let rig = m.rig(parallel().read(|_| {}).stop(|_, _| {}));
            let _ticket = rig.open().begin_read(1);
            rig.device.suspend();
        });
        assert_eq!(report.violation.rule, Rule::RequestNeverCompleted);
    }
}

#[test]
fn cancelled_requests_are_not_told_about_stop_and_resume() {
    calm(|m| {
        let (held, log) = (Held::empty(), Log::new());
        let rig = m.rig(keeping(&held, &log));
        let ticket = rig.open().begin_read(1);
        let request = held.take();
        assert_eq!(request.mark_ex(|_| {}), SUCCESS);
        ticket.cancel();
        let completer = m.spawn(move |m| {
            m.sleep(std::time::Duration::from_millis(1));
            request.complete(CANCELLED);
        });
        rig.device.suspend();
        log.expect([]);
        completer.join();
    });
}

#[test]
fn nothing_new_is_presented_while_power_is_off() {
    calm(|m| {
        let log = Log::new();
        let rig = m.rig(parallel().read(with!(log => move |request: Request| {
            log.add("read");
            request.complete(SUCCESS);
        })));
        rig.device.suspend();
        let ticket = rig.open().begin_read(1);
        log.expect([]);
        assert_eq!(rig.made.waiting(), 1);
        rig.device.resume().unwrap();
        log.expect(["read"]);
        assert_eq!(ticket.wait().status, SUCCESS);
    });
}

#[test]
fn a_queue_that_does_not_follow_power_goes_on() {
    calm(|m| {
        let rig = m.rig(parallel().unmanaged().read(|request| request.complete(SUCCESS)).stop(|_, _| panic!()));
        rig.device.suspend();
        assert_eq!(rig.open().read(1).status, SUCCESS);
        rig.device.resume().unwrap();
    });
}

#[test]
fn power_down_waits_for_a_handler_that_runs() {
    all(2, |m| {
        let log = Log::new();
        let rig = m.build(
            plan().pnp("d0_exit", with!(log => move |_| { log.add("d0 exit"); SUCCESS })),
            with!(log => move |device| device.queue(parallel().default_queue().read(with!(log => move |request: Request| {
                log.add("in");
                let _ = request.parameters();
                log.add("out");
                request.complete(SUCCESS);
            })))),
        );
        let file = rig.open();
        let reader = m.spawn(move |_| assert_eq!(file.read(1).status, SUCCESS));
        rig.device.suspend();
        rig.device.resume().unwrap();
        reader.join();
        let lines: Vec<String> = log.lines();
        let at = lines.iter().position(|line| line == "in").unwrap();
        assert_eq!(lines[at + 1], "out", "D0 is not left between the two: {lines:?}");
    });
}

#[test]
fn the_order_of_leaving_and_entering_d0() {
    calm(|m| {
        let log = Log::new();
        let step = |name: &'static str| {
            let log = log.clone();
            move |_| {
                log.add(name);
                SUCCESS
            }
        };
        let plan = plan()
            .pnp("prepare_hardware", step("prepare"))
            .pnp("d0_entry", step("d0 entry"))
            .pnp("d0_exit", step("d0 exit"))
            .pnp("self_managed_init", step("init"))
            .pnp("self_managed_suspend", step("suspend"))
            .pnp("self_managed_restart", step("restart"))
            .pnp("self_managed_flush", step("flush"))
            .pnp("self_managed_cleanup", step("cleanup"))
            .pnp("release_hardware", step("release"));
        let held = Held::empty();
        let log2 = log.clone();
        let rig = m.build(plan, move |device| {
            device.queue(keeping(&held, &log2).default_queue().stop(with!(log2 => move |request, flags| {
                log2.add(format!("stop {flags:#x}"));
                if flags & PURGE == 0 { request.acknowledge_stop(false) } else { request.complete(CANCELLED) }
            })))
        });
        log.expect(["prepare", "d0 entry", "init"]);
        let _ticket = rig.open().begin_read(1);
        rig.device.suspend();
        log.expect(["suspend", "stop 0x1", "d0 exit"]);
        rig.device.resume().unwrap();
        log.expect(["d0 entry", "resume", "restart"]);
        rig.device.remove();
        log.expect(["suspend", "stop 0x1", "d0 exit", "release", "stop 0x2", "flush", "cleanup"]);
    });
}

#[test]
fn stop_and_resume_callbacks_hold_the_queues_lock() {
    calm(|m| {
        let levels = Slot::with(Vec::new());
        let push =
            with!(levels => move || { let mut all: Vec<u32> = levels.take(); all.push(irql()); levels.put(all); });
        let held = Held::empty();
        let queue = parallel().attributes(attributes().scope_queue()).read(held.putter());
        let queue = queue.stop(with!(push => move |request, _| { push(); request.acknowledge_stop(false) }));
        let rig = m.rig(queue.resume(move |_| push()));
        let _ticket = rig.open().begin_read(1);
        rig.device.suspend();
        rig.device.resume().unwrap();
        assert_eq!(levels.take(), [2, 2]);
        held.take().complete(SUCCESS);
    });
}

#[test]
fn suspending_races_with_a_completion_and_with_a_cancel() {
    all(2, |m| {
        let (held, log) = (Held::empty(), Log::new());
        let rig = m.rig(keeping(&held, &log));
        let ticket = rig.open().begin_read(1);
        let request = held.take();
        assert_eq!(request.mark_ex(|request| request.complete(CANCELLED)), SUCCESS);
        let canceller = m.spawn(move |_| {
            ticket.cancel();
            assert_eq!(ticket.wait().status, CANCELLED);
        });
        rig.device.suspend();
        rig.device.resume().unwrap();
        canceller.join();
    });
}

#[test]
fn a_device_whose_d0_entry_fails_does_not_start() {
    calm(|m| {
        let log = Log::new();
        let driver = wdf_tests::raw::load(
            m,
            with!(log => move |init| {
                let log = log.clone();
                let plan = plan()
                    .pnp("d0_entry", |_| UNSUCCESSFUL)
                    .pnp("release_hardware", move |_| { log.add("release"); SUCCESS });
                let device = plan.create(init).unwrap();
                let _ = device.queue(manual().default_queue());
                SUCCESS
            }),
        )
        .unwrap();
        assert_eq!(driver.add_device().unwrap_err().0, UNSUCCESSFUL);
        log.expect(["release"]);
    });
}

#[test]
fn a_queue_of_a_starting_device_is_held_until_d0() {
    calm(|m| {
        let log = Log::new();
        let rig = m.build(
            plan().pnp(
                "d0_entry",
                with!(log => move |device| {
                    let queue = device.default_queue().unwrap();
                    log.add(format!("{:#x}", queue.state().0 & 16));
                    SUCCESS
                }),
            ),
            |device| device.queue(sequential().default_queue().read(|request| request.complete(SUCCESS))),
        );
        log.expect(["0x10"]);
        assert_eq!(rig.made.state().0 & 16, 0);
    });
}
