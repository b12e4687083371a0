//! Rules about interrupts and hardware resources.

use wdf_sim::{Resources, Rule};
use wdf_tests::raw::{Device, Interrupt, SUCCESS, SpinLock, World, attributes, isr, plan};

use crate::support::{Shows, fires};

/// Raises the interrupt of a device whose service routine does this.
fn serviced(m: &World<'_>, routine: impl Fn(Interrupt) + 'static) {
    let routine = std::rc::Rc::new(routine);
    let rig = m.build_with(plan(), &Resources::new().line(10, 5), move |device: Device| {
        let routine = std::rc::Rc::clone(&routine);
        device.interrupt(
            &isr(move |interrupt, _| {
                routine(interrupt);
                true
            })
            .dpc(|_| {}),
        )
    });
    assert!(rig.device.interrupt(10));
}

#[test]
fn a_service_routine_calls_only_what_is_for_dirql() {
    fires(
        Rule::IrqlTooHigh,
        Shows::Undefined,
        Shows::Undefined,
        |m| {
            serviced(m, |interrupt| {
                let _ = interrupt.info();
            });
        },
        |m| {
            serviced(m, |interrupt| {
                let _ = (interrupt.queue_dpc(), interrupt.device(), interrupt.wdm());
            });
        },
    );
}

#[test]
fn a_service_routine_takes_no_spin_lock() {
    fn lock(m: &World<'_>, wrong: bool) {
        let rig = m.build_with(plan(), &Resources::new().line(10, 5), move |device: Device| {
            let lock = SpinLock::create(&attributes().parent(device)).unwrap();
            let at = move |here: bool| {
                if here {
                    lock.acquire();
                    lock.release();
                }
            };
            device.interrupt(
                &isr(move |interrupt: Interrupt, _| {
                    at(wrong);
                    interrupt.queue_dpc()
                })
                .dpc(move |_| at(!wrong)),
            )
        });
        assert!(rig.device.interrupt(10));
        m.sleep(std::time::Duration::from_millis(1));
    }
    fires(Rule::IrqlTooHigh, Shows::Undefined, Shows::Undefined, |m| lock(m, true), |m| lock(m, false));
}

#[test]
fn interrupt_misused() {
    fn queue(m: &World<'_>, with_dpc: bool) {
        let rig = m.build_with(plan(), &Resources::new().line(10, 5), move |device: Device| {
            let interrupt = isr(|interrupt: Interrupt, _| interrupt.queue_dpc());
            device.interrupt(&if with_dpc { interrupt.dpc(|_| {}) } else { interrupt })
        });
        let _ = rig.device.interrupt(10);
    }
    fires(Rule::InterruptMisused, Shows::Undefined, Shows::Undefined, |m| queue(m, false), |m| queue(m, true));
}

#[test]
fn a_policy_is_in_range() {
    fn set(m: &World<'_>, policy: i32, priority: i32) {
        let _ = m.build(plan(), move |device: Device| device.interrupt(&isr(|_, _| true)).set_policy(policy, priority));
    }
    fires(Rule::InterruptMisused, Shows::Printed, Shows::Break, |m| set(m, 6, 2), |m| set(m, 4, 2));
    fires(Rule::InterruptMisused, Shows::Printed, Shows::Break, |m| set(m, 4, 0), |m| set(m, 4, 3));
}

#[test]
fn only_a_passive_interrupt_is_tried() {
    fn try_lock(m: &World<'_>, passive: bool) {
        let rig = m.build_with(plan(), &Resources::new().line(10, 5), move |device: Device| {
            let interrupt = isr(|_, _| true);
            device.interrupt(&if passive { interrupt.passive() } else { interrupt })
        });
        if rig.made.try_acquire() {
            rig.made.release();
        }
    }
    fires(Rule::InterruptMisused, Shows::Not, Shows::Break, |m| try_lock(m, false), |m| try_lock(m, true));
}

/// Takes and releases the interrupt's lock in a power callback.
fn locked_in(m: &World<'_>, callback: &'static str) {
    let made = wdf_tests::raw::Slot::<Interrupt>::empty();
    let plan = plan().pnp(
        callback,
        wdf_tests::with!(made => move |_| {
            let interrupt = made.get();
            interrupt.acquire();
            interrupt.release();
            SUCCESS
        }),
    );
    let _ = m.build_with(plan, &Resources::new().line(10, 5), move |device: Device| {
        made.put(device.interrupt(&isr(|_, _| true)));
    });
}

#[test]
fn interrupt_not_connected() {
    fires(
        Rule::InterruptNotConnected,
        Shows::Printed,
        Shows::Break,
        |m| locked_in(m, "d0_entry"),
        |m| locked_in(m, "d0_entry_post_interrupts"),
    );
}

