//! Requests that a driver creates: formatted with its memory, sent, reused, and deleted.

use wdf_sim::{Arrival, Major, Rule, Verifier};
use wdf_tests::raw::{
    CANCELLED, Device, Held, INTEGER_OVERFLOW, INVALID_DEVICE_REQUEST, INVALID_DEVICE_STATE, INVALID_PARAMETER, Log,
    Memory, Params, REQUEST_NOT_ACCEPTED, Request, SUCCESS, Slot, Target, UNSUCCESSFUL, all, attributes, calm, lenient,
    own_request, parallel, plan, report,
};
use wdf_tests::with;

use wdf_tests::raw::below::{above, keeper, obliging, reader};

pub(crate) const IOCTL: u32 = 0x22_2000;
pub(crate) const DIRECT: u32 = 0x22_2002;

/// A memory with these bytes.
pub(crate) fn memory(bytes: &[u8]) -> Memory {
    let memory = Memory::create(&attributes(), bytes.len()).unwrap();
    assert_eq!(memory.copy_in(0, bytes), SUCCESS);
    memory
}

#[test]
fn a_request_without_a_target_has_no_irp_until_it_gets_one() {
    calm(|m| {
        let lower = obliging(m);
        let rig = above(m, &lower);
        let request = own_request(&attributes()).unwrap();
        assert_eq!(request.change_target(rig.made), SUCCESS);
        assert_eq!(request.status(), SUCCESS);
        assert_eq!(request.queue(), None);
        request.delete();
    });
}

#[test]
fn a_request_is_deleted_with_its_parent() {
    calm(|m| {
        let log = Log::new();
        let lower = obliging(m);
        let rig = above(m, &lower);
        let parent = wdf_tests::raw::object(&attributes()).unwrap();
        let _ = rig.made.request(&attributes().parent(parent).cleanup(log.writer("cleanup"))).unwrap();
        parent.delete();
        log.expect(["cleanup"]);
    });
}

#[test]
fn an_unopened_target_is_no_target_for_a_request() {
    calm(|m| {
        let lower = obliging(m);
        let rig = above(m, &lower);
        let remote = rig.raw.new_target(&attributes()).unwrap();
        assert_eq!(remote.state(), 1);
        assert_eq!(remote.request(&attributes()), Err(INVALID_DEVICE_STATE));
        let request = own_request(&attributes()).unwrap();
        assert_eq!(request.change_target(remote), INVALID_DEVICE_STATE);
        assert_eq!(remote.format_read(request, None, None, 0), INVALID_DEVICE_STATE);
        request.delete();
    });
}

#[test]
fn a_read_is_formatted_with_memory_and_offset_and_filled_when_it_comes_back() {
    calm(|m| {
        let (here, told) = (Slot::empty(), Slot::empty());
        let lower = keeper(m, &here);
        let rig = above(m, &lower);
        let request = rig.made.request(&attributes()).unwrap();
        let memory = memory(&[0; 8]);
        assert_eq!(rig.made.format_read(request, Some(memory), Some((2, 4)), 0x1000), SUCCESS);
        request.on_complete(with!(told => move |_, _, params| told.put(params)));
        assert!(request.send(rig.made));
        let arrival: Arrival = here.take();
        assert_eq!((arrival.major(), arrival.offset(), arrival.output_length()), (Major::Read, 0x1000, 4));
        assert!(!arrival.is_from_user());
        arrival.complete_with(SUCCESS, b"abc");
        let params: Params = told.take();
        assert_eq!((params.kind, params.information, params.length, params.memory), (3, 3, 3, memory));
        assert_eq!(memory.copy_out(0, 8).unwrap(), [0, 0, b'a', b'b', b'c', 0, 0, 0]);
        assert_eq!(request.completion_params(), params);
        request.delete();
        memory.delete();
    });
}

#[test]
fn a_write_carries_the_bytes_of_its_memory() {
    calm(|m| {
        let here = Slot::empty();
        let lower = keeper(m, &here);
        let rig = above(m, &lower);
        let request = rig.made.request(&attributes()).unwrap();
        assert_eq!(rig.made.format_write(request, Some(memory(b"hello")), Some((1, 3)), 7), SUCCESS);
        assert!(request.send(rig.made));
        let arrival: Arrival = here.take();
        assert_eq!((arrival.major(), arrival.offset(), arrival.input()), (Major::Write, 7, b"ell".to_vec()));
        arrival.complete_fully();
        assert_eq!((request.completion_params().length, request.status()), (3, SUCCESS));
        request.delete();
    });
}

