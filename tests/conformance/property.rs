//! Device properties, and what else a driver says and asks about a device or before there is one.

use wdf_sim::{RegistryValue, Rule};
use wdf_tests::raw::{
    BUFFER_TOO_SMALL, Device, FileObject, INFO_LENGTH_MISMATCH, INVALID_DEVICE_REQUEST, INVALID_DEVICE_STATE,
    INVALID_PARAMETER, INVALID_PARAMETER_2, Init, Log, OBJECT_NAME_NOT_FOUND, PENDING, Request, SUCCESS, Slot,
    attributes, calm, lenient, load, manual, parallel, plan,
};
use wdf_tests::with;

const DESCRIPTION: i32 = 0;
const FRIENDLY_NAME: i32 = 9;
const ENUMERATOR: i32 = 15;
const REMOVAL_POLICY: i32 = 19;
const DATA: usize = 24;

fn text(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    String::from_utf16(units.strip_suffix(&[0]).unwrap()).unwrap()
}

#[test]
fn a_property_is_read_into_a_buffer_that_is_long_enough() {
    calm(|m| {
        let device = m.rig(manual()).raw;
        assert_eq!(text(&device.property(ENUMERATOR, 64).unwrap()), "SIM");
        assert_eq!(device.property(ENUMERATOR, 7), Err((BUFFER_TOO_SMALL, 8)));
        assert_eq!(device.property(ENUMERATOR, 0), Err((BUFFER_TOO_SMALL, 8)));
        assert_eq!(text(&device.allocated_property(ENUMERATOR).unwrap()), "SIM");
        assert_eq!(device.property(REMOVAL_POLICY, 4), Ok(vec![1, 0, 0, 0]));
        assert_eq!(device.property(FRIENDLY_NAME, 64), Err((OBJECT_NAME_NOT_FOUND, 0)));
        assert_eq!(device.allocated_property(FRIENDLY_NAME), Err(OBJECT_NAME_NOT_FOUND));
        assert_eq!(device.property(23, 64), Err((INVALID_PARAMETER_2, 0)));
    });
}

#[test]
fn what_the_devices_key_has_is_what_is_read() {
    calm(|m| {
        let rig = m.rig(manual());
        let key = rig.device.hardware_key();
        let key = key.strip_suffix(r"\Device Parameters").unwrap();
        m.set_registry_value(key, "FriendlyName", &RegistryValue::Text("A device".to_owned()));
        assert_eq!(text(&rig.raw.property(FRIENDLY_NAME, 64).unwrap()), "A device");
        let target = rig.raw.target().unwrap();
        assert_eq!(text(&target.property(FRIENDLY_NAME, 64).unwrap()), "A device", "behind its own target");
        assert_eq!(text(&target.allocated_property(FRIENDLY_NAME).unwrap()), "A device");
        let unopened = rig.raw.new_target(&attributes()).unwrap();
        assert_eq!(unopened.property(FRIENDLY_NAME, 64), Err((INVALID_DEVICE_STATE, 0)));
        unopened.delete();
    });
}

#[test]
fn properties_can_be_asked_for_before_the_device_is_created() {
    calm(|m| {
        let log = Log::new();
        let driver = load(
            m,
            with!(log => move |init: Init| {
                assert_eq!(text(&init.property(ENUMERATOR, 64).unwrap()), "SIM");
                assert_eq!(text(&init.allocated_property(DESCRIPTION).unwrap()), "raw");
                let (read, allocated) = init.named_property(1);
                assert_eq!((read, allocated), (Err((OBJECT_NAME_NOT_FOUND, 0)), Err(OBJECT_NAME_NOT_FOUND)));
                assert!(init.has_physical_device());
                init.release_order(2);
                init.fdo_callbacks(32);
                let device = plan().create(init).unwrap();
                let child = device.child_init().unwrap();
                assert_eq!(child.property(ENUMERATOR, 64), Err((INVALID_DEVICE_REQUEST, 0)), "nobody knows it yet");
                assert!(!child.has_physical_device());
                child.free();
                log.add("asked");
                SUCCESS
            }),
        )
        .unwrap();
        driver.add_device().unwrap();
        log.expect(["asked"]);
    });
}

