//! A dispatch loop that is run elsewhere, later, because the thread that came is at too high a level.

use std::time::Duration;

use wdf_tests::raw::{
    CANCELLED, Held, Request, SUCCESS, Slot, WaitLock, at_dispatch, attributes, calm, parallel, plan, sequential,
};
use wdf_tests::with;

/// A thread at DISPATCH_LEVEL brings a request to a queue whose callbacks are called at PASSIVE_LEVEL: a worker runs its loop. The loop
/// is asked for once more while it runs, and the queue is gone when it ends.
#[test]
fn a_queue_that_is_deleted_while_its_loop_is_asked_for_again_is_not_visited_any_more() {
    calm(|m| {
        let (held, gates, second) = (Held::empty(), Slot::<WaitLock>::empty(), Slot::<Request>::empty());
        let rig = m.build(
            plan(),
            with!(held, gates, second => move |device| {
                let _ = device.queue(parallel().default_queue().default(held.putter()));
                let worker = with!(gates, second => move |request: Request| {
                    if let Some(second) = second.try_take() {
                        assert_eq!(at_dispatch(|| second.forward(request.queue().unwrap())), SUCCESS);
                    }
                    assert_eq!(gates.get().acquire(), SUCCESS);
                    gates.get().release();
                    request.complete(SUCCESS);
                });
                device.queue(sequential().attributes(attributes().passive()).default(worker))
            }),
        );
        let (file, queue) = (rig.open(), rig.made);
        let gate = WaitLock::create(&attributes()).unwrap();
        gates.put(gate);
        let one = file.begin_read(1);
        let first = held.take();
        let other = file.begin_read(1);
        second.put(held.take());
        assert_eq!(gate.acquire(), SUCCESS);
        assert_eq!(at_dispatch(|| first.forward(queue)), SUCCESS);
        m.sleep(Duration::from_millis(1));
        let deleter = m.spawn(move |_| queue.delete());
        m.sleep(Duration::from_millis(1));
        gate.release();
        deleter.join();
        assert_eq!((one.wait().status, other.wait().status), (SUCCESS, CANCELLED));
    });
}
