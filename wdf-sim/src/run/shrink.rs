//! From a schedule that breaks a rule to a shorter one that breaks the same.
//!
//! Beside `retell.rs`, which says how a schedule is tried. A switch away from a thread that could have
//! gone on is what makes a schedule hard to follow, so first schedules with fewer of these are searched, and then each of
//! those that are left is taken out, put off, or made the last. What is tried depends on nothing but the schedule.
//!
//! Key types: [`Attempt`], [`Failure`].

use crate::sched::{Choices, Schedule};
use crate::trace::ThreadId;

/// So many schedules are tried.
const TRIES: usize = 400;
/// With at most so many preemptions a shorter one is searched among all.
const SEARCHED: usize = 2;

/// A schedule that breaks the rule.
pub(crate) type Failure = Choices;

/// What is tried.
pub(crate) enum Attempt {
    /// This schedule, and calmly on from its end.
    Schedule(Schedule),
    /// All with so many preemptions, to a limit.
    Search { preemptions: usize },
}

/// The shortest schedule that was found. `fails` tries one: how it went if it breaks the same rule.
pub(crate) fn shrink(first: Failure, mut fails: impl FnMut(Attempt) -> Option<Failure>) -> Failure {
    let mut best = first;
    for preemptions in 0..best.preemptions().min(SEARCHED + 1) {
        if let Some(found) = fails(Attempt::Search { preemptions }) {
            best = found;
            break;
        }
    }
    let mut tries = 0;
    'improved: loop {
        for at in best.preempted().into_iter().rev() {
            for candidate in without(&best, at) {
                if tries == TRIES {
                    return best;
                }
                tries += 1;
                if let Some(found) = fails(Attempt::Schedule(candidate)).filter(|found| found.cost() < best.cost()) {
                    best = found;
                    continue 'improved;
                }
            }
        }
        return best;
    }
}

/// The schedule without the preemption at this choice.
fn without(failure: &Failure, at: usize) -> [Schedule; 3] {
    let choices = failure.schedule().choices();
    let (before, rest) = choices.split_at(at);
    let block = rest.iter().take_while(|thread| **thread == rest[0]).count();
    let (block, after) = rest.split_at(block);
    let other = after.iter().take_while(|thread| Some(**thread) == after.first().copied()).count();
    let (other, after_other) = after.split_at(other);
    let join = |parts: &[&[ThreadId]]| Schedule::of(parts.concat());
    [join(&[before]), join(&[before, after]), join(&[before, other, block, after_other])]
}

#[cfg(test)]
mod tests;