#[test]
fn a_device_control_goes_down_with_input_and_comes_back_with_output() {
    calm(|m| {
        for (code, major) in [(IOCTL, Major::DeviceControl), (DIRECT, Major::InternalDeviceControl)] {
            let here = Slot::empty();
            let lower = keeper(m, &here);
            let rig = above(m, &lower);
            let request = rig.made.request(&attributes()).unwrap();
            let (input, output) = (memory(b"in"), memory(&[0; 4]));
            let status = if major == Major::DeviceControl {
                rig.made.format_ioctl(request, code, Some(input), Some(output))
            } else {
                rig.made.format_internal(request, code, Some(input), Some(output))
            };
            assert_eq!(status, SUCCESS);
            assert!(request.send(rig.made));
            let arrival: Arrival = here.take();
            assert_eq!((arrival.major(), arrival.code(), arrival.input()), (major, code, b"in".to_vec()));
            arrival.complete_with(SUCCESS, b"out");
            assert_eq!(output.copy_out(0, 4).unwrap(), b"out\0");
            let params = request.completion_params();
            assert_eq!((params.kind, params.code, params.length), (major as i32, code, 3));
            request.delete();
            rig.device.remove();
            rig.driver.unload();
        }
    });
}

#[test]
fn offsets_that_do_not_lie_in_the_memory_are_an_overflow() {
    calm(|m| {
        let lower = obliging(m);
        let rig = above(m, &lower);
        let request = rig.made.request(&attributes()).unwrap();
        let memory = memory(&[0; 8]);
        for part in [(0, 9), (8, 1), (usize::MAX, 2)] {
            assert_eq!(rig.made.format_read(request, Some(memory), Some(part), 0), INTEGER_OVERFLOW);
        }
        request.delete();
    });
}

#[test]
fn a_formatted_request_keeps_its_memory_until_it_is_reused() {
    calm(|m| {
        let log = Log::new();
        let lower = obliging(m);
        let rig = above(m, &lower);
        let request = rig.made.request(&attributes()).unwrap();
        let memory = Memory::create(&attributes().destroy(log.writer("destroy")), 4).unwrap();
        assert_eq!(rig.made.format_read(request, Some(memory), None, 0), SUCCESS);
        assert!(request.send(rig.made));
        memory.delete();
        log.expect([]);
        assert_eq!(request.reuse(SUCCESS), SUCCESS);
        log.expect(["destroy"]);
        request.delete();
    });
}

#[test]
fn a_request_formatted_with_memory_of_another_one_is_reused_before_that_is_completed() {
    calm(|m| {
        let held = Held::empty();
        let lower = m.lower(|arrival| {
            arrival.complete_with(SUCCESS, b"data");
        });
        let rig = reader(m, &lower, &held);
        let ticket = rig.open().begin_read(4);
        let presented = held.take();
        let own = rig.made.request(&attributes()).unwrap();
        assert_eq!(rig.made.format_read(own, Some(presented.output_memory().unwrap()), None, 0), SUCCESS);
        own.on_complete(move |own, _, params| {
            assert_eq!(own.reuse(SUCCESS), SUCCESS);
            presented.complete_with(params.status, params.information);
        });
        assert!(own.send(rig.made));
        assert_eq!(ticket.wait().output, b"data");
        own.delete();
    });
}

#[test]
fn completing_a_request_whose_memory_another_one_is_formatted_with_is_a_bug_check() {
    for verifier in [Verifier::Off, Verifier::On] {
        let report = report(verifier, |m| {
            let held = Held::empty();
            let lower = obliging(m);
            let rig = reader(m, &lower, &held);
            let _ticket = rig.open().begin_read(4);
            let presented = held.take();
            let own = rig.made.request(&attributes()).unwrap();
            assert_eq!(rig.made.format_read(own, Some(presented.output_memory().unwrap()), None, 0), SUCCESS);
            presented.complete(SUCCESS);
        });
        assert_eq!(report.violation.rule, Rule::MemoryReferencedAtCompletion);
    }
}

#[test]
fn an_own_request_needs_no_completion_routine() {
    calm(|m| {
        let lower = obliging(m);
        let rig = above(m, &lower);
        let request = rig.made.request(&attributes()).unwrap();
        assert_eq!(rig.made.format_read(request, Some(memory(&[0; 2])), None, 0), SUCCESS);
        assert!(request.send(rig.made));
        assert_eq!(request.information(), 2);
        request.delete();
    });
}

#[test]
fn a_request_is_reused_in_its_completion_routine_and_sent_again() {
    calm(|m| {
        let log = Log::new();
        let lower = obliging(m);
        let rig = above(m, &lower);
        let request = rig.made.request(&attributes()).unwrap();
        assert_eq!(rig.made.format_read(request, Some(memory(&[0; 2])), None, 0), SUCCESS);
        request.on_complete(with!(log => move |request: Request, target: Target, _| {
            log.add("first");
            assert_eq!(request.reuse(SUCCESS), SUCCESS);
            assert_eq!(target.format_read(request, None, None, 0), SUCCESS);
            request.on_complete(with!(log => move |_, _, _| log.add("second")));
            assert!(request.send(target));
        }));
        assert!(request.send(rig.made));
        log.expect(["first", "second"]);
        request.delete();
    });
}

