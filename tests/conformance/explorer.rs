//! The same seed, or a printed schedule, leads to the same events.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use wdf_sim::{Event, Explorer, Rule, Verifier};
use wdf_tests::raw::{
    CANCELLED, Dpc, Held, Request, SUCCESS, Timer, WorkItem, World, attributes, check, manual, object, parallel, plan,
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
    // A run that was given up keeps what its threads had.
    let all = all.lock().unwrap();
    all.clone()
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

#[test]
fn the_parts_of_an_exploration_are_together_the_whole() {
    for explorer in [Explorer::random(5, 40), Explorer::pct(5, 3, 40), Explorer::exhaustive(1)] {
        let mut whole = traces(explorer.clone(), Verifier::Off);
        let mut parts: Vec<Vec<Event>> =
            (1..=3).flat_map(|index| traces(explorer.clone().shard(index, 3), Verifier::Off)).collect();
        assert!((1..=3).all(|index| traces(explorer.clone().shard(index, 3), Verifier::Off).len() < whole.len()));
        let text = |trace: &Vec<Event>| trace.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        whole.sort_by_key(text);
        parts.sort_by_key(text);
        // Machines that share a tree may each begin the same branch; no more than that is done twice.
        whole.dedup();
        parts.dedup();
        assert_eq!(whole.len(), parts.len(), "{explorer:?}");
        assert!(whole == parts, "{explorer:?}");
    }
}

#[test]
fn a_schedule_of_another_test_is_refused_with_the_reason() {
    let found = check(Explorer::exhaustive(2), Verifier::Off, racing).unwrap_err();
    let other = |m: &wdf_sim::Machine| {
        let threads = [(); 3].map(|()| m.spawn(|m| (0..9).for_each(|_| m.yield_now())));
        threads.into_iter().for_each(wdf_sim::Thread::join);
    };
    let all: Vec<u32> = found.schedule.choices().iter().map(|thread| thread.0).collect();
    let text = format!("9.{}", all.iter().map(u32::to_string).collect::<Vec<_>>().join("."));
    match Explorer::replay(&text).explore(other) {
        Err(wdf_sim::Stopped::Misfit(why)) => assert!(why.contains("choice 1 is t9"), "{why}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_no_schedule_is_explained() {
    for text in ["", "zero", "0*", "0*0", "0..1", "on:", "0*99999999999999999999"] {
        let error = Explorer::try_replay(text).map(|_| ()).expect_err(text);
        assert!(error.to_string().contains("is no part of a schedule; expected a thread's number"), "{error}");
    }
}

#[test]
fn the_part_of_a_replay_line_that_is_wrong_is_named_with_what_is_expected() {
    for (text, said) in [
        ("maybe:0", "'maybe' does not say whether the verifier is off or on"),
        ("maybe+cancel@3~0-2:0", "'maybe' does not say whether the verifier is off or on"),
        ("off+cancle@3:0", "'cancle@3' is no fault and when it comes"),
        ("off+cancel:0", "'cancel' is no fault and when it comes"),
        ("on~2-1:0", "'2-1' does not say which steps of a script are played"),
        ("on+cancel@3~0-2:0*x", "'0*x' is no part of a schedule"),
    ] {
        let error = Explorer::try_replay(text).map(|_| ()).expect_err(text).to_string();
        assert!(error.starts_with(said), "{text}: {error}");
    }
}

#[test]
fn a_random_schedule_is_shrunk_to_few_preemptions_and_always_the_same_ones() {
    let shrunk = || check(Explorer::random(3, 10_000), Verifier::Off, racing).unwrap_err();
    let raw = check(Explorer::random(3, 10_000).shrink(false), Verifier::Off, racing).unwrap_err();
    let report = shrunk();
    assert!(report.preemptions <= 1, "{report}");
    assert!(report.preemptions < raw.preemptions, "{} of {}", report.preemptions, raw.preemptions);
    assert_eq!(report.shrunk_from, Some(raw.preemptions));
    assert_eq!(report.violation.rule, raw.violation.rule);
    assert_eq!(shrunk().schedule, report.schedule);
}

#[test]
fn who_looks_now_and_then_whether_another_thread_is_done_does_not_keep_it_from_running() {
    let explorers = [Explorer::calm(), Explorer::random(1, 200), Explorer::pct(1, 3, 200), Explorer::exhaustive(1)];
    for explorer in explorers {
        for verifier in [Verifier::Off, Verifier::On] {
            let explored = check(explorer.clone(), verifier, |m| {
                let is_done = Arc::new(AtomicBool::new(false));
                let done = Arc::clone(&is_done);
                WorkItem::of(m.rig(manual()).raw, move |_| done.store(true, Ordering::Relaxed)).enqueue();
                while !is_done.load(Ordering::Relaxed) {
                    m.sleep(Duration::from_millis(1));
                }
            });
            assert!(explored.unwrap().schedules < 10_000, "{explorer:?}");
        }
    }
}

#[test]
fn an_exploration_ends_when_its_time_is_over() {
    let began = std::time::Instant::now();
    let explorer = Explorer::random(1, usize::MAX).within(Duration::from_millis(50));
    let explored = check(explorer, Verifier::Off, racing_rightly).unwrap();
    assert!(explored.schedules > 0 && began.elapsed() < Duration::from_secs(30));
}

#[test]
fn who_watches_an_exploration_can_end_it() {
    let explorer = Explorer::random(1, usize::MAX).watch(|seen| match seen.schedules {
        7 => std::ops::ControlFlow::Break(()),
        _ => std::ops::ControlFlow::Continue(()),
    });
    assert_eq!(check(explorer, Verifier::Off, racing_rightly).unwrap().schedules, 7);
}

#[test]
fn a_report_names_both_acts_by_their_lines_in_the_driver() {
    let report = check(Explorer::exhaustive(2), Verifier::Off, racing).unwrap_err();
    let text = report.to_string();
    let here = file!().rsplit('/').next().unwrap();
    let (earlier, second) = (report.earlier().unwrap(), report.second().unwrap());
    for event in [earlier, second] {
        let line = event.site.line().expect("the line is known");
        assert!(line.file.ends_with(here), "{line}");
    }
    assert!(matches!(earlier.step, wdf_sim::Step::Call("WdfRequestComplete", _)), "{earlier}");
    for part in ["1, the earlier act", "2, the act that collides with it", "replay: WDF_SIM_REPLAY='off:", "│"] {
        assert!(text.contains(part), "{part} is not in:\n{text}");
    }
}

/// A request is completed twice.
fn completed_twice(m: &World<'_>) {
    let held = Held::empty();
    let rig = m.rig(parallel().read(held.putter()));
    let _ = rig.open().begin_read(1);
    let request: Request = held.take();
    request.complete(SUCCESS);
    request.complete(CANCELLED);
}

#[test]
fn two_acts_of_one_function_are_told_apart_by_their_lines() {
    for verifier in [Verifier::Off, Verifier::On] {
        let report = check(Explorer::calm(), verifier, completed_twice).unwrap_err();
        assert_ne!(report.second().unwrap().site.line(), report.earlier().unwrap().site.line());
    }
}

#[test]
fn a_call_with_a_stale_handle_is_the_second_act() {
    for verifier in [Verifier::Off, Verifier::On] {
        let report = check(Explorer::calm(), verifier, completed_twice).unwrap_err();
        assert!([Rule::DoubleCompletion, Rule::UseAfterDestroy].contains(&report.violation.rule), "{report}");
        let on = |event: &Event| match event.step {
            wdf_sim::Step::Call("WdfRequestComplete", on) => on,
            _ => panic!("{event} in\n{report}"),
        };
        let (earlier, second) = (report.earlier().unwrap(), report.second().unwrap());
        assert_eq!(on(earlier), on(second));
    }
}

#[test]
fn a_report_tells_one_object_from_another() {
    let deleted_twice = |which: usize| {
        let late = move |m: &World<'_>| {
            let parent = m.rig(parallel().read(|_| {})).raw;
            let both = [0, 1].map(|_| object(&attributes().parent(parent)).unwrap());
            both[which].delete();
            both[which].delete();
        };
        match &check(Explorer::calm(), Verifier::Off, late).unwrap_err().second().unwrap().step {
            wdf_sim::Step::Call("WdfObjectDelete", on) => *on,
            step => panic!("{step:?}"),
        }
    };
    assert_ne!(deleted_twice(0), deleted_twice(1));
}

#[test]
fn the_page_of_a_story_stands_alone() {
    let page = check(Explorer::exhaustive(2), Verifier::Off, racing).unwrap_err().page();
    for part in
        ["<!doctype html>", "<svg", "prefers-color-scheme: dark", "WdfRequestComplete", "EvtIoRead", "I/O manager"]
    {
        assert!(page.contains(part), "{part}");
    }
    for part in ["<script", "http-equiv", "src=", "@import", "url(http"] {
        assert!(!page.contains(part), "{part}");
    }
}

/// What the test below asks another process for.
#[test]
fn a_trace_is_printed_for_another_process() {
    let explorer = match std::env::var("TRACE_OF") {
        Ok(line) => Explorer::replay(&line),
        Err(_) => Explorer::exhaustive(2),
    };
    for event in check(explorer, Verifier::Off, racing).unwrap_err().trace {
        println!("TRACE {event}");
    }
}

#[test]
fn a_replay_line_gives_the_same_trace_byte_for_byte_in_another_process() {
    let found = check(Explorer::random(3, 10_000), Verifier::Off, racing).unwrap_err();
    let output = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "explorer::a_trace_is_printed_for_another_process", "--nocapture"])
        .env("TRACE_OF", found.replay())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8(output.stdout).unwrap();
    let printed: Vec<&str> = printed.lines().filter_map(|line| Some(line.split_once("TRACE ")?.1)).collect();
    assert!(printed.len() > 10, "{printed:?}");
    assert_eq!(printed, found.trace.iter().map(ToString::to_string).collect::<Vec<_>>());
}

