//! Where another thread may run: whether the scheduler is asked, and what never comes to an end.
//!
//! Every function of the framework begins with such a point (`exec::point`), so what is here is on the way of every request.
//!
//! Key types: [`Point`].

use std::sync::atomic::Ordering;

use super::{Callback, Role};
use crate::kernel::{Kernel, Result};
use crate::trace::ThreadId;
use crate::violation::{Outcome, Rule, Violation};

/// A callback in which other threads could have run this often, and nothing was completed, does not return any more.
const POINTS_OF_A_CALLBACK: u64 = 1_000_000;

/// So often may processors and workers run while applications wait and nothing is completed.
const POINTS_OF_SERVICE: u64 = 200_000;

/// It is looked at one of so many points whether anything goes on.
const SAMPLE: u64 = 1_024;

/// After so many points of one thread another one has its turn, if it can run: a processor that polls stops no other.
const POINTS_IN_A_ROW: u32 = 10_000;

/// What a thread does at a point where another one may run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Point {
    /// It goes on: nobody else could.
    GoOn,
    /// The scheduler chooses.
    Choose,
    /// It lets somebody else take a step first: there were so many switches until now.
    GiveWay(u64),
}

impl Kernel {
    /// A thread comes to a point where another one may run.
    #[inline]
    pub(crate) fn pass_point(&mut self, me: ThreadId) -> Result<Point> {
        // Only this thread writes it, so the sum need not be atomic.
        self.heartbeat.store(self.heartbeat.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
        self.points += 1;
        if self.points.is_multiple_of(SAMPLE) {
            self.look_for_the_endless(me)?;
        }
        self.points_in_a_row += 1;
        // Most machines have one thread most of the time.
        if self.threads.len() > 1 { Ok(self.may_choose(me)) } else { Ok(Point::GoOn) }
    }

    #[inline(never)]
    fn may_choose(&self, me: ThreadId) -> Point {
        match self.others_ready(me) {
            false => Point::GoOn,
            true if self.points_in_a_row > POINTS_IN_A_ROW => Point::GiveWay(self.switches),
            true => Point::Choose,
        }
    }

    /// What never comes to an end is found here: this is one of [`SAMPLE`] points.
    #[cold]
    fn look_for_the_endless(&mut self, me: ThreadId) -> Result<()> {
        let now = self.counts.completed;
        let thread = self.thread_mut(me);
        let role = thread.role;
        if let Some(callback) = thread.callbacks.last_mut() {
            callback.points = if callback.completed == now { callback.points + SAMPLE } else { 0 };
            callback.completed = now;
            let Callback { name, on, points, .. } = *callback;
            if points > POINTS_OF_A_CALLBACK {
                let text = format!("{name} of {on} does not return: it called the framework {points} times");
                return Err(Violation::new(Rule::CallbackNeverReturns, Outcome::Hang, text).endless());
            }
        }
        let (points, completed) = self.service_points;
        let goes_on = role == Role::Application || completed != now;
        self.service_points = (if goes_on { 0 } else { points + SAMPLE }, now);
        if points > POINTS_OF_SERVICE {
            return Err(self.stuck().endless());
        }
        Ok(())
    }

    /// The driver's code on this thread does not come to an end, nor to a call of the framework.
    #[cfg(unix)]
    pub(crate) fn computes_for_ever(&self, thread: ThreadId) -> Box<Violation> {
        let place = match self.thread(thread).callbacks.last() {
            Some(Callback { name, on, .. }) => format!("{name} of {on}"),
            None => "the driver's entry, or a thread of its own,".to_owned(),
        };
        let text = format!("{place} does not return, and calls the framework no more");
        Violation::new(Rule::CallbackNeverReturns, Outcome::Hang, text)
    }
}
