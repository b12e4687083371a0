//! Drivers with the mistakes that real drivers made, and each one's correct twin.
//!
//! Most are about a request that two paths of the driver want to end: a timer, DPC or work item on one side, a cancel, a
//! suspend or a removal on the other. Each is a *scenario*: it plays the driver, through the raw handles of [`crate::raw`],
//! and the application. A [`Mistake`] says which rule it breaks in each of the framework's worlds, and how hard it is to
//! find. `violation/mistakes.rs` tests that all of it is so.
//!
//! Key types: [`Mistake`], [`Driver`], [`Finder`]; all of them: [`ALL`].

mod buffer;
mod cancel;
mod complete;
mod lock;
mod object;
mod queue;
mod record;
mod send;
mod shelf;
mod stop;

use wdf_sim::{Explorer, Rule, Verifier};

use crate::raw::World;

/// Which of the two drivers a scenario plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Driver {
    /// The one with the mistake.
    Faulty,
    /// The one without.
    Correct,
}

impl Driver {
    /// Whether it makes the mistake.
    #[must_use]
    pub fn is_faulty(self) -> bool {
        self == Self::Faulty
    }
}

/// The first kind of schedule that finds a mistake, from the cheapest to the dearest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Finder {
    /// One schedule, in which each thread runs until it waits.
    Calm,
    /// Every schedule with so many preemptions.
    Preemptions(usize),
}

impl Finder {
    /// All of them, in order.
    pub const ALL: [Self; 5] =
        [Self::Calm, Self::Preemptions(0), Self::Preemptions(1), Self::Preemptions(2), Self::Preemptions(3)];

    /// An explorer of this kind.
    pub const fn explorer(self) -> Explorer {
        match self {
            Self::Calm => Explorer::calm(),
            Self::Preemptions(bound) => Explorer::exhaustive(bound),
        }
    }
}

/// What there is to be found in one of the framework's worlds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// The rule that the first finder reports.
    pub rule: Rule,
    /// The first finder.
    pub by: Finder,
}

/// A driver with a mistake, and its correct twin.
#[derive(Clone, Copy, Debug)]
pub struct Mistake {
    /// What the driver does, as a name.
    pub name: &'static str,
    /// Where the mistake is known from.
    pub known_from: &'static str,
    /// What is found with the framework's verifier off; nothing where nothing goes wrong without it.
    pub v0: Option<Found>,
    /// What is found with it on.
    pub v1: Option<Found>,
    /// Rules by which other schedules may report the same mistake.
    pub also: &'static [Rule],
    /// Plays one of the two drivers, and the application.
    pub scenario: fn(&World<'_>, Driver),
}

impl Mistake {
    /// What is found in this world.
    #[must_use]
    pub const fn found(&self, verifier: Verifier) -> Option<Found> {
        match verifier {
            Verifier::Off => self.v0,
            Verifier::On => self.v1,
        }
    }

    /// Whether a report of this rule is one of the mistake.
    #[must_use]
    pub fn is(&self, rule: Rule) -> bool {
        self.v0.is_some_and(|found| found.rule == rule)
            || self.v1.is_some_and(|found| found.rule == rule)
            || self.also.contains(&rule)
    }
}

const fn found(rule: Rule, by: Finder) -> Option<Found> {
    Some(Found { rule, by })
}

/// Found in the calm schedule, by this rule.
const fn calm(rule: Rule) -> Option<Found> {
    found(rule, Finder::Calm)
}

/// Found with so many preemptions, by this rule.
const fn after(preemptions: usize, rule: Rule) -> Option<Found> {
    found(rule, Finder::Preemptions(preemptions))
}

macro_rules! mistakes {
    ($($module:ident: $($name:ident)*;)*) => {
        /// Every mistake, by name.
        pub const ALL: &[Mistake] = &[$($($module::$name,)*)*];
    };
}

mistakes! {
    complete: ERROR_PATH_FORGETS_THE_REQUEST COUNT_IS_THE_CALLERS_CLAIM ASKS_A_COMPLETED_REQUEST LATE_TIMER_COMPLETES_AGAIN
        COMPLETED_FROM_THREE_PATHS NO_WAY_OUT_OF_A_WAIT;
    cancel: COMPLETED_WHILE_CANCELABLE RESULT_OF_UNMARK_IGNORED UNMARKED_AFTER_THE_CALLBACK_COMPLETED
        UNMARKED_WITHOUT_A_REFERENCE ALREADY_CANCELLED_TAKEN_FOR_PENDING ALREADY_CANCELLED_COMPLETED_TWICE
        TOUCHED_AFTER_MARKING MARKED_AGAIN_BY_A_RETRY POLLS_A_CANCELABLE_REQUEST;
    record: RECORD_FREED_BY_BOTH_PATHS REFERENCE_KEPT_WHEN_MARKING_FAILED;
    buffer: MEMORY_IN_USE_AT_COMPLETION MEMORY_USED_AFTER_COMPLETION;
    queue: CANCELED_ON_QUEUE_TAKEN_FOR_A_NOTICE FORWARDED_TO_ANOTHER_DEVICE TOUCHED_AFTER_FORWARDING
        REQUEUED_ON_A_QUEUE_THAT_IS_NOT_MANUAL PURGES_ANOTHER_QUEUE_SYNCHRONOUSLY PURGES_ITS_OWN_QUEUE_SYNCHRONOUSLY;
    stop: STOP_GIVES_NOTHING_BACK STOP_REQUEUES_WHAT_A_DPC_COMPLETES STOP_COMPLETES_WITHOUT_CLAIMING
        STOP_ACKNOWLEDGED_TOO_LATE REMOVAL_COMPLETES_WITHOUT_CLAIMING;
    send: SENT_AGAIN_AFTER_A_SLEEP SENT_WITHOUT_BEING_FORMATTED CANCELS_WHAT_IT_SENT_WITHOUT_A_REFERENCE
        CANCELS_A_LATER_SEND;
    object: HANDLE_OF_A_ZEROED_CONTEXT TIMER_WAITS_FOR_ITSELF TIMER_LEFT_RUNNING_BY_ITS_REQUEST;
    lock: MARKED_WITH_A_LOCK_HELD COMPLETED_WITH_A_LOCK_HELD LOCKS_TAKEN_IN_OPPOSITE_ORDERS WAITS_AT_DISPATCH_LEVEL;
}
