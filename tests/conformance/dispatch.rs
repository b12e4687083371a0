//! How requests reach the driver: dispatch types, order, handlers, empty transfers, locks and levels.

use wdf_tests::raw::{
    CANCELLED, Held, INVALID_DEVICE_REQUEST, INVALID_DEVICE_STATE, Log, PENDING, Request, SUCCESS, Slot, all, calm,
    limited, manual, parallel, plan, sequential,
};
use wdf_tests::with;
use wdk_sys::_WDF_REQUEST_TYPE as kind;

#[test]
fn each_type_goes_to_its_own_handler() {
    calm(|m| {
        let log = Log::new();
        let to = |name: &'static str| {
            let log = log.clone();
            move |request: Request| {
                log.add(name);
                request.complete(SUCCESS);
            }
        };
        let queue = parallel().read(to("read")).write(to("write")).ioctl(to("ioctl")).internal_ioctl(to("internal"));
        let rig = m.rig(queue.default(to("default")));
        let file = rig.open();
        let _ = (file.read(1), file.write(b"x"), file.ioctl(4, b"", 0), file.internal_ioctl(8, b"", 0));
        log.expect(["read", "write", "ioctl", "internal"]);
    });
}

#[test]
fn what_has_no_handler_of_its_own_goes_to_the_default_one() {
    calm(|m| {
        let log = Log::new();
        let other = with!(log => move |request: Request| {
            log.add("default");
            request.complete(SUCCESS);
        });
        let rig = m.rig(parallel().read(|request| request.complete(SUCCESS)).default(other));
        assert_eq!(rig.open().write(b"x").status, SUCCESS);
        log.expect(["default"]);
    });
}

#[test]
fn what_has_no_handler_at_all_is_completed_as_invalid() {
    calm(|m| {
        let rig = m.rig(parallel().read(|request| request.complete(SUCCESS)));
        assert_eq!(rig.open().write(b"x").status, INVALID_DEVICE_REQUEST);
        assert_eq!(rig.open().write(b"").status, INVALID_DEVICE_REQUEST, "an empty one too");
    });
}

#[test]
fn without_a_queue_for_its_type_a_request_is_invalid() {
    calm(|m| {
        let rig = m.build(plan(), |device| {
            let queue = device.queue(parallel().read(|request| request.complete(SUCCESS)));
            assert_eq!(device.dispatch_to(queue, kind::WdfRequestTypeRead), SUCCESS);
        });
        assert_eq!(rig.open().read(1).status, SUCCESS);
        assert_eq!(rig.open().write(b"x").status, INVALID_DEVICE_REQUEST);
    });
}

#[test]
fn a_type_that_was_configured_does_not_go_to_the_default_queue() {
    calm(|m| {
        let log = Log::new();
        let rig = m.build(
            plan(),
            with!(log => move |device| {
                let to = |name: &'static str| {
                    let log = log.clone();
                    move |request: Request| {
                        log.add(name);
                        request.complete(SUCCESS);
                    }
                };
                let _ = device.queue(parallel().default_queue().default(to("default")));
                let writes = device.queue(parallel().write(to("own")));
                assert_eq!(device.dispatch_to(writes, kind::WdfRequestTypeWrite), SUCCESS);
            }),
        );
        let _ = (rig.open().write(b"x"), rig.open().read(1));
        log.expect(["own", "default"]);
    });
}

#[test]
fn a_sequential_queue_presents_one_request_at_a_time() {
    calm(|m| {
        let held = Held::empty();
        let rig = m.rig(sequential().read(held.putter()));
        let file = rig.open();
        let _tickets = [file.begin_read(1), file.begin_read(1), file.begin_read(1)];
        assert_eq!((rig.made.waiting(), rig.made.owned()), (2, 1));
        for waiting in [1, 0, 0] {
            held.take().complete(SUCCESS);
            assert_eq!(rig.made.waiting(), waiting);
        }
    });
}

#[test]
fn a_parallel_queue_presents_all() {
    calm(|m| {
        let log = Log::new();
        let held = Slot::with(Vec::new());
        let rig = m.rig(parallel().read(with!(log, held => move |request: Request| {
            log.add("read");
            let mut all = held.take();
            all.push(request);
            held.put(all);
        })));
        let file = rig.open();
        let _tickets: Vec<_> = (0..5).map(|_| file.begin_read(1)).collect();
        assert_eq!(log.lines().len(), 5);
        held.take().into_iter().for_each(|request| request.complete(SUCCESS));
    });
}

#[test]
fn a_limited_parallel_queue_presents_so_many_at_a_time() {
    calm(|m| {
        let held = Slot::with(Vec::new());
        let rig = m.rig(limited(2).read(with!(held => move |request: Request| {
            let mut all: Vec<Request> = held.take();
            all.push(request);
            held.put(all);
        })));
        let file = rig.open();
        let _tickets: Vec<_> = (0..5).map(|_| file.begin_read(1)).collect();
        assert_eq!((rig.made.waiting(), rig.made.owned()), (3, 2));
        for (waiting, owned) in [(2, 2), (1, 2), (0, 2), (0, 1), (0, 0)] {
            let mut all = held.take();
            let request = all.remove(0);
            held.put(all);
            request.complete(SUCCESS);
            assert_eq!((rig.made.waiting(), rig.made.owned()), (waiting, owned));
        }
    });
}

