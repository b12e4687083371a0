//! Completion: what the caller gets, in which order cleanup, completion and destruction happen, and what is checked.

use wdf_sim::{Explorer, OnBreak, Outcome, Rule, Verifier};
use wdf_tests::raw::{
    CANCELLED, DEVICE_BUSY, Held, INSUFFICIENT_RESOURCES, INTERNAL_ERROR, INVALID_DEVICE_REQUEST, Log, Memory, Request,
    SUCCESS, UNSUCCESSFUL, WDF_BUSY, WDF_INTERNAL_ERROR, WDF_NO_CALLBACK, WDF_NOT_ENOUGH_MAP_REGISTERS, WDF_PAUSED,
    WDF_QUEUED, World, attributes, calm, check, lenient, object, parallel, plan, report, sequential,
};
use wdf_tests::with;

#[test]
fn the_caller_gets_status_and_information() {
    calm(|m| {
        let rig = m.rig(parallel().read(|request| request.complete_with(SUCCESS, 3)));
        let completion = rig.open().read(5);
        assert_eq!((completion.status, completion.information, completion.output.len()), (SUCCESS, 3, 3));
    });
}

#[test]
fn the_plain_completion_keeps_the_information_that_was_set() {
    calm(|m| {
        let rig = m.rig(parallel().read(|request| {
            request.set_information(2);
            assert_eq!(request.information(), 2);
            request.complete(SUCCESS);
        }));
        assert_eq!(rig.open().read(5).information, 2);
    });
}

#[test]
fn completing_with_information_overwrites_what_was_set() {
    calm(|m| {
        let rig = m.rig(parallel().read(|request| {
            request.set_information(2);
            request.complete_with(SUCCESS, 4);
        }));
        assert_eq!(rig.open().read(5).information, 4);
    });
}

#[test]
fn completing_with_a_boost_keeps_the_information() {
    calm(|m| {
        let rig = m.rig(parallel().read(|request| {
            request.set_information(1);
            request.complete_boosted(SUCCESS, 2);
        }));
        assert_eq!(rig.open().read(5).information, 1);
    });
}

#[test]
fn nothing_is_copied_back_for_a_failure() {
    calm(|m| {
        let rig = m.rig(parallel().read(|request| {
            request.write_output(b"abc");
            request.complete_with(UNSUCCESSFUL, 3);
        }));
        let completion = rig.open().read(3);
        assert_eq!((completion.status, completion.information), (UNSUCCESSFUL, 3));
        assert!(completion.output.is_empty());
    });
}

#[test]
fn statuses_of_the_frameworks_facility_do_not_leave_it() {
    let mapped = [
        (WDF_PAUSED, DEVICE_BUSY),
        (WDF_BUSY, DEVICE_BUSY),
        (WDF_INTERNAL_ERROR, INTERNAL_ERROR),
        (WDF_NOT_ENOUGH_MAP_REGISTERS, INSUFFICIENT_RESOURCES),
        (WDF_NO_CALLBACK, INVALID_DEVICE_REQUEST),
        (WDF_QUEUED, INVALID_DEVICE_REQUEST),
    ];
    for (given, seen) in mapped {
        calm(move |m| {
            let rig = m.rig(parallel().read(move |request| request.complete(given)));
            assert_eq!(rig.open().read(1).status, seen, "{given:#010x}");
        });
    }
}

#[test]
fn cleanup_runs_before_the_caller_sees_the_completion_and_destroy_afterwards() {
    calm(|m| {
        let held = Held::empty();
        let rig = m.build(
            plan().requests(attributes().cleanup(|_| {}).destroy(|_| {})),
            with!(held => move |device| device.queue(parallel().default_queue().read(held.putter()))),
        );
        let _ticket = rig.open().begin_read(1);
        held.take().complete(SUCCESS);
        m.in_order(["→ EvtCleanupCallback", "request#", "→ EvtDestroyCallback"]);
    });
}

#[test]
fn the_irp_is_still_valid_in_the_cleanup_callback() {
    calm(|m| {
        let log = Log::new();
        let cleanup = with!(log => move |object: wdf_tests::raw::Object| {
            log.add(format!("{}", Request(object.0).parameters().Type));
        });
        let rig = m.build(plan().requests(attributes().cleanup(cleanup)), |device| {
            device.queue(parallel().default_queue().read(|request| request.complete(SUCCESS)))
        });
        let _ = rig.open().read(1);
        log.expect_lines(&[&wdk_sys::_WDF_REQUEST_TYPE::WdfRequestTypeRead.to_string()]);
    });
}

#[test]
fn in_v0_destroy_runs_inside_the_completion_and_in_v1_after_the_handler() {
    calm(|m| {
        let log = Log::new();
        let rig = m.build(
            plan().requests(attributes().destroy(log.writer("destroyed"))),
            with!(log => move |device| device.queue(parallel().default_queue().read(with!(log => move |request: Request| {
                request.complete(SUCCESS);
                log.add("completed");
            })))),
        );
        let _ = rig.open().read(1);
        log.expect_lines(&m.either(["destroyed", "completed"], ["completed", "destroyed"]));
    });
}

