//! What `WdfInterruptCreate` checks, and the resource lists.

use wdf_sim::{Resources, Rule};
use wdf_tests::raw::{
    ACCESS_DENIED, Device, INFO_LENGTH_MISMATCH, INVALID_DEVICE_STATE, INVALID_PARAMETER, Interrupt, Log, ResourceList,
    SUCCESS, Slot, SpinLock, WDF_INCOMPATIBLE_EXECUTION_LEVEL, WDF_PARENT_ASSIGNMENT_NOT_ALLOWED, WaitLock, World,
    attributes, calm, isr, lenient, manual, object, plan,
};
use wdf_tests::with;

/// Runs a check in `EvtDriverDeviceAdd`, where interrupts may be created.
fn in_device_add(m: &World<'_>, check: impl Fn(Device) + 'static) {
    let _ = m.build(plan(), check);
}

#[test]
fn its_size_is_that_of_a_version() {
    calm(|m| {
        in_device_add(m, |device| {
            for size in [0, 55, 64, 88, 105] {
                let created = device.try_interrupt(&isr(|_, _| true).config(|config| config.Size = size));
                assert_eq!(created, Err(INFO_LENGTH_MISMATCH), "{size}");
            }
            for size in [56, 96, 104] {
                assert!(device.try_interrupt(&isr(|_, _| true).config(|config| config.Size = size)).is_ok(), "{size}");
            }
        });
    });
}

#[test]
fn it_has_a_service_routine() {
    calm(|m| {
        in_device_add(m, |device| {
            let created = device.try_interrupt(&isr(|_, _| true).config(|config| config.EvtInterruptIsr = None));
            assert_eq!(created, Err(INVALID_PARAMETER));
        });
    });
}

#[test]
fn a_dpc_and_a_work_item_exclude_each_other() {
    calm(|m| {
        in_device_add(m, |device| {
            let created = device.try_interrupt(&isr(|_, _| true).dpc(|_| {}).work_item(|_| {}));
            assert_eq!(created, Err(INVALID_PARAMETER));
        });
    });
}

#[test]
fn the_kind_of_lock_is_that_of_its_level() {
    calm(|m| {
        in_device_add(m, |device| {
            let wait = WaitLock::create(&attributes().parent(device)).unwrap();
            let spin = SpinLock::create(&attributes().parent(device)).unwrap();
            let at_dirql = isr(|_, _| true).config(|config| config.WaitLock = wait.raw());
            assert_eq!(device.try_interrupt(&at_dirql), Err(INVALID_PARAMETER));
            let passive = isr(|_, _| true).passive().config(|config| config.SpinLock = spin.raw());
            assert_eq!(device.try_interrupt(&passive), Err(INVALID_PARAMETER));
            let passive = isr(|_, _| true).passive().config(|config| config.WaitLock = wait.raw());
            assert!(device.try_interrupt(&passive).is_ok());
        });
    });
}

#[test]
fn a_parent_is_for_automatic_serialization_and_a_device_or_queue() {
    calm(|m| {
        in_device_add(m, |device| {
            let queue = device.queue(manual());
            let under = |parent: wdf_tests::raw::Object| isr(|_, _| true).attributes(attributes().parent(parent));
            assert_eq!(device.try_interrupt(&under(queue.into())), Err(WDF_PARENT_ASSIGNMENT_NOT_ALLOWED));
            let plain = object(&attributes().parent(device)).unwrap();
            assert_eq!(device.try_interrupt(&under(plain).serialized()), Err(INVALID_PARAMETER));
            assert!(device.try_interrupt(&under(queue.into()).serialized()).is_ok());
        });
    });
}

#[test]
fn serialization_needs_a_parent_of_its_level() {
    lenient(|m| {
        let _ = m.build(plan().attributes(attributes().passive().scope_device()), |device| {
            let at_dispatch = isr(|_, _| true).dpc(|_| {}).serialized();
            assert_eq!(device.try_interrupt(&at_dispatch), Err(WDF_INCOMPATIBLE_EXECUTION_LEVEL));
            assert!(device.try_interrupt(&isr(|_, _| true).work_item(|_| {}).serialized()).is_ok());
        });
        assert_eq!(m.broken(), [Rule::TimerMisused]);
    });
}

