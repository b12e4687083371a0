//! Opening and closing remote targets: when it is refused, what becomes of requests, and whose file it is.

use std::time::Duration;

use wdf_sim::{Arrival, Lower, Major, Rule, Verifier};
use wdf_tests::raw::below::action::LEAVE;
use wdf_tests::raw::below::state::{CLOSED, DELETED, STARTED, STOPPED};
use wdf_tests::raw::below::{IGNORE_STATE, empty_write, opener, telling};
use wdf_tests::raw::{
    Device, FileObject, Held, INVALID_DEVICE_REQUEST, INVALID_DEVICE_STATE, INVALID_PARAMETER, Log, Memory, Opening,
    Rig, SUCCESS, Slot, Target, UNSUCCESSFUL, WDF_DEVICE_REMOVED_NOT_SENT, World, at_dispatch, attributes, calm,
    lenient, parallel, plan, report,
};
use wdf_tests::with;

const DISK: &str = r"\Device\Disk";
const LINK: &str = r"\DosDevices\Loop";

/// A driver that the test plays behind a name, which keeps writes and completes everything else.
fn disk(m: &World<'_>, here: &Slot<Arrival>) -> Lower {
    let serve = with!(here => move |arrival: Arrival| {
        if arrival.major() == Major::Write {
            here.put(arrival);
        } else {
            arrival.complete_fully();
        }
    });
    m.lower(serve).named(DISK)
}

#[test]
fn a_target_that_is_being_opened_is_not_opened_again() {
    calm(|m| {
        let (target, log) = (Slot::<Target>::empty(), Log::new());
        let serve = with!(target, log => move |arrival: Arrival| {
            if arrival.major() == Major::Create {
                log.add(format!("{:#x}", target.get().open(Opening::Name(DISK))));
            }
            arrival.complete(SUCCESS);
        });
        let _ = m.lower(serve).named(DISK);
        let rig = opener(m);
        target.put(rig.made);
        assert_eq!(rig.made.open(Opening::Name(DISK)), SUCCESS);
        log.expect([format!("{INVALID_DEVICE_STATE:#x}").as_str()]);
    });
}

#[test]
fn a_target_that_is_being_deleted_is_neither_opened_nor_started_nor_sent_to() {
    calm(|m| {
        let (here, log) = (Slot::<Arrival>::empty(), Log::new());
        let _ = disk(m, &here);
        let rig = opener(m);
        assert_eq!(rig.made.open(Opening::Name(DISK)), SUCCESS);
        let (sent, late) = (empty_write(rig.made, &log), empty_write(rig.made, &log));
        assert!(sent.send(rig.made));
        rig.made.reference();
        let target = rig.made;
        let deleter = m.spawn(move |_| target.delete());
        m.sleep(Duration::from_secs(1));
        assert_eq!(target.state(), DELETED);
        assert_eq!(target.open(Opening::Name(DISK)), INVALID_DEVICE_STATE);
        assert_eq!(target.start(), INVALID_DEVICE_STATE);
        assert!(!late.send(target));
        assert_eq!(late.status(), INVALID_DEVICE_STATE);
        here.take().complete(SUCCESS);
        deleter.join();
        target.dereference();
        log.expect(["0x0"]);
        sent.delete();
        late.delete();
    });
}

#[test]
fn opening_a_target_starts_it_and_sends_what_waited_there() {
    calm(|m| {
        let log = Log::new();
        let lower = telling(m, &log).named(DISK);
        let rig = m.above(&lower, plan(), |device: Device| {
            (device.target().unwrap(), device.new_target(&attributes()).unwrap())
        });
        let (local, remote) = rig.made;
        remote.stop(LEAVE);
        assert_eq!(remote.state(), STOPPED);
        let request = empty_write(local, &log);
        assert!(request.send(remote));
        log.expect([]);
        assert_eq!(remote.open(Opening::Name(DISK)), SUCCESS);
        assert_eq!(remote.state(), STARTED);
        log.expect(["Create", "Write", "0x0"]);
        request.delete();
    });
}

#[test]
fn closing_a_target_fails_what_waits_there() {
    calm(|m| {
        let log = Log::new();
        let _ = disk(m, &Slot::empty());
        let rig = opener(m);
        assert_eq!(rig.made.open(Opening::Name(DISK)), SUCCESS);
        rig.made.stop(LEAVE);
        let request = empty_write(rig.made, &log);
        assert!(request.send(rig.made));
        rig.made.close();
        assert_eq!(rig.made.state(), CLOSED);
        log.expect([format!("{WDF_DEVICE_REMOVED_NOT_SENT:#x}").as_str()]);
        request.delete();
    });
}

#[test]
fn a_target_that_is_not_open_is_closed_all_the_same() {
    calm(|m| {
        let rig = opener(m);
        rig.made.close();
        assert_eq!(rig.made.state(), CLOSED);
        rig.made.stop(LEAVE);
        rig.made.purge(2);
        assert_eq!(rig.made.state(), CLOSED, "a target that is closed is neither stopped nor purged");
    });
}

#[test]
fn what_is_sent_to_a_target_that_is_closed_for_a_query_fails_whatever_it_ignores() {
    calm(|m| {
        let log = Log::new();
        let _ = disk(m, &Slot::empty());
        let rig = opener(m);
        assert_eq!(rig.made.open(Opening::Name(DISK)), SUCCESS);
        let request = empty_write(rig.made, &log);
        rig.made.close_for_query();
        assert!(!request.send(rig.made) && !request.send_with(rig.made, IGNORE_STATE, 0));
        assert_eq!(request.status(), INVALID_DEVICE_STATE);
        request.delete();
    });
}

