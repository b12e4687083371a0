//! Interrupts: connecting, servicing, DPCs and work items, locks.

use std::time::Duration;

use wdf_sim::Resources;
use wdf_tests::raw::{
    Device, INVALID_DEVICE_STATE, Interrupt, Log, SUCCESS, Slot, UNSUCCESSFUL, World, all, attributes, calm, irql, isr,
    manual, parallel, plan,
};
use wdf_tests::with;

/// One line with vector 10 at DIRQL 5.
pub(crate) fn one_line() -> Resources {
    Resources::new().line(10, 5)
}

/// A service routine that writes down its level and claims.
pub(crate) fn claiming(log: &Log) -> wdf_tests::raw::InterruptPlan {
    isr(with!(log => move |_, _| {
        log.add(format!("isr at {}", irql()));
        true
    }))
}

/// A device with one line and this interrupt.
pub(crate) fn rig(m: &World<'_>, make: impl Fn(Device) -> Interrupt + 'static) -> wdf_tests::raw::Rig<Interrupt> {
    m.build_with(plan(), &one_line(), make)
}

#[test]
fn the_service_routine_runs_at_its_dirql_and_says_whether_it_was_the_device() {
    calm(|m| {
        let log = Log::new();
        let claim = Slot::with(true);
        let rig = rig(
            m,
            with!(log, claim => move |device| {
                let (log, claim) = (log.clone(), claim.clone());
                device.interrupt(&isr(move |_, message| {
                    log.add(format!("message {message} at {}", irql()));
                    claim.get()
                }))
            }),
        );
        assert!(rig.device.interrupt(10));
        claim.put(false);
        assert!(!rig.device.interrupt(10));
        log.expect(["message 0 at 5", "message 0 at 5"]);
    });
}

#[test]
fn another_vector_is_not_the_devices() {
    calm(|m| {
        let log = Log::new();
        let rig = rig(m, with!(log => move |device| device.interrupt(&claiming(&log))));
        assert!(!rig.device.interrupt(11));
        log.expect([]);
    });
}

#[test]
fn its_dpc_runs_at_dispatch_level_and_is_queued_once() {
    calm(|m| {
        let log = Log::new();
        let rig = rig(
            m,
            with!(log => move |device| {
                let (in_isr, in_dpc) = (log.clone(), log.clone());
                device.interrupt(
                    &isr(move |interrupt: Interrupt, _| {
                        in_isr.add(format!("{} {}", interrupt.queue_dpc(), interrupt.queue_dpc()));
                        true
                    })
                    .dpc(move |_| in_dpc.add(format!("dpc at {}", irql()))),
                )
            }),
        );
        assert!(rig.device.interrupt(10));
        m.sleep(Duration::from_millis(1));
        log.expect(["true false", "dpc at 2"]);
    });
}

#[test]
fn its_work_item_is_reached_by_way_of_the_dpc() {
    calm(|m| {
        let log = Log::new();
        let rig = rig(
            m,
            with!(log => move |device| {
                let in_work = log.clone();
                device.interrupt(
                    &isr(|interrupt: Interrupt, _| interrupt.queue_work_item())
                        .work_item(move |_| in_work.add(format!("work item at {}", irql()))),
                )
            }),
        );
        assert!(rig.device.interrupt(10));
        m.sleep(Duration::from_millis(1));
        log.expect(["work item at 0"]);
        assert!(rig.made.queue_dpc(), "without a DPC the work item is queued");
        m.sleep(Duration::from_millis(1));
        log.expect(["work item at 0"]);
    });
}

#[test]
fn a_serialized_dpc_excludes_its_parents_callbacks() {
    all(2, |m| {
        let inside = Slot::with(false);
        let enter = with!(inside => move || {
            assert!(!inside.get(), "two callbacks at once");
            inside.put(true);
            wdk_sys::sim::scheduling_point();
            inside.put(false);
        });
        let rig = rig(
            m,
            with!(enter => move |device| {
                let (in_read, in_dpc) = (enter.clone(), enter.clone());
                let queue = device.queue(parallel().default_queue().attributes(attributes().scope_queue()).read(move |request| {
                    in_read();
                    request.complete(SUCCESS);
                }));
                device.interrupt(
                    &isr(|interrupt: Interrupt, _| interrupt.queue_dpc())
                        .dpc(move |_| in_dpc())
                        .serialized()
                        .attributes(attributes().parent(queue)),
                )
            }),
        );
        rig.device.begin_interrupt(10);
        let _ = rig.open().read(1);
        rig.device.suspend();
    });
}

