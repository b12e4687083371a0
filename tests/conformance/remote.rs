//! Targets that a driver opens: by name, closed and opened again, and told when the device behind them goes.

use wdf_sim::{Arrival, Major};
use wdf_tests::raw::below::state::{CLOSED, CLOSED_FOR_QUERY, STARTED};
use wdf_tests::raw::below::{empty_write, opener, telling};
use wdf_tests::raw::{
    Device, Held, INFO_LENGTH_MISMATCH, INVALID_DEVICE_REQUEST, INVALID_DEVICE_STATE, INVALID_PARAMETER, Log,
    OBJECT_NAME_NOT_FOUND, Opening, Params, Request, Rig, SUCCESS, Target, UNSUCCESSFUL, World, attributes, calm,
    parallel, plan,
};
use wdf_tests::with;

const DISK: &str = r"\Device\Disk";
const LINK: &str = r"\DosDevices\Loop";

/// A device that can be opened by its link, whose writes are held, and that has a remote target.
fn linked(m: &World<'_>, held: &Held, log: &Log) -> Rig<Target> {
    m.build(
        plan().file_cleanup(log.writer("cleanup")),
        with!(held => move |device: Device| {
            let _ = device.queue(parallel().default_queue().write(held.putter()));
            assert_eq!(device.link(LINK), SUCCESS);
            device.new_target(&attributes()).unwrap()
        }),
    )
}

#[test]
fn a_target_that_was_never_opened_reports_started() {
    calm(|m| {
        let rig = opener(m);
        assert_eq!((rig.made.state(), rig.made.device(), rig.made.device_object()), (STARTED, rig.raw, 0));
    });
}

#[test]
fn a_target_is_opened_by_name_used_and_closed() {
    calm(|m| {
        let log = Log::new();
        let _ = telling(m, &log).named(DISK);
        let rig = opener(m);
        assert_eq!(rig.made.open(Opening::Name(DISK)), SUCCESS);
        let request = empty_write(rig.made, &log);
        assert!(request.send(rig.made));
        rig.made.close();
        log.expect(["Create", "Write", "0x0", "Cleanup", "Close"]);
        assert_eq!(rig.made.state(), CLOSED);
        request.delete();
    });
}

#[test]
fn a_name_that_nobody_has_is_not_found() {
    calm(|m| {
        let rig = opener(m);
        assert_eq!(rig.made.open(Opening::Name(r"\Device\None")), OBJECT_NAME_NOT_FOUND);
        assert_eq!(rig.made.state(), STARTED);
    });
}

#[test]
fn an_open_that_the_next_driver_refuses_fails_with_its_status() {
    calm(|m| {
        let _ = m
            .lower(|arrival| {
                arrival.complete(UNSUCCESSFUL);
            })
            .named(DISK);
        let rig = opener(m);
        assert_eq!(rig.made.open(Opening::Name(DISK)), UNSUCCESSFUL);
    });
}

#[test]
fn a_links_names_lead_to_one_device() {
    calm(|m| {
        let (held, log) = (Held::empty(), Log::new());
        let rig = linked(m, &held, &log);
        for name in [LINK, r"\??\Loop", r"\GLOBAL??\loop"] {
            assert_eq!(rig.made.open(Opening::Name(name)), SUCCESS, "{name}");
            rig.made.close();
        }
        log.expect(["cleanup", "cleanup", "cleanup"]);
    });
}

#[test]
fn what_is_sent_to_another_device_is_presented_by_its_queue_and_comes_back() {
    calm(|m| {
        let (held, log) = (Held::empty(), Log::new());
        let rig = linked(m, &held, &log);
        assert_eq!(rig.made.open(Opening::Name(LINK)), SUCCESS);
        let request = rig.made.request(&attributes()).unwrap();
        let memory = wdf_tests::raw::Memory::create(&attributes(), 2).unwrap();
        assert_eq!(memory.copy_in(0, b"hi"), SUCCESS);
        assert_eq!(rig.made.format_write(request, Some(memory), None, 0), SUCCESS);
        request.on_complete(with!(log => move |_, _, params: Params| log.add(format!("{:#x}", params.status))));
        assert!(request.send(rig.made));
        let presented = held.take();
        assert!(!presented.is_from_user());
        assert_eq!(presented.sender().1, 0, "a request of a driver's own belongs to no process");
        assert_eq!(presented.input_bytes(), b"hi");
        presented.complete_with(UNSUCCESSFUL, 0);
        log.expect(["0xc0000001"]);
        rig.made.close();
        request.delete();
    });
}