#[test]
fn before_the_start_it_names_no_resource_and_does_not_wake() {
    calm(|m| {
        in_device_add(m, |device| {
            assert_eq!(device.try_interrupt(&isr(|_, _| true).resource(8, 8)), Err(INVALID_PARAMETER));
            let wakes = isr(|_, _| true).config(|config| config.CanWakeDevice = 1);
            assert_eq!(device.try_interrupt(&wakes), Err(INVALID_PARAMETER));
        });
    });
}

/// Runs a check in `EvtDevicePrepareHardware` of a device with memory and one line.
fn in_prepare(m: &World<'_>, check: impl Fn(Device, ResourceList, ResourceList) + 'static) -> wdf_sim::Device {
    let plan = plan().prepare_hardware(move |device, raw, translated| {
        check(device, raw, translated);
        SUCCESS
    });
    m.build_with(plan, &Resources::new().memory(0xF000_0000, 0x1000).line(10, 5), |_| {}).device
}

#[test]
fn the_lists_of_resources_are_those_of_the_device() {
    calm(|m| {
        let log = Log::new();
        in_prepare(
            m,
            with!(log => move |_, raw, translated| {
                for list in [raw, translated] {
                    assert_eq!(list.count(), 2);
                    assert_eq!(list.descriptor(2), 0);
                }
                let address = translated.descriptor(0);
                // SAFETY: the framework's descriptor lives as long as the device has it.
                let memory = unsafe { *(address as *const wdk_sys::CM_PARTIAL_RESOURCE_DESCRIPTOR) };
                assert_eq!(u32::from(memory.Type), wdk_sys::CmResourceTypeMemory);
                // SAFETY: it is a descriptor of memory.
                let length = unsafe { memory.u.Memory }.Length;
                assert_eq!(length, 0x1000);
                log.add("looked");
            }),
        );
        log.expect(["looked"]);
    });
}

#[test]
fn what_the_driver_writes_into_a_descriptor_is_forgotten() {
    calm(|m| {
        in_prepare(m, |_, _, translated| {
            let address = translated.descriptor(0);
            // SAFETY: the framework's descriptor lives as long as the device has it.
            unsafe { (*(address as *mut wdk_sys::CM_PARTIAL_RESOURCE_DESCRIPTOR)).Type = 77 };
            assert_eq!(translated.descriptor(0), address);
            // SAFETY: as above.
            let kind = unsafe { (*(address as *const wdk_sys::CM_PARTIAL_RESOURCE_DESCRIPTOR)).Type };
            assert_eq!(u32::from(kind), wdk_sys::CmResourceTypeMemory);
        });
    });
}

#[test]
fn the_lists_are_read_only() {
    lenient(|m| {
        in_prepare(m, |_, _, translated| {
            assert_eq!(translated.append(translated.descriptor(0)), ACCESS_DENIED);
            translated.remove(0);
            assert_eq!(translated.count(), 2);
        });
        assert_eq!(m.broken(), [Rule::ResourcesMisused; 2]);
    });
}

#[test]
fn in_prepare_hardware_an_interrupt_names_its_resource() {
    calm(|m| {
        let made = Slot::empty();
        let device = in_prepare(
            m,
            with!(made => move |device, raw, translated| {
                assert_eq!(device.try_interrupt(&isr(|_, _| true)), Err(INVALID_DEVICE_STATE));
                let of = |index| isr(|_, _| true).resource(raw.descriptor(index), translated.descriptor(index));
                let shared = of(1).config(|config| config.ShareVector = 1);
                assert_eq!(device.try_interrupt(&shared), Err(INVALID_DEVICE_STATE));
                made.put(device.interrupt(&of(1)));
            }),
        );
        assert!(device.interrupt(10));
        let interrupt: Interrupt = made.get();
        assert_eq!(interrupt.info().Vector, 10);
    });
}

