//! Changes of a queue's state that are under way together.

use std::time::Duration;

use wdf_tests::raw::{Held, Log, SUCCESS, calm, sequential};
use wdf_tests::with;

#[test]
fn threads_that_wait_for_two_changes_of_one_queue_wait_each_for_its_own() {
    calm(|m| {
        let (held, log) = (Held::empty(), Log::new());
        let rig = m.rig(sequential().read(held.putter()));
        let (file, queue) = (rig.open(), rig.made);
        let tickets = [file.begin_read(1), file.begin_read(1)];
        let stopper = m.spawn(with!(log => move |_| {
            queue.stop_synchronously();
            log.add("stopped");
        }));
        let drainer = m.spawn(with!(log => move |_| {
            queue.drain_synchronously();
            log.add("drained");
        }));
        m.sleep(Duration::from_millis(1));
        held.take().complete(SUCCESS);
        m.sleep(Duration::from_millis(1));
        log.expect(["stopped"]);
        assert_eq!(queue.waiting(), 1, "the drain is not done");
        queue.start();
        held.take().complete(SUCCESS);
        stopper.join();
        drainer.join();
        log.expect(["drained"]);
        assert!(tickets.iter().all(wdf_sim::Ticket::is_completed));
    });
}
