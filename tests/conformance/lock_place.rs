//! Where a lock is: what the bug check shows of the one that is taken twice.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use wdf_sim::{Outcome, Rule, Verifier};
use wdf_tests::raw::{Object, SUCCESS, attributes, report, sequential};

/// `WDF_RECURSIVE_LOCK` (bug check 0x10D, 2) names the lock, which is a part of its queue.
#[test]
fn a_presentation_lock_that_is_taken_twice_is_shown_as_a_part_of_its_queue() {
    for verifier in [Verifier::Off, Verifier::On] {
        let seen = Arc::new(AtomicU64::new(0));
        let handle = Arc::clone(&seen);
        let report = report(verifier, move |m| {
            let rig = m.rig(sequential().attributes(attributes().scope_queue()).read(|request| {
                Object::from(request.queue().unwrap()).lock();
                request.complete(SUCCESS);
            }));
            handle.store(rig.made.raw() as u64, Ordering::Relaxed);
            let _ = rig.open().read(1);
        });
        assert_eq!(report.violation.rule, Rule::RecursiveLock);
        let Outcome::BugCheck(bug_check) = report.violation.outcome else { panic!("a bug check") };
        // A handle is the object's address with its bits, but for the lowest three, turned over.
        let object = seen.load(Ordering::Relaxed) ^ !7;
        let [kind, lock, ..] = bug_check.parameters;
        assert_eq!(kind, 2);
        assert!(object < lock && lock < object + 0x100, "{lock:#x} in the object at {object:#x}");
    }
}
