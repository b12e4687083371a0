//! Manual retrieval: next, by file object, found.

use wdf_sim::{Explorer, OnBreak, Outcome, Rule, Verifier};
use wdf_tests::raw::{
    CANCELLED, Held, INVALID_DEVICE_REQUEST, INVALID_DEVICE_STATE, INVALID_PARAMETER_4, NO_MORE_ENTRIES, NOT_FOUND,
    Request, SUCCESS, Slot, WDF_PAUSED, all, attributes, calm, check, lenient, manual, parallel, plan, report,
    sequential,
};
use wdf_tests::with;

#[test]
fn an_empty_queue_has_no_more_entries() {
    calm(|m| {
        let rig = m.rig(manual());
        assert_eq!(rig.made.retrieve(), Err(NO_MORE_ENTRIES));
    });
}

#[test]
fn requests_are_retrieved_in_order_and_are_the_drivers() {
    calm(|m| {
        let rig = m.rig(manual());
        let file = rig.open();
        let _tickets = [file.begin_write(b"1"), file.begin_write(b"2")];
        for expected in [b"1", b"2"] {
            let request = rig.made.retrieve().unwrap();
            assert_eq!(request.input_bytes(), expected);
            assert_eq!(rig.made.owned(), 1);
            request.complete(SUCCESS);
        }
    });
}

#[test]
fn nothing_is_retrieved_from_a_parallel_queue() {
    calm(|m| {
        let rig = m.rig(parallel().read(|request| request.complete(SUCCESS)));
        assert_eq!(rig.made.retrieve(), Err(INVALID_DEVICE_STATE));
    });
}

#[test]
fn nothing_is_retrieved_from_a_stopped_queue() {
    calm(|m| {
        let rig = m.rig(manual());
        let ticket = rig.open().begin_read(1);
        rig.made.stop();
        assert_eq!(rig.made.retrieve(), Err(WDF_PAUSED));
        assert!(ticket.cancel());
    });
}

#[test]
fn nothing_is_retrieved_from_a_queue_without_power() {
    calm(|m| {
        let rig = m.rig(manual());
        let ticket = rig.open().begin_read(1);
        rig.device.suspend();
        assert_eq!(rig.made.retrieve(), Err(WDF_PAUSED));
        rig.device.resume().unwrap();
        rig.made.retrieve().unwrap().complete(SUCCESS);
        assert_eq!(ticket.wait().status, SUCCESS);
    });
}

#[test]
fn a_queue_on_its_way_down_can_still_be_retrieved_from() {
    calm(|m| {
        let got = Slot::empty();
        let queue = manual().stop(with!(got => move |request: Request, _| {
            got.put(request.queue().unwrap().retrieve());
            request.complete(CANCELLED);
        }));
        let rig = m.rig(queue);
        let file = rig.open();
        let _tickets = [file.begin_read(1), file.begin_read(1)];
        let _held = rig.made.retrieve().unwrap();
        let second = m.spawn(with!(got => move |m| {
            m.sleep(std::time::Duration::from_millis(1));
            let request: Result<Request, _> = got.take();
            request.unwrap().complete(SUCCESS);
        }));
        rig.device.suspend();
        second.join();
    });
}

#[test]
fn a_sequential_queue_may_be_retrieved_from_while_a_request_is_out() {
    calm(|m| {
        let held = Held::empty();
        let rig = m.rig(sequential().read(held.putter()));
        let file = rig.open();
        let _tickets = [file.begin_read(1), file.begin_read(1)];
        rig.made.retrieve().unwrap().complete(SUCCESS);
        held.take().complete(SUCCESS);
    });
}

#[test]
fn retrieving_from_a_sequential_queue_with_nothing_out_breaks_in_v1_and_goes_on() {
    lenient(|m| {
        let rig = m.rig(sequential().read(|request| request.complete(SUCCESS)));
        assert_eq!(rig.made.retrieve(), Err(NO_MORE_ENTRIES));
        assert_eq!(m.broken(), m.either(vec![], vec![Rule::RetrieveFromSequentialQueue]));
    });
}

#[test]
fn by_file_object_only_that_files_requests_are_retrieved() {
    calm(|m| {
        let (file_of_one, marks) = (Slot::empty(), Slot::with(0));
        let create = with!(file_of_one, marks => move |request: Request, file| {
            if marks.get() == 0 {
                file_of_one.put(file);
            }
            marks.put(marks.get() + 1);
            request.complete(SUCCESS);
        });
        let rig = m.build(plan().file_create(create), |device| device.queue(manual().default_queue()));
        let (one, two) = (rig.open(), rig.open());
        let other = two.begin_write(b"2");
        let mine = one.begin_write(b"1");
        let request = rig.made.retrieve_of(file_of_one.get()).unwrap();
        assert_eq!(request.input_bytes(), b"1");
        assert_eq!(request.file(), Some(file_of_one.get()));
        request.complete(SUCCESS);
        assert_eq!(mine.wait().status, SUCCESS);
        assert_eq!(rig.made.retrieve_of(file_of_one.get()), Err(NO_MORE_ENTRIES));
        assert!(other.cancel());
    });
}

