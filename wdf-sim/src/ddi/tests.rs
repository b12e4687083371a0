//! The table against its enumeration: every slot is filled, and each simulated one has its own function.

use super::names::{NAMES, NOT_SIMULATED};
use super::table::SIMULATED;

#[test]
fn every_name_stands_at_its_index() {
    let source = include_str!("../../sys/src/function_index.rs");
    let mut count = 0;
    for line in source.lines() {
        let Some(rest) = line.trim().strip_prefix("pub const Wdf") else { continue };
        let Some((name, index)) = rest.split_once("TableIndex: Type = ") else { continue };
        let index: usize = index.trim_end_matches(';').parse().expect("an index");
        assert_eq!(NAMES[index], format!("Wdf{name}"));
        count += 1;
    }
    assert_eq!(count, NAMES.len());
}

#[test]
fn every_slot_is_filled() {
    assert_eq!(NOT_SIMULATED.len(), 458);
    assert!(NOT_SIMULATED.iter().all(Option::is_some));
}

#[test]
fn no_function_is_simulated_twice() {
    let mut sorted = SIMULATED.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(sorted.len(), SIMULATED.len());
}
