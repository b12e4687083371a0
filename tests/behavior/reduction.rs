//! What the reductions leave out cannot differ: they are held against all schedules, run one by one.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use wdf_sim::{Explored, Explorer, File, Machine, Memory};

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

type Scene = fn(&Machine) -> String;

fn opened(machine: &Machine, image: &wdf_sim::DriverImage) -> File {
    let device = machine.load(image).expect("the driver loads").add_device().expect("the device starts");
    device.open().expect("the device opens")
}

/// Two threads that have nothing to do with each other.
fn strangers(machine: &Machine) -> String {
    let other = machine.spawn(|machine| (0..5).for_each(|_| machine.yield_now()));
    (0..5).for_each(|_| machine.yield_now());
    other.join();
    String::new()
}

/// Two threads that wait for different times.
fn sleepers(machine: &Machine) -> String {
    let order = Arc::new(Mutex::new(String::new()));
    let threads = [30, 10, 20].map(|time| {
        let order = Arc::clone(&order);
        machine.spawn(move |machine| {
            machine.sleep(std::time::Duration::from_millis(time));
            order.lock().expect("nobody panics with it").push_str(&format!("{time} "));
        })
    });
    threads.into_iter().for_each(wdf_sim::Thread::join);
    let order = order.lock().expect("nobody panics with it");
    order.clone()
}

/// A request that waits in the queue is cancelled while another thread looks whether it is completed.
fn watched_cancel(machine: &Machine) -> String {
    let file = opened(machine, &manual_queue::DRIVER);
    let ticket = Arc::new(file.begin_read(1));
    let mine = Arc::clone(&ticket);
    let watcher = machine.spawn(move |_| {
        let _ = mine.is_completed();
    });
    let seen = ticket.cancel();
    watcher.join();
    seen.to_string()
}

/// Two threads cancel the same request.
fn two_cancels(machine: &Machine) -> String {
    let file = opened(machine, &manual_queue::DRIVER);
    let ticket = Arc::new(file.begin_read(1));
    let mine = Arc::clone(&ticket);
    let other = machine.spawn(move |_| {
        mine.cancel();
    });
    let seen = ticket.cancel();
    other.join();
    format!("{seen} {:#x}", ticket.outcome().status)
}

/// Two threads ask, and are answered at once.
fn two_reads(machine: &Machine) -> String {
    let file = opened(machine, &hello::DRIVER);
    let other = machine.spawn(move |_| {
        let _ = file.read(1);
    });
    let read = file.read(1);
    other.join();
    format!("{:#x}", read.status)
}

/// A request is cancelled while its timer runs.
fn cancel_and_timer(machine: &Machine) -> String {
    let file = opened(machine, &echo::DRIVER);
    let ticket = file.begin_read(1);
    ticket.cancel();
    format!("{:#x}", ticket.wait().status)
}

/// The same from another thread.
fn cancel_elsewhere_and_timer(machine: &Machine) -> String {
    let file = opened(machine, &echo::DRIVER);
    let ticket = Arc::new(file.begin_read(1));
    let mine = Arc::clone(&ticket);
    let other = machine.spawn(move |_| {
        mine.cancel();
    });
    let status = ticket.outcome().status;
    other.join();
    format!("{status:#x}")
}

const SMALL: [(&str, Scene); 5] = [
    ("two threads that share nothing", strangers),
    ("three threads that sleep", sleepers),
    ("a cancel, watched", watched_cancel),
    ("two cancels of a request", two_cancels),
    ("two reads of hello", two_reads),
];
const LARGER: [(&str, Scene); 2] =
    [("cancel and timer", cancel_and_timer), ("cancel elsewhere and timer", cancel_elsewhere_and_timer)];

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
