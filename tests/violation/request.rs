//! Rules about who owns a request, and what completing it demands.

use wdf_sim::Rule;
use wdf_tests::raw::{Held, Request, SUCCESS, World, attributes, manual, object, parallel, plan};
use wdf_tests::with;

use crate::support::{Shows, fires};

/// A device with one read, which the driver has.
fn owned(m: &World<'_>) -> (Request, wdf_sim::Ticket) {
    let held = Held::empty();
    let rig = m.rig(parallel().read(held.putter()));
    let ticket = rig.open().begin_read(4);
    (held.take(), ticket)
}

/// Rules: DoubleCompletion.
/// Misuse M28, M39, at the raw layer.
#[test]
fn double_completion() {
    fires(
        Rule::DoubleCompletion,
        Shows::Undefined,
        Shows::Break,
        |m| {
            let (request, _ticket) = owned(m);
            request.reference();
            request.complete(SUCCESS);
            request.complete(SUCCESS);
        },
        |m| {
            let (request, _ticket) = owned(m);
            request.reference();
            request.complete(SUCCESS);
            request.dereference();
        },
    );
}

/// Rules: InvalidReqAccess, EvtIoStopGetParam, EvtIoResumeGetParam.
/// Misuse M84, at the raw layer: another thread may have completed the request meanwhile.
#[test]
fn use_after_destroy() {
    fires(
        Rule::UseAfterDestroy,
        Shows::Undefined,
        Shows::Undefined,
        |m| {
            let (request, _ticket) = owned(m);
            request.complete(SUCCESS);
            request.complete(SUCCESS);
        },
        |m| owned(m).0.complete(SUCCESS),
    );
}

/// Rules: InvalidReqAccess.
/// Misuse M88, at the raw layer.
#[test]
fn request_not_owned() {
    fires(
        Rule::RequestNotOwned,
        Shows::Undefined,
        Shows::Break,
        |m| {
            let rig = m.rig(manual());
            let _ticket = rig.open().begin_read(4);
            let found = rig.made.find(None, None).unwrap();
            found.complete(SUCCESS);
        },
        |m| {
            let rig = m.rig(manual());
            let _ticket = rig.open().begin_read(4);
            let found = rig.made.find(None, None).unwrap();
            let request = rig.made.retrieve_found(found).unwrap();
            found.dereference();
            request.complete(SUCCESS);
        },
    );
}

/// Hole 6.
/// Misuse M19, at the raw layer.
#[test]
fn information_too_large() {
    fires(
        Rule::InformationTooLarge,
        Shows::Undefined,
        Shows::Wdf(6, Some(4)),
        |m| owned(m).0.complete_with(SUCCESS, 5),
        |m| owned(m).0.complete_with(SUCCESS, 4),
    );
}

#[test]
fn memory_referenced_at_completion() {
    let bug_check = Shows::Wdf(3, None);
    fires(
        Rule::MemoryReferencedAtCompletion,
        bug_check,
        bug_check,
        |m| {
            let (request, _ticket) = owned(m);
            request.output_memory().unwrap().reference();
            request.complete(SUCCESS);
        },
        |m| {
            let (request, _ticket) = owned(m);
            let memory = request.output_memory().unwrap();
            memory.reference();
            memory.dereference();
            request.complete(SUCCESS);
        },
    );
}

/// Rules: RequestCompleted, DeferredRequestCompleted.
#[test]
fn request_never_completed() {
    fires(Rule::RequestNeverCompleted, Shows::Hang, Shows::Hang, |m| drop(owned(m)), |m| owned(m).0.complete(SUCCESS));
}

#[test]
fn not_in_caller_context() {
    fires(
        Rule::NotInCallerContext,
        Shows::Undefined,
        Shows::Break,
        |m| {
            let held = Held::empty();
            let rig = m.rig(parallel().read(held.putter()));
            let _ticket = rig.open().begin_read(4);
            rig.raw.enqueue(held.take());
        },
        |m| {
            let enqueue = |device: wdf_tests::raw::Device, request| assert_eq!(device.enqueue(request), SUCCESS);
            let rig = m.build(plan().caller_context(enqueue), |device| {
                device.queue(parallel().default_queue().read(|request| request.complete(SUCCESS)))
            });
            let _ = rig.open().read(4);
        },
    );
}

