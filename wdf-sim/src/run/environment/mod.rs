//! The variables of the environment that explorations heed: all of them, in one place.
//!
//! | Variable | Heeded by | What it says |
//! |---|---|---|
//! | `WDF_SIM_REPLAY` | every explorer | run one schedule instead, as a report printed it: `off:0*13.1` (the verifier, the schedule) |
//! | `WDF_SIM_STORIES` | every report | the folder for the pages of stories; `stories` beside the program otherwise |
//! | `WDF_SIM_STRATEGY` | [`Explorer::from_env`] | `calm`, `random`, `pct:DEPTH`, `exhaustive:PREEMPTIONS`, `every-order`; `random` if unset |
//! | `WDF_SIM_SEED` | [`Explorer::from_env`] | where random choices start; 1 if unset |
//! | `WDF_SIM_SCHEDULES` | [`Explorer::from_env`] | at most so many schedules; 1000 if unset, and no limit for strategies that have an end |
//! | `WDF_SIM_TIME` | [`Explorer::from_env`] | at most so long: `90s`, `10m`, `2h` |
//! | `WDF_SIM_VERIFIER` | [`Explorer::from_env`] | the framework's verifier: `off`, `on`; `off` if unset |
//! | `WDF_SIM_SHARD` | [`Explorer::from_env`] | `2/8`: the second of eight parts of the exploration, which together are the whole |
//! | `WDF_SIM_FAULTS` | [`Explorer::from_env`] | the faults that come, each at every point: `cancel,power-down`, or `all` |
//!
//! They reach a test through `cargo test` and `cargo nextest run` alike, since both pass the environment on.

use std::num::NonZeroUsize;
use std::time::Duration;

use super::Explorer;
use crate::fault::Fault;
use crate::kernel::Verifier;
use crate::touch::Memory;

/// A variable of the environment that says nothing understandable.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{variable}='{value}': {expected} is expected")]
pub struct EnvironmentError {
    variable: &'static str,
    value: String,
    expected: &'static str,
}

/// Reads a variable, if it is set.
fn read<T>(
    lookup: &impl Fn(&str) -> Option<String>,
    variable: &'static str,
    expected: &'static str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, EnvironmentError> {
    let Some(value) = lookup(variable) else { return Ok(None) };
    match parse(value.trim()) {
        Some(parsed) => Ok(Some(parsed)),
        None => Err(EnvironmentError { variable, value, expected }),
    }
}

impl Explorer {
    /// The exploration that the environment asks for: for CI, where the same test is to run briefly, long, or in parts.
    ///
    /// | Variable | |
    /// |---|---|
    /// | `WDF_SIM_STRATEGY` | `calm`, `random` (if unset), `pct:DEPTH`, `exhaustive:PREEMPTIONS`, `every-order` |
    /// | `WDF_SIM_SEED` | where random choices start; 1 if unset |
    /// | `WDF_SIM_SCHEDULES` | at most so many schedules; 1000 random ones if unset |
    /// | `WDF_SIM_TIME` | at most so long: `90s`, `10m`, `2h` |
    /// | `WDF_SIM_VERIFIER` | `off` (if unset), `on` |
    /// | `WDF_SIM_SHARD` | `2/8`: the second of eight parts, which together are the whole |
    /// | `WDF_SIM_FAULTS` | the [faults](Self::faults) that come, each at every point: `cancel`, `remove`, `surprise-remove`, `power-down`, `failed-call`, `silent-target`, `stubborn-target`, several with commas, or `all`; none if unset |
    ///
    /// Whatever the explorer, `WDF_SIM_REPLAY` runs the schedule that a report printed, and `WDF_SIM_STORIES` is the folder
    /// for the pages of stories.
    ///
    /// # Errors
    ///
    /// The first variable that says nothing understandable.
    pub fn from_env() -> Result<Self, EnvironmentError> {
        Self::from_variables(|name| std::env::var(name).ok())
    }

    fn from_variables(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, EnvironmentError> {
        let number = |text: &str| text.parse::<u64>().ok();
        let count = |text: &str| text.parse::<NonZeroUsize>().ok().map(NonZeroUsize::get);
        let seed = read(&lookup, "WDF_SIM_SEED", "a whole number", number)?.unwrap_or(1);
        let schedules = read(&lookup, "WDF_SIM_SCHEDULES", "a whole number above 0", count)?;
        let time = read(&lookup, "WDF_SIM_TIME", "a time as in 90s, 10m or 2h", time)?;
        let verifier = read(&lookup, "WDF_SIM_VERIFIER", "off or on", verifier)?.unwrap_or_default();
        let shard = read(&lookup, "WDF_SIM_SHARD", "a part of the whole, as in 2/8", shard)?;
        let faults = read(&lookup, "WDF_SIM_FAULTS", "all, or faults as in cancel,power-down", faults)?;
        let expected = "calm, random, pct:DEPTH, exhaustive:PREEMPTIONS or every-order";
        let drawn = schedules.unwrap_or(1_000);
        let strategy = |text: &str| match text.split_once(':') {
            None if text == "calm" => Some(Self::calm()),
            None if text == "random" => Some(Self::random(seed, drawn)),
            None if text == "every-order" => Some(Self::every_order(Memory::Any)),
            Some(("pct", depth)) => Some(Self::pct(seed, count(depth)?, drawn)),
            Some(("exhaustive", preemptions)) => Some(Self::exhaustive(preemptions.parse().ok()?).reduced(Memory::Any)),
            _ => None,
        };
        let strategy = read(&lookup, "WDF_SIM_STRATEGY", expected, strategy)?;
        let mut explorer = strategy.unwrap_or_else(|| Self::random(seed, drawn)).verifier(verifier);
        if let Some(schedules) = schedules {
            explorer = explorer.at_most(schedules);
        }
        if let Some(time) = time {
            explorer = explorer.within(time);
        }
        if let Some((index, of)) = shard {
            explorer = explorer.shard(index, of);
        }
        Ok(explorer.faults(faults.unwrap_or_default()))
    }
}

fn time(text: &str) -> Option<Duration> {
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let seconds = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3_600,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(seconds).map(Duration::from_secs)
}

pub(crate) fn verifier(text: &str) -> Option<Verifier> {
    match text {
        "off" => Some(Verifier::Off),
        "on" => Some(Verifier::On),
        _ => None,
    }
}

fn shard(text: &str) -> Option<(usize, usize)> {
    let (index, of) = text.split_once('/')?;
    let (index, of) = (index.parse().ok()?, of.parse().ok()?);
    (index >= 1 && index <= of).then_some((index, of))
}

fn faults(text: &str) -> Option<Vec<Fault>> {
    if text == "all" {
        return Some(Fault::ALL.to_vec());
    }
    text.split(',').map(|name| Fault::named(name.trim())).collect()
}

#[cfg(test)]
mod tests;
