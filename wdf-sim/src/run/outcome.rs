//! What an exploration comes to, and who is told on the way.
//!
//! Key types: [`Explored`], [`Stopped`], [`Seen`].

use std::fmt;
use std::ops::ControlFlow;
use std::sync::Arc;

use crate::kernel::Counts;
use crate::report::Report;
use crate::violation::Violation;

/// What an exploration came to that found no broken rule.
#[derive(Clone, Debug, Default)]
pub struct Explored {
    /// How many schedules were run.
    pub schedules: usize,
    /// Whether these are all that the strategy has; only an exhaustive one has an end.
    pub exhausted: bool,
    /// How many more were begun and given up, because what they came to had been run: a reduction's cost.
    pub cut: usize,
    /// How many faults came, each at a point of its own ([`Explorer::faults`](crate::Explorer::faults)).
    pub faults: usize,
    /// How many branches a reduction did not take, each of them at least one schedule.
    pub saved: u64,
    /// How many classes the schedules of an exhaustive exploration are of, if it was asked to find out: two schedules of one class differ only
    /// in the order of steps that touch nothing in common.
    pub classes: usize,
    /// What happened in them, added up.
    pub counts: Counts,
    /// The verifier's breaks that were continued.
    pub breaks: Vec<Violation>,
}

impl Explored {
    pub(super) fn add(&mut self, other: Self) {
        self.schedules += other.schedules;
        self.exhausted &= other.exhausted;
        self.cut += other.cut;
        self.saved += other.saved;
        self.classes += other.classes;
        self.counts.add(&other.counts);
        self.breaks.extend(other.breaks);
    }
}

/// How far an exploration has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// How many schedules were begun.
    pub schedules: usize,
    /// How many choices the last one had.
    pub depth: usize,
}

/// Who is told how far an exploration has come.
#[derive(Clone)]
pub(crate) struct Watch(pub(super) Arc<dyn Fn(Seen) -> ControlFlow<()> + Send + Sync>);

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Watch")
    }
}

/// Why an exploration stopped before its end.
#[derive(Debug)]
pub enum Stopped {
    /// A rule was broken.
    Broken(Box<Report>),
    /// The schedule to be replayed is not one of this body; why.
    Misfit(String),
}