#[test]
fn outside_the_handler_destroy_runs_inside_the_completion_in_both_worlds() {
    calm(|m| {
        let (log, held) = (Log::new(), Held::empty());
        let rig = m.build(
            plan().requests(attributes().destroy(log.writer("destroyed"))),
            with!(held => move |device| device.queue(parallel().default_queue().read(held.putter()))),
        );
        let _ticket = rig.open().begin_read(1);
        held.take().complete(SUCCESS);
        log.add("completed");
        log.expect(["destroyed", "completed"]);
    });
}

#[test]
fn a_reference_delays_destroy_and_not_cleanup() {
    calm(|m| {
        let (log, held) = (Log::new(), Held::empty());
        let requests = attributes().cleanup(log.writer("cleanup")).destroy(log.writer("destroyed"));
        let rig = m.build(
            plan().requests(requests),
            with!(held => move |device| device.queue(parallel().default_queue().read(held.putter()))),
        );
        let ticket = rig.open().begin_read(1);
        let request = held.take();
        request.reference();
        request.complete(SUCCESS);
        assert!(ticket.is_completed());
        log.expect(["cleanup"]);
        request.dereference();
        log.expect(["destroyed"]);
    });
}

#[test]
fn children_of_a_request_are_cleaned_up_before_it_and_destroyed_with_it() {
    calm(|m| {
        let (log, held) = (Log::new(), Held::empty());
        let rig = m.build(
            plan()
                .requests(attributes().cleanup(log.writer("request cleanup")).destroy(log.writer("request destroyed"))),
            with!(held => move |device| device.queue(parallel().default_queue().read(held.putter()))),
        );
        let _ticket = rig.open().begin_read(1);
        let request = held.take();
        let child =
            attributes().parent(request).cleanup(log.writer("child cleanup")).destroy(log.writer("child destroyed"));
        object(&child).unwrap();
        request.complete(SUCCESS);
        log.expect(["child cleanup", "request cleanup", "child destroyed", "request destroyed"]);
    });
}

#[test]
fn a_request_that_was_never_presented_gets_neither_cleanup_nor_destroy() {
    calm(|m| {
        let log = Log::new();
        let requests = attributes().cleanup(log.writer("cleanup")).destroy(log.writer("destroyed"));
        let rig = m.build(plan().requests(requests), |device| device.queue(wdf_tests::raw::manual().default_queue()));
        let ticket = rig.open().begin_read(1);
        assert!(ticket.cancel());
        assert_eq!(ticket.wait().status, CANCELLED);
        log.expect([]);
    });
}

#[test]
fn the_next_request_is_presented_inside_the_completion_of_the_last_one() {
    calm(|m| {
        let (log, held) = (Log::new(), Held::empty());
        let rig = m.rig(sequential().read(with!(log, held => move |request| { log.add("read"); held.put(request) })));
        let file = rig.open();
        let _first = file.begin_read(1);
        let _second = file.begin_read(1);
        log.expect(["read"]);
        held.take().complete(SUCCESS);
        log.add("completed");
        log.expect(["read", "completed"]);
        held.take().complete(SUCCESS);
    });
}

#[test]
fn inside_a_handler_the_next_request_is_presented_after_it_returns() {
    calm(|m| {
        let log = Log::new();
        let held = Held::empty();
        let queue = parallel().ioctl(with!(held => move |request: Request| held.put(request)));
        let rig = m.build(
            plan(),
            with!(log => move |device| {
                let first = with!(log => move |request: Request| {
                    log.add("in");
                    request.complete(SUCCESS);
                    log.add("out");
                });
                let _ = device.queue(queue.clone());
                device.queue(sequential().default_queue().read(first))
            }),
        );
        rig.made.stop();
        let file = rig.open();
        let _tickets = [file.begin_read(1), file.begin_read(1)];
        rig.made.start();
        log.expect(["in", "out", "in", "out"]);
    });
}

#[test]
fn a_completed_request_has_no_queue() {
    calm(|m| {
        let held = Held::empty();
        let rig = m.rig(parallel().read(held.putter()));
        let _ticket = rig.open().begin_read(1);
        let request = held.take();
        assert_eq!(request.queue(), Some(rig.made));
        request.reference();
        request.complete(SUCCESS);
        assert_eq!(request.queue(), None);
        request.dereference();
    });
}

#[test]
fn completing_twice_breaks_and_is_refused_in_v1_and_is_undefined_in_v0() {
    let body = |m: &World<'_>| {
        let held = Held::empty();
        let rig = m.rig(parallel().read(held.putter()));
        let ticket = rig.open().begin_read(1);
        let request = held.take();
        request.reference();
        request.complete_with(SUCCESS, 1);
        request.complete_with(UNSUCCESSFUL, 0);
        assert_eq!(ticket.wait().status, SUCCESS);
        assert_eq!(m.broken(), [Rule::DoubleCompletion]);
        request.dereference();
    };
    check(Explorer::calm().on_break(OnBreak::Continue), Verifier::On, body).unwrap();
    let violation = report(Verifier::Off, body).violation;
    assert_eq!((violation.rule, violation.outcome), (Rule::DoubleCompletion, Outcome::Undefined));
}

