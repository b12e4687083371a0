//! Requests that a queue keeps for when there is no memory for another one.

use std::cell::Cell;
use std::rc::Rc;

use wdf_sim::{Rule, Verifier};
use wdf_tests::raw::{
    CANCELLED, Held, INFO_LENGTH_MISMATCH, INSUFFICIENT_RESOURCES, INVALID_DEVICE_REQUEST, INVALID_PARAMETER, LEDGER,
    Log, Queue, Request, Rig, SUCCESS, Slot, UNSUCCESSFUL, World, attributes, breaks, calm, lenient, manual, only,
    parallel, plan, reserve,
};
use wdf_tests::with;

const ALWAYS: i32 = 1;
const EXAMINE: i32 = 2;
const PAGING: i32 = 3;

/// A queue that keeps its reads, with so many requests for when there is no memory.
fn reserving(m: &World<'_>, held: &Held, total: u32) -> Rig<Queue> {
    let rig = m.rig(parallel().read(held.putter()));
    assert_eq!(rig.made.forward_progress(&reserve(ALWAYS, total)), SUCCESS);
    rig
}

#[test]
fn without_memory_new_requests_fail_and_with_a_policy_reserved_ones_are_presented() {
    calm(|m| {
        let rig = m.rig(parallel().read(|request| request.complete(SUCCESS)));
        let file = rig.open();
        m.set_low_memory(true);
        assert_eq!(file.read(1).status, INSUFFICIENT_RESOURCES);
        m.set_low_memory(false);
        assert!(file.read(1).is_success());
    });
    calm(|m| {
        let held = Held::empty();
        let rig = reserving(m, &held, 1);
        let file = rig.open();
        let ordinary = file.begin_read(1);
        assert!(!held.get().is_reserved());
        held.take().complete(SUCCESS);
        assert!(ordinary.wait().is_success());
        m.set_low_memory(true);
        let ticket = file.begin_read(1);
        assert!(held.get().is_reserved());
        held.take().complete(SUCCESS);
        assert!(ticket.wait().is_success());
        assert_eq!(m.audit(), Ok(()));
    });
}

#[test]
fn what_finds_no_reserved_request_waits_for_one_and_can_be_cancelled() {
    calm(|m| {
        let held = Held::empty();
        let rig = reserving(m, &held, 1);
        let file = rig.open();
        m.set_low_memory(true);
        let tickets = [file.begin_read(1), file.begin_read(1), file.begin_read(1)];
        let first = held.take();
        assert!(tickets[1].cancel());
        let [one, two, three] = tickets;
        assert_eq!(two.wait().status, CANCELLED);
        first.complete(SUCCESS);
        assert!(one.wait().is_success());
        let again = held.take();
        assert_eq!(again, first, "the same request serves the next IRP");
        again.complete(SUCCESS);
        assert!(three.wait().is_success());
    });
}

#[test]
fn a_reserved_request_is_recycled_when_the_drivers_reference_is_dropped() {
    calm(|m| {
        let held = Held::empty();
        let rig = reserving(m, &held, 1);
        let file = rig.open();
        m.set_low_memory(true);
        let (one, two) = (file.begin_read(1), file.begin_read(1));
        let request = held.take();
        request.reference();
        request.complete(SUCCESS);
        assert!(one.wait().is_success());
        assert!(held.try_take().is_none());
        request.dereference();
        held.take().complete(SUCCESS);
        assert!(two.wait().is_success());
    });
}

#[test]
fn a_reserved_request_keeps_its_contexts_and_is_cleaned_up_with_its_queue() {
    calm(|m| {
        let (log, held) = (Log::new(), Held::empty());
        let requests = attributes().context(&LEDGER).cleanup(log.writer("cleanup"));
        let rig = m.build(
            plan().requests(requests),
            with!(held => move |device: wdf_tests::raw::Device| {
                let queue = device.queue(parallel().read(held.putter()).default_queue());
                assert_eq!(queue.forward_progress(&reserve(ALWAYS, 1)), SUCCESS);
            }),
        );
        let file = rig.open();
        m.set_low_memory(true);
        let ticket = file.begin_read(1);
        let context = held.get().context(&LEDGER);
        held.take().complete(SUCCESS);
        assert!(ticket.wait().is_success());
        log.expect([]);
        let ticket = file.begin_read(1);
        assert_eq!(held.get().context(&LEDGER), context);
        held.take().complete(SUCCESS);
        assert!(ticket.wait().is_success());
        rig.device.remove();
        log.expect(["cleanup"]);
    });
}

#[test]
fn the_driver_prepares_each_request_and_may_refuse() {
    calm(|m| {
        let rig = m.rig(manual());
        let count = Rc::new(Cell::new(0));
        let counted = Rc::clone(&count);
        let policy = reserve(ALWAYS, 5).prepare(move |request: Request| {
            assert!(request.is_reserved());
            counted.set(counted.get() + 1);
            if counted.get() == 3 { UNSUCCESSFUL } else { SUCCESS }
        });
        assert_eq!(rig.made.forward_progress(&policy), UNSUCCESSFUL);
        assert_eq!(count.get(), 3);
        // It was refused, so there is no policy yet.
        assert_eq!(rig.made.forward_progress(&reserve(ALWAYS, 2)), SUCCESS);
    });
}

