//! Bug checks show the parameters that the real system shows.

use wdf_sim::{BugCheck, Outcome, Rule, Verifier, Violation, WDF_VIOLATION};
use wdf_tests::raw::{
    CANCELLED, Device, Held, INVALID_DEVICE_REQUEST, Object, Queue, Request, SUCCESS, SpinLock, World, attributes,
    manual, object, parallel, report,
};

/// The parameters of the framework's bug check that a driver ends with. All end with the driver's globals.
#[track_caller]
fn parameters(verifier: Verifier, driver: fn(&World<'_>)) -> ([u64; 3], Box<Violation>) {
    let violation = Box::new(report(verifier, driver).violation);
    let Outcome::BugCheck(BugCheck { code: WDF_VIOLATION, parameters: [p1, p2, p3, p4] }) = violation.outcome else {
        panic!("{violation}");
    };
    // SAFETY: the symbol is what every driver passes as the first argument of each call.
    let globals = unsafe { wdk_sys::WdfDriverGlobals };
    assert_eq!(p4, globals as u64, "{violation}");
    ([p1, p2, p3], violation)
}

const WORLDS: [Verifier; 2] = [Verifier::Off, Verifier::On];

fn requested(m: &World<'_>, length: usize) -> (Request, wdf_sim::Ticket) {
    let held = Held::empty();
    let rig = m.rig(parallel().read(held.putter()));
    let ticket = rig.open().begin_read(length);
    (held.take(), ticket)
}

#[test]
fn recursive_lock_shows_the_lock() {
    for world in WORLDS {
        let ([p1, p2, p3], _) = parameters(world, |m| {
            let queue = Object::from(m.rig(manual()).made);
            queue.lock();
            queue.lock();
        });
        assert_eq!((p1, p3), (2, 0));
        assert_ne!(p2, 0);
    }
}

#[test]
fn memory_references_at_completion_show_request_and_count() {
    for world in WORLDS {
        let ([p1, _, p3], violation) = parameters(world, |m| {
            let (request, _ticket) = requested(m, 1);
            let memory = request.output_memory().unwrap();
            memory.reference();
            memory.reference();
            request.complete(SUCCESS);
        });
        assert_eq!((violation.rule, p1, p3), (Rule::MemoryReferencedAtCompletion, 3, 2));
    }
}

#[test]
fn memory_dereferenced_too_often_shows_a_negative_count() {
    // Without the verifier only a line is printed where it happens.
    let ([p1, _, p3], violation) = parameters(Verifier::Off, |m| {
        let (request, _ticket) = requested(m, 1);
        request.output_memory().unwrap().dereference();
        request.complete(SUCCESS);
    });
    assert_eq!((violation.rule, p1, p3), (Rule::MemoryReferencedAtCompletion, 3, u64::MAX));
}

#[test]
fn null_handle_shows_the_type_that_was_wanted() {
    for world in WORLDS {
        assert_eq!(parameters(world, |_| Request(0).complete(SUCCESS)).0, [5, 0, 0x1008]);
        assert_eq!(parameters(world, |_| Queue(0).start()).0, [5, 0, 0x1003]);
        assert_eq!(parameters(world, |_| SpinLock(0).acquire()).0, [5, 0, 0x1024]);
        assert_eq!(parameters(world, |_| assert_eq!(Device(0).default_queue(), None)).0, [5, 0, 0x1002]);
        assert_eq!(parameters(world, |_| Object(0).delete()).0, [5, 0, 0x1000]);
    }
}

#[test]
fn handle_of_another_type_shows_the_handle_and_the_type_that_was_wanted() {
    for world in WORLDS {
        let ([p1, p2, p3], violation) = parameters(world, |m| Request(m.rig(manual()).made.0).complete(SUCCESS));
        assert_eq!((p1, p3), (5, 0x1008));
        assert!(violation.text.contains("queue#"), "{violation}");
        // A handle is an address of the kernel's half, inverted but for its last three bits.
        assert_eq!((p2 & 7, !p2 >> 47), (0, 0x1_FFFF), "{p2:#x}");
    }
}

#[test]
fn required_pointer_that_is_null() {
    for world in WORLDS {
        let ([p1, p2, p3], _) = parameters(world, |m| {
            let (request, _ticket) = requested(m, 1);
            let null = std::ptr::null_mut();
            // SAFETY: the simulator checks the handle and the pointer.
            unsafe { wdk_sys::call_unsafe_wdf_function_binding!(WdfRequestGetParameters, request.raw(), null) };
        });
        assert_eq!((p1, p2), (4, 0));
        assert_ne!(p3, 0, "where the call returns to");
    }
}

#[test]
fn information_too_large_shows_its_data() {
    let ([p1, p2, p3], violation) = parameters(Verifier::On, |m| requested(m, 4).0.complete_with(SUCCESS, 5));
    assert_eq!((p1, p2, p3), (6, 4, violation.data().as_ptr() as u64));
    let [request, irp, length, information, major] = *violation.data() else { panic!("{:?}", violation.data()) };
    assert_ne!((request, irp), (0, 0));
    assert_eq!((length, information, major), (4, 5, 3), "a read");
}

#[test]
fn object_deleted_by_dereference_shows_handle_and_object() {
    for world in WORLDS {
        let ([p1, handle, object], _) =
            parameters(world, |m| object(&attributes().parent(m.rig(manual()).raw)).unwrap().dereference());
        assert_eq!((p1, handle ^ !7), (7, object));
    }
}

#[test]
fn queue_fatal_error_points_to_queue_request_and_status() {
    for world in WORLDS {
        let ([p1, p2, p3], violation) = parameters(world, |m| {
            let (request, _ticket) = requested(m, 1);
            let queue = request.queue().unwrap();
            queue.stop_then(|_| {});
            queue.stop_then(|_| {});
        });
        assert_eq!((p1, p2, p3), (0xA, violation.data().as_ptr() as u64, 0));
        let [queue, request, status] = *violation.data() else { panic!("{:?}", violation.data()) };
        assert_ne!(queue, 0);
        assert_eq!((request, status), (0, u64::from(INVALID_DEVICE_REQUEST.cast_unsigned())));
    }
}

#[test]
fn invalid_lock_operation_shows_the_object_and_what_was_wrong() {
    let ([p1, p2, p3], _) = parameters(Verifier::Off, |m| {
        let (request, _ticket) = requested(m, 1);
        Object::from(request).lock();
    });
    assert_eq!((p1, p3), (0xB, 0), "it has no lock");
    assert_ne!(p2, 0);
    let ([p1, p2, p3], _) = parameters(Verifier::On, |m| {
        SpinLock::create(&attributes().parent(m.rig(manual()).raw)).unwrap().release();
    });
    assert_eq!((p1, p3), (0xB, 1), "another thread holds it, or none");
    assert_ne!(p2, 0);
}

#[test]
fn a_violation_without_a_structure_has_no_data() {
    let violation = report(Verifier::Off, |m| {
        let (request, _ticket) = requested(m, 1);
        request.complete(CANCELLED);
        request.complete(CANCELLED);
    })
    .violation;
    assert!(violation.data().is_empty());
}
