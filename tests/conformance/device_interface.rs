//! Device interfaces, and interfaces that one driver exports to another.

use wdf_sim::{Rule, Status};
use wdf_tests::raw::{
    CLASS, Device, INFO_LENGTH_MISMATCH, INVALID_BUFFER_SIZE, INVALID_DEVICE_REQUEST, INVALID_PARAMETER, NOT_SUPPORTED,
    OBJECT_NAME_NOT_FOUND, OTHER_CLASS, Opening, SUCCESS, UNSUCCESSFUL, attributes, calm, control_init, exported_calls,
    lenient, manual, plan, table,
};

#[test]
fn an_interface_is_enabled_when_its_device_is_started() {
    calm(|m| {
        let rig = m.build(plan(), |device: Device| {
            assert_eq!(device.interface(&CLASS, None), SUCCESS);
            // Before the start, this form is forgotten.
            device.set_interface(&CLASS, None, false, false);
        });
        assert!(rig.device.interfaces()[0].enabled);
        rig.raw.set_interface(&CLASS, None, false, false);
        assert!(!rig.device.interfaces()[0].enabled);
        rig.raw.set_interface(&CLASS, None, true, false);
        assert!(rig.device.interfaces()[0].enabled);
    });
}

#[test]
fn an_interface_that_is_to_be_enabled_later_is_not_with_the_start() {
    calm(|m| {
        let rig = m.build(plan(), |device: Device| {
            assert_eq!(device.interface(&CLASS, None), SUCCESS);
            device.set_interface(&CLASS, None, false, true);
        });
        assert!(!rig.device.interfaces()[0].enabled);
        rig.raw.set_interface(&CLASS, None, true, true);
        assert!(rig.device.interfaces()[0].enabled);
    });
}

#[test]
fn interfaces_of_a_class_are_told_apart_by_their_reference() {
    calm(|m| {
        let rig = m.build(plan(), |device: Device| {
            assert_eq!(device.interface(&CLASS, Some("one")), SUCCESS);
            assert_eq!(device.interface(&CLASS, Some("two")), SUCCESS);
        });
        rig.raw.set_interface(&CLASS, Some("two"), false, false);
        // Neither of them.
        rig.raw.set_interface(&CLASS, None, false, false);
        rig.raw.set_interface(&OTHER_CLASS, Some("one"), false, false);
        let interfaces = rig.device.interfaces();
        assert_eq!([interfaces[0].enabled, interfaces[1].enabled], [true, false]);
        assert_eq!(rig.raw.interface_link(&CLASS, Some("one")).unwrap(), interfaces[0].link);
        assert_ne!(interfaces[0].link, interfaces[1].link);
        assert_eq!(rig.raw.interface_link(&CLASS, None), Err(OBJECT_NAME_NOT_FOUND));
        assert_eq!(rig.raw.interface_link(&OTHER_CLASS, Some("one")), Err(OBJECT_NAME_NOT_FOUND));
    });
}

#[test]
fn an_interfaces_link_ends_with_its_class_and_its_reference() {
    calm(|m| {
        let rig = m.build(plan(), |device: Device| {
            assert_eq!(device.interface(&CLASS, Some("one")), SUCCESS);
            assert_eq!(device.interface(&OTHER_CLASS, None), SUCCESS);
        });
        let [first, second] = [0, 1].map(|at| rig.device.interfaces()[at].link.clone());
        assert!(first.ends_with(r"#{8de90001-5a5e-4c8b-9e01-020304050607}\one"), "{first}");
        assert!(second.ends_with("#{00000001-5a5e-4c8b-9e01-020304050607}"), "{second}");
    });
}

#[test]
fn another_driver_opens_a_device_by_an_enabled_interface() {
    calm(|m| {
        let rig = m.build(plan(), |device: Device| {
            let _ = device.queue(manual().default_queue());
            assert_eq!(device.interface(&CLASS, None), SUCCESS);
        });
        let link = rig.raw.interface_link(&CLASS, None).unwrap();
        let target = rig.raw.new_target(&attributes()).unwrap();
        assert_eq!(target.open(Opening::Name(&link)), SUCCESS);
        target.close();
        rig.raw.set_interface(&CLASS, None, false, false);
        assert_eq!(target.open(Opening::Name(&link)), OBJECT_NAME_NOT_FOUND);
        target.delete();
    });
}

