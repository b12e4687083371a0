//! The mistakes of real drivers: what each breaks, which schedules find it first, and that the correct twin breaks nothing.
//!
//! The mistakes themselves, and what is expected of each, are in the library: [`wdf_tests::mistakes`].

use std::fs;
use std::path::Path;

use wdf_sim::{Explored, Explorer, Outcome, Report, Verifier};
use wdf_tests::mistakes::{ALL, Driver, Finder, Found, Mistake};
use wdf_tests::raw;

const WORLDS: [Verifier; 2] = [Verifier::Off, Verifier::On];
/// So many random schedules find every mistake, and so many by probabilistic concurrency testing.
const ENOUGH: usize = 400;
/// The depth of a race that needs two preemptions.
const DEPTH: usize = 3;

fn play(mistake: Mistake, driver: Driver, explorer: Explorer, verifier: Verifier) -> Result<Explored, Box<Report>> {
    raw::check(explorer, verifier, move |m| (mistake.scenario)(m, driver))
}

/// The first finder that reports the mistake, and the rule.
fn first(mistake: Mistake, verifier: Verifier) -> Option<Found> {
    Finder::ALL.into_iter().find_map(|by| {
        let report = play(mistake, Driver::Faulty, by.explorer(), verifier).err()?;
        Some(Found { rule: report.violation.rule, by })
    })
}

/// Schedules that are drawn, not enumerated. A body of one thread alone has none by probabilistic concurrency testing.
fn drawn(mistake: Mistake, schedules: usize) -> Vec<Explorer> {
    let is_race = mistake.v1.is_some_and(|found| found.by > Finder::Calm);
    let pct = is_race.then(|| Explorer::pct(1, DEPTH, schedules));
    std::iter::once(Explorer::random(1, schedules)).chain(pct).collect()
}

fn finds(name: &str) {
    let mistake = *ALL.iter().find(|mistake| mistake.name == name).expect("a mistake of the library");
    for verifier in WORLDS {
        assert_eq!(first(mistake, verifier), mistake.found(verifier), "{verifier:?}");
        for explorer in drawn(mistake, ENOUGH) {
            match (play(mistake, Driver::Faulty, explorer.clone(), verifier), mistake.found(verifier)) {
                (Ok(_), None) => {}
                (Ok(_), Some(found)) => panic!("{verifier:?}, {explorer:?}: {} is not found", found.rule.name()),
                (Err(report), _) => assert!(mistake.is(report.violation.rule), "{verifier:?}, {explorer:?}: {report}"),
            }
        }
        for explorer in drawn(mistake, 50).into_iter().chain([Explorer::calm(), Explorer::exhaustive(2)]) {
            match play(mistake, Driver::Correct, explorer.clone(), verifier) {
                Ok(explored) => {
                    assert!(explored.breaks.is_empty(), "{verifier:?}, {explorer:?}: {:?}", explored.breaks)
                }
                Err(report) => panic!("{verifier:?}, {explorer:?}, the correct driver: {report}"),
            }
        }
    }
}

macro_rules! each {
    ($($name:ident)*) => {
        $(
            #[test]
            fn $name() {
                finds(stringify!($name));
            }
        )*

        #[test]
        fn every_mistake_has_its_test() {
            let tested = [$(stringify!($name)),*];
            assert_eq!(ALL.iter().map(|mistake| mistake.name).collect::<Vec<_>>(), tested);
        }
    };
}

each! {
    error_path_forgets_the_request
    count_is_the_callers_claim
    asks_a_completed_request
    late_timer_completes_again
    completed_from_three_paths
    no_way_out_of_a_wait
    completed_while_cancelable
    result_of_unmark_ignored
    unmarked_after_the_callback_completed
    unmarked_without_a_reference
    already_cancelled_taken_for_pending
    already_cancelled_completed_twice
    touched_after_marking
    marked_again_by_a_retry
    polls_a_cancelable_request
    record_freed_by_both_paths
    reference_kept_when_marking_failed
    memory_in_use_at_completion
    memory_used_after_completion
    canceled_on_queue_taken_for_a_notice
    forwarded_to_another_device
    touched_after_forwarding
    requeued_on_a_queue_that_is_not_manual
    purges_another_queue_synchronously
    purges_its_own_queue_synchronously
    stop_gives_nothing_back
    stop_requeues_what_a_dpc_completes
    stop_completes_without_claiming
    stop_acknowledged_too_late
    removal_completes_without_claiming
    sent_again_after_a_sleep
    sent_without_being_formatted
    cancels_what_it_sent_without_a_reference
    cancels_a_later_send
    handle_of_a_zeroed_context
    timer_waits_for_itself
    timer_left_running_by_its_request
    marked_with_a_lock_held
    completed_with_a_lock_held
    locks_taken_in_opposite_orders
    waits_at_dispatch_level
}

/// What Windows does with a mistake in this world, as `docs/comparing.md` says it.
fn on_windows(mistake: Mistake, verifier: Verifier) -> String {
    let Some(found) = mistake.found(verifier) else { return "the call refuses".to_owned() };
    let report = play(mistake, Driver::Faulty, found.by.explorer(), verifier).expect_err("the mistake is found");
    match report.violation.outcome {
        Outcome::BugCheck(stop) => format!("bug check 0x{:X}", stop.code),
        Outcome::Break => "the verifier breaks".to_owned(),
        Outcome::Undefined => "nothing checks it".to_owned(),
        Outcome::Hang => "a thread hangs".to_owned(),
        Outcome::Leak => "it is lost".to_owned(),
    }
}

#[test]
fn the_comparison_says_what_windows_does() {
    let document = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").join("docs/comparing.md");
    let text = fs::read_to_string(document).expect("docs/comparing.md can be read");
    let (mut rows, mut wrong) = (0, Vec::new());
    for line in text.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let name = cells[0].trim_matches('`');
        let Some(mistake) = ALL.iter().find(|mistake| mistake.name == name) else {
            wrong.push(format!("{name} is no mistake of the library"));
            continue;
        };
        let known = !mistake.known_from.starts_with("https://") || cells[1].contains(mistake.known_from);
        if !known {
            wrong.push(format!("{name} is known from {}", mistake.known_from));
        }
        for (world, cell) in [(Verifier::Off, cells[2]), (Verifier::On, cells[3])] {
            let there = on_windows(*mistake, world);
            if there != cell {
                wrong.push(format!("{name}, verifier {world:?}: {there}"));
            }
        }
        rows += 1;
    }
    assert!(wrong.is_empty() && rows > 0, "docs/comparing.md, {rows} rows:\n{}", wrong.join("\n"));
}
