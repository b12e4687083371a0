//! No rule without its test.

use wdf_sim::Rule;

/// `DoubleCompletion` as `double_completion`.
fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for character in name.chars() {
        if character.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.extend(character.to_lowercase());
    }
    snake
}

/// Rules of the kernel's own routines, which are shown where those are tested, and of the test itself.
const ELSEWHERE: [Rule; 9] = [
    Rule::PoolOverrun,
    Rule::PoolUsedAfterFree,
    Rule::KernelObjectNotInitialized,
    Rule::KernelObjectLeaked,
    Rule::MdlMisused,
    Rule::WorkItemMisused,
    Rule::UnloadedWhilePending,
    Rule::InvalidMemoryAccess,
    Rule::TestFailed,
];

#[test]
fn every_rule_has_a_test_of_its_name() {
    let sources = [
        include_str!("cancel.rs"),
        include_str!("device.rs"),
        include_str!("end.rs"),
        include_str!("endless.rs"),
        include_str!("format.rs"),
        include_str!("interrupt.rs"),
        include_str!("lock.rs"),
        include_str!("object.rs"),
        include_str!("pdo.rs"),
        include_str!("queue.rs"),
        include_str!("request.rs"),
        include_str!("send.rs"),
        include_str!("target.rs"),
    ]
    .concat();
    let has_test = |rule: &&Rule| {
        let name = snake_case(rule.name());
        sources.contains(&format!("#[test]\nfn {name}() {{")) && sources.contains(&format!("Rule::{}", rule.name()))
    };
    let missing: Vec<&str> =
        Rule::ALL.iter().filter(|rule| !ELSEWHERE.contains(rule) && !has_test(rule)).map(|rule| rule.name()).collect();
    assert!(missing.is_empty(), "rules without a test: {missing:?}");
}

#[test]
fn the_rules_that_are_tested_elsewhere_are_named_there() {
    let drivers_in_c = include_str!("../c_drivers.rs");
    for rule in ELSEWHERE {
        assert!(drivers_in_c.contains(&format!("\"{}\"", rule.name())), "{}", rule.name());
    }
}

#[test]
fn every_rule_says_what_it_is_and_where_it_is_documented() {
    for rule in Rule::ALL {
        assert!(rule.sentence().ends_with('.'), "{}", rule.name());
        assert!(!rule.page().is_empty(), "{}", rule.name());
    }
}
