//! Several threads of an application, and the PnP manager, at a device at once: whoever comes too late is told so, and
//! nothing that one of them uses goes away under it.

use std::time::Duration;

use wdf_sim::{Arrival, Device, Explorer, File, Machine, Major, Rule, Ticket, Verifier};
use wdf_tests::raw::{
    self, CANCELLED, Held, INVALID_DEVICE_STATE, INVALID_HANDLE, Log, NO_SUCH_DEVICE as GONE, Opening, Queues, Request,
    Rig, SUCCESS, Slot, Target, World, all, attributes, breaks, calm, check, manual, object, own_request, parallel,
    plan, some,
};
use wdf_tests::with;

const LINK: &str = r"\DosDevices\Shared";

/// Reads wait until they are cancelled, writes are completed, an ioctl completes a read that waits.
fn waiting() -> Queues {
    let held = Held::empty();
    let read = with!(held => move |request: Request| {
        if held.try_get().is_some() {
            request.complete(SUCCESS);
            return;
        }
        held.put(request);
        let give_up = with!(held => move |request: Request| {
            if held.try_get() == Some(request) {
                let _ = held.try_take();
            }
            request.complete(CANCELLED);
        });
        if request.mark_ex(give_up) != SUCCESS {
            let _ = held.try_take();
            request.complete(CANCELLED);
        }
    });
    let control = move |request: Request| {
        if let Some(parked) = held.try_take()
            && parked.unmark() == SUCCESS
        {
            parked.complete(SUCCESS);
        }
        request.complete(SUCCESS);
    };
    let one_by_one = parallel().attributes(attributes().scope_queue());
    one_by_one.read(read).ioctl(control).write(|request| request.complete(SUCCESS)).stop(|request, flags| {
        if flags & 1 != 0 {
            request.acknowledge_stop(false);
        }
    })
}

fn rig(m: &World<'_>) -> Rig<raw::Queue> {
    m.build(plan().files(), |device| {
        assert_eq!(device.link(LINK), SUCCESS);
        device.queue(waiting().default_queue())
    })
}

/// One thread does this with a device and a file of it, while the other removes the device.
fn against_removal(act: fn(&Machine, Device, File)) {
    for removal in [Device::remove as fn(Device), Device::surprise_remove] {
        all(1, move |m| {
            let rig = rig(m);
            let (device, file) = (rig.device, rig.open());
            let other = m.spawn(move |m| act(m, device, file));
            removal(device);
            other.join();
            assert!(!device.is_present() && !file.is_open());
        });
    }
}

#[test]
fn a_read_while_the_device_is_removed_is_cancelled_or_refused() {
    against_removal(|_, _, file| {
        let status = file.read(1).status;
        assert!([CANCELLED, INVALID_DEVICE_STATE, GONE].contains(&status), "{status:#x}");
    });
}

#[test]
fn a_write_while_the_device_is_removed_is_done_or_refused() {
    against_removal(|_, _, file| {
        let status = file.write(b"a").status;
        assert!([SUCCESS, CANCELLED, INVALID_DEVICE_STATE, GONE].contains(&status), "{status:#x}");
    });
}

#[test]
fn a_handle_is_closed_once_by_its_thread_or_by_the_removal() {
    against_removal(|_, _, file| file.close());
}

#[test]
fn opening_a_device_that_is_removed_succeeds_or_says_so() {
    against_removal(|_, device, _| match device.open() {
        Ok(file) => {
            let _ = file.write(b"a");
            file.close();
        }
        Err(status) => assert!([INVALID_DEVICE_STATE, GONE].contains(&status.0), "{status}"),
    });
}

#[test]
fn suspending_and_resuming_a_device_that_is_removed_does_nothing() {
    against_removal(|_, device, _| {
        device.suspend();
        if let Err(status) = device.resume() {
            assert_eq!(status.0, GONE);
        }
    });
}

#[test]
fn a_device_is_removed_once() {
    against_removal(|_, device, _| device.remove());
    against_removal(|_, device, _| device.surprise_remove());
    against_removal(|_, device, _| {
        if let Err(status) = device.try_remove() {
            assert_eq!(status.0, GONE);
        }
    });
}

