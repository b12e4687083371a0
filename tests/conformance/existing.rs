//! Targets that are opened by an address: of a device object, and of a file object of it.

use wdf_sim::{Arrival, Explorer, Major, Rule, Verifier};
use wdf_tests::raw::below::empty_write;
use wdf_tests::raw::{
    Device, Log, OBJECT_NAME_NOT_FOUND, Opening, Rig, SUCCESS, Target, World, attributes, breaks, calm, check, plan,
};

const DISK: &str = r"\Device\Disk";
const TAPE: &str = r"\Device\Tape";
const LINK: &str = r"\DosDevices\Loop";

/// Two drivers that write down who of them a write reached, each opened by its name by a target of one device.
fn disk_and_tape(m: &World<'_>, log: &Log) -> Rig<(Target, Target, Target)> {
    for (name, word) in [(DISK, "disk"), (TAPE, "tape")] {
        let log = log.clone();
        let _ = m
            .lower(move |arrival: Arrival| {
                if arrival.major() == Major::Write {
                    log.add(word);
                }
                arrival.complete_fully();
            })
            .named(name);
    }
    let rig = m.build(plan(), |device: Device| {
        let target = || device.new_target(&attributes()).unwrap();
        (target(), target(), target())
    });
    assert_eq!(rig.made.0.open(Opening::Name(DISK)), SUCCESS);
    assert_eq!(rig.made.1.open(Opening::Name(TAPE)), SUCCESS);
    rig
}

#[test]
fn each_name_leads_to_its_own_driver() {
    calm(|m| {
        let log = Log::new();
        let (disk, tape, third) = disk_and_tape(m, &log).made;
        for target in [tape, disk] {
            let request = empty_write(target, &log);
            assert!(request.send(target));
            request.delete();
        }
        log.expect(["tape", "0x0", "disk", "0x0"]);
        assert_eq!(third.open(Opening::Name(r"\Device\None")), OBJECT_NAME_NOT_FOUND);
    });
}

#[test]
fn an_existing_device_is_opened_with_the_file_that_another_target_has_of_it() {
    calm(|m| {
        let log = Log::new();
        let (_, tape, third) = disk_and_tape(m, &log).made;
        assert_eq!(third.open(Opening::File(tape.device_object(), tape.file_object())), SUCCESS);
        let request = empty_write(third, &log);
        assert!(request.send(third));
        log.expect(["tape", "0x0"]);
        request.delete();
    });
}

/// Nothing checks it on Windows: the framework follows the pointer.
#[test]
fn what_is_no_device_object_or_no_file_of_it_is_reported() {
    type Wrong = fn(Target, Target) -> (usize, usize);
    let wrong: [Wrong; 5] = [
        |disk, tape| (disk.device_object(), tape.file_object()),
        |disk, _| (disk.device_object(), disk.file_object() + 8),
        |disk, _| (disk.device_object() + 8, 0),
        |disk, _| (disk.device_object() + 0x10_000, 0),
        |disk, _| (disk.device_object() + 0x10_000, disk.file_object()),
    ];
    for (number, wrong) in wrong.into_iter().enumerate() {
        for verifier in [Verifier::Off, Verifier::On] {
            let rule = breaks(verifier, move |m| {
                let (disk, tape, third) = disk_and_tape(m, &Log::new()).made;
                let (device, file) = wrong(disk, tape);
                let _ = third.open(if file == 0 { Opening::Existing(device) } else { Opening::File(device, file) });
            });
            assert_eq!(rule, Rule::InvalidHandle, "{number}");
        }
    }
}

#[test]
fn the_device_object_of_another_device_leads_to_that_one() {
    calm(|m| {
        let build = |link: &'static str| {
            m.build(plan(), move |device: Device| {
                assert_eq!(device.link(link), SUCCESS);
                (device.new_target(&attributes()).unwrap(), device.new_target(&attributes()).unwrap())
            })
        };
        let (first, second) = (build(LINK), build(TAPE));
        let (by_name, by_object) = first.made;
        assert_eq!(by_name.open(Opening::Name(TAPE)), SUCCESS);
        assert_eq!(by_object.open(Opening::Existing(by_name.device_object())), SUCCESS);
        assert_eq!(by_object.device_object(), by_name.device_object());
        assert_eq!(second.made.0.open(Opening::Name(LINK)), SUCCESS);
        assert_ne!(second.made.0.device_object(), by_object.device_object());
        for target in [by_object, by_name, second.made.0] {
            target.close();
        }
    });
}

/// Who opens it too late follows a pointer to nothing, which is reported as such.
#[test]
fn a_device_may_go_while_it_is_opened_and_what_is_sent_to_it_then_fails() {
    let body = |m: &World<'_>| {
        let log = Log::new();
        let goes = m.build(plan(), |device: Device| assert_eq!(device.link(LINK), SUCCESS));
        let rig = m.build(plan(), |device: Device| {
            (device.new_target(&attributes()).unwrap(), device.new_target(&attributes()).unwrap())
        });
        let (by_name, by_object) = rig.made;
        assert_eq!(by_name.open(Opening::Name(LINK)), SUCCESS);
        let address = by_name.device_object();
        by_name.close();
        let remover = m.spawn(move |_| goes.device.remove());
        assert_eq!(by_object.open(Opening::Existing(address)), SUCCESS);
        remover.join();
        let request = empty_write(by_object, &log);
        assert!(request.send(by_object));
        log.expect(["0xc000000e"]);
        request.delete();
        by_object.close();
    };
    let runs = (0..100).map(|seed| check(Explorer::random(seed, 1), Verifier::Off, body));
    let opened = runs.filter(|run| match run {
        Ok(_) => true,
        Err(report) => {
            assert_eq!(report.violation.rule, Rule::InvalidHandle, "{report}");
            false
        }
    });
    assert!(opened.count() > 20);
}