#[test]
fn until_a_target_is_closed_a_request_that_ignores_its_state_goes_down() {
    calm(|m| {
        let (here, log) = (Slot::<Arrival>::empty(), Log::new());
        let _ = disk(m, &here);
        let rig = opener(m);
        assert_eq!(rig.made.open(Opening::Name(DISK)), SUCCESS);
        let (sent, late) = (empty_write(rig.made, &log), empty_write(rig.made, &log));
        assert!(sent.send(rig.made));
        let kept = here.take();
        let target = rig.made;
        let closer = m.spawn(move |_| target.close());
        m.sleep(Duration::from_secs(1));
        assert_eq!(target.state(), CLOSED);
        assert!(late.send_with(target, IGNORE_STATE, 0));
        kept.complete(SUCCESS);
        here.take().complete(UNSUCCESSFUL);
        closer.join();
        log.expect(["0x0", "0xc0000001"]);
        sent.delete();
        late.delete();
    });
}

#[test]
fn above_passive_level_the_verifier_refuses_to_open_and_close() {
    let body = |m: &World<'_>| {
        if !m.v1 {
            return;
        }
        let _ = disk(m, &Slot::empty());
        let rig = opener(m);
        assert_eq!(at_dispatch(|| rig.made.open(Opening::Name(DISK))), INVALID_DEVICE_REQUEST);
        assert_eq!(rig.made.open(Opening::Name(DISK)), SUCCESS);
        at_dispatch(|| rig.made.close());
        assert_eq!(rig.made.state(), STARTED);
    };
    lenient(body);
    assert_eq!(report(Verifier::On, body).violation.rule, Rule::IrqlTooHigh);
}

/// A device that can be opened by its link, with two targets.
fn linked(m: &World<'_>, log: &Log, held: &Held) -> Rig<[Target; 2]> {
    let told = |word: &'static str| with!(log => move |_: FileObject| log.add(word));
    m.build(
        plan().file_cleanup(told("cleanup")).file_close(told("close")),
        with!(held => move |device: Device| {
            let _ = device.queue(parallel().default_queue().write(held.putter()));
            assert_eq!(device.link(LINK), SUCCESS);
            [device.new_target(&attributes()).unwrap(), device.new_target(&attributes()).unwrap()]
        }),
    )
}

#[test]
fn a_file_that_one_target_has_open_is_another_ones_too_until_that_is_closed() {
    calm(|m| {
        let (log, held) = (Log::new(), Held::empty());
        let rig = linked(m, &log, &held);
        let [first, second] = rig.made;
        assert_eq!(first.open(Opening::Name(LINK)), SUCCESS);
        assert_eq!(second.open(Opening::File(first.device_object(), first.file_object())), SUCCESS);
        assert_eq!(second.file_object(), first.file_object());
        let (mine, yours) = (empty_write(first, &log), empty_write(second, &log));
        let memory = Memory::create(&attributes(), 2).unwrap();
        assert_eq!(first.format_write(mine, Some(memory), None, 0), SUCCESS);
        assert_eq!(second.format_write(yours, Some(memory), None, 0), SUCCESS);
        assert!(mine.send(first));
        let one = held.take();
        assert!(yours.send(second));
        let other = held.take();
        assert_eq!(one.file(), other.file());
        one.complete(SUCCESS);
        other.complete(SUCCESS);
        first.close();
        log.expect(["0x0", "0x0", "cleanup"]);
        second.close();
        log.expect(["close"]);
        assert_eq!(second.open(Opening::Again), INVALID_DEVICE_REQUEST, "it was not opened by name");
        mine.delete();
        yours.delete();
    });
}

#[test]
fn a_device_that_is_opened_without_a_file_is_not_told_of_it() {
    calm(|m| {
        let log = Log::new();
        let lower = telling(m, &log).named(DISK);
        let rig = m.above(&lower, plan(), |device: Device| {
            (device.target().unwrap(), device.new_target(&attributes()).unwrap())
        });
        let (local, remote) = rig.made;
        assert_eq!(remote.open(Opening::Existing(local.device_object())), SUCCESS);
        assert_eq!(remote.file_object(), 0);
        remote.close();
        log.expect([]);
    });
}

#[test]
fn the_last_target_with_a_file_of_the_next_driver_closes_it() {
    calm(|m| {
        let log = Log::new();
        let _ = telling(m, &log).named(DISK);
        let rig = m.build(plan(), |device: Device| [0; 2].map(|_| device.new_target(&attributes()).unwrap()));
        let [first, second] = rig.made;
        assert_eq!(first.open(Opening::Name(DISK)), SUCCESS);
        assert_eq!(second.open(Opening::File(first.device_object(), first.file_object())), SUCCESS);
        first.close();
        log.expect(["Create", "Cleanup"]);
        second.close();
        log.expect(["Close"]);
    });
}

#[test]
fn who_wants_to_be_told_of_a_devices_removal_opens_a_file_of_it() {
    calm(|m| {
        let log = Log::new();
        let lower = telling(m, &log).named(DISK);
        let rig = m.above(&lower, plan(), |device: Device| {
            (device.target().unwrap(), device.new_target(&attributes()).unwrap())
        });
        let (local, remote) = rig.made;
        remote.on("query remove", |_| SUCCESS);
        assert_eq!(remote.open(Opening::Existing(local.device_object())), INVALID_PARAMETER);
    });
}
