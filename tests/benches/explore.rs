//! What explorations cost and find: `cargo bench -p wdf-tests --bench explore`.
//!
//! Three tables: schedules per second beside a bare shuttle test with as many tasks and points; how many schedules each
//! strategy needs to find each of the seeded mistakes, and how many of its correct twin are run without a report; and how
//! close the reductions come to one schedule a class. With `--test`, as `cargo test --benches` runs it, only a little of each.
//!
//! It fails where a mistake is not found, a twin is reported, a class is missed, or a reduction runs more than two schedules
//! a class. The rates are for a quiet machine, so they are only told.

use std::process::ExitCode;
use std::time::Instant;

use shuttle::scheduler::RandomScheduler;
use wdf_sim::{Explorer, Memory, Verifier};
use wdf_tests::mistakes::{ALL, Driver, Mistake};
use wdf_tests::raw;

#[path = "../behavior/scenes.rs"]
mod scenes;

/// Tasks of a schedule, and points at which each lets others run.
const TASKS: usize = 3;
const POINTS: usize = 50;
/// Nobody looks further for a mistake.
const MOST: usize = 20_000;

fn main() -> ExitCode {
    let brief = std::env::args().any(|argument| argument == "--test");
    rates(if brief { 50 } else { 5_000 });
    let mut wrong = finders(if brief { 1 } else { 11 }, if brief { 3 } else { usize::MAX });
    wrong.extend(reductions(brief));
    wrong.iter().for_each(|line| eprintln!("{line}"));
    if wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Schedules per second.
fn rate(schedules: usize, run: impl FnOnce(usize)) -> f64 {
    let began = Instant::now();
    run(schedules);
    schedules as f64 / began.elapsed().as_secs_f64()
}

fn machine(schedules: usize, trace: usize) {
    let body = |machine: &wdf_sim::Machine| {
        let threads = [(); TASKS].map(|()| machine.spawn(|machine| (0..POINTS).for_each(|_| machine.yield_now())));
        threads.into_iter().for_each(wdf_sim::Thread::join);
    };
    let _ = Explorer::random(1, schedules).trace(trace).run(body);
}

fn bare(schedules: usize) {
    shuttle::Runner::new(RandomScheduler::new_from_seed(1, schedules), shuttle::Config::new()).run(|| {
        let body = || (0..POINTS).for_each(|_| shuttle::thread::yield_now());
        let threads = [(); TASKS].map(|()| shuttle::thread::spawn(body));
        threads.into_iter().for_each(|thread| thread.join().expect("it does not panic"));
    });
}

/// The echo driver, a write and a read: the cost of the trace shows where something happens.
fn echo(schedules: usize, trace: usize) {
    let body = |machine: &wdf_sim::Machine| {
        let device = machine.load(&echo::DRIVER).expect("it loads").add_device().expect("it starts");
        let file = device.open().expect("it opens");
        let _ = file.write(b"some bytes");
        let _ = file.read(16);
    };
    let _ = Explorer::random(1, schedules).trace(trace).run(body);
}

fn rates(schedules: usize) {
    println!("{TASKS} tasks with {POINTS} points each            schedules/s");
    let bare = rate(schedules, bare);
    println!("bare shuttle                         {bare:>12.0}");
    let without = rate(schedules, |schedules| machine(schedules, 0));
    println!("wdf-sim, no trace kept               {without:>12.0}   {:.2} of bare shuttle", without / bare);
    let with = rate(schedules, |schedules| machine(schedules, 20_000));
    println!("wdf-sim, trace kept                  {with:>12.0}   {:.2} of bare shuttle", with / bare);
    let without = rate(schedules, |schedules| echo(schedules, 0));
    println!("the echo driver, no trace kept       {without:>12.0}");
    let with = rate(schedules, |schedules| echo(schedules, 20_000));
    println!("the echo driver, trace kept          {with:>12.0}   {:.2} of that without", with / without);
}

/// How many schedules an explorer runs until it finds the mistake.
fn found(mistake: &Mistake, verifier: Verifier, explorer: Explorer) -> Option<usize> {
    let scenario = mistake.scenario;
    let result = raw::check(explorer.shrink(false).trace(0), verifier, move |m| scenario(m, Driver::Faulty));
    result.err().map(|report| report.schedules)
}

fn median(mut counts: Vec<Option<usize>>) -> String {
    counts.sort_by_key(|count| count.unwrap_or(usize::MAX));
    counts[counts.len() / 2].map_or_else(|| format!(">{MOST}"), |count| count.to_string())
}

/// How many schedules of the correct twin are run, unless one of them is reported.
fn twin(mistake: &Mistake, verifier: Verifier) -> Option<usize> {
    let scenario = mistake.scenario;
    let run = |explorer: Explorer| raw::check(explorer, verifier, move |m| scenario(m, Driver::Correct)).ok();
    let drawn = run(Explorer::random(1, 400))?.schedules;
    Some(drawn + run(Explorer::exhaustive(2).at_most(1_000))?.schedules)
}

/// What is wrong is returned.
fn finders(seeds: u64, most: usize) -> Vec<String> {
    let mut wrong = Vec::new();
    println!("\nschedules until a mistake is found (median of {seeds} seeds)");
    println!(
        "{:42} {:8} {:>8} {:>8} {:>8} {:>8} {:>8}",
        "mistake", "verifier", "random", "pct 3", "dfs 2", "reduced", "twin"
    );
    let worlds = [(Verifier::Off, "off"), (Verifier::On, "on")];
    for mistake in ALL.iter().take(most) {
        for (verifier, name) in worlds.into_iter().filter(|(verifier, _)| mistake.found(*verifier).is_some()) {
            let drawn = |explorer: fn(u64) -> Explorer| {
                median((1..=seeds).map(|seed| found(mistake, verifier, explorer(seed))).collect())
            };
            let random = drawn(|seed| Explorer::random(seed, MOST));
            let pct = drawn(|seed| Explorer::pct(seed, 3, MOST));
            let ordered = |explorer: Explorer| median(vec![found(mistake, verifier, explorer.at_most(MOST))]);
            let dfs = ordered(Explorer::exhaustive(2));
            let reduced = ordered(Explorer::exhaustive(2).reduced(Memory::Any));
            if [&random, &pct, &dfs, &reduced].iter().any(|count| count.starts_with('>')) {
                wrong.push(format!("{} is not found (verifier {name})", mistake.name));
            }
            let twin = twin(mistake, verifier).map_or_else(
                || {
                    wrong.push(format!("the correct twin of {} is reported (verifier {name})", mistake.name));
                    "reported".to_owned()
                },
                |schedules| schedules.to_string(),
            );
            println!("{:42} {name:8} {random:>8} {pct:>8} {dfs:>8} {reduced:>8} {twin:>8}", mistake.name);
        }
    }
    wrong
}

/// What is wrong is returned.
fn reductions(brief: bool) -> Vec<String> {
    let mut wrong = Vec::new();
    println!("\nclasses of schedules, and the schedules that are run");
    println!("{:32} {:>9} {:>8} {:>12} {:>6} {:>6}", "scene", "all", "classes", "every order", "of it", "saved");
    let larger = scenes::LARGER.iter().filter(|_| !brief);
    for (name, scene) in scenes::SMALL.iter().chain(larger) {
        let body = |scene: scenes::Scene| move |machine: &wdf_sim::Machine| drop(scene(machine));
        let limit = if brief { 1_000 } else { 200_000 };
        let all = Explorer::exhaustive(usize::MAX).classified(Memory::Marked).at_most(limit).run(body(*scene));
        let reduced = Explorer::every_order(Memory::Marked).run(body(*scene));
        let runs = reduced.schedules + reduced.cut;
        let (schedules, classes) = if all.exhausted {
            (all.schedules.to_string(), all.classes)
        } else {
            (format!(">{}", all.schedules), reduced.classes)
        };
        let ratio = runs as f64 / classes as f64;
        println!("{name:32} {schedules:>9} {classes:>8} {runs:>12} {ratio:>6.2} {:>6}", reduced.saved);
        if reduced.classes != classes {
            wrong.push(format!("{name}: {} of {classes} classes are run", reduced.classes));
        }
        if runs > 2 * classes {
            wrong.push(format!("{name}: {runs} schedules for {classes} classes"));
        }
    }
    wrong
}