#[test]
fn finding_takes_a_reference_and_no_ownership() {
    calm(|m| {
        let rig = m.rig(manual());
        let ticket = rig.open().begin_read(1);
        let found = rig.made.find(None, None).unwrap();
        assert_eq!((rig.made.waiting(), rig.made.owned()), (1, 0));
        assert!(ticket.cancel());
        assert_eq!(found.queue(), None, "the reference keeps the handle valid");
        found.dereference();
    });
}

#[test]
fn the_search_goes_on_behind_the_request_that_was_found() {
    calm(|m| {
        let rig = m.rig(manual());
        let file = rig.open();
        let _tickets = [file.begin_write(b"1"), file.begin_write(b"2")];
        let first = rig.made.find(None, None).unwrap();
        let second = rig.made.find(Some(first), None).unwrap();
        assert_ne!(first, second);
        assert_eq!(rig.made.find(Some(second), None), Err(NO_MORE_ENTRIES));
        let retrieved = rig.made.retrieve_found(second).unwrap();
        assert_eq!(retrieved, second);
        assert_eq!(retrieved.input_bytes(), b"2");
        first.dereference();
        second.dereference();
        retrieved.complete(SUCCESS);
        rig.made.retrieve().unwrap().complete(SUCCESS);
    });
}

/// Rules: WdfIoQueueFindRequestFailed.
#[test]
fn a_found_request_that_is_gone_is_not_found() {
    calm(|m| {
        let rig = m.rig(manual());
        let ticket = rig.open().begin_read(1);
        let found = rig.made.find(None, None).unwrap();
        assert!(ticket.cancel());
        assert_eq!(rig.made.retrieve_found(found), Err(NOT_FOUND));
        assert_eq!(rig.made.find(Some(found), None), Err(NOT_FOUND));
        found.dereference();
    });
}

#[test]
fn only_manual_queues_are_searched() {
    lenient(|m| {
        let held = Held::empty();
        let rig = m.rig(sequential().read(held.putter()));
        let file = rig.open();
        let _tickets = [file.begin_read(1), file.begin_read(1)];
        assert_eq!(rig.made.find(None, None), Err(INVALID_DEVICE_REQUEST));
        assert_eq!(m.broken(), [Rule::FindOnNonManualQueue]);
        held.take().complete(SUCCESS);
        held.take().complete(SUCCESS);
    });
}

#[test]
fn a_tag_that_was_neither_found_nor_owned_is_refused_in_v1() {
    check(Explorer::calm().on_break(OnBreak::Continue), Verifier::On, |m| {
        let held = Held::empty();
        let requests = attributes();
        let rig = m.build(
            plan().requests(requests).caller_context(
                with!(held => move |device: wdf_tests::raw::Device, request: Request| {
                    held.put(request);
                    assert_eq!(device.enqueue(request), SUCCESS);
                }),
            ),
            |device| device.queue(manual().default_queue()),
        );
        let _ticket = rig.open().begin_read(1);
        let request = held.take();
        request.reference();
        assert_eq!(rig.made.find(Some(request), None), Err(wdf_tests::raw::INVALID_PARAMETER));
        assert_eq!(m.broken(), [Rule::RequestNotOwned]);
        request.dereference();
        rig.made.retrieve().unwrap().complete(SUCCESS);
    })
    .unwrap();
}

#[test]
fn two_threads_never_retrieve_the_same_request() {
    all(3, |m| {
        let rig = m.rig(manual());
        let file = rig.open();
        let tickets = [file.begin_read(1), file.begin_read(1)];
        let other = m.spawn(move |_| {
            if let Ok(request) = rig.made.retrieve() {
                request.complete_with(SUCCESS, 0);
            }
        });
        if let Ok(request) = rig.made.retrieve() {
            request.complete_with(SUCCESS, 0);
        }
        other.join();
        for ticket in tickets {
            assert_eq!(ticket.wait().status, SUCCESS);
        }
    });
}

