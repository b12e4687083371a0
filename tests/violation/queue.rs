//! Rules about queues: moving requests between them, changing their state, searching them.

use wdf_sim::{Rule, Verifier};
use wdf_tests::raw::{
    CANCELLED, Held, INVALID_DEVICE_REQUEST, Queue, Request, SUCCESS, Slot, World, manual, parallel, plan, reserve,
    sequential,
};
use wdf_tests::with;
use wdk_sys::_WDF_REQUEST_TYPE as kind;

use crate::support::{Shows, fires};

#[test]
fn forwarded_to_same_queue() {
    fn forward(m: &World<'_>, to_itself: bool) {
        let held = Held::empty();
        let rig = m.build(
            plan(),
            with!(held => move |device| {
                (device.queue(parallel().default_queue().read(held.putter())), device.queue(manual()))
            }),
        );
        let ticket = rig.open().begin_read(1);
        let (own, other) = rig.made;
        assert_eq!(held.take().forward(if to_itself { own } else { other }), SUCCESS);
        match held.try_take() {
            Some(request) => request.complete(SUCCESS),
            None => assert!(ticket.cancel()),
        }
    }
    fires(Rule::ForwardedToSameQueue, Shows::Not, Shows::Break, |m| forward(m, true), |m| forward(m, false));
}

#[test]
fn forwarded_to_other_device() {
    fn forward(m: &World<'_>, to_other: bool) {
        let (held, queues) = (Held::empty(), Slot::with(Vec::<Queue>::new()));
        let rig = m.build(
            plan(),
            with!(held, queues => move |device| {
                let _ = device.queue(parallel().default_queue().read(held.putter()));
                let mut all = queues.take();
                all.push(device.queue(manual()));
                queues.put(all);
            }),
        );
        let second = rig.driver.add_device().unwrap();
        let all = queues.take();
        let ticket = rig.open().begin_read(1);
        assert_eq!(held.take().forward(all[usize::from(to_other)]), SUCCESS);
        assert!(ticket.cancel());
        second.remove();
    }
    fires(Rule::ForwardedToOtherDevice, Shows::Undefined, Shows::Break, |m| forward(m, true), |m| forward(m, false));
}

/// Misuse M91, at the raw layer.
#[test]
fn requeued_on_non_manual_queue() {
    fires(
        Rule::RequeuedOnNonManualQueue,
        Shows::Printed,
        Shows::Break,
        |m| {
            let held = Held::empty();
            let rig = m.rig(parallel().read(held.putter()));
            let _ticket = rig.open().begin_read(1);
            let request: Request = held.take();
            assert_eq!(request.requeue(), INVALID_DEVICE_REQUEST);
            request.complete(SUCCESS);
        },
        |m| {
            let rig = m.rig(manual());
            let ticket = rig.open().begin_read(1);
            assert_eq!(rig.made.retrieve().unwrap().requeue(), SUCCESS);
            assert!(ticket.cancel());
        },
    );
}

#[test]
fn queue_fatal_error() {
    fires(
        Rule::QueueFatalError,
        Shows::Wdf(0xA, None),
        Shows::Wdf(0xA, None),
        |m| {
            let held = Held::empty();
            let rig = m.rig(parallel().read(held.putter()));
            let _ticket = rig.open().begin_read(1);
            rig.made.stop_then(|_| {});
            rig.made.stop_and_purge_then(|_| {});
        },
        |m| {
            let rig = m.rig(parallel().read(|request| request.complete(SUCCESS)));
            rig.made.stop_then(|_| {});
            rig.made.stop_and_purge_then(|_| {});
        },
    );
}

#[test]
fn ready_notify_misused() {
    fires(
        Rule::ReadyNotifyMisused,
        Shows::Printed,
        Shows::Break,
        |m| {
            let rig = m.rig(manual());
            assert_eq!(rig.made.ready_notify(|_| {}), SUCCESS);
            assert_eq!(rig.made.ready_notify(|_| {}), INVALID_DEVICE_REQUEST);
        },
        |m| assert_eq!(m.rig(manual()).made.ready_notify(|_| {}), SUCCESS),
    );
}

/// Misuse M87, at the raw layer.
#[test]
fn find_on_non_manual_queue() {
    fires(
        Rule::FindOnNonManualQueue,
        Shows::Printed,
        Shows::Break,
        |m| {
            let rig = m.rig(sequential().read(|request| request.complete(SUCCESS)));
            assert_eq!(rig.made.find(None, None), Err(INVALID_DEVICE_REQUEST));
        },
        |m| assert!(m.rig(manual()).made.find(None, None).is_err()),
    );
}

