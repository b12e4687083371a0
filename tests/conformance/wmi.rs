//! WMI data blocks, on a machine where nobody asks for one.

use wdf_sim::Rule;
use wdf_tests::raw::{
    CLASS, Device, INFO_LENGTH_MISMATCH, INVALID_PARAMETER, LEDGER, OBJECT_NAME_COLLISION, OTHER_CLASS, Object,
    SUCCESS, attributes, calm, lenient, manual, plan,
};

const SIZE: u32 = 40;

#[test]
fn providers_and_instances_are_created_and_know_their_device() {
    calm(|m| {
        let device = m.rig(manual()).raw;
        let provider = device.wmi_provider(&CLASS, SIZE, 0).unwrap();
        assert_eq!(provider.asked(), (device, false, 0));
        let instance = device.wmi_instance(None, Some(provider), &attributes(), |_| {}).unwrap();
        assert_eq!(instance.belongs_to(), (device, provider));
        assert_eq!(instance.register(), SUCCESS);
        assert_eq!(instance.register(), OBJECT_NAME_COLLISION, "it is");
        instance.deregister();
        assert_eq!(instance.register(), SUCCESS);
        assert_eq!(instance.fire(), SUCCESS, "to nobody");
        let other = device.wmi_instance(Some(&OTHER_CLASS), None, &attributes(), |it| it.Register = 1).unwrap();
        assert_ne!(other.belongs_to().1, provider);
        assert_eq!(other.register(), OBJECT_NAME_COLLISION);
    });
}

#[test]
fn configurations_are_checked() {
    calm(|m| {
        let _ = m.build(plan(), |device: Device| {
            assert_eq!(device.wmi_provider(&CLASS, SIZE - 8, 0), Err(INFO_LENGTH_MISMATCH));
            assert_eq!(device.wmi_provider(&CLASS, SIZE + 8, 0), Err(INFO_LENGTH_MISMATCH));
            let provider = device.wmi_provider(&CLASS, SIZE, 8).unwrap();
            assert_eq!(device.wmi_provider(&CLASS, SIZE, 0), Err(OBJECT_NAME_COLLISION), "one a GUID");
            let none = attributes();
            assert_eq!(device.wmi_instance(None, None, &none, |_| {}), Err(INVALID_PARAMETER));
            assert_eq!(device.wmi_instance(Some(&CLASS), Some(provider), &none, |_| {}), Err(INVALID_PARAMETER));
            let of = Some(provider);
            assert_eq!(device.wmi_instance(None, of, &none, |it| it.Size = 56), Err(INFO_LENGTH_MISMATCH));
            let from_context = |it: &mut wdk_sys::WDF_WMI_INSTANCE_CONFIG| it.UseContextForQuery = 1;
            assert_eq!(device.wmi_instance(None, of, &none, from_context), Err(INVALID_PARAMETER), "there is none");
            assert!(device.wmi_instance(None, of, &attributes().context(&LEDGER), from_context).is_ok());
        });
    });
}

#[test]
fn a_provider_is_not_the_drivers_to_delete() {
    lenient(|m| {
        let device = m.rig(manual()).raw;
        let provider = device.wmi_provider(&CLASS, SIZE, 0).unwrap();
        Object(provider.handle()).delete();
        assert_eq!(m.broken(), [Rule::DeleteNotAllowed]);
    });
}
