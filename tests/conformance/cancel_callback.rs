//! Where a cancel callback runs: on whose thread, at which level, under which lock, and when it has to wait.

use wdf_sim::{Outcome, Verifier};
use wdf_tests::raw::{
    Attributes, CANCELLED, Dpc, Held, Log, SUCCESS, Sent, Slot, WaitLock, attributes, calm, irql, parallel, plan,
    report,
};
use wdf_tests::with;

use crate::cancel::marking;

#[test]
fn an_idle_queue_runs_the_cancel_callback_on_the_cancellers_thread() {
    calm(|m| {
        let rig = m.rig(marking(&Held::empty()));
        let ticket = rig.open().begin_read(1);
        assert!(ticket.cancel());
        assert_eq!(m.event("→ EvtRequestCancel").thread, m.event("cancel").thread);
        assert!(ticket.is_completed(), "the callback ran inside the cancel");
        assert_eq!(ticket.wait().status, CANCELLED);
    });
}

#[test]
fn an_idle_queue_runs_the_cancel_callback_at_the_cancellers_irql() {
    calm(|m| {
        let level = Slot::empty();
        let rig = m.rig(parallel().attributes(attributes().scope_none()).read(with!(level => move |request| {
            let level = level.clone();
            assert_eq!(request.mark_ex(move |request| { level.put(irql()); request.complete(CANCELLED) }), SUCCESS);
        })));
        assert!(rig.open().begin_read(1).cancel());
        assert_eq!(level.take(), 0);
    });
}

#[test]
fn the_cancel_callback_holds_the_spin_presentation_lock() {
    calm(|m| {
        let level = Slot::empty();
        let rig = m.rig(parallel().attributes(attributes().scope_queue()).read(with!(level => move |request| {
            let level = level.clone();
            assert_eq!(request.mark_ex(move |request| { level.put(irql()); request.complete(CANCELLED) }), SUCCESS);
        })));
        assert!(rig.open().begin_read(1).cancel());
        assert_eq!(level.take(), 2);
    });
}

#[test]
fn the_cancel_callback_of_a_passive_queue_runs_at_passive_level_under_its_lock() {
    calm(|m| {
        let level = Slot::empty();
        let queue = parallel().attributes(attributes().passive().scope_queue());
        let rig = m.rig(queue.read(with!(level => move |request| {
            let level = level.clone();
            assert_eq!(request.mark_ex(move |request| { level.put(irql()); request.complete(CANCELLED) }), SUCCESS);
        })));
        assert!(rig.open().begin_read(1).cancel());
        assert_eq!(level.take(), 0);
    });
}

#[test]
fn a_cancel_from_dispatch_level_reaches_a_passive_queue_through_a_work_item() {
    calm(|m| {
        let (level, ticket) = (Slot::empty(), Slot::empty());
        let queue = parallel().attributes(attributes().passive().scope_none());
        let queue = queue.read(with!(level => move |request| {
            let level = level.clone();
            assert_eq!(request.mark_ex(move |request| { level.put(irql()); request.complete(CANCELLED) }), SUCCESS);
        }));
        let rig = m.build(
            plan(),
            with!(ticket => move |device| {
                let _ = device.queue(queue.clone().default_queue());
                Dpc::create(false, &attributes().parent(device), with!(ticket => move |_| {
                    let pending: wdf_sim::Ticket = ticket.take();
                    assert!(pending.cancel());
                    assert!(!pending.is_completed(), "the callback is deferred");
                    ticket.put(pending);
                }))
                .unwrap()
            }),
        );
        ticket.put(rig.open().begin_read(1));
        rig.made.enqueue();
        m.sleep(std::time::Duration::from_millis(1));
        assert_eq!(ticket.take().wait().status, CANCELLED);
        assert_eq!(level.take(), 0);
        assert_ne!(m.event("→ EvtRequestCancel").thread, m.event("cancel").thread);
    });
}

#[test]
fn a_cancel_while_a_handler_of_the_queue_runs_is_only_recorded() {
    for scope in [Attributes::scope_none, Attributes::scope_queue, Attributes::scope_device] {
        calm(move |m| {
            let attributes = scope(attributes());
            let (ticket, log) = (Sent::empty(), Log::new());
            let queue = parallel()
                .read(with!(log => move |request| {
                    let log = log.clone();
                    assert_eq!(request.mark_ex(move |request| { log.add("canceled"); request.complete(CANCELLED) }), SUCCESS);
                }))
                .write(with!(ticket, log => move |request| {
                    // Another driver in the stack cancels the read, on this very thread.
                    let read = ticket.take();
                    assert!(read.cancel());
                    assert!(!read.is_completed());
                    ticket.put(read);
                    log.add("write returns");
                    request.complete_with(SUCCESS, 1);
                }));
            let rig = m.rig(queue.attributes(attributes));
            let file = rig.open();
            ticket.put(file.begin_read(1));
            assert_eq!(file.write(b"w").status, SUCCESS);
            assert_eq!(ticket.take().wait().status, CANCELLED);
            log.expect(["write returns", "canceled"]);
            m.in_order(["→ EvtIoWrite", "cancel", "← EvtIoWrite", "→ EvtRequestCancel"]);
        });
    }
}

