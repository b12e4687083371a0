//! A request's buffer that is written after the request was completed: noticed whatever is written and wherever, before the
//! application has fetched the outcome and afterwards.

use wdf_sim::{Rule, Verifier};
use wdf_tests::raw::{Held, SUCCESS, World, calm, parallel, report};

/// What the application has done about the outcome when the driver writes.
#[derive(Clone, Copy)]
enum Outcome {
    Fetched,
    /// It fetches it later, or never asks again.
    Unfetched,
    /// It keeps it to the end.
    Kept,
}

/// A write of zeros is completed; then this byte of what it carried is given this value.
fn writes_late(m: &World<'_>, at: usize, value: u8, outcome: Outcome) {
    let held = Held::empty();
    let ticket = m.rig(parallel().write(held.putter())).open().begin_write(&[0; 24]);
    let request = held.take();
    let (address, length) = request.input(24).unwrap();
    assert!(at < length);
    request.complete_with(SUCCESS, 24);
    let unfetched = match outcome {
        Outcome::Fetched => {
            assert_eq!(ticket.wait().information, 24);
            None
        }
        Outcome::Unfetched => Some(ticket),
        Outcome::Kept => {
            std::mem::forget(ticket);
            None
        }
    };
    // SAFETY: the simulator keeps the memory of a run's first requests until its end.
    unsafe { ((address + at) as *mut u8).write(value) };
    drop(unfetched);
}

fn each_is_noticed(outcome: Outcome) {
    for verifier in [Verifier::Off, Verifier::On] {
        for (at, value) in [(0, 1), (0, 2), (7, 0x80), (8, 1), (15, 0xFF), (23, 1)] {
            let violation = report(verifier, move |m| writes_late(m, at, value, outcome)).violation;
            assert_eq!(violation.rule, Rule::BufferUsedAfterCompletion, "byte {at} becomes {value}");
        }
    }
}

#[test]
fn a_late_write_is_noticed_before_the_outcome_is_fetched() {
    each_is_noticed(Outcome::Unfetched);
}

#[test]
fn a_late_write_is_noticed_after_the_outcome_was_fetched() {
    each_is_noticed(Outcome::Fetched);
}

#[test]
fn a_late_write_is_noticed_when_the_outcome_is_kept_to_the_end() {
    each_is_noticed(Outcome::Kept);
}

#[test]
fn outcomes_that_nobody_fetches_are_no_late_writes() {
    calm(|m| {
        let file = m.rig(parallel().write(|request| request.complete_with(SUCCESS, 2))).open();
        std::mem::forget([file.begin_write(b"12"), file.begin_write(b"34")]);
    });
}