#[test]
fn a_property_that_was_assigned_is_read_back_until_it_is_taken_away() {
    calm(|m| {
        let device = m.rig(manual()).raw;
        assert_eq!(device.named_property(5, 8, DATA), Err((OBJECT_NAME_NOT_FOUND, 0)));
        assert_eq!(device.assign_property(5, Some(&mut [1, 2, 3])), SUCCESS);
        assert_eq!(device.named_property(5, 8, DATA), Ok((0x1003, vec![1, 2, 3])));
        assert_eq!(device.named_property(5, 2, DATA), Err((BUFFER_TOO_SMALL, 3)));
        assert_eq!(device.allocated_named_property(5), Ok(vec![1, 2, 3]));
        assert_eq!(device.named_property(5, 8, DATA + 8), Err((INFO_LENGTH_MISMATCH, 0)));
        assert_eq!(device.named_property(5, 8, DATA - 8), Err((INFO_LENGTH_MISMATCH, 0)));
        assert_eq!(device.assign_property(5, None), SUCCESS);
        assert_eq!(device.named_property(5, 8, DATA), Err((OBJECT_NAME_NOT_FOUND, 0)));
    });
}

#[test]
fn what_is_for_the_pnp_manager_alone_is_taken_and_checked() {
    lenient(|m| {
        let log = Log::new();
        let driver = load(
            m,
            with!(log => move |init: Init| {
                init.release_order(3);
                init.fdo_callbacks(24);
                let device = plan().create(init).unwrap();
                assert_eq!(device.relate(), [SUCCESS, INVALID_PARAMETER, SUCCESS], "ejection is a child's");
                let child = device.new_child("a", &plan());
                assert_eq!(child.relate(), [SUCCESS; 3]);
                child.delete();
                device.bus_and_special_file(1);
                device.bus_and_special_file(7);
                assert_eq!(device.mof("Mof"), SUCCESS);
                assert_eq!(device.mof("Mof"), INVALID_DEVICE_REQUEST, "once");
                assert_eq!(device.indicate_wake(PENDING), INVALID_PARAMETER);
                assert_eq!(device.indicate_wake(SUCCESS), INVALID_DEVICE_STATE);
                log.add("told");
                SUCCESS
            }),
        )
        .unwrap();
        driver.add_device().unwrap();
        log.expect(["told"]);
        assert_eq!(m.broken(), [Rule::DeviceMisused, Rule::ParametersSizeWrong, Rule::DeviceMisused]);
    });
}

#[test]
fn a_device_has_one_symbolic_link_and_that_has_a_name() {
    calm(|m| {
        let device = m.rig(manual()).raw;
        assert_eq!(device.link(""), INVALID_DEVICE_REQUEST);
        assert_eq!(device.link(r"\DosDevices\One"), SUCCESS);
        assert_eq!(device.link(r"\DosDevices\Two"), INVALID_DEVICE_REQUEST);
    });
}

#[test]
fn requests_and_files_know_the_process_they_come_from() {
    calm(|m| {
        let seen = Slot::empty();
        let plan = plan().file_create(|request: Request, file: FileObject| {
            let device = file.device();
            assert_eq!(file.opened_by(device), (0, 0x1000, true));
            request.complete(SUCCESS);
        });
        let rig = m.build(
            plan,
            with!(seen => move |device: Device| {
                let seen = seen.clone();
                let _ = device.queue(parallel().read(move |request: Request| {
                    seen.put(request.sender());
                    request.complete(SUCCESS);
                }).default_queue());
            }),
        );
        assert!(rig.open().read(1).is_success());
        assert_eq!(seen.take(), (false, 0x1000));
    });
}
