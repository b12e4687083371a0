//! IRPs whose queue the driver chooses: `EvtDeviceWdmIrpDispatch`, `WdfDeviceWdmDispatchIrp`, `WdfDeviceWdmDispatchIrpToIoQueue`.
//!
//! `tests/c/chooser.c` is a driver in C that does the same, and chooses in its preprocess callback too.

use wdf_sim::{Explorer, OnBreak, Outcome, Rule, Verifier};
use wdf_tests::raw::{
    Device, INVALID_DEVICE_REQUEST, INVALID_DEVICE_STATE, INVALID_PARAMETER, Irp, Log, PENDING, Queue, Rig, SUCCESS,
    Slot, UNSUCCESSFUL, World, calm, check, manual, parallel, plan, report,
};
use wdf_tests::with;
use wdk_sys::{_WDF_DISPATCH_IRP_TO_IO_QUEUE_FLAGS as flag, NTSTATUS};

/// `IRP_MJ_CREATE`, `IRP_MJ_READ`, `IRP_MJ_WRITE`, `IRP_MJ_DEVICE_CONTROL`.
const CREATE: u8 = 0;
const READ: u8 = 3;
const WRITE: u8 = 4;
const CONTROL: u8 = 14;
const NONE: u32 = flag::WDF_DISPATCH_IRP_TO_IO_QUEUE_NO_FLAGS as u32;
const IN_CALLER_CONTEXT: u32 = flag::WDF_DISPATCH_IRP_TO_IO_QUEUE_INVOKE_INCALLERCTX_CALLBACK as u32;

/// A device whose default queue completes with 1 and whose other queue with 2; the driver chooses for reads.
fn two_queues(m: &World<'_>, choose: impl Fn(Irp, Queue) -> NTSTATUS + Clone + 'static) -> Rig<Queue> {
    m.build(plan(), move |device| {
        let _ = device.queue(parallel().default_queue().default(|request| request.complete_with(SUCCESS, 1)));
        let other = device.queue(parallel().read(|request| request.complete_with(SUCCESS, 2)));
        let choose = choose.clone();
        assert_eq!(device.choose(READ, move |irp| choose(irp, other)), SUCCESS);
        other
    })
}

#[test]
fn the_driver_is_asked_for_the_types_that_it_wants_and_no_other() {
    calm(|m| {
        let log = Log::new();
        let rig = two_queues(
            m,
            with!(log => move |irp: Irp, _| {
                assert_eq!((irp.major, irp.given), (READ, 7));
                log.add("asked");
                irp.go_on()
            }),
        );
        let file = rig.open();
        assert!(file.write(b"x").is_success());
        log.expect([]);
        assert!(file.read(1).is_success());
        log.expect(["asked"]);
    });
}

#[test]
fn a_control_comes_with_its_code() {
    calm(|m| {
        let rig = m.build(plan(), |device: Device| {
            let _ = device.queue(parallel().default_queue().default(|request| request.complete(SUCCESS)));
            let choose = |irp: Irp| {
                assert_eq!((irp.major, irp.code), (CONTROL, 0x0022_2004));
                irp.go_on()
            };
            assert_eq!(device.choose(CONTROL, choose), SUCCESS);
        });
        assert!(rig.open().ioctl(0x0022_2004, b"", 0).is_success());
    });
}

#[test]
fn what_the_driver_does_not_choose_for_goes_where_it_would_have_gone() {
    calm(|m| {
        let rig = two_queues(m, |irp, _| {
            let status = irp.go_on();
            assert_eq!(status, PENDING);
            status
        });
        assert_eq!(rig.open().read(8).information, 1);
    });
}

#[test]
fn what_the_driver_chooses_a_queue_for_goes_there_and_is_pending() {
    calm(|m| {
        let rig = two_queues(m, |irp, other| {
            let status = irp.to(other, NONE);
            assert_eq!(status, PENDING);
            status
        });
        assert_eq!(rig.open().read(8).information, 2);
    });
}

#[test]
fn a_chosen_queue_that_does_not_accept_completes_the_irp() {
    calm(|m| {
        let rig = two_queues(m, |irp, other| {
            let status = irp.to(other, NONE);
            assert_eq!(status, INVALID_DEVICE_STATE);
            status
        });
        rig.made.drain();
        assert_eq!(rig.open().read(8).status, INVALID_DEVICE_STATE);
    });
}

#[test]
fn without_a_queue_to_go_on_to_it_is_invalid() {
    calm(|m| {
        let rig = m.build(plan(), |device: Device| {
            let choose = |irp: Irp| {
                let status = irp.go_on();
                assert_eq!(status, INVALID_DEVICE_REQUEST);
                status
            };
            assert_eq!(device.choose(READ, choose), SUCCESS);
        });
        assert_eq!(rig.open().read(8).status, INVALID_DEVICE_REQUEST);
    });
}

