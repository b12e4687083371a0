//! Filters: what their driver has no interest in goes on to the next one.

use wdf_sim::{Arrival, Lower};
use wdf_tests::raw::{Device, Held, Log, Request, SUCCESS, UNSUCCESSFUL, World, attributes, calm, parallel, plan};
use wdf_tests::with;

/// A driver that the test plays, which writes down what comes and completes it.
fn lower(m: &World<'_>, log: &Log) -> Lower {
    m.lower(with!(log => move |arrival: Arrival| {
        log.add(format!("{:?}", arrival.major()));
        arrival.complete_fully();
    }))
}

#[test]
fn a_filter_without_queues_passes_everything_on() {
    calm(|m| {
        let log = Log::new();
        let below = lower(m, &log);
        let rig = m.above(&below, plan().filter(), |_| ());
        let file = rig.open();
        assert_eq!(file.read(3).output, [0, 0, 0]);
        assert_eq!(file.write(b"12").information, 2);
        assert!(file.ioctl(0x22_2000, b"", 1).is_success());
        file.close();
        log.expect(["Create", "Read", "Write", "DeviceControl", "Cleanup", "Close"]);
    });
}

#[test]
fn a_filters_default_queue_is_passed_by_where_it_has_no_handler() {
    calm(|m| {
        let (held, log) = (Held::empty(), Log::new());
        let below = lower(m, &log);
        let rig = m.above(
            &below,
            plan().filter(),
            with!(held => move |device: Device| {
                let _ = device.queue(parallel().default_queue().read(held.putter()));
            }),
        );
        let file = rig.open();
        let ticket = file.begin_read(1);
        held.take().complete(UNSUCCESSFUL);
        assert_eq!(ticket.wait().status, UNSUCCESSFUL);
        assert_eq!(file.write(b"12").information, 2);
        log.expect(["Create", "Write"]);
    });
}

#[test]
fn a_device_that_is_no_filter_fails_what_it_has_no_queue_for() {
    calm(|m| {
        let log = Log::new();
        let below = lower(m, &log);
        let rig = m.above(&below, plan(), |_| ());
        let file = rig.open();
        assert_eq!(file.read(1).status, wdf_tests::raw::INVALID_DEVICE_REQUEST);
        file.close();
        log.expect([]);
    });
}

#[test]
fn an_open_that_the_next_driver_refuses_fails_through_a_filter() {
    calm(|m| {
        let below = m.lower(|arrival| {
            arrival.complete(UNSUCCESSFUL);
        });
        let rig = m.above(&below, plan().filter(), |_| ());
        assert_eq!(rig.device.open().unwrap_err().0, UNSUCCESSFUL);
    });
}

#[test]
fn a_filter_that_takes_creates_decides_about_them() {
    calm(|m| {
        let log = Log::new();
        let below = lower(m, &log);
        let plan = plan().filter().file_create(|request: Request, _| request.complete(SUCCESS));
        let rig = m.above(&below, plan, |_| ());
        rig.open().close();
        log.expect(["Cleanup", "Close"]);
    });
}

#[test]
fn a_filter_may_keep_cleanups_and_closes() {
    calm(|m| {
        let log = Log::new();
        let below = lower(m, &log);
        let rig = m.above(&below, plan().filter().cleanups_stay(), |_| ());
        rig.open().close();
        log.expect(["Create"]);
    });
}

#[test]
fn the_files_own_callbacks_run_before_the_next_driver_hears_of_it() {
    calm(|m| {
        let log = Log::new();
        let below = lower(m, &log);
        let plan = plan().filter().file_cleanup(log.writer("cleanup")).file_close(log.writer("close"));
        let rig = m.above(&below, plan, |_| ());
        rig.open().close();
        log.expect(["Create", "cleanup", "Cleanup", "close", "Close"]);
    });
}

#[test]
fn a_filter_forwards_by_sending_and_forgetting() {
    calm(|m| {
        let log = Log::new();
        let below = lower(m, &log);
        let rig = m.above(&below, plan().filter(), |device: Device| {
            let target = device.target().unwrap();
            let _ =
                device.queue(parallel().default_queue().attributes(attributes()).default(move |request: Request| {
                    assert!(request.send_with(target, wdf_tests::raw::below::FORGET, 0));
                }));
        });
        assert_eq!(rig.open().read(2).output, [0, 0]);
    });
}
