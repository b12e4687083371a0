//! Every simulated function above its highest level (the pages of the documentation; `tests/parity/levels.tsv`).
//!
//! Facts: the framework's own check, `FxVerifierCheckIrqlLevel`, is there with its verifier on, for functions that are for
//! PASSIVE_LEVEL or APC_LEVEL; nothing ever checks what is called above DISPATCH_LEVEL.

use wdf_sim::{Explorer, Outcome, Rule, Verifier};
use wdf_tests::raw::check;

use crate::table::{Function, call, functions};
use crate::zoo::Zoo;

const LEVELS: &str = include_str!("../parity/levels.tsv");
const DISPATCH: u8 = 2;
const DIRQL: u8 = 5;

/// What the objects of these tests are not for is found before the level is looked at.
const EARLIER: &[(&str, Rule)] = &[
    ("WdfInterruptTryToAcquireLock", Rule::InterruptMisused),
    ("WdfRequestProbeAndLockUserBufferForRead", Rule::NotInCallerContext),
    ("WdfRequestProbeAndLockUserBufferForWrite", Rule::NotInCallerContext),
    ("WdfRequestRetrieveUnsafeUserInputBuffer", Rule::NotInCallerContext),
    ("WdfRequestRetrieveUnsafeUserOutputBuffer", Rule::NotInCallerContext),
];

/// The level that is just too high for a function.
fn too_high(name: &str) -> Option<u8> {
    let row = LEVELS.lines().find_map(|line| line.split_once('\t').filter(|(of, _)| *of == name))?;
    match row.1 {
        "PASSIVE" | "APC" => Some(DISPATCH),
        "DISPATCH" => Some(DIRQL),
        _ => None,
    }
}

/// What a call at this level came to.
fn outcome(function: &Function, level: u8, verifier: Verifier) -> Option<(Rule, Outcome)> {
    let function = function.clone();
    let result = check(Explorer::calm(), verifier, move |m| {
        let zoo = Zoo::new(m);
        let arguments = zoo.arguments(&function);
        m.set_irql(level);
        call(function.index, &arguments);
        m.set_irql(0);
    });
    result.err().map(|report| (report.violation.rule, report.violation.outcome))
}

#[test]
fn no_function_is_called_above_its_level_unseen() {
    let (mut tried, mut wrong) = (0, Vec::new());
    for function in functions() {
        let Some(level) = too_high(&function.name) else { continue };
        let on = outcome(&function, level, Verifier::On);
        if on.is_some_and(|(rule, _)| rule == Rule::NotSimulated) {
            continue;
        }
        tried += 1;
        if let Some((_, other)) = EARLIER.iter().find(|(name, _)| *name == function.name) {
            assert_eq!(on.map(|(rule, _)| rule), Some(*other), "{}", function.name);
            continue;
        }
        if on.is_none_or(|(rule, _)| rule != Rule::IrqlTooHigh) {
            wrong.push(format!("{} at {level}, verifier on: {on:?}", function.name));
        }
        let off = outcome(&function, level, Verifier::Off);
        let reported = off.is_some_and(|(rule, _)| rule == Rule::IrqlTooHigh);
        // What only the framework's verifier checks goes on without it.
        let checked = on.is_some_and(|(_, outcome)| outcome == Outcome::Break);
        if reported == checked {
            wrong.push(format!("{} at {level}, verifier off: {off:?}, on: {on:?}", function.name));
        }
    }
    assert!(tried > 250, "{tried} functions");
    assert!(wrong.is_empty(), "{} of {tried}\n{}", wrong.len(), wrong.join("\n"));
}