#[test]
fn a_parallel_queue_with_the_limit_zero_never_presents() {
    calm(|m| {
        let rig = m.rig(limited(0).read(|_| panic!("presented")));
        let ticket = rig.open().begin_read(1);
        assert_eq!((rig.made.waiting(), rig.made.owned()), (1, 0));
        assert!(ticket.cancel());
    });
}

#[test]
fn a_manual_queue_presents_nothing() {
    calm(|m| {
        let rig = m.rig(manual());
        let ticket = rig.open().begin_read(1);
        assert_eq!(rig.made.waiting(), 1);
        rig.made.retrieve().unwrap().complete(SUCCESS);
        assert_eq!(ticket.wait().status, SUCCESS);
    });
}

#[test]
fn requests_are_presented_in_the_order_in_which_they_came() {
    calm(|m| {
        let log = Log::new();
        let rig = m.rig(sequential().write(with!(log => move |request: Request| {
            log.add(String::from_utf8(request.input_bytes()).unwrap());
            request.complete(SUCCESS);
        })));
        rig.made.stop();
        let file = rig.open();
        let _tickets = [file.begin_write(b"1"), file.begin_write(b"2"), file.begin_write(b"3")];
        rig.made.start();
        log.expect(["1", "2", "3"]);
    });
}

#[test]
fn empty_reads_and_writes_are_completed_unseen() {
    calm(|m| {
        let rig = m.rig(parallel().read(|_| panic!("presented")).write(|_| panic!("presented")));
        let file = rig.open();
        for completion in [file.read(0), file.write(b"")] {
            assert_eq!((completion.status, completion.information), (SUCCESS, 0));
        }
    });
}

#[test]
fn empty_reads_are_presented_where_they_are_allowed() {
    calm(|m| {
        let rig = m.rig(parallel().zero_length().read(|request| request.complete(PENDING + 1)));
        assert_eq!(rig.open().read(0).status, PENDING + 1);
    });
}

#[test]
fn an_empty_read_in_a_manual_queue_is_completed_when_it_would_be_retrieved() {
    calm(|m| {
        let rig = m.rig(manual());
        let ticket = rig.open().begin_read(0);
        assert!(!ticket.is_completed());
        assert_eq!(rig.made.retrieve(), Err(wdf_tests::raw::NO_MORE_ENTRIES));
        assert_eq!(ticket.wait().status, SUCCESS);
    });
}

#[test]
fn a_queue_that_does_not_accept_completes_new_requests() {
    calm(|m| {
        let rig = m.rig(parallel().read(|_| panic!("presented")));
        rig.made.drain();
        let completion = rig.open().read(1);
        assert_eq!((completion.status, completion.information), (INVALID_DEVICE_STATE, 0));
    });
}

#[test]
fn a_new_request_that_is_presented_directly_is_not_tested_for_cancellation() {
    all(2, |m| {
        let log = Log::new();
        let rig = m.rig(parallel().read(with!(log => move |request: Request| {
            log.add(if request.is_canceled() { "canceled" } else { "not canceled" });
            request.complete(CANCELLED);
        })));
        let ticket = rig.open().begin_read(1);
        ticket.cancel();
        assert_eq!(ticket.wait().status, CANCELLED);
        assert_eq!(log.lines().len(), 1);
    });
}

#[test]
fn a_handler_that_stops_its_queue_gets_nothing_more() {
    calm(|m| {
        let log = Log::new();
        let rig = m.rig(sequential().read(with!(log => move |request: Request| {
            log.add("read");
            request.queue().unwrap().stop();
            request.complete(SUCCESS);
        })));
        let file = rig.open();
        let _ = file.read(1);
        let second = file.begin_read(1);
        log.expect(["read"]);
        assert_eq!(rig.made.waiting(), 1);
        assert!(second.cancel());
    });
}

#[test]
fn parameters_say_what_the_caller_wants() {
    calm(|m| {
        let check = |request: Request| {
            let parameters = request.parameters();
            let all = parameters.Parameters;
            // SAFETY: the members of the union overlay each other, and all are numbers and pointers.
            let read = unsafe { all.Read }.Length;
            // SAFETY: as above.
            let write = unsafe { all.Write }.Length;
            // SAFETY: as above.
            let ioctl = unsafe { all.DeviceIoControl };
            match parameters.Type {
                kind::WdfRequestTypeRead => assert_eq!(read, 7),
                kind::WdfRequestTypeWrite => assert_eq!(write, 3),
                _ => {
                    assert_eq!(parameters.Type, kind::WdfRequestTypeDeviceControl);
                    assert_eq!(
                        (ioctl.IoControlCode, ioctl.InputBufferLength, ioctl.OutputBufferLength),
                        (0x22_2000, 2, 9)
                    );
                }
            }
            assert!(request.is_from_user());
            request.complete(SUCCESS);
        };
        let rig = m.rig(parallel().default(check));
        let file = rig.open();
        let _ = (file.read(7), file.write(b"abc"), file.ioctl(0x22_2000, b"ab", 9));
    });
}