#[test]
fn a_resource_that_is_no_interrupt_is_refused_in_v1() {
    lenient(|m| {
        if !m.v1 {
            return;
        }
        in_prepare(m, |device, raw, translated| {
            let of = |index| isr(|_, _| true).resource(raw.descriptor(index), translated.descriptor(index));
            assert_eq!(device.try_interrupt(&of(0)), Err(INVALID_PARAMETER));
            let mixed = isr(|_, _| true).resource(raw.descriptor(1), raw.descriptor(1));
            assert_eq!(device.try_interrupt(&mixed), Err(INVALID_PARAMETER));
        });
        assert_eq!(m.broken(), [Rule::ResourcesMisused; 2]);
    });
}

#[test]
fn an_interrupt_of_prepare_hardware_goes_when_the_hardware_is_released() {
    calm(|m| {
        let log = Log::new();
        let plan = plan()
            .prepare_hardware(with!(log => move |device, raw, translated| {
                let interrupt = isr(|_, _| true).resource(raw.descriptor(0), translated.descriptor(0));
                let _ = device.interrupt(&interrupt.attributes(attributes().cleanup(log.writer("cleanup"))));
                SUCCESS
            }))
            .pnp("release_hardware", with!(log => move |_| { log.add("release"); SUCCESS }))
            .pnp("self_managed_cleanup", with!(log => move |_| { log.add("self-managed cleanup"); SUCCESS }));
        let rig = m.build_with(plan, &Resources::new().line(10, 5), |_| {});
        assert!(rig.device.interrupt(10));
        rig.device.remove();
        log.expect(["release", "cleanup", "self-managed cleanup"]);
    });
}

#[test]
fn passive_handling_is_not_for_messages() {
    calm(|m| {
        let log = Log::new();
        let plan = plan().prepare_hardware(with!(log => move |device, raw, translated| {
            let interrupt = isr(|_, _| true).passive().resource(raw.descriptor(0), translated.descriptor(0));
            assert_eq!(device.try_interrupt(&interrupt), Err(INVALID_PARAMETER));
            log.add("refused");
            SUCCESS
        }));
        let _ = m.build_with(plan, &Resources::new().messages(1, 20, 5), |_| {});
        log.expect(["refused"]);
    });
}

/// MSI-X has a resource for each message, which says its vector itself.
#[test]
fn a_message_with_a_resource_of_its_own_has_the_resources_vector() {
    calm(|m| {
        let resources = Resources::new().messages(1, 20, 4).messages(1, 30, 4);
        let rig = m.build_with(plan(), &resources, |device: Device| {
            [device.interrupt(&isr(|_, _| true)), device.interrupt(&isr(|_, _| true))]
        });
        let of = |index: usize| {
            let info = rig.made[index].info();
            (info.MessageNumber, info.Vector)
        };
        assert_eq!((of(0), of(1)), ((0, 20), (1, 30)));
        assert!(rig.device.interrupt(30));
    });
}

/// Its number alone stays (`FxInterrupt::RevokeResources`).
#[test]
fn an_interrupt_has_no_vector_once_the_hardware_is_released() {
    calm(|m| {
        let log = Log::new();
        let made = Slot::empty();
        let vector = |name: &'static str| {
            with!(log, made => move |_| {
                let interrupt: Interrupt = made.get();
                log.add(format!("{name}: {}", interrupt.info().Vector));
                SUCCESS
            })
        };
        let plan = plan().pnp("release_hardware", vector("release")).pnp("self_managed_cleanup", vector("cleanup"));
        let rig =
            m.build_with(plan, &Resources::new().line(10, 5), |device: Device| device.interrupt(&isr(|_, _| true)));
        made.put(rig.made);
        rig.device.surprise_remove();
        log.expect(["release: 10", "cleanup: 0"]);
    });
}
