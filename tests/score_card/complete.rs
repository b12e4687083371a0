//! Nothing is left out: each rule stands in its table as well held as it can be, each case of misuse in its own.

use std::collections::BTreeMap;
use std::path::Path;

use super::source::{calls, functions};
use super::{PLANNED, named, read, rows};

/// `tiers.tsv` has of each rule how it can be held at best. What types can hold they do hold, wherever the API is there.
#[test]
fn each_rule_is_held_as_well_as_it_can_be() {
    let text = read(Path::new("tests/score_card/tiers.tsv")).expect("the tiers can be read");
    let mut best: BTreeMap<&str, &str> = text.lines().filter_map(|line| line.split_once('\t')).collect();
    for row in rows("docs/rules.md") {
        let best = best.remove(row[0].as_str()).unwrap_or_else(|| panic!("{} is no known rule", row[0]));
        assert!(row[1] == best || row[1] == PLANNED, "{} can be held as: {best}; it is: {}", row[0], row[1]);
    }
    assert!(best.is_empty(), "rules without a row: {best:?}");
}

/// Of what lacks a raw counterpart: a store is wdf-safe's own; a driver object may have any scope, which its objects inherit.
const WITHOUT_RAW: [&str; 2] =
    ["compile_fail/cancel/looks_by_file_in_a_store_without_files", "compile_fail/driver/changes_the_drivers_scope"];

/// Cases are numbered from M01 to M126. A method that is missing proves nothing about what would happen.
#[test]
fn no_case_is_left_out_and_a_missing_method_has_its_raw_test() {
    let rows = rows("docs/misuse.md");
    for number in 1..=126 {
        let case = format!("M{number:02}");
        assert!(rows.iter().any(|row| row[0] == case), "{case} has no row");
    }
    for row in rows.iter().filter(|row| row[2] == "E0599") {
        let tests = named(&row[3]);
        let has_raw = tests.iter().any(|test| !test.starts_with("compile_fail/"));
        assert!(has_raw || tests.iter().any(|test| WITHOUT_RAW.contains(test)), "{} {}: no raw test", row[0], row[1]);
    }
}

/// What is planned names functions of the framework, none of which wdf-safe calls: the day it does, the row must be held.
#[test]
fn what_is_planned_names_functions_that_are_not_called() {
    let (known, called) = (functions(), calls());
    let rules =
        rows("docs/rules.md").into_iter().filter(|row| row[1] == PLANNED).map(|row| (row[0].clone(), row[2].clone()));
    let cases =
        rows("docs/misuse.md").into_iter().filter(|row| row[2] == PLANNED).map(|row| (row[0].clone(), row[1].clone()));
    for (name, text) in rules.chain(cases) {
        let named: Vec<&str> = text.split('`').filter(|word| word.starts_with("Wdf")).collect();
        assert!(!named.is_empty(), "{name} names no function");
        for function in named {
            assert!(known.iter().any(|known| known == function), "{name}: {function} is no function of the framework");
            let call = called.iter().find(|call| call.ddi == function);
            assert!(call.is_none(), "{name} is planned, and {} calls {function}", call.map_or("", |call| &call.file));
        }
    }
}
