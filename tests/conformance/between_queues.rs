//! A request that one thread forwards is nobody's until the other queue has it: another thread that completes it meanwhile is
//! reported.

use std::collections::BTreeSet;

use wdf_sim::{Explorer, Rule, Verifier};
use wdf_tests::raw::{Held, SUCCESS, World, check, manual, parallel, plan};
use wdf_tests::with;

/// One thread forwards a request to a manual queue, another one completes it.
fn forward_and_complete(m: &World<'_>) {
    let held = Held::empty();
    let rig = m.build(
        plan(),
        with!(held => move |device| {
            let _ = device.queue(parallel().default_queue().read(held.putter()));
            device.queue(manual())
        }),
    );
    let _ticket = rig.open().begin_read(1);
    let (request, queue) = (held.take(), rig.made);
    let completer = m.spawn(move |_| request.complete(SUCCESS));
    let _ = request.forward(queue);
    completer.join();
}

/// What is found in schedules drawn at random.
fn found(verifier: Verifier) -> BTreeSet<(Rule, String)> {
    let violation =
        |seed| check(Explorer::random(seed, 1).shrink(false), verifier, forward_and_complete).unwrap_err().violation;
    (0..60).map(violation).map(|violation| (violation.rule, violation.text)).collect()
}

#[test]
fn completing_what_is_between_two_queues_is_reported_in_v0() {
    let found = found(Verifier::Off);
    let is_it =
        |(rule, text): &(Rule, String)| *rule == Rule::RequestNotOwned && text.contains("on its way to a queue");
    assert!(found.iter().any(is_it), "{found:#?}");
}

/// The verifier forgets that the driver owns it when the forward begins, not when it ends.
#[test]
fn completing_what_is_between_two_queues_is_a_break_in_v1() {
    let found = found(Verifier::On);
    assert!(found.iter().any(|(rule, _)| *rule == Rule::RequestNotOwned), "{found:#?}");
    assert!(!found.iter().any(|(_, text)| text.contains("was completed while it was between")), "{found:#?}");
}
