//! Validation of `WDF_OBJECT_ATTRIBUTES`.

use wdf_tests::raw::{
    Attributes, COUNTER, INFO_LENGTH_MISMATCH, Memory, WDF_EXECUTION_LEVEL_INVALID, WDF_OBJECT_ATTRIBUTES_INVALID,
    WDF_PARENT_ASSIGNMENT_NOT_ALLOWED, WDF_SYNCHRONIZATION_SCOPE_INVALID, attributes, calm, load, manual, object, plan,
};

/// What creating a plain object with these attributes comes to.
fn refused(make: fn(Attributes) -> Attributes, status: i32) {
    calm(move |m| {
        let valid = attributes().parent(m.rig(manual()).raw).context(&COUNTER);
        assert_eq!(object(&make(valid)).unwrap_err(), status);
    });
}

#[test]
fn the_size_must_be_right() {
    refused(|a| a.raw(|raw| raw.Size = 48), INFO_LENGTH_MISMATCH);
}

#[test]
fn a_zeroed_level_is_invalid() {
    refused(|a| a.raw(|raw| raw.ExecutionLevel = 0), WDF_OBJECT_ATTRIBUTES_INVALID);
}

#[test]
fn a_level_out_of_range_is_invalid() {
    refused(|a| a.raw(|raw| raw.ExecutionLevel = 4), WDF_OBJECT_ATTRIBUTES_INVALID);
}

#[test]
fn a_zeroed_scope_is_invalid() {
    refused(|a| a.raw(|raw| raw.SynchronizationScope = 0), WDF_OBJECT_ATTRIBUTES_INVALID);
}

#[test]
fn a_scope_out_of_range_is_invalid() {
    refused(|a| a.raw(|raw| raw.SynchronizationScope = 5), WDF_OBJECT_ATTRIBUTES_INVALID);
}

#[test]
fn a_size_override_without_a_type_is_invalid() {
    refused(
        |a| a.raw(|raw| (raw.ContextTypeInfo, raw.ContextSizeOverride) = (std::ptr::null(), 8)),
        WDF_OBJECT_ATTRIBUTES_INVALID,
    );
}

#[test]
fn a_size_override_below_the_types_size_is_invalid() {
    refused(|a| a.raw(|raw| raw.ContextSizeOverride = 4), WDF_OBJECT_ATTRIBUTES_INVALID);
}

#[test]
fn a_plain_object_takes_no_scope() {
    refused(Attributes::scope_queue, WDF_SYNCHRONIZATION_SCOPE_INVALID);
}

#[test]
fn memory_takes_no_level() {
    calm(|m| {
        let attributes = attributes().parent(m.rig(manual()).raw).passive();
        assert_eq!(Memory::create(&attributes, 8), Err(WDF_EXECUTION_LEVEL_INVALID));
    });
}

#[test]
fn a_device_takes_no_parent() {
    calm(|m| {
        let driver = load(m, |init| {
            let parent = object(&attributes()).unwrap();
            plan().attributes(attributes().parent(parent)).create(init).unwrap_err()
        })
        .unwrap();
        assert_eq!(driver.add_device().unwrap_err().0, WDF_PARENT_ASSIGNMENT_NOT_ALLOWED);
    });
}

#[test]
fn memory_of_no_bytes_is_invalid() {
    calm(|m| {
        let attributes = attributes().parent(m.rig(manual()).raw);
        assert_eq!(Memory::create(&attributes, 0), Err(wdf_tests::raw::INVALID_PARAMETER));
    });
}
