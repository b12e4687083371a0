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

/// The values of a device's key, with their properties: by number, and by the number of the key in the device's set.
const VALUES: [(&str, i32, Option<u32>); 16] = [
    ("DeviceDesc", 0, Some(2)),
    ("HardwareID", 1, Some(3)),
    ("CompatibleIDs", 2, Some(4)),
    ("Class", 5, Some(9)),
    ("ClassGUID", 6, Some(10)),
    ("Driver", 7, Some(11)),
    ("Mfg", 8, Some(13)),
    ("FriendlyName", 9, Some(14)),
    ("LocationInformation", 10, Some(15)),
    ("BusTypeGuid", 12, Some(21)),
    ("LegacyBusType", 13, Some(22)),
    ("BusNumber", 14, Some(23)),
    ("Address", 16, Some(30)),
    ("UINumber", 17, Some(18)),
    ("RemovalPolicy", 19, Some(33)),
    ("ContainerID", 22, None),
];

/// The key of the device that tests put properties into.
fn enum_key(device: &wdf_sim::Device) -> String {
    device.hardware_key().strip_suffix(r"\Device Parameters").unwrap().to_owned()
}

#[test]
fn each_property_is_a_value_of_the_devices_key() {
    calm(|m| {
        let rig = m.rig(manual());
        let key = enum_key(&rig.device);
        for (name, number, pid) in VALUES {
            m.set_registry_value(&key, name, &RegistryValue::Binary(name.as_bytes().to_vec()));
            assert_eq!(rig.raw.property(number, 64), Ok(name.as_bytes().to_vec()), "{name}");
            if let Some(pid) = pid {
                assert_eq!(rig.raw.known_property(pid).map(|read| read.1), Ok(name.as_bytes().to_vec()), "{name}");
            }
        }
        assert_eq!(rig.raw.known_property(6).map(|read| read.1), Err((OBJECT_NAME_NOT_FOUND, 0)), "none of them");
    });
}

#[test]
fn windows_has_some_properties_of_every_device() {
    calm(|m| {
        let device = m.rig(manual()).raw;
        for (number, expected) in [
            (0, "raw"),
            (5, "System"),
            (6, "{4d36e97d-e325-11ce-bfc1-08002be10318}"),
            (7, r"{4d36e97d-e325-11ce-bfc1-08002be10318}\0001"),
            (8, "(simulated)"),
            (11, r"\Device\00000001"),
            (ENUMERATOR, "SIM"),
        ] {
            assert_eq!(text(&device.property(number, 128).unwrap()), expected, "{number}");
        }
        let ids: Vec<u8> = "SIM\\raw\0\0".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(device.property(1, 64), Ok(ids));
        assert_eq!(device.property(18, 4), Ok(vec![0; 4]), "it is installed");
        assert_eq!(device.property(REMOVAL_POLICY, 4), Ok(vec![1, 0, 0, 0]));
        for number in [2, 3, 4, FRIENDLY_NAME, 10, 12, 13, 14, 16, 17, 20, 21, 22] {
            assert_eq!(device.property(number, 64), Err((OBJECT_NAME_NOT_FOUND, 0)), "{number}");
        }
    });
}

#[test]
fn a_property_that_is_asked_for_by_its_key_has_a_type() {
    const UINT32: u32 = 0x07;
    const GUID: u32 = 0x0D;
    const STRING: u32 = 0x12;
    const BINARY: u32 = 0x1003;
    const STRING_LIST: u32 = 0x2012;
    const SYSTEM: [u8; 16] = [0x7D, 0xE9, 0x36, 0x4D, 0x25, 0xE3, 0xCE, 0x11, 0xBF, 0xC1, 8, 0, 0x2B, 0xE1, 3, 0x18];
    calm(|m| {
        let rig = m.rig(manual());
        let key = enum_key(&rig.device);
        for (pid, kind) in [(2, STRING), (3, STRING_LIST), (9, STRING), (10, GUID), (11, STRING), (13, STRING)] {
            assert_eq!(rig.raw.known_property(pid).map(|read| read.0), Ok(kind), "{pid}");
        }
        for (pid, kind) in [(16, STRING), (24, STRING), (33, UINT32), (36, UINT32)] {
            assert_eq!(rig.raw.known_property(pid).map(|read| read.0), Ok(kind), "{pid}");
        }
        assert_eq!(rig.raw.known_property(10), Ok((GUID, SYSTEM.to_vec())));
        m.set_registry_value(&key, "BusTypeGuid", &RegistryValue::Binary(vec![7; 16]));
        assert_eq!(rig.raw.known_property(21), Ok((GUID, vec![7; 16])));
        for wrong in ["4d36e97d-e325-11ce-bfc1-08002be10318", "{4d36e97d}", "{}"] {
            m.set_registry_value(&key, "ClassGUID", &RegistryValue::Text(wrong.to_owned()));
            assert_eq!(rig.raw.known_property(10), Err((OBJECT_NAME_NOT_FOUND, 0)), "{wrong}");
        }
        m.set_registry_value(&key, "LocationInformation", &RegistryValue::Binary(vec![1, 2]));
        assert_eq!(rig.raw.known_property(15), Ok((BINARY, vec![1, 2])));
        m.set_registry_value(&key, "BusNumber", &RegistryValue::Dword(3));
        assert_eq!(rig.raw.known_property(23), Ok((UINT32, vec![3, 0, 0, 0])));
        // The same number of another set is another property.
        assert_eq!(rig.raw.named_property(23, 8, DATA), Err((OBJECT_NAME_NOT_FOUND, 0)));
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