#[test]
fn a_found_request_is_retrieved_from_a_manual_queue() {
    lenient(|m| {
        let (found, queues) = (Slot::empty(), Slot::empty());
        let rig = m.build(
            plan(),
            with!(queues => move |device| {
                queues.put(device.queue(sequential().read(|request| request.complete(SUCCESS))));
                device.queue(manual().default_queue())
            }),
        );
        let _ticket = rig.open().begin_read(1);
        found.put(rig.made.find(None, None).unwrap());
        if m.v1 {
            let sequential: wdf_tests::raw::Queue = queues.take();
            assert_eq!(sequential.retrieve_found(found.get()), Err(INVALID_DEVICE_REQUEST));
            assert_eq!(m.broken(), [Rule::FindOnNonManualQueue]);
        }
        let request = rig.made.retrieve_found(found.get()).unwrap();
        found.take().dereference();
        request.complete(SUCCESS);
    });
}

#[test]
fn a_found_request_that_waits_elsewhere_is_a_bug_check_in_v1_and_undefined_in_v0() {
    let body = |m: &wdf_tests::raw::World<'_>| {
        let rig = m.build(plan(), |device| {
            let default = device.queue(manual().default_queue());
            (default, device.queue(manual()))
        });
        let _ticket = rig.open().begin_read(1);
        let found = rig.made.0.find(None, None).unwrap();
        let _ = rig.made.1.retrieve_found(found);
    };
    let violation = report(Verifier::On, body).violation;
    let Outcome::BugCheck(bug_check) = violation.outcome else { panic!("{violation}") };
    assert_eq!((violation.rule, bug_check.code), (Rule::RequestNotOwned, 0x10D));
    assert_eq!(bug_check.parameters[..2], [6, 5]);
    let violation = report(Verifier::Off, body).violation;
    assert_eq!((violation.rule, violation.outcome), (Rule::RequestNotOwned, Outcome::Undefined));
}

#[test]
fn the_parameters_of_a_search_have_their_size() {
    calm(|m| {
        let rig = m.rig(manual());
        let ticket = rig.open().begin_read(3);
        let search = |size: u16| {
            let mut parameters = wdk_sys::WDF_REQUEST_PARAMETERS { Size: size, ..Default::default() };
            let mut found = std::ptr::null_mut();
            let queue = rig.made.raw();
            // SAFETY: the simulator checks the handles, and the pointers are those of locals.
            let status = unsafe {
                wdk_sys::call_unsafe_wdf_function_binding!(
                    WdfIoQueueFindRequest,
                    queue,
                    std::ptr::null_mut(),
                    std::ptr::null_mut(),
                    &raw mut parameters,
                    &raw mut found
                )
            };
            // SAFETY: the members of the union overlay each other, and all are numbers and pointers.
            (status, Request::from(found), unsafe { parameters.Parameters.Read }.Length)
        };
        assert_eq!(search(39).0, INVALID_PARAMETER_4);
        let (status, found, length) = search(40);
        assert_eq!((status, length), (SUCCESS, 3));
        found.dereference();
        assert!(ticket.cancel());
    });
}

#[test]
fn by_file_object_too_a_stopped_queue_is_paused() {
    calm(|m| {
        let file = Slot::empty();
        let create = with!(file => move |request: Request, object| { file.put(object); request.complete(SUCCESS) });
        let rig = m.build(plan().file_create(create), |device| device.queue(manual().default_queue()));
        let open = rig.open();
        let ticket = open.begin_read(1);
        rig.made.stop();
        assert_eq!(rig.made.retrieve_of(file.take()), Err(WDF_PAUSED));
        assert!(ticket.cancel());
    });
}

#[test]
fn a_search_by_file_object_passes_over_what_came_through_other_handles() {
    calm(|m| {
        let last = Slot::empty();
        let create = with!(last => move |request: Request, file| {
            last.put(file);
            request.complete(SUCCESS);
        });
        let rig = m.build(plan().file_create(create), |device| device.queue(manual().default_queue()));
        let (one, of_one) = (rig.open(), last.take());
        let (two, of_two) = (rig.open(), last.take());
        let _tickets = [one.begin_write(b"1"), two.begin_write(b"2"), one.begin_write(b"3")];
        let first = rig.made.find(None, None).unwrap();
        let second = rig.made.find(Some(first), None).unwrap();
        let third = rig.made.find(Some(first), Some(of_one)).unwrap();
        assert_ne!(second, third);
        assert_eq!(rig.made.find(None, Some(of_two)), Ok(second));
        assert_eq!(rig.made.find(Some(second), Some(of_two)), Err(NO_MORE_ENTRIES));
        for found in [first, second, second, third] {
            found.dereference();
        }
        for _ in 0..3 {
            rig.made.retrieve().unwrap().complete(SUCCESS);
        }
    });
}