#[test]
fn cancelling_what_another_device_has_runs_its_drivers_cancel_callback() {
    calm(|m| {
        let (held, log) = (Held::empty(), Log::new());
        let rig = linked(m, &held, &log);
        assert_eq!(rig.made.open(Opening::Name(LINK)), SUCCESS);
        let request = rig.made.request(&attributes()).unwrap();
        let memory = wdf_tests::raw::Memory::create(&attributes(), 2).unwrap();
        assert_eq!(rig.made.format_write(request, Some(memory), None, 0), SUCCESS);
        request.on_complete(with!(log => move |_, _, params: Params| log.add(format!("{:#x}", params.status))));
        assert!(request.send(rig.made));
        let marked = held.take().mark_ex(with!(log => move |presented: Request| {
            log.add("cancel");
            presented.complete(wdf_tests::raw::CANCELLED);
        }));
        assert_eq!(marked, SUCCESS);
        assert!(request.cancel_sent());
        log.expect(["cancel", "0xc0000120"]);
        rig.made.close();
        request.delete();
    });
}

#[test]
fn a_target_is_opened_once_at_a_time() {
    calm(|m| {
        let log = Log::new();
        let _ = telling(m, &log).named(DISK);
        let rig = opener(m);
        assert_eq!(rig.made.open(Opening::Name(DISK)), SUCCESS);
        assert_eq!(rig.made.open(Opening::Name(DISK)), INVALID_DEVICE_STATE);
        rig.made.close();
        assert_eq!(rig.made.open(Opening::Name(DISK)), SUCCESS);
        assert_eq!(rig.made.state(), STARTED);
    });
}

#[test]
fn open_parameters_are_checked() {
    calm(|m| {
        let rig = opener(m);
        assert_eq!(rig.made.open_with(Opening::Name(DISK), 100), INFO_LENGTH_MISMATCH);
        assert_eq!(rig.made.open(Opening::Name("")), INVALID_PARAMETER);
        assert_eq!(rig.made.open(Opening::Unknown), INVALID_PARAMETER);
        assert_eq!(rig.made.open(Opening::Existing(0)), INVALID_PARAMETER);
        assert_eq!(rig.made.open(Opening::Again), INVALID_DEVICE_REQUEST);
    });
}

#[test]
fn an_existing_device_is_opened_by_its_device_object() {
    calm(|m| {
        let log = Log::new();
        let lower = telling(m, &log).named(DISK);
        let rig = m.above(&lower, plan(), |device: Device| {
            (device.target().unwrap(), device.new_target(&attributes()).unwrap())
        });
        let (local, remote) = rig.made;
        assert_eq!(remote.open(Opening::Existing(local.device_object())), SUCCESS);
        let request = empty_write(remote, &log);
        assert!(request.send(remote));
        log.expect(["Write", "0x0"]);
        assert_eq!(remote.open(Opening::Again), INVALID_DEVICE_REQUEST);
        request.delete();
    });
}

#[test]
fn what_is_sent_to_a_closed_target_fails_and_it_cannot_be_formatted_for() {
    calm(|m| {
        let log = Log::new();
        let _ = telling(m, &log).named(DISK);
        let rig = opener(m);
        assert_eq!(rig.made.open(Opening::Name(DISK)), SUCCESS);
        let request = empty_write(rig.made, &log);
        rig.made.close();
        assert!(!request.send(rig.made));
        assert_eq!(request.status(), INVALID_DEVICE_STATE);
        assert!(!request.send_with(rig.made, 4, 0));
        assert_eq!(rig.made.format_write(request, None, None, 0), INVALID_DEVICE_STATE);
        request.delete();
    });
}