#[test]
fn interrupts_are_enabled_at_dirql_after_d0_entry_and_disabled_before_d0_exit() {
    calm(|m| {
        let log = Log::new();
        let note = |name: &'static str| {
            let log = log.clone();
            move |_: Device| {
                log.add(name);
                SUCCESS
            }
        };
        let plan = plan()
            .pnp("prepare_hardware", note("prepare"))
            .pnp("d0_entry", note("entry"))
            .pnp("d0_entry_post_interrupts", note("post"))
            .pnp("self_managed_init", note("init"))
            .pnp("self_managed_suspend", note("self-managed suspend"))
            .pnp("d0_exit_pre_interrupts", note("pre"))
            .pnp("d0_exit", note("exit"))
            .pnp("release_hardware", note("release"));
        let rig = m.build_with(
            plan,
            &one_line(),
            with!(log => move |device| {
                let at = |name: &'static str| {
                    let log = log.clone();
                    move |_: Interrupt| {
                        log.add(format!("{name} at {}", irql()));
                        SUCCESS
                    }
                };
                device.interrupt(&isr(|_, _| true).enable(at("enable")).disable(at("disable")))
            }),
        );
        log.expect(["prepare", "entry", "enable at 5", "post", "init"]);
        rig.device.remove();
        log.expect(["self-managed suspend", "pre", "disable at 5", "exit", "release"]);
    });
}

#[test]
fn several_are_connected_in_order_and_disconnected_in_reverse() {
    calm(|m| {
        let log = Log::new();
        let rig = m.build_with(
            plan(),
            &Resources::new().line(10, 5).line(11, 6),
            with!(log => move |device: Device| {
                for name in ["first", "second"] {
                    let at = |what: &'static str| {
                        let log = log.clone();
                        move |_: Interrupt| {
                            log.add(format!("{what} {name} at {}", irql()));
                            SUCCESS
                        }
                    };
                    let _ = device.interrupt(&isr(|_, _| true).enable(at("enable")).disable(at("disable")));
                }
            }),
        );
        log.expect(["enable first at 5", "enable second at 6"]);
        assert_eq!(rig.device.connected_interrupts(), 2);
        rig.device.suspend();
        log.expect(["disable second at 6", "disable first at 5"]);
        assert_eq!(rig.device.connected_interrupts(), 0);
    });
}

#[test]
fn a_device_that_sleeps_is_not_interrupted() {
    calm(|m| {
        let log = Log::new();
        let rig = rig(m, with!(log => move |device| device.interrupt(&claiming(&log))));
        rig.device.suspend();
        assert_eq!(rig.made.wdm(), 0);
        assert!(!rig.device.interrupt(10));
        rig.device.resume().unwrap();
        assert_ne!(rig.made.wdm(), 0);
        assert!(rig.device.interrupt(10));
        log.expect(["isr at 5"]);
    });
}

#[test]
fn an_interrupt_without_a_resource_is_never_connected() {
    calm(|m| {
        let log = Log::new();
        let rig =
            m.build(plan(), with!(log => move |device: Device| device.interrupt(&claiming(&log).enable(|_| panic!()))));
        assert_eq!(rig.device.connected_interrupts(), 0);
        assert_eq!((rig.made.info().Vector, rig.made.info().MessageSignaled), (0, 0));
    });
}

#[test]
fn enabling_that_fails_fails_the_start() {
    calm(|m| {
        let log = Log::new();
        let plan = plan()
            .pnp("d0_exit", with!(log => move |_| { log.add("exit"); SUCCESS }))
            .pnp("d0_entry_post_interrupts", |_| panic!("the interrupts were not enabled"));
        let failed = m.try_build_with(plan, &one_line(), |device: Device| {
            device.interrupt(&isr(|_, _| true).enable(|_| UNSUCCESSFUL))
        });
        assert_eq!(failed.map(|_| ()), Err(wdf_sim::Status(UNSUCCESSFUL)));
        log.expect(["exit"]);
    });
}