#[test]
fn what_is_asked_of_a_device_that_is_gone_is_answered() {
    calm(|m| {
        let rig = rig(m);
        let (device, file) = (rig.device, rig.open());
        let other = rig.open();
        other.close();
        assert_eq!(other.read(1).status, INVALID_HANDLE);
        other.close();
        device.remove();
        assert_eq!(file.read(1).status, GONE);
        file.close();
        assert_eq!(device.open().unwrap_err().0, GONE);
        assert_eq!(device.resume().unwrap_err().0, GONE);
        assert_eq!(device.try_remove().unwrap_err().0, GONE);
        device.suspend();
        device.remove();
        device.surprise_remove();
        assert!(device.children().is_empty() && device.interfaces().is_empty() && !device.wake_signal());
    });
}

#[test]
fn a_create_that_is_under_way_keeps_the_device_object() {
    all(1, |m| {
        let rig = m
            .build(plan().files().file_create(|request, _| request.complete(SUCCESS)).file_close(|_| {}), |device| {
                device.queue(manual().default_queue())
            });
        let device = rig.device;
        let other = m.spawn(move |_| {
            let _ = device.open();
        });
        device.remove();
        other.join();
    });
}

#[test]
fn a_target_is_opened_while_its_device_is_removed() {
    all(1, |m| {
        let below = rig(m);
        let above = m.build(plan(), |device| device.new_target(&attributes()).unwrap());
        let (device, target) = (below.device, above.made);
        let other = m.spawn(move |_| {
            if target.open(Opening::Name(LINK)) == SUCCESS {
                let (status, _) = target.write_now(b"a");
                assert!([SUCCESS, CANCELLED, INVALID_DEVICE_STATE, GONE].contains(&status), "{status:#x}");
                target.close();
            }
        });
        device.remove();
        other.join();
    });
}

/// Two requests of the driver's own, children of the device, one of which is with a remote target when the device goes; what
/// its completion routine does with them.
fn with_a_target(m: &World<'_>, target_first: bool, done: impl Fn(Request, Request) + 'static) -> Log {
    let log = Log::new();
    let kept: Slot<Arrival> = Slot::empty();
    let keep = move |arrival: Arrival| match arrival.major() {
        Major::Write => {
            arrival.allow_cancel();
            kept.put(arrival);
        }
        _ => drop(arrival.complete_fully()),
    };
    let _ = m.lower(keep).named(LINK);
    let rig = m.build(plan(), move |device| {
        let request = || own_request(&attributes().parent(device)).unwrap();
        let early = (!target_first).then(|| [request(), request()]);
        let target = device.new_target(&attributes()).unwrap();
        (target, early.unwrap_or_else(|| [request(), request()]))
    });
    let (target, [first, second]): (Target, [Request; 2]) = rig.made;
    assert_eq!(target.open(Opening::Name(LINK)), SUCCESS);
    for request in [first, second] {
        assert_eq!(target.format_write(request, None, None, 0), SUCCESS);
    }
    first.on_complete(with!(log => move |request, _, params: raw::Params| {
        log.add(format!("{:#x}", params.status));
        done(request, second);
    }));
    assert!(first.send(target));
    rig.device.remove();
    log
}

#[test]
fn a_request_of_the_devices_comes_back_before_its_target_goes() {
    calm(|m| with_a_target(m, true, |_, _| {}).expect(["0xc0000120"]));
}

#[test]
fn a_completion_routine_deletes_its_request_while_the_device_goes() {
    calm(|m| with_a_target(m, true, |request, _| request.delete()).expect(["0xc0000120"]));
}

#[test]
fn a_completion_routine_deletes_another_request_while_the_device_goes() {
    calm(|m| with_a_target(m, true, |_, other| other.delete()).expect(["0xc0000120"]));
}

#[test]
fn a_request_that_was_created_before_the_target_is_disposed_of_while_it_is_sent() {
    for verifier in [Verifier::Off, Verifier::On] {
        let rule = breaks(verifier, |m| drop(with_a_target(m, false, |_, _| {})));
        assert_eq!(rule, Rule::DeletedWhileSent);
    }
}