#[test]
fn a_handler_that_waits_for_its_queues_cancel_callback_never_returns() {
    for verifier in [Verifier::Off, Verifier::On] {
        let violation = report(verifier, |m| {
            let ticket = Sent::empty();
            let queue = parallel()
                .read(|request| assert_eq!(request.mark_ex(|request| request.complete(CANCELLED)), SUCCESS))
                .write(with!(ticket => move |request| {
                    let read = ticket.take();
                    assert!(read.cancel());
                    // Its callback comes when this handler has returned.
                    let _ = read.wait();
                    request.complete_with(SUCCESS, 1);
                }));
            let file = m.rig(queue).open();
            ticket.put(file.begin_read(1));
            let _ = file.write(b"w");
        })
        .violation;
        assert_eq!(violation.outcome, Outcome::Hang, "{violation:?}");
    }
}

#[test]
fn a_recorded_cancel_is_delivered_by_a_thread_that_brings_a_new_request() {
    calm(|m| {
        let (gate, log) = (Slot::empty(), Log::new());
        let queue = parallel()
            .attributes(attributes().scope_none())
            .read(with!(log => move |request| {
                let log = log.clone();
                assert_eq!(request.mark_ex(move |request| { log.add("canceled"); request.complete(CANCELLED) }), SUCCESS);
            }))
            .write(with!(gate, log => move |request| {
                log.add("write");
                let gate: WaitLock = gate.get();
                assert_eq!(gate.acquire(), SUCCESS);
                gate.release();
                request.complete_with(SUCCESS, 1);
            }))
            .ioctl(with!(log => move |request| { log.add("ioctl"); request.complete(SUCCESS) }));
        let rig = m.rig(queue);
        gate.put(WaitLock::create(&attributes()).unwrap());
        let file = rig.open();
        let read = file.begin_read(1);
        let _ = gate.get().acquire();
        let writer = m.spawn(move |_| assert_eq!(file.write(b"w").status, SUCCESS));
        while log.count("write") == 0 {
            m.sleep(std::time::Duration::from_millis(1));
        }
        assert!(read.cancel());
        assert_eq!(log.count("canceled"), 0, "a handler of the queue is running");
        assert_eq!(file.ioctl(0, &[], 0).status, SUCCESS);
        log.expect(["write", "canceled", "ioctl"]);
        gate.get().release();
        writer.join();
        assert_eq!(read.wait().status, CANCELLED);
    });
}

#[test]
fn cancel_callbacks_are_delivered_while_the_queue_is_stopped() {
    calm(|m| {
        let rig = m.rig(marking(&Held::empty()));
        let ticket = rig.open().begin_read(1);
        rig.made.stop();
        assert!(ticket.cancel());
        assert_eq!(ticket.wait().status, CANCELLED);
    });
}

#[test]
fn cancel_callbacks_are_delivered_while_the_queue_is_powered_off() {
    calm(|m| {
        let rig = m.rig(marking(&Held::empty()).stop(|request, _| request.acknowledge_stop(false)));
        let ticket = rig.open().begin_read(1);
        rig.device.suspend();
        assert!(ticket.cancel());
        assert_eq!(ticket.wait().status, CANCELLED);
        rig.device.resume().unwrap();
    });
}

#[test]
fn cancel_callbacks_are_not_delivered_while_stop_notifications_are_issued() {
    calm(|m| {
        let (tickets, log) = (Sent::empty(), Log::new());
        let queue = parallel()
            .read(with!(log => move |request| {
                let log = log.clone();
                assert_eq!(request.mark_ex(move |request| { log.add("canceled"); request.complete(CANCELLED) }), SUCCESS);
            }))
            .stop(with!(tickets, log => move |request, _| {
                if let Some(ticket) = tickets.try_take() {
                    assert!(ticket.cancel());
                    tickets.put(ticket);
                }
                log.add("stop");
                request.acknowledge_stop(false);
            }));
        let rig = m.rig(queue);
        let file = rig.open();
        let kept = file.begin_read(1);
        tickets.put(file.begin_read(1));
        rig.device.suspend();
        // The second request is cancelled during the first one's notification: it is not notified any more.
        log.expect(["stop", "canceled"]);
        rig.device.resume().unwrap();
        assert!(kept.cancel());
    });
}
