//! `EvtIoInCallerContext` and `WdfDeviceEnqueueRequest`.

use wdf_sim::Rule;
use wdf_tests::raw::{
    Device, INVALID_DEVICE_REQUEST, Request, SUCCESS, Slot, UNSUCCESSFUL, WDF_BUSY, attributes, calm, irql, lenient,
    manual, parallel, plan,
};
use wdf_tests::with;

#[test]
fn it_runs_unlocked_on_the_senders_thread_and_has_no_queue() {
    calm(|m| {
        let level = Slot::empty();
        let look = with!(level => move |_, request: Request| {
            level.put(irql());
            assert_eq!(request.queue(), None);
            request.complete(SUCCESS);
        });
        let plan = plan().attributes(attributes().scope_device()).caller_context(look);
        let rig = m.build(plan, |device| device.queue(manual().default_queue()));
        assert_eq!(rig.open().read(1).status, SUCCESS);
        assert_eq!(level.take(), 0);
        assert_eq!(m.event("→ EvtIoInCallerContext").thread, m.event("application sends").thread);
    });
}

#[test]
fn an_enqueued_request_goes_the_usual_way() {
    calm(|m| {
        let rig = m.build(
            plan().caller_context(|device: Device, request| assert_eq!(device.enqueue(request), SUCCESS)),
            |device| device.queue(parallel().default_queue().read(|request| request.complete_with(SUCCESS, 1))),
        );
        assert_eq!(rig.open().read(1).information, 1);
    });
}

#[test]
fn without_a_queue_enqueuing_is_refused_and_the_driver_keeps_it() {
    lenient(|m| {
        let rig = m.build(
            plan().caller_context(|device: Device, request| {
                assert_eq!(device.enqueue(request), INVALID_DEVICE_REQUEST);
                request.complete(UNSUCCESSFUL);
            }),
            |_| {},
        );
        assert_eq!(rig.open().read(1).status, UNSUCCESSFUL);
    });
}

#[test]
fn a_queue_that_does_not_accept_is_busy_and_the_driver_keeps_it() {
    calm(|m| {
        let rig = m.build(
            plan().caller_context(|device: Device, request| {
                assert_eq!(device.enqueue(request), WDF_BUSY);
                request.complete(UNSUCCESSFUL);
            }),
            |device| device.queue(manual().default_queue()),
        );
        rig.made.drain();
        assert_eq!(rig.open().read(1).status, UNSUCCESSFUL);
    });
}

#[test]
fn without_a_queue_enqueuing_breaks() {
    lenient(|m| {
        let rig = m.build(
            plan().caller_context(|device: Device, request| {
                assert_eq!(device.enqueue(request), INVALID_DEVICE_REQUEST);
                request.complete(UNSUCCESSFUL);
            }),
            |_| {},
        );
        assert_eq!(rig.open().read(1).status, UNSUCCESSFUL);
        assert_eq!(m.broken(), [Rule::NotInAQueue]);
    });
}

#[test]
fn a_filter_passes_on_what_it_enqueues_and_has_no_handler_for() {
    for with_queue in [false, true] {
        lenient(move |m| {
            let log = wdf_tests::raw::Log::new();
            let lower = m.lower(|arrival| _ = arrival.complete_with(SUCCESS, b"below"));
            let requests = attributes().cleanup(log.writer("cleanup")).destroy(log.writer("destroyed"));
            let plan = plan()
                .filter()
                .requests(requests)
                .caller_context(|device: Device, request| assert_eq!(device.enqueue(request), SUCCESS));
            let rig = m.above(&lower, plan, move |device| {
                if with_queue {
                    let _ = device.queue(parallel().default_queue().write(|request| request.complete(UNSUCCESSFUL)));
                }
            });
            let file = rig.open();
            assert_eq!(file.read(5).output, b"below");
            log.expect(["cleanup", "destroyed"]);
            assert_eq!(file.write(b"x").is_success(), !with_queue);
            assert_eq!(m.broken(), []);
        });
    }
}

#[test]
fn a_filter_does_not_pass_on_what_it_formatted_for_a_target() {
    lenient(|m| {
        let lower = m.lower(|arrival| _ = arrival.complete_fully());
        let plan = plan().filter().caller_context(|device: Device, request| {
            assert_eq!(device.target().unwrap().format_read(request, None, None, 0), SUCCESS);
            assert_eq!(device.enqueue(request), INVALID_DEVICE_REQUEST);
            request.complete(UNSUCCESSFUL);
        });
        let rig = m.above(&lower, plan, |_| {});
        assert_eq!(rig.open().read(1).status, UNSUCCESSFUL);
        assert_eq!(m.broken(), [Rule::FormattedAndForgotten]);
    });
}
