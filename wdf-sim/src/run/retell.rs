//! What was found, once more: with a script and a schedule that are easier to follow, and the lines of the driver's code.
//!
//! Beside `mod.rs`; `shrink.rs` says which schedules are tried.

use std::cell::Cell;
use std::sync::Arc;

use super::script::Script;
use super::search::{Body, End, Purpose};
use super::shrink::{self, Attempt};
use super::{Explorer, Strategy};
use crate::report::{Kept, REPLAY, Report};
use crate::sched::{self, Choices};
use crate::violation::{Outcome, Rule, Violation};

/// So many schedules of those with few preemptions are searched for a shorter story.
const SEARCHED: usize = 300;
/// With at most so many preemptions a shorter script is searched for the same rule.
const PREEMPTIONS: usize = 2;
/// So many shorter scripts are tried.
const SCRIPTS: usize = 200;
/// So many panics of the driver are brought about on the way to a shorter story: each leaves a thread behind.
const CRASHES: usize = 64;

impl Explorer {
    /// The same broken rule in a script and a schedule that are easier to follow, with the lines of the driver's code.
    pub(super) fn retell(&self, found: Box<Report>, body: &Body) -> Box<Report> {
        // It would take as long again, each time.
        if found.violation.is_endless {
            return found;
        }
        self.retold(found, sched::choices(), |strategy, purpose| match self.once(strategy, purpose, body) {
            End::Broken(report) => Some((report, sched::choices())),
            _ => None,
        })
    }

    /// As [`Self::retell`], of what costs a thread each time that it is tried: a driver's panic.
    pub(super) fn retell_crash(
        &self,
        found: Box<Report>,
        first: Choices,
        test: &Option<String>,
        body: &Body,
    ) -> Box<Report> {
        if found.violation.is_endless {
            return found;
        }
        let plan = found.plan;
        let crashes = Cell::new(0);
        self.retold(found, first, |strategy, purpose| {
            if crashes.get() == CRASHES && !matches!(purpose, Purpose::Show) {
                return None;
            }
            let body = Arc::clone(body);
            let end = self.on_a_thread(test.clone(), plan, move |explorer| explorer.once(strategy, purpose, &body));
            let End::Crashed(report, choices) = end else { return None };
            crashes.set(crashes.get() + 1);
            Some((report, choices))
        })
    }

    /// `again` runs a strategy: the broken rule that it came to, and by which choices.
    fn retold(
        &self,
        found: Box<Report>,
        first: Choices,
        again: impl Fn(Strategy, Purpose) -> Option<(Box<Report>, Choices)>,
    ) -> Box<Report> {
        let is_replay = matches!(self.strategy, Strategy::Replay { .. }) || std::env::var_os(REPLAY).is_some();
        let plan = found.plan;
        let again = |strategy, purpose| {
            again(strategy, purpose).filter(|(report, _)| is_the_same(&report.violation, &found.violation))
        };
        let fails = |attempt| {
            let strategy = match attempt {
                Attempt::Schedule(schedule) => Strategy::Replay { schedule, strict: false, plan, kept: self.kept() },
                Attempt::Search { preemptions } => Strategy::Exhaustive { preemptions, limit: SEARCHED },
            };
            again(strategy, Purpose::Shrink).map(|(_, choices)| choices)
        };
        let mut best = first.clone();
        if self.shrink && !is_replay {
            if let Some(script) = &self.script {
                best = shorten(script, best, fails);
            }
            if best.preemptions() > 0 {
                best = shrink::shrink(best, fails);
            }
        }
        let schedule = best.schedule().clone();
        match again(Strategy::Replay { schedule, strict: false, plan, kept: self.kept() }, Purpose::Show) {
            Some((mut report, _)) => {
                report.schedules = found.schedules;
                report.shrunk_from = (best != first).then(|| first.preemptions());
                report
            }
            // A body that is not the same each time.
            None => found,
        }
    }

    fn kept(&self) -> Option<Kept> {
        self.script.as_ref().map(Script::kept)
    }
}

/// Whether two runs broke one rule: of panics, one at the same place of the driver.
fn is_the_same(one: &Violation, other: &Violation) -> bool {
    let place = |violation: &Violation| match violation.outcome {
        Outcome::BugCheck(bug_check) if violation.rule == Rule::DriverPanicked => Some(bug_check),
        _ => None,
    };
    one.rule == other.rule && place(one) == place(other)
}

/// Leaves steps of the script out, many at first and then one at a time, as long as the rule is broken by those that are left:
/// in the schedule that broke it before, or in one with few preemptions.
fn shorten(script: &Script, first: Choices, fails: impl Fn(Attempt) -> Option<Choices>) -> Choices {
    let (mut kept, mut best) = (script.kept(), first);
    let mut tries = 0;
    let mut size = kept.0.len().div_ceil(2);
    while size > 0 && tries < SCRIPTS {
        let (mut at, before) = (0, kept.0.len());
        while at < kept.0.len() && tries < SCRIPTS {
            tries += 1;
            let mut fewer = kept.clone();
            fewer.0.drain(at..(at + size).min(kept.0.len()));
            script.keep(fewer.clone());
            let search = |preemptions| fails(Attempt::Search { preemptions });
            let found =
                fails(Attempt::Schedule(best.schedule().clone())).or_else(|| (0..=PREEMPTIONS).find_map(search));
            match found {
                Some(choices) => (kept, best) = (fewer, choices),
                None => at += size,
            }
        }
        // Where a step could be left out, others perhaps can now.
        size = if size == 1 && kept.0.len() < before { 1 } else { size / 2 };
    }
    script.keep(kept);
    best
}
