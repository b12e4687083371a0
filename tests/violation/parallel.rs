//! Machines in one process do not touch each other: each thread has its own, and what a run did is what it does alone.

use std::sync::Barrier;
use std::thread;

use wdf_sim::{Explorer, OnBreak, Rule, Verifier};
use wdf_tests::mistakes::{ALL, Driver};
use wdf_tests::raw::{self, Held, Request, SUCCESS, Slot, Timer, World, attributes, due_in, parallel, plan};
use wdf_tests::with;

/// So many at a time.
const MACHINES: usize = 12;

/// A driver with something of everything, and the story of its run.
fn story(scale: usize, verifier: Verifier) -> (Vec<String>, wdf_sim::Counts) {
    let told = Slot::empty();
    let explored = raw::check(
        Explorer::random(scale as u64, 3).on_break(OnBreak::Continue),
        verifier,
        with!(told => move |m: &World<'_>| {
            let rig = m.build(plan(), |device| {
                let held = Held::empty();
                let end = with!(held => move |_: Timer| {
                    if let Some(request) = held.try_take() {
                        request.complete(SUCCESS);
                    }
                });
                let timer = Timer::create(due_in(), &attributes().parent(device), end).unwrap();
                device.queue(parallel().default_queue().read(move |request: Request| {
                    held.put(request);
                    timer.start(1);
                }))
            });
            let file = rig.open();
            for length in 1..=scale {
                assert_eq!(file.read(length).status, SUCCESS);
            }
            told.put(m.trace().iter().map(ToString::to_string).collect::<Vec<_>>());
        }),
    )
    .unwrap();
    (told.take(), explored.counts)
}

#[test]
fn traces_are_equal_to_those_of_machines_that_run_alone() {
    for verifier in [Verifier::Off, Verifier::On] {
        let alone: Vec<_> = (1..=MACHINES).map(|scale| story(scale, verifier)).collect();
        let start = Barrier::new(MACHINES);
        let together: Vec<_> = thread::scope(|scope| {
            let start = &start;
            let run = |scale| {
                scope.spawn(move || {
                    start.wait();
                    story(scale, verifier)
                })
            };
            let threads: Vec<_> = (1..=MACHINES).map(run).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(alone, together, "{verifier:?}");
        assert!(alone[0].0.len() < alone[MACHINES - 1].0.len(), "each told its own story");
    }
}

#[test]
fn what_one_machine_reports_another_knows_nothing_of() {
    let start = Barrier::new(MACHINES);
    thread::scope(|scope| {
        for index in 0..MACHINES {
            let (start, mistake) = (&start, ALL[index % 6]);
            scope.spawn(move || {
                start.wait();
                let faulty = index % 2 == 0;
                let driver = if faulty { Driver::Faulty } else { Driver::Correct };
                let explorer = Explorer::exhaustive(1).at_most(50);
                let result = raw::check(explorer, Verifier::Off, move |m| (mistake.scenario)(m, driver));
                let reported: Option<Rule> = result.err().map(|report| report.violation.rule);
                assert_eq!(reported.is_some(), faulty, "{}: {reported:?}", mistake.name);
            });
        }
    });
}
