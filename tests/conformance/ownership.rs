//! Who owns a request, what its references keep alive, and what the framework does for one that the driver does not own.

use wdf_sim::{Arrival, Explorer, OnBreak, Outcome, Rule, Verifier};
use wdf_tests::raw::{
    CANCELLED, Held, INVALID_DEVICE_REQUEST, Log, Request, SUCCESS, Slot, UNSUCCESSFUL, World, attributes, calm, check,
    lenient, manual, object, own_request, parallel, plan, report, sequential,
};
use wdf_tests::with;

use wdf_tests::raw::below::{FORGET, keeper, obliging, pass_on, reader};

/// One read, which the driver has.
fn owned(m: &World<'_>) -> (Request, wdf_sim::Ticket) {
    let held = Held::empty();
    let rig = m.rig(parallel().read(held.putter()));
    let ticket = rig.open().begin_read(4);
    (held.take(), ticket)
}

/// One read that waits in a manual queue, found and not owned.
fn found(m: &World<'_>) -> (wdf_tests::raw::Queue, Request, wdf_sim::Ticket) {
    let rig = m.rig(manual());
    let ticket = rig.open().begin_read(4);
    (rig.made, rig.made.find(None, None).unwrap(), ticket)
}

#[test]
fn a_request_that_is_sent_is_still_the_drivers() {
    calm(|m| {
        let (held, here) = (Held::empty(), Slot::empty());
        let lower = keeper(m, &here);
        let rig = reader(m, &lower, &held);
        let ticket = rig.open().begin_read(4);
        let request = held.take();
        let queue = request.queue().unwrap();
        request.format_current();
        request.on_complete(pass_on);
        assert!(request.send(rig.made));
        assert_eq!(queue.owned(), 1);
        let arrival: Arrival = here.take();
        arrival.complete(SUCCESS);
        assert_eq!(ticket.wait().status, SUCCESS);
        assert_eq!(queue.owned(), 0);
    });
}

#[test]
fn a_request_that_is_sent_and_forgotten_is_not_the_drivers_any_more() {
    calm(|m| {
        let (held, here) = (Held::empty(), Slot::empty());
        let lower = keeper(m, &here);
        let rig = reader(m, &lower, &held);
        let _ticket = rig.open().begin_read(4);
        let request = held.take();
        let queue = request.queue().unwrap();
        assert!(request.send_with(rig.made, FORGET, 0));
        assert_eq!(queue.owned(), 0);
        let arrival: Arrival = here.take();
        arrival.complete(SUCCESS);
    });
}

#[test]
fn a_sequential_queue_presents_the_next_request_after_the_caller_saw_the_last_one_completed() {
    calm(|m| {
        let (held, seen, first) = (Held::empty(), Slot::empty(), wdf_tests::raw::Sent::empty());
        let rig = m.rig(sequential().read(with!(held, seen, first => move |request| {
            if let Some(ticket) = first.try_take() {
                seen.put(ticket.is_completed());
            }
            held.put(request);
        })));
        let file = rig.open();
        first.put(file.begin_read(1));
        let held_first = held.take();
        let _second = file.begin_read(1);
        held_first.complete(SUCCESS);
        assert!(seen.take(), "the first is completed when the second is presented");
        held.take().complete(SUCCESS);
    });
}

#[test]
fn destroy_comes_after_the_handler_that_the_completion_presents() {
    calm(|m| {
        let (log, held) = (Log::new(), Held::empty());
        let rig = m.build(
            plan().requests(attributes().destroy(log.writer("destroyed"))),
            with!(log, held => move |device| device.queue(sequential().default_queue().read(with!(log, held => move |request| {
                log.add("read");
                held.put(request);
            })))),
        );
        let file = rig.open();
        let _tickets = [file.begin_read(1), file.begin_read(1)];
        held.take().complete(SUCCESS);
        log.expect(["read", "read", "destroyed"]);
        held.take().complete(SUCCESS);
    });
}

#[test]
fn completing_a_formatted_request_drops_the_memory_it_is_formatted_with() {
    calm(|m| {
        let (log, held) = (Log::new(), Held::empty());
        let lower = obliging(m);
        let rig = reader(m, &lower, &held);
        let _ticket = rig.open().begin_read(4);
        let request = held.take();
        let memory = wdf_tests::raw::Memory::create(&attributes().destroy(log.writer("destroyed")), 4).unwrap();
        assert_eq!(rig.made.format_read(request, Some(memory), None, 0), SUCCESS);
        memory.delete();
        log.expect([]);
        request.complete(UNSUCCESSFUL);
        log.expect(["destroyed"]);
    });
}

