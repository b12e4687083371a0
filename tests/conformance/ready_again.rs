//! Who finds nothing in a queue whose only request is being cancelled at that moment is told of the next one: nothing is lost.

use wdf_tests::raw::{Log, NO_MORE_ENTRIES, Request, SUCCESS, all, manual};

/// A request is cancelled while the driver looks for it; in every case the driver is told of the one that comes then, if it was
/// told that there is none.
fn told_again(look: fn(wdf_tests::raw::Queue) -> Result<Option<Request>, i32>) {
    all(1, move |m| {
        let log = Log::new();
        let rig = m.rig(manual());
        let file = rig.open();
        assert_eq!(rig.made.ready_notify(log.writer("ready")), SUCCESS);
        let first = file.begin_read(1);
        log.expect(["ready"]);
        let canceller = m.spawn(move |_| _ = first.cancel());
        let found = look(rig.made);
        let in_vain = found == Err(NO_MORE_ENTRIES);
        if let Ok(Some(request)) = found {
            request.complete(SUCCESS);
        }
        let second = file.begin_read(1);
        if in_vain {
            log.expect(["ready"]);
        }
        canceller.join();
        assert!(second.cancel());
    });
}

#[test]
fn a_retrieval_in_vain_while_the_last_request_is_being_cancelled() {
    told_again(|queue| queue.retrieve().map(Some));
}

#[test]
fn a_search_in_vain_while_the_last_request_is_being_cancelled() {
    told_again(|queue| {
        let found = queue.find(None, None)?;
        found.dereference();
        Ok(None)
    });
}
