//! Removing a device, gracefully and by surprise.

use wdf_tests::raw::{
    CANCELLED, Held, Log, Request, SUCCESS, all, attributes, calm, manual, parallel, plan, sequential,
};
use wdf_tests::with;

const SUSPEND: u32 = 1;
const PURGE: u32 = 2;

/// `EvtIoStop` of a driver that keeps on suspend and completes on purge.
fn keep_or_complete(log: &Log) -> impl Fn(Request, u32) + 'static {
    let log = log.clone();
    move |request, flags| {
        log.add(format!("stop {flags:#x}"));
        if flags & SUSPEND != 0 { request.acknowledge_stop(false) } else { request.complete(CANCELLED) }
    }
}

#[test]
fn what_waits_is_cancelled() {
    calm(|m| {
        let rig = m.rig(manual());
        let ticket = rig.open().begin_read(1);
        rig.device.remove();
        assert_eq!(ticket.wait().status, CANCELLED);
    });
}

#[test]
fn what_is_marked_gets_its_cancel_callback() {
    calm(|m| {
        let log = Log::new();
        let rig = m.rig(
            parallel()
                .read(with!(log => move |request: Request| {
                    let log = log.clone();
                    assert_eq!(request.mark_ex(move |r| { log.add("canceled"); r.complete(CANCELLED) }), SUCCESS);
                }))
                .stop(|request, flags| {
                    assert!(
                        flags & SUSPEND != 0 && {
                            request.acknowledge_stop(false);
                            true
                        }
                    )
                }),
        );
        let ticket = rig.open().begin_read(1);
        rig.device.remove();
        assert_eq!(ticket.wait().status, CANCELLED);
        log.expect(["canceled"]);
    });
}

#[test]
fn what_the_driver_owns_is_stopped_with_the_purge_action() {
    calm(|m| {
        let log = Log::new();
        let rig = m.rig(parallel().read(|_| {}).stop(keep_or_complete(&log)));
        let ticket = rig.open().begin_read(1);
        rig.device.remove();
        assert_eq!(ticket.wait().status, CANCELLED);
        log.expect(["stop 0x1", "stop 0x2"]);
    });
}

#[test]
fn a_queue_without_power_gets_the_purge_action_alone() {
    calm(|m| {
        let log = Log::new();
        let rig = m.rig(parallel().unmanaged().read(|_| {}).stop(keep_or_complete(&log)));
        let _ticket = rig.open().begin_read(1);
        rig.device.remove();
        log.expect_lines(&[&format!("stop {PURGE:#x}")]);
    });
}

#[test]
fn removal_waits_until_the_driver_completes() {
    calm(|m| {
        let held = Held::empty();
        let rig = m.rig(parallel().read(held.putter()));
        let ticket = rig.open().begin_read(1);
        let completer = m.spawn(with!(held => move |m| {
            m.sleep(std::time::Duration::from_millis(1));
            held.take().complete(SUCCESS);
        }));
        rig.device.remove();
        assert_eq!(ticket.wait().status, SUCCESS);
        completer.join();
    });
}

#[test]
fn a_surprise_removal_is_told_first() {
    calm(|m| {
        let log = Log::new();
        let step = |name: &'static str| with!(log => move |_| { log.add(name); SUCCESS });
        let plan = plan()
            .pnp("surprise_removal", step("surprise"))
            .pnp("d0_exit", step("d0 exit"))
            .pnp("release_hardware", step("release"))
            .pnp("self_managed_cleanup", step("cleanup"));
        let rig = m.build(
            plan,
            with!(log => move |device| {
                device.queue(parallel().default_queue().read(|_| {}).stop(keep_or_complete(&log)))
            }),
        );
        let _ticket = rig.open().begin_read(1);
        rig.device.surprise_remove();
        log.expect(["surprise", "stop 0x1", "d0 exit", "release", "stop 0x2", "cleanup"]);
    });
}

#[test]
fn a_removed_device_cannot_be_opened() {
    calm(|m| {
        let rig = m.rig(manual());
        rig.device.remove();
        assert!(!rig.device.is_present());
        assert_eq!(rig.device.open().unwrap_err().0, wdf_tests::raw::NO_SUCH_DEVICE);
    });
}

#[test]
fn a_suspended_device_can_be_removed() {
    calm(|m| {
        let log = Log::new();
        let rig = m.rig(parallel().read(|_| {}).stop(keep_or_complete(&log)));
        let ticket = rig.open().begin_read(1);
        rig.device.suspend();
        rig.device.remove();
        assert_eq!(ticket.wait().status, CANCELLED);
        log.expect(["stop 0x1", "stop 0x2"]);
    });
}

#[test]
fn open_files_are_cleaned_up_and_closed() {
    calm(|m| {
        let log = Log::new();
        let plan = plan().file_cleanup(log.writer("cleanup")).file_close(log.writer("close"));
        let rig = m.build(plan, |_| {});
        let _file = rig.open();
        rig.device.remove();
        log.expect(["cleanup", "close"]);
    });
}

#[test]
fn a_driver_that_starts_its_queue_during_removal_does_not_open_it() {
    calm(|m| {
        let log = Log::new();
        let queue = parallel().read(|_| {}).stop(with!(log => move |request: Request, flags| {
            let queue = request.queue().unwrap();
            if flags & SUSPEND != 0 {
                request.acknowledge_stop(false);
            } else {
                queue.start();
                log.add(format!("accepts {}", queue.state().0 & 1));
                request.complete(CANCELLED);
            }
        }));
        let rig = m.rig(queue);
        let _ticket = rig.open().begin_read(1);
        rig.device.remove();
        log.expect(["accepts 0"]);
    });
}

#[test]
fn removal_races_with_a_cancel() {
    all(2, |m| {
        let log = Log::new();
        let rig = m.rig(
            parallel()
                .read(with!(log => move |request: Request| {
                    let log = log.clone();
                    assert_eq!(request.mark_ex(move |r| { log.add("canceled"); r.complete(CANCELLED) }), SUCCESS);
                }))
                .stop(|request, _| request.acknowledge_stop(false)),
        );
        let ticket = rig.open().begin_read(1);
        let canceller = m.spawn(move |_| {
            ticket.cancel();
            assert_eq!(ticket.wait().status, CANCELLED);
        });
        rig.device.remove();
        canceller.join();
        log.expect(["canceled"]);
    });
}

#[test]
fn removal_races_with_cancelling_what_waits() {
    all(3, |m| {
        let rig = m.rig(manual());
        let ticket = rig.open().begin_read(1);
        let canceller = m.spawn(move |_| {
            ticket.cancel();
            assert_eq!(ticket.wait().status, CANCELLED);
        });
        rig.device.remove();
        canceller.join();
    });
}

#[test]
fn removal_races_with_a_completion_in_a_sequential_queue() {
    all(2, |m| {
        let held = Held::empty();
        let rig = m.rig(sequential().attributes(attributes().scope_queue()).read(held.putter()));
        let file = rig.open();
        let (first, second) = (file.begin_read(1), file.begin_read(1));
        let completer = m.spawn(with!(held => move |m| {
            held.take().complete(SUCCESS);
            m.sleep(std::time::Duration::from_millis(1));
            // The second was presented if the completion came before the purge.
            if let Some(request) = held.try_take() {
                request.complete(SUCCESS);
            }
        }));
        rig.device.remove();
        completer.join();
        assert_eq!(first.wait().status, SUCCESS);
        assert!([SUCCESS, CANCELLED].contains(&second.wait().status));
    });
}
