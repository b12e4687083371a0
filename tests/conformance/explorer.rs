//! The same seed, or a printed schedule, leads to the same events.

use std::sync::{Arc, Mutex};

use wdf_sim::{Event, Explorer, Rule, Verifier};
use wdf_tests::raw::{
    CANCELLED, Dpc, Held, Request, SUCCESS, Timer, WorkItem, World, attributes, check, parallel, plan,
};
use wdf_tests::with;

/// Everything that can race at once.
fn busy(m: &World<'_>) {
    let held = Held::empty();
    let rig = m.build(
        plan(),
        with!(held => move |device| {
            let queue = device.queue(parallel().default_queue().attributes(attributes().scope_queue()).read(
                with!(held => move |request: Request| {
                    if request.mark_ex(|request| request.complete(CANCELLED)) == SUCCESS {
                        held.put(request);
                    } else {
                        request.complete(CANCELLED);
                    }
                }),
            ));
            // The timer is created first, so that it is the first to be disposed of.
            let others = wdf_tests::raw::Slot::<(Dpc, WorkItem)>::empty();
            let timer = Timer::of(device, with!(others => move |_| {
                let (dpc, item) = others.get();
                dpc.enqueue();
                item.enqueue();
            }));
            others.put((Dpc::create(false, &attributes().parent(device), |_| {}).unwrap(), WorkItem::of(device, |_| {})));
            (queue, timer)
        }),
    );
    let (queue, timer) = rig.made;
    timer.start(1);
    let file = rig.open();
    let other = m.spawn(move |_| {
        let ticket = file.begin_read(1);
        ticket.cancel();
        let _ = ticket.wait();
    });
    queue.purge();
    other.join();
    queue.start();
}

/// The events of all runs of an exploration.
fn traces(explorer: Explorer, verifier: Verifier) -> Vec<Vec<Event>> {
    let all = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&all);
    check(explorer, verifier, move |m| {
        busy(m);
        seen.lock().unwrap().push(m.trace());
    })
    .unwrap();
    Arc::try_unwrap(all).unwrap().into_inner().unwrap()
}

#[test]
fn the_same_seed_twice_gives_the_same_traces() {
    for verifier in [Verifier::Off, Verifier::On] {
        let explorers =
            [Explorer::random(7, 50), Explorer::pct(7, 3, 50), Explorer::exhaustive(1).at_most(300), Explorer::calm()];
        for explorer in explorers {
            let (first, second) = (traces(explorer.clone(), verifier), traces(explorer, verifier));
            assert_eq!(first.len(), second.len());
            assert!(first == second, "the traces differ");
        }
    }
}

#[test]
fn different_seeds_give_different_traces() {
    assert_ne!(traces(Explorer::random(1, 50), Verifier::Off), traces(Explorer::random(2, 50), Verifier::Off));
}

/// A driver whose two handlers must not meet, and do in some schedules.
fn racing(m: &World<'_>) {
    let inside = wdf_tests::raw::Slot::with(0);
    let rig = m.rig(parallel().read(with!(inside => move |request: Request| {
        inside.put(inside.get() + 1);
        let _ = request.parameters();
        if inside.get() == 2 {
            request.complete(SUCCESS);
        }
        inside.put(inside.get() - 1);
        request.complete(SUCCESS);
    })));
    let file = rig.open();
    let other = m.spawn(move |_| drop(file.read(1)));
    drop(file.read(1));
    other.join();
}

#[test]
fn a_printed_schedule_is_replayed_to_the_same_violation_and_trace() {
    for verifier in [Verifier::Off, Verifier::On] {
        for explorer in [Explorer::random(3, 10_000), Explorer::exhaustive(2), Explorer::pct(3, 2, 10_000)] {
            let found = check(explorer, verifier, racing).unwrap_err();
            assert!([Rule::DoubleCompletion, Rule::UseAfterDestroy].contains(&found.violation.rule), "{found}");
            let printed = found.schedule.to_string();
            let again = check(Explorer::replay(&printed), verifier, racing).unwrap_err();
            assert_eq!(again.violation, found.violation);
            assert_eq!(again.trace, found.trace, "replaying {printed}");
            assert_eq!(again.schedule, found.schedule);
        }
    }
}

/// Two reads at once.
fn racing_rightly(m: &World<'_>) {
    let rig = m.rig(parallel().read(|request| request.complete(SUCCESS)));
    let file = rig.open();
    let other = m.spawn(move |_| drop(file.read(1)));
    drop(file.read(1));
    other.join();
}

#[test]
fn an_exhaustive_exploration_finds_more_with_more_preemptions_and_says_how_many() {
    let count =
        |preemptions| check(Explorer::exhaustive(preemptions), Verifier::Off, racing_rightly).unwrap().schedules;
    let counts = [count(0), count(1), count(2)];
    assert!(counts[0] < counts[1] && counts[1] < counts[2], "{counts:?}");
}

#[test]
fn a_limit_ends_an_exhaustive_exploration_early() {
    let explored = check(Explorer::exhaustive(2).at_most(10), Verifier::Off, busy).unwrap();
    assert_eq!((explored.schedules, explored.exhausted), (10, false));
}
