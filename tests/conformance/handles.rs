//! What a handle is, and what is done with one that is none.

use wdf_sim::{Outcome, Rule, Verifier};
use wdf_tests::raw::{
    Device, Dpc, Held, Object, Queue, Request, SUCCESS, SpinLock, Timer, World, attributes, calm, manual, object,
    parallel, report,
};

/// A call with a handle that is wrong.
type Wrong = fn(&World<'_>);

/// Bug check 5 with the handle and this type code, in both worlds.
fn wrong_handle(code: u64, body: fn(&World<'_>)) {
    for verifier in [Verifier::Off, Verifier::On] {
        let violation = report(verifier, body).violation;
        let Outcome::BugCheck(bug_check) = violation.outcome else { panic!("{violation}") };
        assert_eq!((violation.rule, bug_check.code), (Rule::InvalidHandle, 0x10D));
        assert_eq!((bug_check.parameters[0], bug_check.parameters[2]), (5, code));
    }
}

#[test]
fn every_function_says_which_type_it_wanted() {
    use wdf_tests::raw::{Collection, FileObject, Interrupt, Memory, Opening, Target, WaitLock, WorkItem};
    let cases: [(u64, Wrong); 15] = [
        (0x1000, |_| Object(0).lock()),
        (0x1002, |_| _ = Device(0).target()),
        (0x1003, |_| _ = Queue(0).retrieve()),
        (0x1008, |_| _ = Request(0).unmark()),
        (0x100A, |_| _ = Memory(0).buffer()),
        (0x100E, |_| _ = Collection(0).count()),
        (0x1015, |_| _ = Dpc(0).cancel(false)),
        (0x1018, |_| _ = FileObject(0).device()),
        (0x1023, |_| _ = WaitLock(0).acquire()),
        (0x1024, |_| SpinLock(0).release()),
        (0x1025, |_| WorkItem(0).enqueue()),
        (0x1027, |_| _ = Interrupt(0).queue_dpc()),
        (0x1028, |_| _ = Timer(0).stop(false)),
        (0x1200, |_| _ = Target(0).state()),
        (0x1201, |_| _ = Target(0).open(Opening::Name("name"))),
    ];
    for (code, body) in cases {
        wrong_handle(code, body);
    }
}

#[test]
fn a_target_of_the_devices_own_is_not_opened() {
    use wdf_tests::raw::Opening;
    wrong_handle(0x1201, |m| _ = m.rig(manual()).raw.target().unwrap().open(Opening::Name("name")));
}

#[test]
fn a_bug_check_shows_an_object_by_its_handle_and_by_its_address() {
    for verifier in [Verifier::Off, Verifier::On] {
        let once_too_often = |m: &World<'_>| object(&attributes().parent(m.rig(manual()).raw)).unwrap().dereference();
        let violation = report(verifier, once_too_often).violation;
        let Outcome::BugCheck(bug_check) = violation.outcome else { panic!("{violation}") };
        let [_, handle, address, _] = bug_check.parameters;
        assert_eq!(handle ^ !7, address, "{handle:#x}, {address:#x}");
    }
}

#[test]
fn what_is_near_a_handle_is_none() {
    let near: [Wrong; 3] = [
        |m| Queue(m.rig(manual()).made.0 ^ 8).start(),
        |m| Queue(m.rig(manual()).made.0 | 1).start(),
        |m| {
            let object = object(&attributes().parent(m.rig(manual()).raw)).unwrap();
            object.delete();
            Object(object.0 ^ 8).delete();
        },
    ];
    for body in near {
        for verifier in [Verifier::Off, Verifier::On] {
            let violation = report(verifier, body).violation;
            assert_eq!((violation.rule, violation.outcome), (Rule::InvalidHandle, Outcome::Undefined));
        }
    }
}

#[test]
fn a_null_device() {
    wrong_handle(0x1002, |_| {
        let _ = Device(0).default_queue();
    });
}

#[test]
fn a_null_queue() {
    wrong_handle(0x1003, |_| Queue(0).start());
}

#[test]
fn a_null_request() {
    wrong_handle(0x1008, |_| Request(0).complete(SUCCESS));
}

#[test]
fn a_null_timer() {
    wrong_handle(0x1028, |_| {
        Timer(0).start(1);
    });
}

#[test]
fn a_null_dpc() {
    wrong_handle(0x1015, |_| {
        Dpc(0).enqueue();
    });
}

#[test]
fn a_null_spin_lock() {
    wrong_handle(0x1024, |_| SpinLock(0).acquire());
}

#[test]
fn a_device_passed_as_a_queue() {
    wrong_handle(0x1003, |m| Queue(m.rig(manual()).raw.0).start());
}

#[test]
fn a_number_that_never_was_a_handle_is_undefined() {
    // The framework takes it for an address, and reads there.
    for verifier in [Verifier::Off, Verifier::On] {
        let violation = report(verifier, |_| Request(0x1234_5678).complete(SUCCESS)).violation;
        assert_eq!((violation.rule, violation.outcome), (Rule::InvalidHandle, Outcome::Undefined));
    }
}

#[test]
fn a_freed_handle_is_undefined() {
    for verifier in [Verifier::Off, Verifier::On] {
        let violation = report(verifier, |m| {
            let object = object(&attributes().parent(m.rig(manual()).raw)).unwrap();
            object.delete();
            object.reference();
        })
        .violation;
        assert_eq!((violation.rule, violation.outcome), (Rule::UseAfterDestroy, Outcome::Undefined));
    }
}

#[test]
fn handles_are_even_and_look_like_inverted_addresses() {
    calm(|m| {
        let rig = m.rig(manual());
        for handle in [rig.raw.0, rig.made.0] {
            assert_eq!(handle & 7, 0);
            assert!((handle ^ !7) > usize::MAX / 2, "the address is one of the kernel's half");
        }
    });
}

/// Hole 4.
#[test]
fn a_handle_is_not_an_identity() {
    calm(|m| {
        let held = Held::empty();
        let rig = m.rig(parallel().read(held.putter()));
        let file = rig.open();
        let mut seen = std::collections::BTreeSet::new();
        let reused = (0..1000).any(|_| {
            let _ticket = file.begin_read(1);
            let request = held.take();
            let again = !seen.insert(request);
            request.complete(SUCCESS);
            again
        });
        assert!(reused);
    });
}

#[test]
fn every_object_is_an_object() {
    calm(|m| {
        let rig = m.rig(manual());
        for object in [Object::from(rig.raw), Object::from(rig.made)] {
            object.reference();
            object.dereference();
        }
    });
}

#[test]
fn a_null_object_to_be_referenced_is_a_required_parameter_that_is_missing() {
    for verifier in [Verifier::Off, Verifier::On] {
        for call in [Object::reference, Object::dereference] {
            let violation = report(verifier, move |_| call(Object(0))).violation;
            let Outcome::BugCheck(bug_check) = violation.outcome else { panic!("{violation}") };
            assert_eq!((violation.rule, bug_check.parameters[0]), (Rule::RequiredParameterIsNull, 4));
        }
    }
}
