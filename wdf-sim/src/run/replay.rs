//! A replay line, read: `off+cancel@3~0-2.5:0*13.1` is the world, the fault, the steps of the script that are played, and the
//! schedule. The fault, the steps and the world may be missing.
//!
//! Key type: [`Line`].

use super::{Strategy, environment};
use crate::fault::Plan;
use crate::kernel::Verifier;
use crate::report::Kept;
use crate::sched::{ParseScheduleError, Part, Schedule};

/// What a replay line says.
pub(super) struct Line {
    pub(super) verifier: Option<Verifier>,
    plan: Option<Plan>,
    kept: Option<Kept>,
    schedule: Schedule,
}

impl Line {
    pub(super) fn parse(text: &str) -> Result<Self, ParseScheduleError> {
        let Some((head, schedule)) = text.split_once(':') else {
            return Ok(Self { verifier: None, plan: None, kept: None, schedule: text.parse()? });
        };
        let (head, kept) = head.split_once('~').map_or((head, None), |(head, kept)| (head, Some(kept)));
        let (world, plan) = head.split_once('+').map_or((head, None), |(world, plan)| (world, Some(plan)));
        let nonsense = ParseScheduleError::of;
        Ok(Self {
            verifier: Some(environment::verifier(world).ok_or_else(|| nonsense(world, Part::World))?),
            plan: plan.map(|plan| Plan::parse(plan).ok_or_else(|| nonsense(plan, Part::Fault))).transpose()?,
            kept: kept.map(|kept| Kept::parse(kept).ok_or_else(|| nonsense(kept, Part::Steps))).transpose()?,
            schedule: schedule.parse()?,
        })
    }

    pub(super) fn strategy(self) -> Strategy {
        Strategy::Replay { schedule: self.schedule, strict: true, plan: self.plan, kept: self.kept }
    }
}