#[test]
fn parameters_size_wrong() {
    fn ask(request: Request, size: u16) {
        let mut parameters = wdk_sys::WDF_REQUEST_PARAMETERS { Size: size, ..Default::default() };
        // SAFETY: the simulator checks the handle, and the pointer is a local's.
        unsafe {
            wdk_sys::call_unsafe_wdf_function_binding!(WdfRequestGetParameters, request.raw(), &raw mut parameters)
        };
        request.complete(SUCCESS);
    }
    fires(Rule::ParametersSizeWrong, Shows::Printed, Shows::Break, |m| ask(owned(m).0, 39), |m| ask(owned(m).0, 40));
}

#[test]
fn delete_not_allowed() {
    fires(
        Rule::DeleteNotAllowed,
        Shows::Printed,
        Shows::Break,
        |m| m.rig(manual()).made.delete(),
        |m| {
            let rig = m.build(plan(), |device| device.queue(manual()));
            rig.made.delete();
        },
    );
}

#[test]
fn a_presented_request_is_not_deleted() {
    fires(
        Rule::DeleteNotAllowed,
        Shows::Undefined,
        Shows::Undefined,
        |m| owned(m).0.delete(),
        |m| owned(m).0.complete(SUCCESS),
    );
}

#[test]
fn a_request_is_not_dereferenced_away() {
    fires(
        Rule::ObjectDeletedByDereference,
        Shows::Undefined,
        Shows::Undefined,
        |m| owned(m).0.dereference(),
        |m| {
            let (request, _ticket) = owned(m);
            request.reference();
            request.dereference();
            request.complete(SUCCESS);
        },
    );
}

#[test]
fn a_request_whose_child_is_kept_is_completed() {
    // A child of a request needs no care of the driver's: it goes with the request.
    fires(
        Rule::DoubleCompletion,
        Shows::Undefined,
        Shows::Break,
        |m| {
            let (request, _ticket) = owned(m);
            let complete = with!(request => move |_| request.complete(SUCCESS));
            object(&attributes().parent(request).cleanup(complete)).unwrap();
            request.complete(SUCCESS);
        },
        |m| {
            let (request, _ticket) = owned(m);
            object(&attributes().parent(request)).unwrap();
            request.complete(SUCCESS);
        },
    );
}

#[test]
fn buffer_misused() {
    fn open(m: &World<'_>, ask: bool) {
        let plan = plan().file_create(move |request: Request, _| {
            if ask {
                let _ = request.input_memory();
            }
            request.complete(SUCCESS);
        });
        let _ = m.build(plan, |_| {}).open();
    }
    fires(Rule::BufferMisused, Shows::Printed, Shows::Break, |m| open(m, true), |m| open(m, false));
}

#[test]
fn unsafe_buffers_are_for_the_callers_context() {
    fn ask(m: &World<'_>, in_caller_context: bool) {
        let device = move |device: wdf_tests::raw::Device| {
            let _ = device.queue(
                parallel()
                    .write(move |request: Request| {
                        if !in_caller_context {
                            let _ = request.unsafe_input();
                        }
                        request.complete(SUCCESS);
                    })
                    .default_queue(),
            );
        };
        let plan = plan().neither().caller_context(move |device, request| {
            if in_caller_context {
                let _ = request.unsafe_input();
            }
            assert_eq!(device.enqueue(request), SUCCESS);
        });
        assert!(m.build(plan, device).open().write(b"bytes").is_success());
    }
    fires(Rule::NotInCallerContext, Shows::Not, Shows::Break, |m| ask(m, false), |m| ask(m, true));
}

/// Writes at an address, as who kept a buffer's does.
fn poke(address: usize) {
    // SAFETY: the simulator keeps the memory of a run's first requests until its end.
    unsafe { (address as *mut u8).write(1) };
}

/// A read that is completed; its buffer is written before that or after it, when the application has fetched the outcome or
/// not yet.
fn writes(m: &World<'_>, late: bool, fetched: bool) {
    let (request, ticket) = owned(m);
    let (address, _) = request.output(4).unwrap();
    if !late {
        poke(address);
    }
    request.complete_with(SUCCESS, 4);
    if fetched {
        assert_eq!(ticket.wait().information, 4);
        if late {
            poke(address);
        }
    } else if late {
        poke(address);
        assert_eq!(ticket.wait().information, 4);
    }
}

#[test]
fn buffer_used_after_completion() {
    let undefined = Shows::Undefined;
    let rule = Rule::BufferUsedAfterCompletion;
    fires(rule, undefined, undefined, |m| writes(m, true, true), |m| writes(m, false, true));
}

#[test]
fn a_buffer_is_the_applications_from_the_completion_on() {
    let undefined = Shows::Undefined;
    let rule = Rule::BufferUsedAfterCompletion;
    fires(rule, undefined, undefined, |m| writes(m, true, false), |m| writes(m, false, false));
}
