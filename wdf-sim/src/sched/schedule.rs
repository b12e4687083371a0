//! A schedule as text: the threads chosen, one after another, runs of the same one counted.
//!
//! `0*12.2.0*3` is thread 0 twelve times, thread 2, thread 0 three times. Only places where more than one thread could
//! run are in it.

use std::fmt;
use std::str::FromStr;

use crate::trace::ThreadId;

/// The choices of one run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schedule(Vec<ThreadId>);

impl Schedule {
    pub(crate) const fn new() -> Self {
        Self(Vec::new())
    }

    pub(crate) const fn of(choices: Vec<ThreadId>) -> Self {
        Self(choices)
    }

    pub(crate) fn push(&mut self, thread: ThreadId) {
        self.0.push(thread);
    }

    /// The threads chosen, in order.
    #[must_use]
    pub fn choices(&self) -> &[ThreadId] {
        &self.0
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("-");
        }
        for (index, run) in self.0.chunk_by(|a, b| a == b).enumerate() {
            if index > 0 {
                f.write_str(".")?;
            }
            write!(f, "{}", run[0].0)?;
            if run.len() > 1 {
                write!(f, "*{}", run.len())?;
            }
        }
        Ok(())
    }
}

/// The choices of a run, and at each which thread could have gone on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Choices {
    schedule: Schedule,
    goes_on: Vec<Option<ThreadId>>,
}

impl Choices {
    pub(crate) const fn new() -> Self {
        Self { schedule: Schedule::new(), goes_on: Vec::new() }
    }

    pub(crate) fn push(&mut self, thread: ThreadId, goes_on: Option<ThreadId>) {
        self.schedule.push(thread);
        self.goes_on.push(goes_on);
    }

    pub(crate) const fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// The choices by which a thread was made to wait that could have gone on.
    pub(crate) fn preempted(&self) -> Vec<usize> {
        let all = self.schedule.0.iter().zip(&self.goes_on).enumerate();
        all.filter(|(_, (chosen, on))| on.is_some_and(|on| on != **chosen)).map(|(at, _)| at).collect()
    }

    pub(crate) fn preemptions(&self) -> usize {
        self.preempted().len()
    }

    /// How hard the run is to follow: by preemptions, then by length.
    pub(crate) fn cost(&self) -> (usize, usize) {
        (self.preemptions(), self.schedule.0.len())
    }
}

/// A text that is no schedule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{part}' {is_no}")]
pub struct ParseScheduleError {
    part: String,
    is_no: Part,
}

/// What a part of a replay line should have been.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Part {
    /// A choice, or several.
    #[error("is no part of a schedule; expected a thread's number, or a number and how often, as in 0*12.2.0*3")]
    Choice,
    /// The world.
    #[error(
        "does not say whether the verifier is off or on; a replay line begins with that and a colon, as in off:0*12.2.0*3"
    )]
    World,
    /// The fault.
    #[error("is no fault and when it comes; expected its name and a number, as in off+cancel@3:0*12.2.0*3")]
    Fault,
    /// The steps of a script.
    #[error("does not say which steps of a script are played; expected their numbers, as in off~0-2.5:0*12.2.0*3")]
    Steps,
}

impl ParseScheduleError {
    pub(crate) fn of(part: &str, is_no: Part) -> Self {
        Self { part: part.to_owned(), is_no }
    }
}

impl FromStr for Schedule {
    type Err = ParseScheduleError;

    fn from_str(text: &str) -> Result<Self, ParseScheduleError> {
        /// No schedule is as long; a larger number is a mistake that would take all memory.
        const LONGEST_RUN: usize = 100_000_000;
        let mut schedule = Self::new();
        if text == "-" {
            return Ok(schedule);
        }
        for part in text.split('.') {
            let error = || ParseScheduleError::of(part, Part::Choice);
            let (thread, count) = match part.split_once('*') {
                Some((thread, count)) => (thread, count.parse().map_err(|_| error())?),
                None => (part, 1),
            };
            let thread = ThreadId(thread.parse().map_err(|_| error())?);
            if count == 0 || count > LONGEST_RUN {
                return Err(error());
            }
            schedule.0.extend(std::iter::repeat_n(thread, count));
        }
        Ok(schedule)
    }
}
