//! What the driver answers to `EvtIoStop`: when it counts, and what becomes of what it gave back.

use std::time::Duration;

use wdf_sim::{Rule, Ticket, Verifier};
use wdf_tests::raw::{CANCELLED, Held, Log, Request, SUCCESS, Slot, calm, only, parallel, plan, report};
use wdf_tests::with;

/// The framework's verifier alone asks whether `EvtIoStop` is running.
#[test]
fn an_acknowledgement_before_the_stop_callback_counts_in_v0() {
    only(Verifier::Off, |m| {
        let (held, log) = (Held::empty(), Log::new());
        let rig = m.rig(parallel().read(held.putter()).stop(with!(log => move |_, _| log.add("stop"))));
        let ticket = rig.open().begin_read(1);
        held.get().acknowledge_stop(false);
        rig.device.suspend();
        log.expect(["stop"]);
        rig.device.resume().unwrap();
        held.take().complete(SUCCESS);
        assert_eq!(ticket.wait().status, SUCCESS);
    });
}

#[test]
fn an_acknowledgement_of_before_does_not_count_for_the_removal() {
    only(Verifier::Off, |m| {
        let (held, log) = (Held::empty(), Log::new());
        let rig = m.build(
            plan().pnp("self_managed_cleanup", with!(log => move |_| { log.add("cleanup"); SUCCESS })),
            with!(held, log => move |device| {
                let stop = with!(log => move |_, flags| log.add(format!("stop {flags:#x}")));
                device.queue(parallel().default_queue().unmanaged().read(held.putter()).stop(stop))
            }),
        );
        let ticket = rig.open().begin_read(1);
        held.get().acknowledge_stop(false);
        let completer = m.spawn(with!(held, log => move |m| {
            m.sleep(Duration::from_millis(1));
            log.add("completed");
            held.take().complete(SUCCESS);
        }));
        rig.device.remove();
        log.expect(["stop 0x2", "completed", "cleanup"]);
        assert_eq!(ticket.wait().status, SUCCESS);
        completer.join();
    });
}

#[test]
fn what_is_given_back_to_the_queue_is_not_the_drivers_any_more() {
    for verifier in [Verifier::Off, Verifier::On] {
        let report = report(verifier, |m| {
            let held = Held::empty();
            let rig = m.rig(parallel().read(held.putter()).stop(|request, _| request.acknowledge_stop(true)));
            let _ticket = rig.open().begin_read(1);
            rig.device.suspend();
            held.take().complete(SUCCESS);
        });
        assert_eq!(report.violation.rule, Rule::RequestNotOwned, "{}", report.violation.text);
    }
}

#[test]
fn a_cancel_that_comes_while_the_driver_is_told_of_the_stop_waits_until_all_are_told() {
    calm(|m| {
        let (log, tickets) = (Log::new(), Slot::<Vec<Ticket>>::empty());
        let queue = parallel()
            .write(with!(log => move |request: Request| {
                let log = log.clone();
                let canceled = move |request: Request| {
                    log.add(format!("cancel {}", request.input_bytes()[0]));
                    request.complete(CANCELLED);
                };
                assert_eq!(request.mark_ex(canceled), SUCCESS);
            }))
            .stop(with!(log, tickets => move |request: Request, _| {
                let byte = request.input_bytes()[0];
                log.add(format!("stop {byte}"));
                if byte == 1 {
                    let all = tickets.take();
                    assert!(all[1].cancel());
                    tickets.put(all);
                }
                request.acknowledge_stop(false);
            }));
        let rig = m.rig(queue);
        let file = rig.open();
        tickets.put([1, 2, 3].map(|byte| file.begin_write(&[byte])).into());
        rig.device.suspend();
        log.expect(["stop 1", "stop 3", "cancel 2"]);
        rig.device.resume().unwrap();
        for ticket in tickets.take() {
            ticket.cancel();
            assert_eq!(ticket.wait().status, CANCELLED);
        }
    });
}
