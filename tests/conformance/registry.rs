//! Registry keys and values.

use wdf_sim::{RegistryValue, Rule};
use wdf_tests::raw::{
    BUFFER_OVERFLOW, CANNOT_DELETE, Collection, INVALID_PARAMETER, KEY_DELETED, Key, Memory, OBJECT_NAME_NOT_FOUND,
    OBJECT_PATH_SYNTAX_BAD, OBJECT_TYPE_MISMATCH, SUCCESS, Text, World, attributes, calm, lenient, manual, object,
};

const SZ: u32 = 1;
const BINARY: u32 = 3;
const DWORD: u32 = 4;

/// The driver's `Parameters` key.
fn parameters(m: &World<'_>) -> (Key, String) {
    let rig = m.rig(manual());
    (rig.raw.parameters().unwrap(), format!(r"{}\Parameters", rig.driver.registry_path()))
}

#[test]
fn what_the_test_put_there_is_found() {
    calm(|m| {
        let (key, path) = parameters(m);
        m.set_registry_value(&path, "Count", &RegistryValue::Dword(7));
        m.set_registry_value(&path, "Name", &RegistryValue::Text("echo".to_owned()));
        assert_eq!(key.number("count"), Ok(7), "names have no case");
        assert_eq!(key.text("Name"), Ok("echo".to_owned()));
        assert_eq!(key.number("missing"), Err(OBJECT_NAME_NOT_FOUND));
    });
}

#[test]
fn what_the_driver_wrote_is_found() {
    calm(|m| {
        let (key, path) = parameters(m);
        assert_eq!(key.set_number("Count", 8), SUCCESS);
        assert_eq!(key.set_unicode("Name", "pipe"), SUCCESS);
        assert_eq!(key.set_value("Raw", BINARY, &[1, 2, 3]), SUCCESS);
        assert_eq!(m.registry_value(&path, "count"), Some(RegistryValue::Dword(8)));
        assert_eq!(m.registry_value(&path, "Name"), Some(RegistryValue::Text("pipe".to_owned())));
        assert_eq!(m.registry_value(&path, "Raw"), Some(RegistryValue::Binary(vec![1, 2, 3])));
    });
}

#[test]
fn a_number_is_of_its_type() {
    calm(|m| {
        let (key, _) = parameters(m);
        assert_eq!(key.set_value("Four", BINARY, &[1, 0, 0, 0]), SUCCESS);
        assert_eq!(key.set_value("Short", DWORD, &[1, 0]), SUCCESS);
        assert_eq!(key.number("Four"), Err(OBJECT_TYPE_MISMATCH));
        assert!(key.number("Short").is_err());
    });
}

#[test]
fn a_value_is_read_when_it_fits_and_its_length_is_told_when_not() {
    calm(|m| {
        let (key, _) = parameters(m);
        assert_eq!(key.set_value("Raw", BINARY, &[1, 2, 3]), SUCCESS);
        assert_eq!(key.value("Raw", 0), (BUFFER_OVERFLOW, BINARY, 3, vec![]));
        assert_eq!(key.value("Raw", 2), (BUFFER_OVERFLOW, BINARY, 3, vec![0, 0]));
        assert_eq!(key.value("Raw", 4), (SUCCESS, BINARY, 3, vec![1, 2, 3, 0]));
    });
}

#[test]
fn a_string_is_stored_with_its_zero_and_read_without() {
    calm(|m| {
        let (key, _) = parameters(m);
        assert_eq!(key.set_text("Name", Text::of("ab")), SUCCESS);
        assert_eq!(key.value("Name", 6), (SUCCESS, SZ, 6, vec![b'a', 0, b'b', 0, 0, 0]));
        assert_eq!(key.unicode("Name", 3), (SUCCESS, 6, "ab".to_owned()));
        assert_eq!(key.unicode("Name", 2), (BUFFER_OVERFLOW, 6, String::new()));
        assert_eq!(key.set_number("Number", 1), SUCCESS);
        assert_eq!(key.unicode("Number", 3).0, OBJECT_TYPE_MISMATCH);
        assert_eq!(key.text("Number"), Err(OBJECT_TYPE_MISMATCH));
    });
}

#[test]
fn strings_travel_as_a_collection() {
    calm(|m| {
        let (key, path) = parameters(m);
        let device = m.rig(manual()).raw;
        let (written, read) = (Collection::of(device), Collection::of(device));
        for text in ["one", "two"] {
            assert_eq!(written.append(Text::of(text)), SUCCESS);
        }
        assert_eq!(key.set_texts("List", written), SUCCESS);
        let both = vec!["one".to_owned(), "two".to_owned()];
        assert_eq!(m.registry_value(&path, "List"), Some(RegistryValue::Texts(both)));
        assert_eq!(key.texts("List", read), SUCCESS);
        assert_eq!(read.count(), 2);
        assert_eq!(Text(read.last().unwrap().0).text(), "two");
        assert_eq!(key.set_number("Number", 1), SUCCESS);
        assert_eq!(key.texts("Number", read), OBJECT_TYPE_MISMATCH);
        assert_eq!(written.append(object(&attributes().parent(device)).unwrap()), SUCCESS);
        assert_eq!(key.set_texts("List", written), INVALID_PARAMETER);
    });
}

