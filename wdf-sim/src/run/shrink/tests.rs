//! A schedule is shrunk to the preemptions that matter.

use super::*;

/// A made-up program: two threads of four steps each. The rule is broken where thread 1 takes a step between the second
/// and the third of thread 0.
fn run(schedule: &Schedule) -> Option<Failure> {
    let mut left = [4, 4];
    let mut choices = Choices::new();
    let mut current = 0;
    let mut wanted = schedule.choices().iter().map(|thread| thread.0 as usize);
    let mut broken = false;
    while left[0] > 0 && left[1] > 0 {
        let chosen = wanted.next().unwrap_or(current);
        choices.push(ThreadId(chosen as u32), Some(ThreadId(current as u32)));
        broken |= chosen == 1 && left[0] == 2;
        left[chosen] -= 1;
        current = chosen;
    }
    broken.then_some(choices)
}

#[test]
fn the_one_preemption_that_matters_is_left() {
    let first = run(&"0.1.0.1.0.1".parse().expect("a schedule")).expect("the rule is broken");
    assert_eq!(first.preemptions(), 5);
    let shrunk = shrink(first.clone(), |attempt| match attempt {
        Attempt::Schedule(schedule) => run(&schedule),
        Attempt::Search { .. } => None,
    });
    assert_eq!(shrunk.preemptions(), 1);
    assert!(shrunk.schedule().to_string().starts_with("0*2.1"), "{}", shrunk.schedule());
    let again = shrink(first, |attempt| match attempt {
        Attempt::Schedule(schedule) => run(&schedule),
        Attempt::Search { .. } => None,
    });
    assert_eq!(again.schedule(), shrunk.schedule());
}

#[test]
fn a_search_with_fewer_preemptions_is_believed() {
    let first = run(&"0.1.0.1.0.1".parse().expect("a schedule")).expect("the rule is broken");
    let shrunk = shrink(first, |attempt| match attempt {
        Attempt::Search { preemptions: 1 } => run(&"0*2.1".parse().expect("a schedule")),
        _ => None,
    });
    assert_eq!(shrunk.preemptions(), 1);
}
