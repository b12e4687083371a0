//! The IRQL in wdf-safe's types against the IRQL that the functions' pages ask for.
//!
//! `ddi_levels.tsv` has the highest IRQL of each function, from the line "IRQL" of its page (for `WdfDeviceStopIdle` and
//! `WdfDeviceResumeIdle`, of which the table has other names, of theirs; where the page says "see Remarks", from those):
//! `passive`, `apc`, `dispatch`, `dirql`, `any`; `passive to wait`, where it is DISPATCH_LEVEL for a call that does not wait; `–`
//! where there is no page. A function of wdf-safe that asks for a `Cx` is held to it by that; one that asks for none stands in
//! `without_context.tsv`, with why it runs at the right level all the same.

use std::collections::BTreeMap;

use super::read;
use super::source::{self, Call};

/// The functions of wdf-safe that call a function which can wait, and do not let it.
const DO_NOT_WAIT: [(&str, &str, &str); 6] = [
    ("dpc.rs", "cancel", "WdfDpcCancel"),
    ("register/send/mod.rs", "send", "WdfRequestSend"),
    ("target/mod.rs", "send_and_forget", "WdfRequestSend"),
    ("target/state.rs", "purge", "WdfIoTargetPurge"),
    ("target/state.rs", "stop", "WdfIoTargetStop"),
    ("timer.rs", "stop", "WdfTimerStop"),
];

/// The highest IRQL of each function, in words.
fn demanded() -> BTreeMap<String, String> {
    let text = read("tests/score_card/ddi_levels.tsv".as_ref()).expect("the levels can be read");
    let row = |line: &str| line.split_once('\t').map(|(name, level)| (name.to_owned(), level.to_owned()));
    text.lines().filter_map(row).collect()
}

/// The IRQL up to which code can run that has a context of this level, or a level with this bound.
fn highest(level: &str) -> Option<u8> {
    match level {
        "Work" | "Passive" | "PassiveHeld" | "PassiveIsr" | "SurpriseRemoval" => Some(0),
        "Dispatch" | "Held" | "AtMostDispatch" | "Unlocked" | "CallOut" | "CallbackLevel" => Some(2),
        "Dirql" | "InterruptLevel" | "Level" => Some(3),
        _ => None,
    }
}

/// The IRQL up to which a function may be called.
fn allowed(demand: &str, waits: bool) -> u8 {
    match demand {
        "passive" => 0,
        "passive to wait" if waits => 0,
        "apc" => 1,
        "dispatch" | "passive to wait" => 2,
        _ => 3,
    }
}

fn waits(call: &Call) -> bool {
    !DO_NOT_WAIT.contains(&(call.file.as_str(), call.function.as_str(), call.ddi.as_str()))
}

/// What stands in `without_context.tsv`: file, function, function of the framework.
fn without_context() -> Vec<[String; 4]> {
    let text = read("tests/score_card/without_context.tsv".as_ref()).expect("the list can be read");
    let row = |line: &str| {
        let cells: Vec<String> = line.split('\t').map(str::to_owned).collect();
        cells.try_into().unwrap_or_else(|_| panic!("four columns: {line}"))
    };
    text.lines().map(row).collect()
}

#[test]
fn the_levels_are_those_of_the_functions_of_the_table() {
    let names: Vec<String> = demanded().into_keys().collect();
    let mut functions = source::functions();
    functions.sort();
    assert_eq!(names, functions);
}

/// KmdfIrql.
#[test]
fn each_call_is_made_at_a_level_at_which_its_page_allows_it() {
    let (demanded, mut wrong) = (demanded(), Vec::new());
    for call in source::calls() {
        let Some(level) = &call.level else { continue };
        let demand = &demanded[&call.ddi];
        let Some(highest) = highest(level) else {
            wrong.push(format!("{}: {}: nobody knows the level `{level}`", call.file, call.function));
            continue;
        };
        if demand == "–" || highest > allowed(demand, waits(&call)) {
            wrong.push(format!(
                "{}: `{}` has a context `{level}`, and {} asks for: {demand}",
                call.file, call.function, call.ddi
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// KmdfIrqlExplicit.
#[test]
fn each_call_without_a_context_has_its_reason() {
    let listed = without_context();
    let is = |row: &[String; 4], call: &Call| [&call.file, &call.function, &call.ddi] == [&row[0], &row[1], &row[2]];
    let calls: Vec<Call> = source::calls().into_iter().filter(|call| call.level.is_none()).collect();
    let missing: Vec<String> = calls
        .iter()
        .filter(|call| !listed.iter().any(|row| is(row, call)))
        .map(|call| format!("{}\t{}\t{}\twhy it runs at the right level", call.file, call.function, call.ddi))
        .collect();
    assert!(
        missing.is_empty(),
        "give these a `Cx`, or tests/score_card/without_context.tsv these lines, with tabs between:\n{}",
        missing.join("\n")
    );
    let stale: Vec<_> = listed.iter().filter(|row| !calls.iter().any(|call| is(row, call))).collect();
    assert!(stale.is_empty(), "there are no such calls without a context: {stale:?}");
    assert!(listed.iter().all(|row| row[3].len() > 8), "each has a reason");
}

#[test]
fn each_call_that_does_not_wait_is_there() {
    let calls = source::calls();
    for call in DO_NOT_WAIT {
        let found =
            calls.iter().any(|found| (found.file.as_str(), found.function.as_str(), found.ddi.as_str()) == call);
        assert!(found, "there is no such call: {call:?}");
    }
}
