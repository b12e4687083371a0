//! What an exploration tries, and what a reduction may not leave out: small scenes, of which all schedules can be run.

use std::collections::BTreeSet;
use std::ffi::c_void;
use std::ptr::null_mut;
use std::sync::atomic::AtomicU32;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use wdf_sim::{Explored, Explorer, Memory, Verifier};
use wdf_tests::raw::{Dpc, LEDGER, Log, WorkItem, World, attributes, check, manual, object};
use wdf_tests::with;
use wdk_sys::sim::word;
use wdk_sys::{BOOLEAN, KDPC, LARGE_INTEGER};

/// What somebody does; it tells what was seen.
type Scene = fn(&World<'_>) -> String;

/// What an exploration came to, and what was seen in its schedules.
struct Seen {
    explored: Explored,
    outcomes: BTreeSet<String>,
}

fn explore(explorer: Explorer, scene: Scene) -> Seen {
    let outcomes = Arc::<Mutex<BTreeSet<String>>>::default();
    let seen = Arc::clone(&outcomes);
    let explored = check(explorer.at_most(100_000), Verifier::Off, move |m| {
        let outcome = scene(m);
        seen.lock().unwrap().insert(outcome);
    });
    let explored = explored.unwrap_or_else(|report| panic!("{report}"));
    let outcomes = outcomes.lock().unwrap().clone();
    assert!(explored.exhausted, "the scene is small enough");
    Seen { explored, outcomes }
}

/// A text to which several threads add.
#[derive(Clone, Default)]
struct Told(Arc<(AtomicU32, Mutex<String>)>);

impl Told {
    fn add(&self, text: &str) {
        word(&raw const self.0.0, true);
        self.0.1.lock().unwrap().push_str(text);
    }

    fn all(&self) -> String {
        word(&raw const self.0.0, false);
        self.0.1.lock().unwrap().clone()
    }
}

/// The texts of all runs: none lies where that of another run lay.
static KEPT: Mutex<Vec<Told>> = Mutex::new(Vec::new());

fn told() -> Told {
    let told = Told::default();
    KEPT.lock().unwrap().push(told.clone());
    told
}

/// Two work items, each of which adds twice.
fn two_work_items(m: &World<'_>) -> String {
    let (told, queue) = (told(), m.rig(manual()).made);
    let items = ["a", "b"].map(|name| {
        let told = told.clone();
        WorkItem::of(queue, move |_| (0..2).for_each(|_| told.add(name)))
    });
    items.iter().for_each(|item| item.enqueue());
    items.iter().for_each(|item| item.flush());
    told.all()
}

/// The same of two DPCs, which are taken back.
fn two_dpcs(m: &World<'_>) -> String {
    let (told, device) = (told(), m.rig(manual()).raw);
    let dpcs = ["a", "b"].map(|name| {
        let told = told.clone();
        Dpc::create(false, &attributes().parent(device), move |_| (0..2).for_each(|_| told.add(name))).unwrap()
    });
    dpcs.iter().for_each(|dpc| assert!(dpc.enqueue()));
    for dpc in dpcs {
        dpc.cancel(true);
    }
    told.all()
}

#[test]
fn of_what_two_workers_or_two_processors_do_no_order_is_left_out() {
    for scene in [two_work_items, two_dpcs] as [Scene; 2] {
        for bound in [1, 2, 3] {
            let all = explore(Explorer::exhaustive(bound).classified(Memory::Marked), scene);
            let reduced = explore(Explorer::exhaustive(bound).reduced(Memory::Marked), scene);
            assert_eq!(reduced.explored.classes, all.explored.classes, "{bound} preemptions");
            assert_eq!(reduced.outcomes, all.outcomes, "{bound} preemptions");
        }
        let by_states = explore(Explorer::exhaustive(usize::MAX).reduced(Memory::Marked), scene);
        let by_races = explore(Explorer::every_order(Memory::Marked), scene);
        assert_eq!(by_races.explored.classes, by_states.explored.classes);
        assert_eq!(by_races.outcomes, by_states.outcomes);
        for order in ["aabb", "abab", "abba", "baab", "baba", "bbaa"] {
            assert!(by_races.outcomes.contains(order), "{order}");
        }
    }
}

#[test]
fn two_children_of_one_parent_are_made_in_either_order() {
    let scene: Scene = |m| {
        let log = Log::new();
        let parent = object(&attributes().parent(m.rig(manual()).raw)).unwrap();
        let make = with!(log => move |m: &wdf_sim::Machine, name| {
            let _ = object(&attributes().parent(parent).cleanup(log.writer(name))).unwrap();
            m.yield_now();
        });
        let other = m.spawn(with!(make => move |m| make(m, "other")));
        make(m, "mine");
        other.join();
        // They go in the order in which they came.
        parent.delete();
        log.lines().join(" ")
    };
    for explorer in [Explorer::exhaustive(1), Explorer::every_order(Memory::Marked)] {
        assert_eq!(explore(explorer, scene).outcomes.into_iter().collect::<Vec<_>>(), ["mine other", "other mine"]);
    }
}

#[test]
fn who_uses_different_words_of_a_context_is_tried_in_one_order() {
    let explored = explore(Explorer::every_order(Memory::Marked), |m| {
        let object = object(&attributes().parent(m.rig(manual()).raw).context(&LEDGER)).unwrap();
        let ledger = object.context(&LEDGER);
        // Both use the first of its eight numbers, and one of the last each.
        let work = move |mine: usize| {
            for index in [0, mine, mine] {
                word((ledger + size_of::<u64>() * index) as *const u64, true);
            }
        };
        let other = m.spawn(move |_| work(7));
        work(6);
        other.join();
        String::new()
    })
    .explored;
    assert_eq!((explored.schedules, explored.cut), (explored.classes, 0));
}

unsafe extern "C" {
    fn KeInitializeTimer(timer: *mut c_void);
    fn KeSetTimerEx(timer: *mut c_void, due: LARGE_INTEGER, period: i32, dpc: *mut KDPC) -> BOOLEAN;
    fn KeCancelTimer(timer: *mut c_void) -> BOOLEAN;
}

/// Runs the body while a timer of the kernel expires every millisecond, and nobody is called.
fn ticking<R>(body: impl FnOnce() -> R) -> R {
    let mut memory = [0_u64; 8];
    let (timer, due) = ((&raw mut memory).cast(), LARGE_INTEGER { QuadPart: -10_000 });
    // SAFETY: the memory is as long as a KTIMER and aligned as one, and nothing else uses it until the timer is cancelled below;
    // the stack of a run that is stopped before that stays.
    unsafe { KeInitializeTimer(timer) };
    // SAFETY: as above, and it is initialised.
    unsafe { KeSetTimerEx(timer, due, 1, null_mut()) };
    let result = body();
    // SAFETY: as above.
    unsafe { KeCancelTimer(timer) };
    result
}

/// Runs the body while another thread sleeps so often for a millisecond.
fn beside_sleep<R>(m: &World<'_>, times: usize, body: impl FnOnce() -> R) -> R {
    let other = m.spawn(move |m| (0..times).for_each(|_| m.sleep(Duration::from_millis(1))));
    let result = body();
    other.join();
    result
}

/// How much time passes between so many steps.
fn passes(m: &World<'_>, steps: usize) -> String {
    let before = m.now();
    (0..steps).for_each(|_| m.yield_now());
    (m.now() - before).as_millis().to_string()
}

const WITH_TIME: [Scene; 4] = [
    |m| ticking(|| passes(m, 1)),
    |m| ticking(|| passes(m, 2)),
    |m| beside_sleep(m, 10, || passes(m, 1)),
    |m| beside_sleep(m, 10, || passes(m, 2)),
];

/// What the outcomes are of which each is a number up to this one.
fn up_to(most: usize) -> BTreeSet<String> {
    (0..=most).map(|number| number.to_string()).collect()
}

#[test]
fn time_passes_three_times_over_who_could_run_and_eight_times_while_others_do() {
    let [ticks, _, sleeps, _] = WITH_TIME;
    assert_eq!(explore(Explorer::exhaustive(3), ticks).outcomes, up_to(3));
    assert_eq!(explore(Explorer::exhaustive(3), sleeps).outcomes, up_to(8));
}

#[test]
fn how_much_time_can_pass_over_two_steps_is_known_to_every_reduction() {
    for (scene, most) in WITH_TIME.into_iter().zip([3, 6, 8, 10]) {
        for bound in [1, 2, 3] {
            let all = explore(Explorer::exhaustive(bound).classified(Memory::Marked), scene);
            let reduced = explore(Explorer::exhaustive(bound).reduced(Memory::Marked), scene);
            assert_eq!(reduced.explored.classes, all.explored.classes, "{bound} preemptions");
            assert_eq!(reduced.outcomes, all.outcomes, "{bound} preemptions");
        }
        assert_eq!(explore(Explorer::every_order(Memory::Marked), scene).outcomes, up_to(most));
    }
}

#[test]
fn steps_that_have_nothing_to_do_with_time_are_not_tried_before_and_after_it_passes() {
    let runs = |scene| explore(Explorer::every_order(Memory::Marked), scene).explored.schedules;
    let few = runs(|m| {
        beside_sleep(m, 2, || m.yield_now());
        String::new()
    });
    let many = runs(|m| {
        beside_sleep(m, 2, || (0..9).for_each(|_| m.yield_now()));
        String::new()
    });
    assert_eq!(many, few);
}

#[test]
fn time_does_not_pass_while_somebody_is_to_wake() {
    let wakes = explore(Explorer::exhaustive(2), |m| {
        beside_sleep(m, 2, || {
            m.sleep(Duration::from_millis(1));
            m.now().as_millis().to_string()
        })
    });
    assert_eq!(wakes.outcomes.into_iter().collect::<Vec<_>>(), ["1"]);
}