#[test]
fn a_value_travels_as_memory() {
    calm(|m| {
        let (key, path) = parameters(m);
        let memory = Memory::create(&attributes(), 3).unwrap();
        assert_eq!(memory.copy_in(0, &[7, 8, 9]), SUCCESS);
        assert_eq!(key.set_memory("Raw", memory), SUCCESS);
        assert_eq!(m.registry_value(&path, "Raw"), Some(RegistryValue::Binary(vec![7, 8, 9])));
        assert_eq!(key.memory("Raw").unwrap().copy_out(0, 3), Ok(vec![7, 8, 9]));
        assert_eq!(key.memory("missing"), Err(OBJECT_NAME_NOT_FOUND));
    });
}

#[test]
fn a_key_that_is_not_there_is_not_opened_and_is_created_once() {
    calm(|m| {
        let (key, _) = parameters(m);
        assert_eq!(Key::open(Some(key), "Sub"), Err(OBJECT_NAME_NOT_FOUND));
        let (sub, new) = Key::create(Some(key), "Sub").unwrap();
        assert!(new);
        assert_eq!(sub.set_number("Count", 1), SUCCESS);
        let (again, new) = Key::create(Some(key), "SUB").unwrap();
        assert!(!new);
        assert_eq!(again.number("Count"), Ok(1));
        assert_eq!(Key::create(Some(key), r"Missing\Sub").map(|_| ()), Err(OBJECT_NAME_NOT_FOUND));
    });
}

#[test]
fn a_path_is_absolute_or_below_a_key() {
    calm(|m| {
        let (key, path) = parameters(m);
        assert!(Key::open(None, &path).is_ok());
        assert_eq!(Key::open(None, "Parameters"), Err(OBJECT_PATH_SYNTAX_BAD));
        assert_eq!(Key::open(Some(key), &path), Err(OBJECT_PATH_SYNTAX_BAD));
    });
}

#[test]
fn an_empty_name_below_a_key_is_the_key_itself() {
    calm(|m| {
        let (key, _) = parameters(m);
        assert_eq!(key.set_number("Count", 5), SUCCESS);
        let again = Key::open(Some(key), "").unwrap();
        assert_eq!(again.number("Count"), Ok(5));
        again.close();
        assert_eq!(key.number("Count"), Ok(5), "each is closed by itself");
    });
}

#[test]
fn a_key_is_removed_when_nothing_is_below_it() {
    calm(|m| {
        let (key, _) = parameters(m);
        let (sub, _) = Key::create(Some(key), "Sub").unwrap();
        let (other, _) = Key::create(Some(key), "Sub").unwrap();
        assert_eq!(key.remove(), CANNOT_DELETE);
        assert_eq!(sub.remove(), SUCCESS);
        assert_eq!(other.number("Count"), Err(KEY_DELETED));
        assert_eq!(other.set_number("Count", 1), KEY_DELETED);
        other.close();
        key.close();
    });
}

#[test]
fn a_value_is_removed_once() {
    calm(|m| {
        let (key, path) = parameters(m);
        assert_eq!(key.set_number("Count", 1), SUCCESS);
        assert_eq!(key.remove_value("Count"), SUCCESS);
        assert_eq!(key.remove_value("Count"), OBJECT_NAME_NOT_FOUND);
        assert_eq!(m.registry_value(&path, "Count"), None);
    });
}

#[test]
fn two_machines_have_two_registries() {
    calm(|m| {
        let (key, path) = parameters(m);
        assert_eq!(m.registry_value(&path, "Count"), None, "nothing is left of another run");
        assert_eq!(key.set_number("Count", 1), SUCCESS);
    });
}

#[test]
fn a_device_has_a_key_of_its_own_and_one_of_its_drivers() {
    calm(|m| {
        let rig = m.rig(manual());
        m.set_registry_value(&rig.device.hardware_key(), "Port", &RegistryValue::Dword(3));
        assert_eq!(rig.raw.key(1).unwrap().number("Port"), Ok(3));
        assert_eq!(rig.raw.key(2).unwrap().number("Port"), Err(OBJECT_NAME_NOT_FOUND));
    });
    lenient(|m| {
        assert_eq!(m.rig(manual()).raw.key(9).map(|_| ()), Err(INVALID_PARAMETER));
        assert_eq!(m.broken(), [Rule::DeviceMisused]);
    });
}