/// Rules: WdfIoQueueRetrieveNextRequest.
#[test]
fn retrieve_from_sequential_queue() {
    fn retrieve(m: &World<'_>, with_one_out: bool) {
        let held = Held::empty();
        let rig = m.rig(sequential().read(held.putter()));
        let ticket = with_one_out.then(|| rig.open().begin_read(1));
        assert!(rig.made.retrieve().is_err());
        if ticket.is_some() {
            held.take().complete(SUCCESS);
        }
    }
    fires(Rule::RetrieveFromSequentialQueue, Shows::Not, Shows::Break, |m| retrieve(m, false), |m| retrieve(m, true));
}

/// Rules: StopAckWithinEvtIoStop.
/// Misuse M83, at the raw layer.
#[test]
fn stop_acknowledge_outside_stop() {
    fires(
        Rule::StopAcknowledgeOutsideStop,
        Shows::Not,
        Shows::Break,
        |m| {
            let held = Held::empty();
            let rig = m.rig(parallel().read(held.putter()));
            let _ticket = rig.open().begin_read(1);
            let request: Request = held.take();
            request.acknowledge_stop(false);
            request.complete(SUCCESS);
        },
        |m| {
            let held = Held::empty();
            let rig = m.rig(parallel().read(held.putter()).stop(|request, _| request.acknowledge_stop(false)));
            let _ticket = rig.open().begin_read(1);
            rig.device.suspend();
            rig.device.resume().unwrap();
            held.take().complete(SUCCESS);
        },
    );
}

#[test]
fn dispatching_already_configured() {
    fn configure(m: &World<'_>, twice: bool) {
        let _ = m.build(plan(), move |device| {
            let queue = device.queue(manual());
            assert_eq!(device.dispatch_to(queue, kind::WdfRequestTypeRead), SUCCESS);
            if twice {
                assert_eq!(device.dispatch_to(queue, kind::WdfRequestTypeRead), wdf_tests::raw::WDF_BUSY);
            }
        });
    }
    fires(
        Rule::DispatchingAlreadyConfigured,
        Shows::Printed,
        Shows::Break,
        |m| configure(m, true),
        |m| configure(m, false),
    );
}

#[test]
fn irp_dispatched_wrongly() {
    fn dispatch(m: &World<'_>, further: usize) {
        let rig = m.build(plan(), move |device: wdf_tests::raw::Device| {
            let _ = device.queue(parallel().default_queue().read(|request| request.complete(SUCCESS)));
            assert_eq!(device.choose(3, move |irp| irp.go_on_with(irp.context() + further)), SUCCESS);
        });
        assert!(rig.open().read(1).is_success());
    }
    fires(Rule::IrpDispatchedWrongly, Shows::Undefined, Shows::Break, |m| dispatch(m, 16), |m| dispatch(m, 0));
}

#[test]
fn a_dangling_cancel_callback_cannot_reach_a_driver_that_unmarked() {
    // A right driver that races: whatever the order, nothing is reported.
    for verifier in [Verifier::Off, Verifier::On] {
        wdf_tests::raw::check(wdf_sim::Explorer::exhaustive(2), verifier, |m| {
            let held = Held::empty();
            let rig = m.rig(parallel().read(held.putter()));
            let ticket = rig.open().begin_read(1);
            let request: Request = held.take();
            let kept = Held::empty();
            if request.mark_ex(kept.putter()) == SUCCESS {
                let other = m.spawn(move |_| {
                    ticket.cancel();
                });
                if request.unmark() == SUCCESS {
                    request.complete(SUCCESS);
                    other.join();
                } else {
                    other.join();
                    kept.take().complete(CANCELLED);
                }
            }
        })
        .unwrap();
    }
}

#[test]
fn forward_progress_misused() {
    fn assign(m: &World<'_>, again: bool) {
        let queue = m.rig(manual()).made;
        assert_eq!(queue.forward_progress(&reserve(1, 1)), 0);
        if again {
            queue.forward_progress(&reserve(1, 1));
        }
    }
    fires(Rule::ForwardProgressMisused, Shows::Printed, Shows::Break, |m| assign(m, true), |m| assign(m, false));
}
