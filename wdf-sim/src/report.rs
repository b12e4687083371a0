//! What a failed run shows: the rule, what the real system would do, the story, and how to see it again.
//!
//! Row 4 of the simulator. Key type: [`Report`].

use std::error::Error;
use std::fmt;

use crate::sched::Schedule;
use crate::trace::Event;
use crate::violation::Violation;

/// How much of the story a report prints.
const LAST_EVENTS: usize = 60;

/// A run that ended with a broken rule.
#[derive(Clone, Debug)]
pub struct Report {
    /// The rule and what happened.
    pub violation: Violation,
    /// The choices that led there; [`Explorer::replay`](crate::Explorer::replay) takes them.
    pub schedule: Schedule,
    /// What happened before, oldest first.
    pub trace: Vec<Event>,
    /// How many schedules were tried, this one included.
    pub schedules: usize,
    /// The test that ran it, if it has a name.
    pub test: Option<String>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { violation, schedule, trace, schedules, test } = self;
        writeln!(f, "{violation}")?;
        writeln!(f, "  the rule: {} [{}]", violation.rule.sentence(), violation.rule.page())?;
        writeln!(f, "  found in schedule {schedules}")?;
        writeln!(f)?;
        let skipped = trace.len().saturating_sub(LAST_EVENTS);
        if skipped > 0 {
            writeln!(f, "  ({skipped} earlier events left out)")?;
        }
        writeln!(f, "  time (100 ns), thread, IRQL, what happened:")?;
        for event in &trace[skipped..] {
            writeln!(f, "  {event}")?;
        }
        writeln!(f)?;
        match test {
            Some(test) => write!(f, "  replay: WDF_SIM_REPLAY='{schedule}' cargo test -- --exact '{test}'"),
            None => write!(f, "  replay: Explorer::replay(\"{schedule}\")"),
        }
    }
}

impl Error for Report {}