/// A driver whose cancel callback forgets the request, and an application that cancels nothing.
fn forgetful(m: &World<'_>) {
    let held = Held::empty();
    let rig = m.rig(parallel().read(with!(held => move |request: Request| {
        let _ = request.mark_ex(|_| {});
        held.put(request);
    })));
    let ticket = rig.open().begin_read(1);
    m.yield_now();
    let request = held.take();
    if request.unmark() == SUCCESS {
        request.complete(SUCCESS);
    }
    let _ = ticket.wait();
}

#[test]
fn a_cancel_at_every_point_finds_what_no_cancel_of_the_test_does() {
    for (verifier, rule) in [(Verifier::Off, Rule::RequestNeverCompleted), (Verifier::On, Rule::UnmarkedUnmarked)] {
        check(Explorer::calm(), verifier, forgetful).unwrap();
        let explorer = Explorer::calm().faults([wdf_sim::Fault::Cancel]);
        let found = check(explorer, verifier, forgetful).unwrap_err();
        assert_eq!(found.violation.rule, rule, "{found}");
        let line = found.replay();
        assert!(line.contains("+cancel@"), "{line}");
        let again = check(Explorer::replay(&line), verifier, forgetful).unwrap_err();
        assert_eq!((again.violation, again.trace), (found.violation, found.trace), "{line}");
    }
}
