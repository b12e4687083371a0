//! File objects: create, cleanup, close, and what cleanup does to waiting requests.

use wdf_sim::Rule;
use wdf_tests::raw::{
    ACCESS_DENIED, CANCELLED, Held, Log, Queue, Request, SUCCESS, Slot, UNSUCCESSFUL, WaitLock, attributes, calm,
    lenient, manual, parallel, plan,
};
use wdf_tests::with;

#[test]
fn without_interest_every_open_succeeds() {
    calm(|m| {
        let rig = m.rig(manual());
        assert!(rig.device.open().is_ok());
        assert!(m.callbacks().iter().all(|name| !name.contains("File")));
    });
}

#[test]
fn create_cleanup_and_close_are_called_in_this_order() {
    calm(|m| {
        let log = Log::new();
        let create = with!(log => move |request: Request, _| { log.add("create"); request.complete(SUCCESS) });
        let plan = plan().file_create(create).file_cleanup(log.writer("cleanup")).file_close(log.writer("close"));
        let rig = m.build(plan, |_| {});
        rig.open().close();
        log.expect(["create", "cleanup", "close"]);
    });
}

#[test]
fn a_create_that_fails_fails_the_open_and_nothing_follows() {
    calm(|m| {
        let log = Log::new();
        let create = |request: Request, _| request.complete(UNSUCCESSFUL);
        let plan = plan().file_create(create).file_cleanup(log.writer("cleanup")).file_close(log.writer("close"));
        let rig = m.build(plan, |_| {});
        assert_eq!(rig.device.open().unwrap_err().0, UNSUCCESSFUL);
        log.expect([]);
    });
}

#[test]
fn the_device_goes_when_the_close_callback_has_returned() {
    calm(|m| {
        let log = Log::new();
        let door = WaitLock::create(&attributes()).unwrap();
        let close = with!(log => move |_| {
            log.add("close begins");
            door.acquire();
            door.release();
            log.add("close ends");
        });
        let attributes = attributes().cleanup(log.writer("device goes"));
        let rig = m.build(plan().attributes(attributes).file_close(close), |_| {});
        let (file, device) = (rig.open(), rig.device);
        assert_eq!(door.acquire(), SUCCESS);
        let closer = m.spawn(move |_| file.close());
        m.sleep(std::time::Duration::from_millis(1));
        let remover = m.spawn(move |_| device.remove());
        m.sleep(std::time::Duration::from_millis(1));
        log.expect(["close begins"]);
        door.release();
        closer.join();
        remover.join();
        log.expect(["close ends", "device goes"]);
        door.delete();
    });
}

#[test]
fn a_create_may_be_completed_later() {
    calm(|m| {
        let held = Held::empty();
        let rig = m.build(plan().file_create(with!(held => move |request, _| held.put(request))), |_| {});
        let completer = m.spawn(with!(held => move |m| {
            m.sleep(std::time::Duration::from_millis(1));
            held.take().complete(SUCCESS);
        }));
        assert!(rig.device.open().is_ok());
        completer.join();
    });
}

#[test]
fn a_create_goes_to_the_queue_that_was_configured_for_it() {
    calm(|m| {
        let log = Log::new();
        let rig = m.build(
            plan(),
            with!(log => move |device| {
                let queue = device.queue(parallel().default(with!(log => move |request: Request| {
                    log.add("create");
                    request.complete(SUCCESS);
                })));
                assert_eq!(device.dispatch_to(queue, wdk_sys::_WDF_REQUEST_TYPE::WdfRequestTypeCreate), SUCCESS);
            }),
        );
        let _ = rig.open();
        log.expect(["create"]);
    });
}

#[test]
fn closing_cancels_what_waits_and_leaves_what_the_driver_owns() {
    calm(|m| {
        let held = Held::empty();
        let rig = m.rig(wdf_tests::raw::sequential().read(held.putter()));
        let (mine, other) = (rig.open(), rig.open());
        let (owned, waiting, others) = (mine.begin_read(1), mine.begin_read(1), other.begin_read(1));
        mine.close();
        assert_eq!(waiting.wait().status, CANCELLED);
        assert!(!owned.is_completed() && !others.is_completed());
        held.take().complete(SUCCESS);
        held.take().complete(SUCCESS);
        assert_eq!((owned.wait().status, others.wait().status), (SUCCESS, SUCCESS));
    });
}

#[test]
fn the_cleanup_callback_comes_before_the_queues_are_flushed() {
    calm(|m| {
        let ticket = Slot::<wdf_sim::Ticket>::empty();
        let seen = Slot::empty();
        let cleanup = with!(ticket, seen => move |_| {
            let pending = ticket.take();
            seen.put(pending.is_completed());
            ticket.put(pending);
        });
        let rig = m.build(plan().file_cleanup(cleanup), |device| device.queue(manual().default_queue()));
        let file = rig.open();
        ticket.put(file.begin_read(1));
        file.close();
        assert!(!seen.take());
        assert_eq!(ticket.take().wait().status, CANCELLED);
    });
}