#[test]
fn a_child_may_be_deleted_while_its_parent_is() {
    for late in [false, true] {
        calm(move |_| {
            let log = Log::new();
            let parent: Slot<raw::Object> = Slot::empty();
            let sibling: Slot<raw::Object> = Slot::empty();
            let delete = with!(sibling => move |_| sibling.get().delete());
            let attributes = attributes();
            let attributes = if late { attributes.cleanup(delete.clone()) } else { attributes };
            parent.put(object(&attributes).unwrap());
            let cleanup = log.writer("first");
            let first = raw::attributes().parent(parent.get()).cleanup(move |object| {
                cleanup(object);
                if !late {
                    delete(object);
                }
            });
            let _ = object(&first).unwrap();
            let second = raw::attributes().parent(parent.get());
            let second = second.cleanup(log.writer("second")).destroy(log.writer("second destroyed"));
            sibling.put(object(&second).unwrap());
            parent.get().delete();
            log.expect(["first", "second", "second destroyed"]);
        });
    }
}

#[test]
fn a_parent_and_its_child_are_deleted_at_once() {
    all(2, |m| {
        let parent = object(&attributes()).unwrap();
        let child = object(&attributes().parent(parent).cleanup(|_| {}).destroy(|_| {})).unwrap();
        child.reference();
        let other = m.spawn(move |_| child.delete());
        parent.delete();
        other.join();
        child.dereference();
    });
}

/// What a thread does next, by a number.
fn act(m: &Machine, device: Device, files: &mut Vec<File>, tickets: &mut Vec<Ticket>, number: u64) {
    let file = files.first().copied();
    match (number % 16, file) {
        (0..=3, Some(file)) => tickets.push(file.begin_read(1)),
        (4 | 5, Some(file)) => tickets.push(file.begin_write(b"a")),
        (6, Some(file)) => tickets.push(file.begin_ioctl(4, b"", 0)),
        (7 | 8, _) => drop(tickets.pop().map(|ticket| ticket.cancel())),
        (9, Some(file)) => {
            file.close();
            files.remove(0);
        }
        (10, _) => device.suspend(),
        (11 | 12, _) => drop(device.resume()),
        (13, _) => m.sleep(Duration::from_millis(1)),
        (14, _) if (number / 16).is_multiple_of(4) => device.remove(),
        (14, _) if number / 16 % 4 == 1 => device.surprise_remove(),
        _ => files.extend(device.open().ok()),
    }
}

fn crowd(m: &World<'_>, mut seed: u64) {
    let rig = rig(m);
    let (device, file) = (rig.device, rig.open());
    let mut next = move || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        seed >> 33
    };
    let threads: Vec<_> = (0..3)
        .map(|_| {
            let numbers: Vec<u64> = (0..12).map(|_| next()).collect();
            m.spawn(move |m| {
                let (mut files, mut tickets) = (vec![file], Vec::new());
                for number in numbers {
                    act(m, device, &mut files, &mut tickets, number);
                }
            })
        })
        .collect();
    threads.into_iter().for_each(wdf_sim::Thread::join);
    let _ = device.resume();
    device.remove();
}

#[test]
fn a_crowd_of_threads_at_a_device_meets_no_broken_rule() {
    for seed in 0..60 {
        for verifier in [Verifier::Off, Verifier::On] {
            if let Err(report) = check(Explorer::random(seed, 10), verifier, move |m| crowd(m, seed)) {
                panic!("seed {seed}: {report}");
            }
        }
    }
}

#[test]
fn children_of_a_bus_come_and_go_among_threads() {
    some(200, |m| {
        let child = plan();
        let rig = m.build(plan(), move |device| {
            let _ = device.queue(manual().default_queue());
            [device.child("one", &child), device.child("two", &child)]
        });
        let bus = rig.device;
        let look = m.spawn(move |_| {
            for child in bus.children() {
                if let Ok(file) = child.open() {
                    file.close();
                }
                child.surprise_remove();
            }
        });
        let missing = rig.made[0];
        missing.reference();
        let mark = m.spawn(move |_| {
            let _ = missing.mark_missing();
        });
        bus.suspend();
        let _ = bus.resume();
        mark.join();
        missing.dereference();
        bus.remove();
        look.join();
    });
}
