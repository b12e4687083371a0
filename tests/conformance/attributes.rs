//! Validation of `WDF_OBJECT_ATTRIBUTES`.

use wdf_tests::raw::{
    Attributes, COUNTER, Collection, Device, Dpc, INFO_LENGTH_MISMATCH, Memory, Request, SUCCESS, Slot, SpinLock,
    Timer, WDF_EXECUTION_LEVEL_INVALID, WDF_OBJECT_ATTRIBUTES_INVALID, WDF_PARENT_ASSIGNMENT_NOT_ALLOWED,
    WDF_SYNCHRONIZATION_SCOPE_INVALID, WaitLock, WorkItem, attributes, calm, due_in, irql, load, manual, object,
    own_request, parallel, plan,
};
use wdf_tests::with;
use wdk_sys::{NTSTATUS, WDF_OBJECT_CONTEXT_TYPE_INFO};

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

/// Misuse M98, at the raw layer.
#[test]
fn memory_of_no_bytes_is_invalid() {
    calm(|m| {
        let attributes = attributes().parent(m.rig(manual()).raw);
        assert_eq!(Memory::create(&attributes, 0), Err(wdf_tests::raw::INVALID_PARAMETER));
    });
}

#[test]
fn the_size_of_the_type_information_is_that_of_a_version() {
    for (size, accepted) in [(40, true), (24, true), (32, false), (0, false)] {
        calm(move |m| {
            let info = WDF_OBJECT_CONTEXT_TYPE_INFO { Size: size, UniqueType: &raw const COUNTER.0, ..COUNTER.0 };
            let attributes = attributes().parent(m.rig(manual()).raw).raw(|raw| raw.ContextTypeInfo = &raw const info);
            assert_eq!(object(&attributes).err(), (!accepted).then_some(INFO_LENGTH_MISMATCH));
        });
    }
}

#[test]
fn a_type_of_some_size_has_a_name() {
    calm(|m| {
        let device = m.rig(manual()).raw;
        for (size, accepted) in [(8, false), (0, true)] {
            let info = WDF_OBJECT_CONTEXT_TYPE_INFO { ContextName: std::ptr::null(), ContextSize: size, ..COUNTER.0 };
            let attributes = attributes().parent(device).raw(|raw| raw.ContextTypeInfo = &raw const info);
            assert_eq!(object(&attributes).err(), (!accepted).then_some(WDF_OBJECT_ATTRIBUTES_INVALID));
        }
    });
}

/// The level of a queue's callback, with these attributes of the device and of the queue.
fn level_of_a_read(device: fn() -> Attributes, queue: fn() -> Attributes, expected: u32) {
    calm(move |m| {
        let level = Slot::empty();
        let rig = m.build(
            plan().attributes(device()),
            with!(level => move |device: Device| {
                let level = level.clone();
                let read = move |request: Request| {
                    level.put(irql());
                    request.complete(SUCCESS);
                };
                let _ = device.queue(parallel().attributes(queue()).read(read).default_queue());
            }),
        );
        assert!(rig.open().read(1).is_success());
        assert_eq!(level.take(), expected);
    });
}

#[test]
fn a_queues_own_level_goes_before_its_devices() {
    level_of_a_read(|| attributes().passive(), || attributes().scope_queue(), 0);
    level_of_a_read(|| attributes().passive(), || attributes().raw(|raw| raw.ExecutionLevel = 3).scope_queue(), 2);
    level_of_a_read(attributes, || attributes().passive().scope_queue(), 0);
}

#[test]
fn a_queues_own_scope_goes_before_its_devices() {
    level_of_a_read(|| attributes().scope_device(), attributes, 2);
    level_of_a_read(|| attributes().scope_device(), || attributes().scope_none(), 0);
    level_of_a_read(attributes, || attributes().scope_queue(), 2);
}

/// What creating an object of some class with these attributes comes to.
type Creates = fn(Device, &Attributes) -> Option<NTSTATUS>;

#[test]
fn each_class_takes_a_level_or_a_scope_or_neither() {
    const TAKES_BOTH: (bool, bool) = (true, true);
    const TAKES_LEVEL: (bool, bool) = (true, false);
    const TAKES_NEITHER: (bool, bool) = (false, false);
    let classes: [(Creates, (bool, bool)); 10] = [
        (|device, with| device.try_queue(parallel().read(|_| {}).attributes(with.clone())).err(), TAKES_BOTH),
        (|_, with| object(with).err(), TAKES_LEVEL),
        (|_, with| Timer::create(due_in().free(), with, |_| {}).err(), TAKES_LEVEL),
        (|_, with| Dpc::create(false, with, |_| {}).err(), TAKES_NEITHER),
        (|_, with| WorkItem::create(false, with, |_| {}).err(), TAKES_NEITHER),
        (|_, with| SpinLock::create(with).err(), TAKES_NEITHER),
        (|_, with| WaitLock::create(with).err(), TAKES_NEITHER),
        (|_, with| Collection::create(with).err(), TAKES_NEITHER),
        (|_, with| Memory::create(with, 8).err(), TAKES_NEITHER),
        (|_, with| own_request(with).err(), TAKES_NEITHER),
    ];
    for (create, (takes_level, takes_scope)) in classes {
        calm(move |m| {
            let device = m.rig(manual()).raw;
            let plain = || attributes().parent(device);
            assert_eq!(create(device, &plain()), None);
            let level = create(device, &plain().passive());
            assert_eq!(level, (!takes_level).then_some(WDF_EXECUTION_LEVEL_INVALID));
            let scope = create(device, &plain().scope_none());
            assert_eq!(scope, (!takes_scope).then_some(WDF_SYNCHRONIZATION_SCOPE_INVALID));
        });
    }
}