#[test]
fn an_interface_is_found_no_more_when_its_device_is_gone() {
    calm(|m| {
        let rig = m.build(plan(), |device: Device| {
            let child = device.child("one", &plan());
            assert_eq!(child.interface(&CLASS, None), SUCCESS);
        });
        let child = rig.device.children()[0];
        let link = child.interfaces()[0].link.clone();
        let target = rig.raw.new_target(&attributes()).unwrap();
        assert_eq!(target.open(Opening::Name(&link)), SUCCESS);
        target.close();
        child.remove();
        assert_eq!(rig.raw.children(7).len(), 1, "the object is there until the bus goes");
        assert_eq!(target.open(Opening::Name(&link)), OBJECT_NAME_NOT_FOUND);
        target.delete();
    });
}

#[test]
fn a_control_device_has_no_interfaces_and_no_properties() {
    lenient(|m| {
        let rig = m.build(plan(), |_: Device| {});
        let control = plan().create(control_init(rig.raw, "D:P").unwrap()).unwrap();
        assert_eq!(control.interface(&CLASS, None), INVALID_DEVICE_REQUEST);
        assert_eq!(control.interface_link(&CLASS, None), Err(INVALID_DEVICE_REQUEST));
        assert_eq!(control.property(0, 64), Err((INVALID_DEVICE_REQUEST, 0)));
        assert_eq!(m.broken(), []);
        control.set_interface(&CLASS, None, true, false);
        assert_eq!(m.broken(), [Rule::DeviceMisused]);
        control.delete();
    });
}

#[test]
fn an_exported_interface_is_copied_and_referenced() {
    calm(|m| {
        let rig = m.build(plan(), |device: Device| {
            assert_eq!(device.export(&CLASS, Some(table(1, 42)), None, |_| {}), SUCCESS);
        });
        let size = table(1, 0).head.Size;
        let got = rig.device.query_interface(&CLASS, size, 1).unwrap();
        assert_eq!(got[4], 42);
        assert_eq!(exported_calls(), [1, 0, 0]);
        assert_eq!(rig.device.query_interface(&OTHER_CLASS, size, 1), Err(Status(NOT_SUPPORTED)));
        assert_eq!(rig.device.query_interface(&CLASS, 32, 1), Err(Status(INVALID_BUFFER_SIZE)));
        assert_eq!(rig.device.query_interface(&CLASS, size, 2), Err(Status(INVALID_BUFFER_SIZE)));
        assert_eq!(rig.raw.query_below(&CLASS), Ok(42), "the question starts at the top of the stack");
        assert_eq!(rig.raw.query_below(&OTHER_CLASS), Err(NOT_SUPPORTED));
        assert_eq!(exported_calls(), [1, 0, 0]);
    });
}

#[test]
fn the_drivers_callback_may_refuse_and_then_nothing_is_referenced() {
    calm(|m| {
        let rig = m.build(plan(), |device: Device| {
            assert_eq!(device.export(&CLASS, Some(table(1, 42)), Some(UNSUCCESSFUL), |_| {}), SUCCESS);
        });
        let size = table(1, 0).head.Size;
        assert_eq!(rig.device.query_interface(&CLASS, size, 1), Err(Status(UNSUCCESSFUL)));
        assert_eq!(exported_calls(), [0, 0, 1]);
    });
}

#[test]
fn another_drivers_target_is_asked_for_an_interface() {
    calm(|m| {
        let rig = m.build(plan(), |device: Device| {
            let _ = device.queue(manual().default_queue());
            assert_eq!(device.interface(&CLASS, None), SUCCESS);
            assert_eq!(device.export(&CLASS, Some(table(1, 7)), None, |_| {}), SUCCESS);
        });
        let target = rig.raw.new_target(&attributes()).unwrap();
        assert!(target.query_interface(&CLASS).is_err(), "nothing is open");
        assert_eq!(target.open(Opening::Name(&rig.raw.interface_link(&CLASS, None).unwrap())), SUCCESS);
        assert_eq!(target.query_interface(&CLASS), Ok(7));
        target.delete();
        let _ = exported_calls();
    });
}

#[test]
fn what_is_exported_is_checked() {
    calm(|m| {
        let _ = m.build(plan(), |device: Device| {
            let exports = |change: fn(&mut wdk_sys::WDF_QUERY_INTERFACE_CONFIG)| {
                device.export(&CLASS, Some(table(1, 0)), None, change)
            };
            assert_eq!(exports(|it| it.Size -= 8), INFO_LENGTH_MISMATCH);
            assert_eq!(exports(|it| it.Size += 8), INFO_LENGTH_MISMATCH);
            assert_eq!(exports(|it| it.InterfaceType = std::ptr::null()), INVALID_PARAMETER);
            assert_eq!(exports(|it| it.Interface = std::ptr::null_mut()), INVALID_PARAMETER);
            assert_eq!(exports(|it| it.SendQueryToParentStack = 1), INVALID_PARAMETER, "this is no child");
            assert_eq!(exports(|it| it.ImportInterface = 1), INVALID_PARAMETER, "nobody would take it");
        });
    });
}