#[test]
fn closing_cancels_what_was_sent_and_waits_for_it() {
    calm(|m| {
        let log = Log::new();
        let serve = |arrival: Arrival| {
            if arrival.major() == Major::Write {
                arrival.allow_cancel();
            } else {
                arrival.complete(SUCCESS);
            }
        };
        let _ = m.lower(serve).named(DISK);
        let rig = opener(m);
        assert_eq!(rig.made.open(Opening::Name(DISK)), SUCCESS);
        let request = empty_write(rig.made, &log);
        assert!(request.send(rig.made));
        rig.made.close();
        log.expect(["0xc0000120"]);
        request.delete();
    });
}

#[test]
fn deleting_a_target_closes_it() {
    calm(|m| {
        let log = Log::new();
        let _ = telling(m, &log).named(DISK);
        let rig = m.build(
            plan(),
            with!(log => move |device: Device| {
                device.new_target(&attributes().cleanup(log.writer("cleanup"))).unwrap()
            }),
        );
        assert_eq!(rig.made.open(Opening::Name(DISK)), SUCCESS);
        rig.made.delete();
        log.expect(["Create", "cleanup", "Cleanup", "Close"]);
    });
}

#[test]
fn a_target_is_reopened_as_it_was_opened() {
    calm(|m| {
        let log = Log::new();
        let _ = telling(m, &log).named(DISK);
        let rig = opener(m);
        assert_eq!(rig.made.open(Opening::Name(DISK)), SUCCESS);
        rig.made.close_for_query();
        assert_eq!(rig.made.state(), CLOSED_FOR_QUERY);
        assert_eq!(rig.made.open(Opening::Again), SUCCESS);
        assert_eq!(rig.made.state(), STARTED);
        log.expect(["Create", "Cleanup", "Close", "Create"]);
    });
}

/// A device that can be removed, and a target that has it open.
fn pair(m: &World<'_>, log: &Log, register: impl Fn(Target)) -> (wdf_sim::Device, Target) {
    let held = Held::empty();
    let rig = linked(m, &held, log);
    register(rig.made);
    assert_eq!(rig.made.open(Opening::Name(LINK)), SUCCESS);
    (rig.device, rig.made)
}

#[test]
fn without_callbacks_a_target_is_closed_for_the_query_and_for_good() {
    calm(|m| {
        let log = Log::new();
        let (device, target) = pair(m, &log, |_| {});
        assert_eq!(device.try_remove(), Ok(()));
        let _ = target;
    });
}

#[test]
fn the_driver_is_asked_before_a_device_goes_and_may_refuse() {
    calm(|m| {
        let (log, refuses) = (Log::new(), wdf_tests::raw::Slot::with(true));
        let register = with!(log, refuses => move |target: Target| {
            target.on("query remove", with!(log, refuses => move |target: Target| {
                log.add("query");
                if refuses.get() {
                    return UNSUCCESSFUL;
                }
                target.close_for_query();
                SUCCESS
            }));
            target.on("remove canceled", with!(log => move |_| {
                log.add("canceled");
                SUCCESS
            }));
            target.on("remove complete", with!(log => move |target: Target| {
                log.add("complete");
                target.close();
                SUCCESS
            }));
        });
        let (device, target) = pair(m, &log, register);
        assert_eq!(device.try_remove().unwrap_err().0, UNSUCCESSFUL);
        assert!(device.is_present());
        assert_eq!(target.state(), STARTED);
        log.expect(["query", "canceled"]);
        refuses.put(false);
        assert_eq!(device.try_remove(), Ok(()));
        log.expect(["query", "cleanup", "complete"]);
    });
}

#[test]
fn a_surprise_removal_is_told_when_it_is_complete() {
    calm(|m| {
        let log = Log::new();
        let register = with!(log => move |target: Target| {
            target.on("remove complete", with!(log => move |target: Target| {
                log.add("complete");
                target.close();
                SUCCESS
            }));
        });
        let (device, _) = pair(m, &log, register);
        device.surprise_remove();
        assert_eq!(log.count("complete"), 1);
    });
}
