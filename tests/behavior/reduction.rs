//! What the reductions leave out cannot differ: they are held against all schedules, run one by one.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use wdf_safe::sync::{AtomicU32, Ordering};
use wdf_sim::{Explored, Explorer, Memory};

use crate::scenes::{LARGER, SMALL, Scene};

/// What an exploration came to, and all that its applications saw.
struct Seen {
    explored: Explored,
    outcomes: BTreeSet<String>,
}

/// More schedules than this nobody waits for.
const LIMIT: usize = 100_000;

/// Explores a scene, which tells what its applications saw.
fn explore(explorer: Explorer, scene: Scene) -> Seen {
    let outcomes = Arc::<Mutex<BTreeSet<String>>>::default();
    let seen = Arc::clone(&outcomes);
    let explored = explorer.at_most(LIMIT).run(move |machine| {
        let outcome = scene(machine);
        seen.lock().expect("nobody panics with it").insert(outcome);
    });
    assert!(explored.exhausted, "the scene is small enough");
    let outcomes = outcomes.lock().expect("nobody panics with it").clone();
    Seen { explored, outcomes }
}

#[test]
fn every_order_misses_no_class_and_runs_few_twice() {
    for memory in [Memory::Marked, Memory::Any] {
        for (name, scene) in SMALL {
            let all = explore(Explorer::exhaustive(usize::MAX).classified(memory), scene);
            let reduced = explore(Explorer::every_order(memory), scene);
            let runs = reduced.explored.schedules + reduced.explored.cut;
            println!(
                "{name}: {} schedules, {} classes; reduced to {runs} ({} of them cut)",
                all.explored.schedules, all.explored.classes, reduced.explored.cut
            );
            assert_eq!(reduced.explored.classes, all.explored.classes, "{name}");
            assert_eq!(reduced.outcomes, all.outcomes, "{name}");
            assert!(runs <= 2 * all.explored.classes, "{name}: {runs} schedules for {}", all.explored.classes);
        }
    }
}

#[test]
fn a_bounded_reduction_misses_no_class_that_the_bound_allows() {
    for (name, scene) in SMALL.into_iter().chain(LARGER) {
        for bound in [0, 1, 2] {
            let all = explore(Explorer::exhaustive(bound).classified(Memory::Marked), scene);
            let reduced = explore(Explorer::exhaustive(bound).reduced(Memory::Marked), scene);
            assert_eq!(reduced.explored.classes, all.explored.classes, "{name}, {bound} preemptions");
            assert_eq!(reduced.outcomes, all.outcomes, "{name}, {bound} preemptions");
            assert!(reduced.explored.schedules <= all.explored.schedules, "{name}, {bound} preemptions");
        }
    }
}

#[test]
fn the_two_reductions_agree_where_no_one_can_count_all() {
    for (name, scene) in LARGER {
        let by_races = explore(Explorer::every_order(Memory::Marked), scene);
        let by_states = explore(Explorer::exhaustive(usize::MAX).reduced(Memory::Marked), scene);
        assert_eq!(by_races.explored.classes, by_states.explored.classes, "{name}");
        assert_eq!(by_races.outcomes, by_states.outcomes, "{name}");
        assert!(by_races.explored.schedules <= 2 * by_races.explored.classes, "{name}");
    }
}

#[test]
fn the_parts_of_every_order_are_together_the_whole() {
    for (name, scene) in LARGER {
        let whole = explore(Explorer::every_order(Memory::Marked), scene);
        for of in [2, 5] {
            let parts: Vec<Seen> =
                (1..=of).map(|index| explore(Explorer::every_order(Memory::Marked).shard(index, of), scene)).collect();
            let classes: usize = parts.iter().map(|part| part.explored.classes).sum();
            let schedules: usize = parts.iter().map(|part| part.explored.schedules).sum();
            let outcomes: BTreeSet<String> = parts.iter().flat_map(|part| part.outcomes.clone()).collect();
            let largest = parts.iter().map(|part| part.explored.classes).max();
            println!("{name} in {of} parts: {classes} classes, {largest:?} in the largest, {schedules} schedules");
            // A class may be run in two parts; none is left out by all.
            assert!(classes >= whole.explored.classes, "{name} in {of} parts: {classes} classes");
            assert!(schedules <= 2 * whole.explored.classes, "{name} in {of} parts: {schedules} schedules");
            assert_eq!(outcomes, whole.outcomes, "{name} in {of} parts");
            assert!(largest < Some(whole.explored.classes), "{name} in {of} parts: one part is everything");
        }
    }
}

/// Two threads that add by a load and a store.
fn two_increments(machine: &wdf_sim::Machine) -> String {
    let counter = Arc::new(AtomicU32::new(0));
    let add = |counter: &AtomicU32| {
        let before = counter.load(Ordering::Relaxed);
        counter.store(before + 1, Ordering::Relaxed);
    };
    let mine = Arc::clone(&counter);
    let other = machine.spawn(move |_| add(&mine));
    add(&counter);
    other.join();
    counter.load(Ordering::Relaxed).to_string()
}

#[test]
fn each_step_of_a_drivers_atomic_is_a_scheduling_point() {
    for explorer in [Explorer::exhaustive(1), Explorer::every_order(Memory::Marked), Explorer::every_order(Memory::Any)]
    {
        let seen = explore(explorer, two_increments).outcomes;
        assert_eq!(seen.into_iter().collect::<Vec<_>>(), ["1", "2"]);
    }
}
