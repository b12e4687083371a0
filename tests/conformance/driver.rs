//! The driver object.

use wdf_tests::raw::{calm, lenient, manual};

#[test]
fn its_registry_path_is_the_one_its_entry_was_given() {
    calm(|m| {
        let rig = m.rig(manual());
        let path = rig.raw.registry_path();
        assert_eq!(path, rig.driver.registry_path());
        assert_eq!(path, r"\Registry\Machine\System\CurrentControlSet\Services\raw");
    });
}

#[test]
fn its_version_string_tells_whether_the_verifier_is_on() {
    calm(|m| {
        let version = m.rig(manual()).raw.version();
        let verifier = m.either("", "(verifier on) ");
        assert_eq!(version, format!("Kernel Mode Driver Framework {verifier}version 1.33.22621"));
    });
}

#[test]
fn versions_up_to_its_own_are_available() {
    calm(|m| {
        let device = m.rig(manual()).raw;
        assert!(device.has_version(12, 1, 0));
        assert!(device.has_version(12, 1, 33));
        assert!(!device.has_version(12, 1, 34));
        assert!(!device.has_version(12, 2, 0));
        assert!(!device.has_version(8, 1, 0), "another size");
    });
}

#[test]
fn it_is_found_by_its_driver_object() {
    calm(|m| assert!(m.rig(manual()).raw.driver_is_found_by_its_object()));
}

#[test]
fn its_path_is_asked_for_at_passive_level() {
    lenient(|m| {
        if !m.v1 {
            return;
        }
        let device = m.rig(manual()).raw;
        let lock = wdf_tests::raw::Object::from(device);
        lock.lock();
        assert!(!device.has_version(12, 1, 0));
        lock.unlock();
        assert_eq!(m.broken(), [wdf_sim::Rule::IrqlTooHigh]);
    });
}

#[test]
#[should_panic(expected = "a driver is unloaded when its devices are removed")]
fn a_driver_with_devices_is_not_unloaded() {
    calm(|m| m.rig(manual()).driver.unload());
}