#[test]
fn there_is_one_callback_for_each_type_of_io_before_the_device_starts() {
    calm(|m| {
        let rig = m.build(plan(), |device: Device| {
            assert_eq!(device.choose(READ, Irp::go_on), SUCCESS);
            assert_eq!(device.choose(READ, Irp::go_on), INVALID_PARAMETER);
            assert_eq!(device.choose(CREATE, Irp::go_on), INVALID_PARAMETER);
            assert_eq!(device.choose(0x20, Irp::go_on), INVALID_PARAMETER);
        });
        assert_eq!(rig.raw.choose(WRITE, Irp::go_on), INVALID_DEVICE_STATE);
    });
}

/// A device whose driver sees reads in the caller's context first, and chooses its second queue for them.
fn seen_first(m: &World<'_>, flags: u32, log: &Log, look: impl Fn(Queue) + 'static) -> Rig<()> {
    let chosen = Slot::empty();
    let see = with!(log, chosen => move |device: Device, request: wdf_tests::raw::Request| {
        log.add("seen");
        look(chosen.get());
        assert_eq!(device.enqueue(request), SUCCESS);
    });
    m.build(plan().caller_context(see), move |device| {
        let _ = device.queue(parallel().default_queue().default(|request| request.complete_with(SUCCESS, 1)));
        let other = device.queue(parallel().read(|request| request.complete_with(SUCCESS, 2)));
        chosen.put(other);
        assert_eq!(device.choose(READ, move |irp| irp.to(other, flags)), SUCCESS);
    })
}

#[test]
fn the_callers_context_comes_first_where_that_is_wanted_and_enqueues_to_the_chosen_queue() {
    calm(|m| {
        let log = Log::new();
        let rig = seen_first(m, IN_CALLER_CONTEXT, &log, |_| ());
        assert_eq!(rig.open().read(8).information, 2);
        log.expect(["seen"]);
    });
}

#[test]
fn the_callers_context_is_passed_by_where_it_is_not_wanted() {
    calm(|m| {
        let log = Log::new();
        let rig = seen_first(m, NONE, &log, |_| ());
        assert_eq!(rig.open().read(8).information, 2);
        log.expect([]);
    });
}

#[test]
fn a_chosen_queue_that_is_deleted_before_the_request_is_enqueued_is_not_there() {
    for verifier in [Verifier::Off, Verifier::On] {
        let violation = report(verifier, |m| {
            let rig = seen_first(m, IN_CALLER_CONTEXT, &Log::new(), Queue::delete);
            let _ = rig.open().read(8);
        })
        .violation;
        assert_eq!((violation.rule, violation.outcome), (Rule::UseAfterDestroy, Outcome::Undefined));
    }
}

#[test]
fn an_irp_that_the_driver_keeps_to_itself_is_never_completed() {
    for verifier in [Verifier::Off, Verifier::On] {
        let violation = report(verifier, |m| {
            let rig = two_queues(m, |_, _| PENDING);
            let _ = rig.open().read(1);
        })
        .violation;
        assert_eq!((violation.rule, violation.outcome), (Rule::RequestNeverCompleted, Outcome::Hang));
    }
}

/// With the verifier on it breaks, and the IRP is completed with this status; with it off, memory is corrupted.
fn refused(choose: fn(Irp, Queue) -> NTSTATUS, status: NTSTATUS) {
    let wrong = move |m: &World<'_>| {
        let rig = two_queues(m, move |irp, other| {
            let said = choose(irp, other);
            assert_eq!(said, status);
            said
        });
        assert_eq!(rig.open().read(8).status, status);
        assert_eq!(m.broken(), [Rule::IrpDispatchedWrongly]);
    };
    check(Explorer::calm().on_break(OnBreak::Continue), Verifier::On, wrong)
        .unwrap_or_else(|report| panic!("{report}"));
    let off = report(Verifier::Off, wrong).violation;
    assert_eq!((off.rule, off.outcome), (Rule::IrpDispatchedWrongly, Outcome::Undefined));
}

/// Rules: IrpDispatchedWrongly.
#[test]
fn another_dispatch_context_than_that_of_the_callback_is_refused() {
    refused(|irp, _| irp.go_on_with(irp.context() + 16), INVALID_PARAMETER);
}

#[test]
fn a_context_without_the_mark_of_a_callback_is_a_class_extensions() {
    let wrong = |m: &World<'_>| {
        let rig = two_queues(m, |irp, _| irp.go_on_with(irp.context() & !1));
        let _ = rig.open().read(8);
    };
    let stopped = report(Verifier::On, wrong).violation;
    assert!(stopped.text.contains("for class extensions"), "{}", stopped.text);
    assert_eq!((stopped.rule, stopped.outcome), (Rule::IrpDispatchedWrongly, Outcome::Break));
    for verifier in [Verifier::Off, Verifier::On] {
        let went_on =
            check(Explorer::calm().on_break(OnBreak::Continue), verifier, wrong).expect_err("corrupted memory");
        assert_eq!(went_on.violation.rule, Rule::IrpDispatchedWrongly);
        assert_eq!(went_on.violation.outcome, Outcome::Undefined);
    }
}