#[test]
fn a_target_that_needs_more_stack_locations_gets_a_new_irp_for_an_own_request() {
    calm(|m| {
        let (shallow, deep) = (obliging(m), obliging(m).stack_size(5).named(r"\Device\Deep"));
        let _ = deep;
        let rig = above(m, &shallow);
        let request = rig.made.request(&attributes()).unwrap();
        let remote = rig.raw.new_target(&attributes()).unwrap();
        assert_eq!(remote.open(wdf_tests::raw::Opening::Name(r"\Device\Deep")), SUCCESS);
        assert_eq!(request.change_target(remote), SUCCESS);
        assert_eq!(remote.format_read(request, None, None, 0), SUCCESS);
        assert!(request.send(remote));
        request.delete();
    });
}

#[test]
fn a_presented_request_is_not_accepted_where_its_stack_is_too_small() {
    calm(|m| {
        let held = Held::empty();
        let _ = obliging(m).stack_size(5).named(r"\Device\Deep");
        let lower = obliging(m);
        let rig = reader(m, &lower, &held);
        let _ticket = rig.open().begin_read(1);
        let request = held.take();
        let remote = rig.raw.new_target(&attributes()).unwrap();
        assert_eq!(remote.open(wdf_tests::raw::Opening::Name(r"\Device\Deep")), SUCCESS);
        assert_eq!(request.change_target(remote), REQUEST_NOT_ACCEPTED);
        assert_eq!(remote.format_read(request, None, None, 0), REQUEST_NOT_ACCEPTED);
        request.complete(SUCCESS);
    });
}

#[test]
fn completion_parameters_of_an_unformatted_request_say_so() {
    lenient(|m| {
        let lower = obliging(m);
        let rig = above(m, &lower);
        let request = rig.made.request(&attributes()).unwrap();
        assert_eq!(request.completion_params().kind, 0xFF);
        assert_eq!(m.broken(), [Rule::CompletionParamsUnformatted]);
        request.delete();
    });
}

#[test]
fn only_a_request_around_the_drivers_irp_can_be_reused_to_be_completed() {
    lenient(|m| {
        let lower = obliging(m);
        let rig = above(m, &lower);
        let none = own_request(&attributes()).unwrap();
        assert_eq!(none.reuse_with(24, 2, SUCCESS), INVALID_PARAMETER);
        let internal = rig.made.request(&attributes()).unwrap();
        assert_eq!(internal.reuse_with(24, 2, SUCCESS), INVALID_DEVICE_REQUEST);
        assert_eq!(m.broken(), [Rule::OwnRequestCompleted; 2]);
        none.delete();
        internal.delete();
    });
}

#[test]
fn a_cancelled_parent_takes_its_parts_with_it_and_is_completed_once() {
    all(2, |m| {
        let (held, log) = (Held::empty(), Log::new());
        let arrivals = Slot::<Vec<Arrival>>::with(Vec::new());
        let lower = m.lower(with!(arrivals => move |arrival: Arrival| {
            arrival.allow_cancel();
            let mut all = arrivals.take();
            all.push(arrival);
            arrivals.put(all);
        }));
        let rig = m.above(
            &lower,
            plan(),
            with!(held => move |device: Device| {
                let _ = device.queue(parallel().default_queue().read(held.putter()));
                device.target().unwrap()
            }),
        );
        let ticket = std::sync::Arc::new(rig.open().begin_read(2));
        let parent = held.take();
        let parts: Vec<Request> = (0..2).map(|_| rig.made.request(&attributes()).unwrap()).collect();
        let left = Slot::with(2);
        let cancel_parts = with!(parts => move |_| {
            for part in &parts {
                part.cancel_sent();
            }
        });
        // The parent is completed by whoever brings the last part home; it is unmarked first, unless its cancel callback runs.
        let cancelled = Slot::with(false);
        for part in &parts {
            assert_eq!(rig.made.format_read(*part, None, None, 0), SUCCESS);
            part.on_complete(with!(left, log, cancelled => move |_, _, _| {
                let now = left.take() - 1;
                left.put(now);
                if now == 0 && parent.unmark() != CANCELLED {
                    log.add("completed");
                    parent.complete(UNSUCCESSFUL);
                } else if now == 0 && cancelled.get() {
                    log.add("completed");
                    parent.complete(CANCELLED);
                }
            }));
        }
        assert_eq!(
            parent.mark_ex(with!(cancelled, left, log => move |parent: Request| {
                cancel_parts(parent);
                if left.get() == 0 {
                    log.add("completed");
                    parent.complete(CANCELLED);
                } else {
                    cancelled.put(true);
                }
            })),
            SUCCESS
        );
        for part in &parts {
            assert!(part.send(rig.made));
        }
        let canceller = m.spawn(with!(ticket => move |_| {
            ticket.cancel();
        }));
        canceller.join();
        assert_eq!(ticket.outcome().status, CANCELLED);
        log.expect(["completed"]);
        for part in parts {
            part.delete();
        }
    });
}
