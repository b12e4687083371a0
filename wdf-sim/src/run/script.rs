//! Bodies that play a script: what the application does, step by step, so that a broken rule is told with as few steps as
//! break it.
//!
//! Beside `mod.rs`. The steps that are left out are chosen by `retell.rs`; which are left, a replay line says.
//!
//! Key types: [`Script`].

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Explored, Explorer};
use crate::machine::Machine;
use crate::report::{Kept, Played, Report};

/// The script of a body: its steps in words, and those that are played.
#[derive(Clone, Debug)]
pub(crate) struct Script {
    words: Arc<[String]>,
    kept: Arc<Mutex<Kept>>,
}

impl Script {
    fn new(words: impl Iterator<Item = String>) -> Self {
        let words: Arc<[String]> = words.collect();
        let kept = Arc::new(Mutex::new(Kept((0..words.len()).collect())));
        Self { words, kept }
    }

    pub(super) fn kept(&self) -> Kept {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// From here on these steps are played. False: the script has fewer.
    pub(super) fn keep(&self, kept: Kept) -> bool {
        let fits = kept.0.last().is_none_or(|last| *last < self.words.len());
        if fits {
            *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = kept;
        }
        fits
    }

    /// All of them are played.
    pub(super) fn keep_all(&self) {
        self.keep(Kept((0..self.words.len()).collect()));
    }

    /// What a report says of it.
    pub(super) fn played(&self) -> Played {
        let kept = self.kept();
        let steps = kept.0.iter().map(|at| self.words[*at].clone()).collect();
        Played { steps, of: self.words.len(), kept }
    }
}

impl Explorer {
    /// As [`Self::check`], with a body that plays a script: what the application does, step by step. Where a rule is
    /// broken, not only the schedule is shrunk: steps are left out as long as the same rule is broken, in some schedule,
    /// by those that are left. So the body is to make sense of any part of the script, in its order.
    ///
    /// ```
    /// use wdf_sim::{Explorer, Machine};
    ///
    /// #[derive(Clone, Debug)]
    /// enum Step {
    ///     Sleep,
    ///     Yield,
    /// }
    ///
    /// let explored = Explorer::random(1, 10).check_script(&[Step::Yield, Step::Sleep], |machine, steps| {
    ///     for step in steps {
    ///         match step {
    ///             Step::Sleep => machine.sleep(std::time::Duration::from_millis(1)),
    ///             Step::Yield => machine.yield_now(),
    ///         }
    ///     }
    /// });
    /// assert_eq!(explored.unwrap().schedules, 10);
    /// ```
    ///
    /// # Errors
    ///
    /// The report on the first broken rule, with the steps that are left ([`Report::script`]).
    ///
    /// # Panics
    ///
    /// As [`Self::check`].
    pub fn check_script<T>(
        mut self,
        script: &[T],
        body: impl Fn(&Machine, &[T]) + Send + Sync + 'static,
    ) -> Result<Explored, Box<Report>>
    where
        T: Clone + fmt::Debug + Send + Sync + 'static,
    {
        let played = Script::new(script.iter().map(|step| format!("{step:?}")));
        let script = script.to_vec();
        self.script = Some(played.clone());
        self.check(move |machine| {
            let steps: Vec<T> = played.kept().0.iter().map(|at| script[*at].clone()).collect();
            body(machine, &steps);
        })
    }

    /// As [`Self::check_script`]; a broken rule is a panic with the report, as in [`Self::run`].
    ///
    /// # Panics
    ///
    /// If a rule is broken, or the body panics.
    pub fn run_script<T>(self, script: &[T], body: impl Fn(&Machine, &[T]) + Send + Sync + 'static) -> Explored
    where
        T: Clone + fmt::Debug + Send + Sync + 'static,
    {
        match self.check_script(script, body) {
            Ok(explored) => explored,
            Err(report) => Self::tell(&report),
        }
    }
}

#[cfg(test)]
mod tests;