#[test]
fn nothing_is_synchronized_with_an_interrupt_that_is_not_connected() {
    fn synchronize(m: &World<'_>, asleep: bool) {
        let rig =
            m.build_with(plan(), &Resources::new().line(10, 5), |device: Device| device.interrupt(&isr(|_, _| true)));
        if asleep {
            rig.device.suspend();
        }
        assert!(rig.made.synchronize(|_| true));
    }
    fires(
        Rule::InterruptNotConnected,
        Shows::Undefined,
        Shows::Undefined,
        |m| synchronize(m, true),
        |m| synchronize(m, false),
    );
}

#[test]
fn the_lock_of_an_interrupt_is_released_in_the_callback_that_took_it() {
    fn lock(m: &World<'_>, release: bool) {
        let rig = m.build_with(plan(), &Resources::new().line(10, 5), move |device: Device| {
            device.interrupt(&isr(|interrupt: Interrupt, _| interrupt.queue_dpc()).dpc(move |interrupt: Interrupt| {
                interrupt.acquire();
                if release {
                    interrupt.release();
                }
            }))
        });
        assert!(rig.device.interrupt(10));
        m.sleep(std::time::Duration::from_millis(1));
    }
    fires(Rule::LockHeldAtReturn, Shows::Undefined, Shows::Undefined, |m| lock(m, false), |m| lock(m, true));
}

#[test]
fn the_lock_of_an_interrupt_is_not_taken_in_its_own_service_routine() {
    fires(
        Rule::SpinLockRecursion,
        Shows::Hang,
        Shows::Hang,
        |m| serviced(m, Interrupt::acquire),
        |m| serviced(m, |_| {}),
    );
}

#[test]
fn interrupts_that_share_a_spin_lock_have_one_lock() {
    fn lock(m: &World<'_>, shared: bool) {
        let rig = m.build_with(plan(), &Resources::new().line(10, 5).line(11, 5), move |device: Device| {
            let lock = SpinLock::create(&attributes().parent(device)).unwrap();
            let other = device.interrupt(&isr(|_, _| true).config(|config| config.SpinLock = lock.raw()));
            let service = isr(move |_, _| {
                other.acquire();
                other.release();
                true
            });
            let given = move |config: &mut wdk_sys::WDF_INTERRUPT_CONFIG| config.SpinLock = lock.raw();
            device.interrupt(&if shared { service.config(given) } else { service })
        });
        assert!(rig.device.interrupt(11));
    }
    fires(Rule::SpinLockRecursion, Shows::Hang, Shows::Hang, |m| lock(m, true), |m| lock(m, false));
}

#[test]
fn resources_misused() {
    fn read(m: &World<'_>, change: bool) {
        let plan = plan().prepare_hardware(move |_, _, translated| {
            if change {
                translated.remove(0);
            }
            assert_ne!(translated.descriptor(0), 0);
            SUCCESS
        });
        let _ = m.build_with(plan, &Resources::new().line(10, 5), |_| {});
    }
    fires(Rule::ResourcesMisused, Shows::Printed, Shows::Break, |m| read(m, true), |m| read(m, false));
}

#[test]
fn an_interrupt_is_made_of_an_interrupt_resource() {
    fn create(m: &World<'_>, index: u32) {
        let plan = plan().prepare_hardware(move |device, raw, translated| {
            let interrupt = isr(|_, _| true).resource(raw.descriptor(index), translated.descriptor(index));
            let _ = device.try_interrupt(&interrupt);
            SUCCESS
        });
        let _ = m.build_with(plan, &Resources::new().memory(0x1000, 16).line(10, 5), |_| {});
    }
    fires(Rule::ResourcesMisused, Shows::Undefined, Shows::Break, |m| create(m, 0), |m| create(m, 1));
}

#[test]
fn the_size_of_an_interrupts_information() {
    fn ask(m: &World<'_>, size: u32) {
        let rig = m.build_with(plan(), &Resources::new().line(10, 5), |device: Device| {
            device.interrupt(&isr(|_, _| true).dpc(|_| {}))
        });
        let _ = rig.made.info_of_size(size);
    }
    fires(Rule::ParametersSizeWrong, Shows::Printed, Shows::Break, |m| ask(m, 4), |m| ask(m, 64));
}

#[test]
fn an_interrupt_that_is_not_connected_is_neither_active_nor_inactive() {
    fn report(m: &World<'_>, active: bool, asleep: bool) {
        let rig =
            m.build_with(plan(), &Resources::new().line(10, 5), |device: Device| device.interrupt(&isr(|_, _| true)));
        if asleep {
            rig.device.suspend();
        }
        rig.made.report(active);
    }
    let rule = Rule::InterruptNotConnected;
    fires(rule, Shows::Printed, Shows::Break, |m| report(m, true, true), |m| report(m, true, false));
    fires(rule, Shows::Printed, Shows::Break, |m| report(m, false, true), |m| report(m, false, false));
}