#[test]
fn the_information_of_a_success_above_the_buffers_length_is_a_bug_check_in_v1() {
    let body = |m: &World<'_>| {
        let rig = m.rig(parallel().read(|request| request.complete_with(SUCCESS, 6)));
        let _ = rig.open().read(5);
    };
    let violation = report(Verifier::On, body).violation;
    let Outcome::BugCheck(bug_check) = violation.outcome else { panic!("{violation}") };
    assert_eq!((violation.rule, bug_check.code), (Rule::InformationTooLarge, 0x10D));
    assert_eq!(bug_check.parameters[..2], [6, 4]);
    assert_eq!(report(Verifier::Off, body).violation.rule, Rule::InformationTooLarge);
}

#[test]
fn the_information_of_a_failure_and_of_kernel_mode_controls_is_not_checked() {
    calm(|m| {
        let queue = parallel()
            .read(|request| request.complete_with(UNSUCCESSFUL, 99))
            .internal_ioctl(|request| request.complete_with(SUCCESS, 99))
            .ioctl(|request| request.complete_with(SUCCESS, 99));
        let rig = m.rig(queue);
        assert_eq!(rig.open().read(5).information, 99);
        assert_eq!(rig.open().internal_ioctl(0, b"", 4).information, 99);
        assert_eq!(rig.open().ioctl(0, b"", 0).information, 99, "an output of length 0 is not checked");
    });
}

#[test]
fn a_reference_to_the_requests_memory_at_completion_is_a_bug_check_in_both_worlds() {
    for verifier in [Verifier::Off, Verifier::On] {
        let violation = report(verifier, |m| {
            let held = Held::empty();
            let rig = m.rig(parallel().read(held.putter()));
            let _ticket = rig.open().begin_read(1);
            let request = held.take();
            request.output_memory().unwrap().reference();
            request.complete(SUCCESS);
        })
        .violation;
        let Outcome::BugCheck(bug_check) = violation.outcome else { panic!("{violation}") };
        assert_eq!(violation.rule, Rule::MemoryReferencedAtCompletion);
        assert_eq!((bug_check.code, bug_check.parameters[0], bug_check.parameters[2]), (0x10D, 3, 1));
    }
}

#[test]
fn a_reference_to_the_requests_memory_that_is_dropped_in_time_is_fine() {
    calm(|m| {
        let held = Held::empty();
        let rig = m.rig(parallel().read(held.putter()));
        let _ticket = rig.open().begin_read(1);
        let request = held.take();
        let memory: Memory = request.output_memory().unwrap();
        memory.reference();
        memory.dereference();
        request.complete(SUCCESS);
    });
}

#[test]
fn information_cannot_be_set_or_read_after_completion() {
    check(Explorer::calm().on_break(OnBreak::Continue), Verifier::On, |m| {
        let held = Held::empty();
        let rig = m.rig(parallel().read(held.putter()));
        let _ticket = rig.open().begin_read(1);
        let request = held.take();
        request.reference();
        request.complete_with(SUCCESS, 1);
        request.set_information(0);
        assert_eq!(request.information(), 0);
        assert_eq!(m.broken().len(), 2);
        request.dereference();
    })
    .unwrap();
}

#[test]
fn a_request_that_the_driver_does_not_own_is_not_completed_in_v1() {
    lenient(|m| {
        if !m.v1 {
            return;
        }
        let rig = m.rig(wdf_tests::raw::manual());
        let ticket = rig.open().begin_read(1);
        let found = rig.made.find(None, None).unwrap();
        found.complete(SUCCESS);
        assert_eq!(m.broken(), [Rule::RequestNotOwned]);
        assert!(!ticket.is_completed());
        found.dereference();
        rig.made.retrieve().unwrap().complete(SUCCESS);
    });
}

#[test]
fn the_machine_counts_what_was_sent_and_what_came_of_it() {
    calm(|m| {
        let rig = m.rig(
            parallel().read(|request| request.complete_with(SUCCESS, 2)).write(|request| request.complete(CANCELLED)),
        );
        let file = rig.open();
        let before = m.counts();
        let _ = (file.read(3), file.write(b"five5"));
        let now = m.counts();
        assert_eq!((now.sent - before.sent, now.completed - before.completed), (2, 2));
        assert_eq!((now.cancelled - before.cancelled, now.requests - before.requests), (1, 2));
        assert_eq!((now.bytes_in - before.bytes_in, now.bytes_out - before.bytes_out), (5, 2));
        assert!(now.callbacks >= before.callbacks + 2);
    });
}
