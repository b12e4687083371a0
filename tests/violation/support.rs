//! What a rule's violation must look like with the framework's verifier off and on.

use wdf_sim::{BugCheck, Explorer, OnBreak, Outcome, Rule, Verifier, WDF_VIOLATION};
use wdf_tests::raw::{World, check};

/// How a violation shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shows {
    /// Not at all.
    Not,
    /// As a break that was printed, after which the driver goes on.
    Printed,
    /// As a break into the debugger.
    Break,
    /// As `WDF_VIOLATION` with this first parameter, and perhaps this second one.
    Wdf(u64, Option<u64>),
    /// As another bug check.
    BugCheck(u32),
    /// As what nothing checks.
    Undefined,
    /// As a thread that waits for ever.
    Hang,
    /// As something that is lost.
    Leak,
}

fn matches(shows: Shows, outcome: Outcome) -> bool {
    match (shows, outcome) {
        (Shows::Break, Outcome::Break)
        | (Shows::Undefined, Outcome::Undefined)
        | (Shows::Hang, Outcome::Hang)
        | (Shows::Leak, Outcome::Leak) => true,
        (Shows::Wdf(first, second), Outcome::BugCheck(BugCheck { code, parameters })) => {
            code == WDF_VIOLATION && parameters[0] == first && second.is_none_or(|second| parameters[1] == second)
        }
        (Shows::BugCheck(wanted), Outcome::BugCheck(BugCheck { code, .. })) => code == wanted,
        _ => false,
    }
}

/// Runs the wrong driver in both worlds and the right one in both.
#[track_caller]
pub(crate) fn fires(rule: Rule, off: Shows, on: Shows, wrong: fn(&World<'_>), right: fn(&World<'_>)) {
    for (verifier, shows) in [(Verifier::Off, off), (Verifier::On, on)] {
        match (check(Explorer::calm(), verifier, wrong), shows) {
            (Ok(explored), Shows::Not) => assert!(explored.breaks.is_empty(), "{verifier:?}: {:?}", explored.breaks),
            (Ok(explored), Shows::Printed) => {
                assert!(
                    explored.breaks.iter().any(|violation| violation.rule == rule),
                    "{verifier:?}: {:?}",
                    explored.breaks
                );
            }
            (Ok(explored), _) => panic!("{verifier:?}: nothing was reported, breaks {:?}", explored.breaks),
            (Err(report), shows) => {
                assert_eq!(report.violation.rule, rule, "{verifier:?}: {report}");
                assert!(matches(shows, report.violation.outcome), "{verifier:?}: {shows:?} expected: {report}");
                assert!(report.to_string().contains(rule.name()), "a report names the rule");
            }
        }
        match check(Explorer::calm(), verifier, right) {
            Ok(explored) => {
                assert!(explored.breaks.is_empty(), "{verifier:?}, the right driver: {:?}", explored.breaks)
            }
            Err(report) => panic!("{verifier:?}, the right driver: {report}"),
        }
    }
}

/// Runs a driver in one world, with breaks that stop or are continued. Nothing may end the run.
#[track_caller]
pub(crate) fn only_with(verifier: Verifier, on_break: OnBreak, body: fn(&World<'_>)) {
    if let Err(report) = check(Explorer::calm().on_break(on_break), verifier, body) {
        panic!("{verifier:?}: {report}");
    }
}