#[test]
fn a_request_of_the_drivers_own_is_cleaned_up_when_it_is_deleted_and_at_the_latest_with_the_driver() {
    calm(|m| {
        let log = Log::new();
        let rig = m.rig(manual());
        let make = |cleanup, destroyed| {
            own_request(&attributes().cleanup(log.writer(cleanup)).destroy(log.writer(destroyed))).unwrap()
        };
        make("cleanup", "destroyed").delete();
        log.expect(["cleanup", "destroyed"]);
        let _left = make("cleanup of the other", "destroyed too");
        rig.device.remove();
        log.expect([]);
        rig.driver.unload();
        log.expect(["cleanup of the other", "destroyed too"]);
    });
}

#[test]
fn marking_what_the_driver_does_not_own_is_refused_in_v1() {
    lenient(|m| {
        if !m.v1 {
            return;
        }
        let log = Log::new();
        let (queue, request, ticket) = found(m);
        assert_eq!(request.mark_ex(log.writer("canceled")), INVALID_DEVICE_REQUEST);
        request.mark(log.writer("canceled"));
        assert_eq!(m.broken(), [Rule::RequestNotOwned; 2]);
        assert!(ticket.cancel());
        assert_eq!((ticket.wait().status, queue.waiting()), (CANCELLED, 0));
        log.expect([]);
        request.dereference();
    });
}

#[test]
fn in_v0_marking_what_waits_in_a_queue_is_undefined() {
    let violation = report(Verifier::Off, |m| {
        let (_, request, _ticket) = found(m);
        request.mark_ex(|_| {});
    })
    .violation;
    assert_eq!((violation.rule, violation.outcome), (Rule::RequestNotOwned, Outcome::Undefined));
}

#[test]
fn unmarking_forwarding_and_requeueing_what_the_driver_does_not_own_are_refused_in_v1() {
    check(Explorer::calm().on_break(OnBreak::Continue), Verifier::On, |m| {
        let (queue, request, _ticket) = found(m);
        assert_eq!(request.unmark(), INVALID_DEVICE_REQUEST);
        assert_eq!(request.forward(queue), INVALID_DEVICE_REQUEST);
        assert_eq!(request.requeue(), INVALID_DEVICE_REQUEST);
        assert_eq!(m.broken(), [Rule::RequestNotOwned; 3]);
        assert_eq!((queue.waiting(), queue.owned()), (1, 0), "nothing changed");
        request.dereference();
        queue.retrieve().unwrap().complete(SUCCESS);
    })
    .unwrap();
}

#[test]
fn asking_whether_an_unowned_request_is_canceled_or_which_file_it_is_of_gives_no_answer_in_v1() {
    check(Explorer::calm().on_break(OnBreak::Continue), Verifier::On, |m| {
        let file = Slot::empty();
        let create = with!(file => move |request: Request, object| { file.put(object); request.complete(SUCCESS) });
        let rig = m.build(plan().file_create(create), |device| device.queue(manual().default_queue()));
        let _ticket = rig.open().begin_read(4);
        let request = rig.made.find(None, None).unwrap();
        assert!(!request.is_canceled());
        assert_eq!(request.file(), None);
        assert_eq!(m.broken(), [Rule::RequestNotOwned; 2]);
        request.dereference();
        let owned = rig.made.retrieve().unwrap();
        assert_eq!(owned.file(), Some(file.take()));
        owned.complete(SUCCESS);
    })
    .unwrap();
}

#[test]
fn acknowledging_a_stop_with_requeue_is_for_the_owner() {
    check(Explorer::calm().on_break(OnBreak::Continue), Verifier::On, |m| {
        let (_, request, ticket) = found(m);
        request.acknowledge_stop(true);
        assert_eq!(m.broken(), [Rule::StopAcknowledgeOutsideStop]);
        request.dereference();
        assert!(ticket.cancel());
    })
    .unwrap();
}

#[test]
fn a_request_of_no_queue_is_neither_marked_nor_unmarked() {
    lenient(|m| {
        let log = Log::new();
        let rig = m.rig(manual());
        let own = own_request(&attributes()).unwrap();
        let completed = {
            let (request, _ticket) = {
                let ticket = rig.open().begin_read(1);
                (rig.made.retrieve().unwrap(), ticket)
            };
            request.reference();
            request.complete(SUCCESS);
            request
        };
        for request in [own, completed] {
            assert_eq!(request.mark_ex(log.writer("canceled")), INVALID_DEVICE_REQUEST);
            request.mark(log.writer("canceled"));
            assert_eq!(request.unmark(), INVALID_DEVICE_REQUEST);
            assert_eq!(request.queue(), None);
        }
        assert_eq!(m.broken(), [Rule::NotInAQueue; 6]);
        log.expect([]);
        completed.dereference();
        own.delete();
    });
}