#[test]
fn a_request_knows_its_file_if_the_driver_asked_for_files() {
    calm(|m| {
        let (held, file) = (Held::empty(), Slot::empty());
        let create = with!(file => move |request: Request, object| { file.put(object); request.complete(SUCCESS) });
        let rig = m.build(
            plan().file_create(create),
            with!(held => move |device| device.queue(parallel().default_queue().read(held.putter()))),
        );
        let _ticket = rig.open().begin_read(1);
        let request = held.take();
        assert_eq!(request.file(), Some(file.take()));
        request.complete(SUCCESS);
        let plain = m.rig(parallel().read(held.putter()));
        let _ticket = plain.open().begin_read(1);
        let request = held.take();
        assert_eq!(request.file(), None);
        request.complete(SUCCESS);
    });
}

#[test]
fn closing_races_with_a_new_read_and_nothing_is_left_behind() {
    wdf_tests::raw::all(2, |m| {
        let rig = m.rig(manual());
        let (mine, other) = (rig.open(), rig.open());
        let waiting = mine.begin_read(1);
        let reader = m.spawn(move |_| {
            let ticket = other.begin_read(1);
            ticket.cancel();
            assert_eq!(ticket.wait().status, CANCELLED);
        });
        mine.close();
        assert_eq!(waiting.wait().status, CANCELLED);
        reader.join();
    });
}

#[test]
fn a_create_of_the_callback_can_be_marked_and_cancelled() {
    calm(|m| {
        let log = Log::new();
        let create = with!(log => move |request: Request, _| {
            let log = log.clone();
            assert_eq!(request.mark_ex(move |request| { log.add("canceled"); request.complete(CANCELLED) }), SUCCESS);
        });
        let rig = m.build(plan().file_create(create), |_| {});
        let device = rig.device;
        let opener = m.spawn(move |_| assert_eq!(device.open().unwrap_err().0, CANCELLED));
        m.sleep(std::time::Duration::from_millis(1));
        // The only way to cancel a create from outside is to take the device away.
        rig.device.remove();
        opener.join();
        log.expect(["canceled"]);
    });
}

#[test]
fn a_create_of_the_callback_can_be_forwarded() {
    calm(|m| {
        let to = Slot::empty();
        let create = with!(to => move |request: Request, _| assert_eq!(request.forward(to.get()), SUCCESS));
        let rig = m.build(plan().file_create(create), |device| device.queue(manual()));
        to.put(rig.made);
        let queue: Queue = rig.made;
        let device = rig.device;
        let opener = m.spawn(move |_| assert!(device.open().is_ok()));
        m.sleep(std::time::Duration::from_millis(1));
        assert_eq!((queue.waiting(), queue.owned()), (1, 0));
        queue.retrieve().unwrap().complete(SUCCESS);
        opener.join();
    });
}

#[test]
fn the_queue_of_the_create_callback_is_not_given_out() {
    lenient(|m| {
        let log = Log::new();
        let create = with!(log => move |request: Request, _| {
            assert_eq!(request.queue(), None);
            log.add("asked");
            request.complete(SUCCESS);
        });
        let rig = m.build(plan().file_create(create), |_| {});
        let _ = rig.open();
        log.expect(["asked"]);
        assert_eq!(m.broken(), [Rule::NotInAQueue]);
    });
}

#[test]
fn an_exclusive_device_is_opened_once_at_a_time() {
    calm(|m| {
        let driver = wdf_tests::raw::load(m, |init| {
            init.exclusive(true);
            plan().create(init).map_or_else(|status| status, |_| SUCCESS)
        })
        .unwrap();
        let device = driver.add_device().unwrap();
        let first = device.open().unwrap();
        assert_eq!(device.open().unwrap_err().0, ACCESS_DENIED);
        first.close();
        assert!(device.open().is_ok());
    });
}

#[test]
fn a_removal_races_with_an_open_that_the_driver_answers_later() {
    wdf_tests::raw::all(2, |m| {
        let held = Held::empty();
        let create = with!(held => move |request: Request, _| {
            held.put(request);
            assert_eq!(request.mark_ex(|request| request.complete(CANCELLED)), SUCCESS);
        });
        let rig = m.build(plan().file_create(create).file_cleanup(|_| {}), |_| {});
        let device = rig.device;
        let opener = m.spawn(move |_| {
            if let Ok(file) = device.open() {
                let _ = file.is_open();
            }
        });
        let answerer = m.spawn(move |_| {
            if let Some(request) = held.try_take()
                && request.unmark() == SUCCESS
            {
                request.complete(SUCCESS);
            }
        });
        rig.device.remove();
        opener.join();
        answerer.join();
        assert_eq!(m.audit(), Ok(()));
    });
}