#[test]
fn when_the_drivers_own_resources_fail_the_policy_decides() {
    for (policy, answer, status) in
        [(ALWAYS, 2, SUCCESS), (EXAMINE, 2, SUCCESS), (EXAMINE, 1, UNSUCCESSFUL), (PAGING, 2, UNSUCCESSFUL)]
    {
        calm(move |m| {
            let reserved = Slot::empty();
            let rig = m.rig(parallel().read(with!(reserved => move |request: Request| {
                reserved.put(request.is_reserved());
                request.complete(SUCCESS);
            })));
            let policy = reserve(policy, 1).allocate(|_| INSUFFICIENT_RESOURCES).examine(move || answer);
            assert_eq!(rig.made.forward_progress(&policy), SUCCESS);
            assert_eq!(rig.open().read(1).status, status);
            assert_eq!(reserved.try_take(), (status == SUCCESS).then_some(true));
        });
    }
}

#[test]
fn an_answer_that_is_none_fails_the_irp_and_v1_breaks() {
    lenient(|m| {
        let rig = m.rig(parallel().read(|request| request.complete(SUCCESS)));
        let policy = reserve(EXAMINE, 1).allocate(|_| INSUFFICIENT_RESOURCES).examine(|| 7);
        assert_eq!(rig.made.forward_progress(&policy), SUCCESS);
        assert_eq!(rig.open().read(1).status, UNSUCCESSFUL);
        assert_eq!(m.broken(), [Rule::ForwardProgressMisused]);
    });
}

#[test]
fn policies_are_checked() {
    lenient(|m| {
        let queue = m.rig(manual()).made;
        assert_eq!(queue.forward_progress(&reserve(ALWAYS, 1).size(32)), INFO_LENGTH_MISMATCH);
        assert_eq!(queue.forward_progress(&reserve(ALWAYS, 1).size(48)), INFO_LENGTH_MISMATCH);
        assert_eq!(queue.forward_progress(&reserve(ALWAYS, 0)), INVALID_PARAMETER);
        assert_eq!(queue.forward_progress(&reserve(EXAMINE, 1)), INVALID_PARAMETER, "nobody would be asked");
        assert_eq!(queue.forward_progress(&reserve(ALWAYS, 1)), SUCCESS);
        assert_eq!(m.broken(), []);
        assert_eq!(queue.forward_progress(&reserve(ALWAYS, 1)), INVALID_PARAMETER);
        assert_eq!(m.broken(), [Rule::ForwardProgressMisused]);
    });
}

#[test]
fn at_dispatch_level_v1_refuses_the_policy() {
    lenient(|m| {
        let rig = m.rig(manual());
        let lock = wdf_tests::raw::SpinLock::create(&attributes()).unwrap();
        lock.acquire();
        let status = rig.made.forward_progress(&reserve(ALWAYS, 1));
        lock.release();
        lock.delete();
        assert_eq!(status, m.either(SUCCESS, INVALID_DEVICE_REQUEST));
    });
}

#[test]
fn what_waits_for_a_request_goes_with_its_file_and_with_a_purge() {
    calm(|m| {
        let held = Held::empty();
        let rig = reserving(m, &held, 1);
        let (one, two) = (rig.open(), rig.open());
        m.set_low_memory(true);
        let presented = one.begin_read(1);
        let (of_one, of_two) = (one.begin_read(1), two.begin_read(1));
        two.close();
        assert_eq!(of_two.wait().status, CANCELLED);
        assert!(!of_one.is_completed());
        rig.made.purge();
        assert_eq!(of_one.wait().status, CANCELLED);
        held.take().complete(SUCCESS);
        assert!(presented.wait().is_success());
    });
}

#[test]
fn in_v1_a_policy_that_is_there_already_is_a_break() {
    let rule = breaks(Verifier::On, |m| {
        let queue = m.rig(manual()).made;
        assert_eq!(queue.forward_progress(&reserve(ALWAYS, 1)), SUCCESS);
        queue.forward_progress(&reserve(ALWAYS, 1));
    });
    assert_eq!(rule, Rule::ForwardProgressMisused);
    only(Verifier::Off, |m| {
        let queue = m.rig(manual()).made;
        assert_eq!(queue.forward_progress(&reserve(ALWAYS, 1)), SUCCESS);
        assert_eq!(queue.forward_progress(&reserve(ALWAYS, 1)), INVALID_PARAMETER);
    });
}

#[test]
fn a_drain_cancels_what_waits_for_a_request_and_a_stop_and_purge_what_waited_then() {
    calm(|m| {
        let held = Held::empty();
        let rig = reserving(m, &held, 1);
        let file = rig.open();
        m.set_low_memory(true);
        let (presented, waiting) = (file.begin_read(1), file.begin_read(1));
        rig.made.stop_and_purge();
        assert_eq!(waiting.wait().status, CANCELLED);
        let late = file.begin_read(1);
        assert!(!late.is_completed(), "a stopped queue accepts");
        rig.made.drain();
        assert_eq!(late.wait().status, CANCELLED, "it never was in the queue");
        held.take().complete(SUCCESS);
        assert!(presented.wait().is_success());
    });
}

#[test]
fn a_reserved_request_does_not_come_to_the_callers_context() {
    calm(|m| {
        let (log, held) = (Log::new(), Held::empty());
        let enqueue = with!(log => move |device: wdf_tests::raw::Device, request: Request| {
            log.add("caller");
            assert_eq!(device.enqueue(request), SUCCESS);
        });
        let rig = m.build(
            plan().caller_context(enqueue),
            with!(held => move |device| device.queue(parallel().default_queue().read(held.putter()))),
        );
        assert_eq!(rig.made.forward_progress(&reserve(ALWAYS, 1)), SUCCESS);
        let file = rig.open();
        let _ordinary = file.begin_read(1);
        log.expect(["caller"]);
        held.take().complete(SUCCESS);
        m.set_low_memory(true);
        let _reserved = file.begin_read(1);
        log.expect([]);
        assert!(held.get().is_reserved());
        held.take().complete(SUCCESS);
    });
}