#[test]
fn a_shared_line_asks_each_driver_until_one_claims() {
    calm(|m| {
        let log = Log::new();
        let resources = Resources::new().shared_line(10, 5);
        let make = |name: &'static str, claims: bool| {
            let log = log.clone();
            move |device: Device| {
                let log = log.clone();
                device.interrupt(&isr(move |_, _| {
                    log.add(name);
                    claims
                }))
            }
        };
        let first = m.build_with(plan(), &resources, make("first", false));
        let second = m.build_with(plan(), &resources, make("second", true));
        let third = m.build_with(plan(), &resources, make("third", true));
        assert!(third.device.interrupt(10));
        log.expect(["first", "second"]);
        second.device.suspend();
        assert!(first.device.interrupt(10));
        log.expect(["first", "third"]);
    });
}

#[test]
fn messages_have_interrupts_of_their_own() {
    calm(|m| {
        let log = Log::new();
        let rig = m.build_with(
            plan(),
            &Resources::new().messages(2, 20, 4),
            with!(log => move |device: Device| {
                let make = || {
                    let log = log.clone();
                    device.interrupt(&isr(move |_, message| {
                        log.add(format!("message {message}"));
                        true
                    }))
                };
                [make(), make()]
            }),
        );
        assert!(rig.device.interrupt(21));
        assert!(rig.device.interrupt(20));
        log.expect(["message 1", "message 0"]);
        let info = rig.made[1].info();
        assert_eq!((info.MessageNumber, info.MessageSignaled, info.Vector, info.Irql), (1, 1, 21, 4));
    });
}

#[test]
fn what_it_was_assigned_can_be_asked() {
    calm(|m| {
        let resources = Resources::new().memory(0xF000_0000, 0x1000).latched_line(10, 5);
        let rig = m.build_with(plan(), &resources, |device: Device| device.interrupt(&isr(|_, _| true)));
        let info = rig.made.info();
        assert_eq!((info.Vector, info.Irql, info.Mode, info.MessageSignaled), (10, 5, 1, 0));
        assert_eq!(rig.made.device(), rig.raw);
    });
}

#[test]
fn the_driver_disconnects_and_connects_it_itself() {
    calm(|m| {
        let log = Log::new();
        let rig = rig(
            m,
            with!(log => move |device| {
                let note = |name: &'static str| {
                    let log = log.clone();
                    move |_: Interrupt| {
                        log.add(name);
                        SUCCESS
                    }
                };
                device.interrupt(&isr(|_, _| true).enable(note("enable")).disable(note("disable")))
            }),
        );
        rig.made.disable();
        assert!(!rig.device.interrupt(10));
        rig.device.suspend();
        rig.device.resume().unwrap();
        log.expect(["enable", "disable"]);
        rig.made.enable();
        assert!(rig.device.interrupt(10));
        log.expect(["enable"]);
    });
}

#[test]
fn an_interrupt_that_was_reported_inactive_is_not_serviced() {
    calm(|m| {
        let rig = rig(m, |device| device.interrupt(&isr(|_, _| true)));
        rig.made.report(false);
        assert!(!rig.device.interrupt(10));
        rig.made.report(true);
        assert!(rig.device.interrupt(10));
    });
}

#[test]
fn one_that_is_reported_inactive_on_power_down_stays_connected() {
    calm(|m| {
        let rig =
            rig(m, |device| device.interrupt(&isr(|_, _| true).config(|config| config.ReportInactiveOnPowerDown = 1)));
        rig.device.suspend();
        assert_eq!(rig.device.connected_interrupts(), 1);
        assert!(!rig.device.interrupt(10));
        rig.device.resume().unwrap();
        assert!(rig.device.interrupt(10));
    });
}

#[test]
fn powering_down_waits_for_the_dpc_that_the_service_routine_queued() {
    all(2, |m| {
        let log = Log::new();
        let plan = plan().pnp("d0_exit", with!(log => move |_| { log.add("exit"); SUCCESS }));
        let rig = m.build_with(
            plan,
            &one_line(),
            with!(log => move |device: Device| {
                let (in_isr, in_dpc) = (log.clone(), log.clone());
                device.interrupt(
                    &isr(move |interrupt: Interrupt, _| {
                        in_isr.add("isr");
                        interrupt.queue_dpc()
                    })
                    .dpc(move |_| in_dpc.add("dpc")),
                )
            }),
        );
        assert!(rig.device.interrupt(10));
        rig.device.suspend();
        log.expect(["isr", "dpc", "exit"]);
    });
}

#[test]
fn a_device_object_that_was_started_takes_no_more_interrupts() {
    calm(|m| {
        let rig = m.rig(manual());
        assert_eq!(rig.raw.try_interrupt(&isr(|_, _| true)), Err(INVALID_DEVICE_STATE));
    });
}