#[test]
fn forwarding_what_is_in_no_queue_is_refused_in_v1_and_undefined_in_v0() {
    let own = |m: &World<'_>| {
        let rig = m.rig(manual());
        let own = own_request(&attributes()).unwrap();
        assert_eq!(own.forward(rig.made), INVALID_DEVICE_REQUEST);
        own.delete();
    };
    let completed = |m: &World<'_>| {
        let (request, _ticket) = owned(m);
        let queue = request.queue().unwrap();
        request.reference();
        request.complete(SUCCESS);
        assert_eq!(request.forward(queue), INVALID_DEVICE_REQUEST);
        request.dereference();
    };
    for body in [own, completed] {
        let explored = check(Explorer::calm().on_break(OnBreak::Continue), Verifier::On, body).unwrap();
        assert_eq!(explored.breaks.iter().map(|violation| violation.rule).collect::<Vec<_>>(), [Rule::NotInAQueue]);
        let violation = report(Verifier::Off, body).violation;
        assert_eq!((violation.rule, violation.outcome), (Rule::NotInAQueue, Outcome::Undefined));
    }
}

#[test]
fn the_information_of_a_completed_request_is_gone_with_its_irp_in_v0() {
    for touch in [|request: Request| request.set_information(1), |request: Request| _ = request.information()] {
        let violation = report(Verifier::Off, move |m| {
            let (request, _ticket) = owned(m);
            request.reference();
            request.complete(SUCCESS);
            touch(request);
        })
        .violation;
        assert_eq!((violation.rule, violation.outcome), (Rule::UseAfterDestroy, Outcome::Undefined));
    }
}

#[test]
fn the_information_of_writes_and_controls_is_checked_as_that_of_reads_is() {
    let write = |m: &World<'_>| {
        let rig = m.rig(parallel().write(|request| request.complete_with(SUCCESS, 3)));
        let _ = rig.open().write(b"ab");
    };
    let ioctl = |m: &World<'_>| {
        let rig = m.rig(parallel().ioctl(|request| request.complete_with(SUCCESS, 3)));
        let _ = rig.open().ioctl(0x22_2000, b"abcdef", 2);
    };
    for (body, major) in [(write as fn(&World<'_>), 4), (ioctl, 14)] {
        let violation = report(Verifier::On, body).violation;
        let Outcome::BugCheck(bug_check) = violation.outcome else { panic!("{violation}") };
        assert_eq!(
            (violation.rule, bug_check.parameters[0], bug_check.parameters[1]),
            (Rule::InformationTooLarge, 6, 4)
        );
        let [_, _, length, information, of] = *violation.data() else { panic!("{:?}", violation.data()) };
        assert_eq!((length, information, of), (2, 3, major));
    }
}

#[test]
fn a_driver_that_completes_with_its_own_object_as_a_child_of_the_request_may_keep_that_alive() {
    calm(|m| {
        let log = Log::new();
        let (request, ticket) = owned(m);
        let child = object(&attributes().parent(request).destroy(log.writer("child destroyed"))).unwrap();
        child.reference();
        request.complete(SUCCESS);
        assert_eq!(ticket.wait().status, SUCCESS);
        log.expect([]);
        child.dereference();
        log.expect(["child destroyed"]);
    });
}

#[test]
fn the_irp_of_a_completed_request_is_not_given_out_in_v1_and_undefined_in_v0() {
    let body = |m: &World<'_>| {
        let (request, _ticket) = owned(m);
        request.reference();
        assert_ne!(request.irp(), 0);
        request.complete(SUCCESS);
        assert_eq!(request.irp(), 0);
        request.dereference();
    };
    let explored = check(Explorer::calm().on_break(OnBreak::Continue), Verifier::On, body).unwrap();
    assert_eq!(explored.breaks.iter().map(|violation| violation.rule).collect::<Vec<_>>(), [Rule::RequestNotOwned]);
    let violation = report(Verifier::Off, body).violation;
    assert_eq!((violation.rule, violation.outcome), (Rule::UseAfterDestroy, Outcome::Undefined));
}