#[test]
fn flags_that_are_none_are_refused_or_not_looked_at() {
    let wrong = |m: &World<'_>| {
        let rig = two_queues(m, |irp, other| irp.to(other, 4));
        let read = rig.open().read(8);
        let (status, information) = if m.v1 { (INVALID_PARAMETER, 0) } else { (SUCCESS, 2) };
        assert_eq!((read.status, read.information), (status, information));
        assert_eq!(m.broken(), if m.v1 { vec![Rule::IrpDispatchedWrongly] } else { vec![] });
    };
    wdf_tests::raw::lenient(wrong);
}

#[test]
fn a_chosen_queue_without_a_handler_is_refused_or_completes_it_as_invalid() {
    wdf_tests::raw::lenient(|m| {
        let rig = m.build(plan(), |device: Device| {
            let writes = device.queue(parallel().write(|request| request.complete(UNSUCCESSFUL)));
            assert_eq!(device.choose(READ, move |irp| irp.to(writes, NONE)), SUCCESS);
        });
        let expected = if m.v1 { INVALID_PARAMETER } else { INVALID_DEVICE_REQUEST };
        assert_eq!(rig.open().read(8).status, expected);
        assert_eq!(m.broken(), if m.v1 { vec![Rule::IrpDispatchedWrongly] } else { vec![] });
    });
}

/// A bus with a child, whose driver chooses a queue of the bus for its reads.
fn child_to_parent(m: &World<'_>, allow: bool) -> Rig<Queue> {
    m.build(plan(), move |device: Device| {
        let queue = device.queue(manual().default_queue());
        let child = device.plain_child(allow);
        assert_eq!(child.choose(READ, move |irp| irp.to(queue, NONE)), SUCCESS);
        queue
    })
}

#[test]
fn a_childs_irp_may_go_to_a_queue_of_its_parent() {
    calm(|m| {
        let rig = child_to_parent(m, true);
        let ticket = crate::pdo::child_of(&rig).open().unwrap().begin_read(1);
        let request = rig.made.retrieve().unwrap();
        assert_eq!(request.queue(), Some(rig.made));
        request.complete_with(SUCCESS, 1);
        assert_eq!(ticket.wait().information, 1);
    });
}

#[test]
fn without_the_inits_permission_a_childs_irp_does_not_go_to_its_parent() {
    let body = |m: &World<'_>| {
        let rig = child_to_parent(m, false);
        assert_eq!(crate::pdo::child_of(&rig).open().unwrap().read(1).status, INVALID_DEVICE_REQUEST);
        assert_eq!(m.broken(), [Rule::IrpDispatchedWrongly]);
    };
    check(Explorer::calm().on_break(OnBreak::Continue), Verifier::On, body).unwrap_or_else(|report| panic!("{report}"));
    let off = report(Verifier::Off, body).violation;
    assert_eq!((off.rule, off.outcome), (Rule::IrpDispatchedWrongly, Outcome::Undefined));
}

#[test]
fn a_queue_of_another_device_is_refused() {
    let body = |m: &World<'_>| {
        let queues = Slot::with(Vec::<Queue>::new());
        let rig = m.build(
            plan(),
            with!(queues => move |device: Device| {
                let mut all = queues.take();
                all.push(device.queue(parallel().default_queue().read(|request| request.complete(SUCCESS))));
                let first = all[0];
                queues.put(all);
                assert_eq!(device.choose(READ, move |irp| irp.to(first, NONE)), SUCCESS);
            }),
        );
        let second = rig.driver.add_device().unwrap();
        assert_eq!(rig.open().read(1).status, SUCCESS);
        assert_eq!(second.open().unwrap().read(1).status, INVALID_PARAMETER);
        assert_eq!(m.broken(), [Rule::IrpDispatchedWrongly]);
    };
    check(Explorer::calm().on_break(OnBreak::Continue), Verifier::On, body).unwrap_or_else(|report| panic!("{report}"));
    let off = report(Verifier::Off, body).violation;
    assert_eq!((off.rule, off.outcome), (Rule::IrpDispatchedWrongly, Outcome::Undefined));
}

#[test]
fn cancelling_what_waits_in_a_chosen_queue_races_with_retrieving_it_and_nothing_is_lost() {
    wdf_tests::raw::all(2, |m| {
        let rig = m.build(plan(), |device: Device| {
            let waiting = device.queue(manual());
            assert_eq!(device.choose(READ, move |irp| irp.to(waiting, NONE)), SUCCESS);
            waiting
        });
        let ticket = rig.open().begin_read(1);
        let other = m.spawn(move |_| {
            ticket.cancel();
            let _ = ticket.wait();
        });
        if let Ok(request) = rig.made.retrieve() {
            request.complete(SUCCESS);
        }
        other.join();
    });
}
