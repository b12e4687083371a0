//! Many requests: nothing grows with those that are completed, and many may be outstanding.

use wdf_sim::{Counts, Explorer, Verifier};
use wdf_tests::raw::{CANCELLED, SUCCESS, Slot, check, manual, parallel};
use wdf_tests::{alone, resident};

/// In a debug build a tenth will do.
const MANY: usize = if cfg!(debug_assertions) { 100_000 } else { 1_000_000 };

#[test]
fn completed_requests_leave_nothing_behind() {
    alone(|| {
        for verifier in [Verifier::Off, Verifier::On] {
            let explored = check(Explorer::calm().trace(0), verifier, |m| {
                let rig = m.rig(parallel().read(|request| request.complete(SUCCESS)));
                let file = rig.open();
                let read = |count: usize| (0..count).for_each(|_| assert_eq!(file.read(1).status, SUCCESS));
                read(MANY / 10);
                let (memory, objects) = (resident(), m.objects());
                read(MANY - MANY / 10);
                assert_eq!(m.objects(), objects);
                let grown = resident().saturating_sub(memory);
                assert!(grown < 1024, "{grown} KiB");
            })
            .unwrap();
            assert_eq!(explored.counts.completed, MANY as u64);
        }
    });
}

#[test]
fn a_hundred_thousand_requests_may_be_outstanding() {
    check(Explorer::calm().trace(0), Verifier::Off, |m| {
        let rig = m.rig(manual());
        let file = rig.open();
        let tickets: Vec<_> = (0..100_000).map(|_| file.begin_read(1)).collect();
        assert_eq!(rig.made.waiting(), 100_000);
        for (number, ticket) in tickets.into_iter().enumerate() {
            if number % 2 == 0 {
                assert!(ticket.cancel());
                assert_eq!(ticket.wait().status, CANCELLED);
            }
        }
        while let Ok(request) = rig.made.retrieve() {
            request.complete(SUCCESS);
        }
    })
    .unwrap();
}

#[test]
fn a_hundred_thousand_requests_may_be_with_the_driver() {
    check(Explorer::calm().trace(0), Verifier::On, |m| {
        let held = Slot::with(Vec::new());
        let keep = held.clone();
        let rig = m.rig(parallel().read(move |request| {
            let mut all: Vec<_> = keep.take();
            all.push(request);
            keep.put(all);
        }));
        let file = rig.open();
        let tickets: Vec<_> = (0..100_000).map(|_| file.begin_read(1)).collect();
        assert_eq!(rig.made.owned(), 100_000);
        held.take().into_iter().for_each(|request| request.complete(SUCCESS));
        assert!(tickets.into_iter().all(|ticket| ticket.wait().status == SUCCESS));
    })
    .unwrap();
}

/// The numbers of an exploration are those of all its schedules together.
#[test]
fn an_exploration_counts_what_happened_in_all_its_schedules() {
    let counted = |explorer: Explorer| {
        let explored = check(explorer, Verifier::Off, |m| {
            let queue = parallel().read(|request| request.complete_with(SUCCESS, 2));
            let rig = m.rig(queue.write(|request| request.complete(CANCELLED)));
            let file = rig.open();
            let _ = (file.read(3), file.write(b"five5"));
        });
        let Counts { sent, completed, cancelled, requests, callbacks, bytes_in, bytes_out } = explored.unwrap().counts;
        [sent, completed, cancelled, requests, callbacks, bytes_in, bytes_out]
    };
    let once = counted(Explorer::calm());
    assert!(once.iter().all(|count| *count > 0), "{once:?}");
    assert_eq!(counted(Explorer::random(7, 10)), once.map(|count| 10 * count));
}
