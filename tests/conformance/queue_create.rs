//! `WdfIoQueueCreate` and `WdfDeviceConfigureRequestDispatching`: what they refuse, in which order.

use std::ptr::null_mut;

use wdf_sim::Rule;
use wdf_tests::raw::{
    Device, INFO_LENGTH_MISMATCH, INVALID_DEVICE_REQUEST, INVALID_DEVICE_STATE, INVALID_PARAMETER, INVALID_PARAMETER_4,
    Queues, SUCCESS, Slot, UNSUCCESSFUL, WDF_BUSY, WDF_NO_CALLBACK, WDF_OBJECT_ATTRIBUTES_INVALID, attributes, calm,
    lenient, limited, manual, object, parallel, plan, sequential,
};
use wdf_tests::with;
use wdk_sys::_WDF_REQUEST_TYPE as kind;

fn read() -> Queues {
    parallel().read(|request| request.complete(SUCCESS))
}

/// What creating this queue in a device that is being added comes to.
fn refused(make: fn(Device) -> Queues, status: i32) {
    calm(move |m| {
        let _ = m.build(plan(), move |device| assert_eq!(device.try_queue(make(device)).unwrap_err(), status));
    });
}

#[test]
fn the_size_must_be_a_released_one() {
    refused(|_| read().config(|config| config.Size = 95), INFO_LENGTH_MISMATCH);
}

#[test]
fn older_sizes_are_accepted() {
    for size in [96, 88, 80] {
        calm(move |m| {
            let _ =
                m.build(plan(), move |device| device.try_queue(read().config(|config| config.Size = size)).unwrap());
        });
    }
}

#[test]
fn attributes_are_looked_at_before_the_size() {
    refused(
        |_| read().config(|config| config.Size = 1).attributes(attributes().raw(|raw| raw.ExecutionLevel = 0)),
        WDF_OBJECT_ATTRIBUTES_INVALID,
    );
}

#[test]
fn a_secondary_queue_needs_an_out_pointer() {
    calm(|m| {
        let _ = m.build(plan(), |device| {
            let mut config =
                wdk_sys::WDF_IO_QUEUE_CONFIG { Size: 96, DispatchType: 3, PowerManaged: 2, ..Default::default() };
            // SAFETY: the simulator checks the handle, and the pointer is a local's.
            let status = unsafe {
                wdk_sys::call_unsafe_wdf_function_binding!(
                    WdfIoQueueCreate,
                    device.raw(),
                    &raw mut config,
                    null_mut(),
                    null_mut()
                )
            };
            assert_eq!(status, INVALID_PARAMETER_4);
        });
    });
}

#[test]
fn a_default_queue_is_created_before_the_device_starts() {
    calm(|m| {
        let rig = m.build(plan(), |_| {});
        assert_eq!(rig.raw.try_queue(read().default_queue()), Err(INVALID_DEVICE_STATE));
        assert!(rig.raw.try_queue(read()).is_ok());
    });
}

#[test]
fn the_parent_must_be_below_the_device() {
    refused(|_| read().attributes(attributes().parent(object(&attributes()).unwrap())), INVALID_DEVICE_REQUEST);
}

#[test]
fn a_parent_below_the_device_is_accepted() {
    calm(|m| {
        let _ = m.build(plan(), |device| {
            let parent = object(&attributes().parent(device)).unwrap();
            device.queue(read().attributes(attributes().parent(parent)))
        });
    });
}

#[test]
fn scope_device_needs_the_devices_level() {
    refused(|_| read().attributes(attributes().scope_device().passive()), INVALID_PARAMETER);
}

#[test]
fn an_unknown_dispatch_type_is_invalid() {
    refused(|_| read().config(|config| config.DispatchType = 4), INVALID_PARAMETER);
    refused(|_| read().config(|config| config.DispatchType = 0), INVALID_PARAMETER);
}

#[test]
fn a_queue_that_presents_needs_a_handler() {
    refused(|_| sequential(), WDF_NO_CALLBACK);
    refused(|_| parallel(), WDF_NO_CALLBACK);
}

#[test]
fn a_manual_queue_takes_no_handler() {
    refused(|_| manual().read(|_| {}), INVALID_PARAMETER);
}

#[test]
fn a_number_of_presented_requests_is_for_parallel_queues() {
    refused(
        |_| sequential().read(|_| {}).config(|config| config.Settings.Parallel.NumberOfPresentedRequests = 1),
        INVALID_PARAMETER,
    );
    refused(|_| manual().config(|config| config.Settings.Parallel.NumberOfPresentedRequests = 1), INVALID_PARAMETER);
}

#[test]
fn there_is_one_default_queue() {
    calm(|m| {
        let _ = m.build(plan(), |device| {
            let _ = device.queue(read().default_queue());
            assert_eq!(device.try_queue(limited(2).read(|_| {}).default_queue()), Err(UNSUCCESSFUL));
        });
    });
}

#[test]
fn queue_and_device_know_each_other() {
    calm(|m| {
        let rig = m.rig(read());
        assert_eq!(rig.made.device(), rig.raw);
        assert_eq!(rig.raw.default_queue(), Some(rig.made));
    });
}

#[test]
fn only_some_types_are_configured() {
    calm(|m| {
        let _ = m.build(plan(), |device| {
            let queue = device.queue(manual());
            for unknown in [kind::WdfRequestTypePnp, kind::WdfRequestTypePower, 0x99] {
                assert_eq!(device.dispatch_to(queue, unknown), INVALID_PARAMETER);
            }
        });
    });
}

#[test]
fn a_queue_of_another_device_is_not_configured() {
    calm(|m| {
        let first = Slot::empty();
        let rig = m.build(
            plan(),
            with!(first => move |device| {
                let queue = device.queue(manual());
                match first.try_get() {
                    None => first.put(queue),
                    Some(other) => assert_eq!(device.dispatch_to(other, kind::WdfRequestTypeRead), INVALID_DEVICE_REQUEST),
                }
            }),
        );
        let _ = rig.driver.add_device().unwrap();
    });
}

#[test]
fn nothing_is_configured_after_the_start() {
    calm(|m| {
        let rig = m.build(plan(), |device| device.queue(manual()));
        assert_eq!(rig.raw.dispatch_to(rig.made, kind::WdfRequestTypeRead), INVALID_DEVICE_STATE);
    });
}

#[test]
fn a_queue_without_a_handler_for_the_type_or_the_default_queue_is_not_configured() {
    lenient(|m| {
        let _ = m.build(plan(), |device| {
            let reads = device.queue(read());
            assert_eq!(device.dispatch_to(reads, kind::WdfRequestTypeWrite), INVALID_DEVICE_REQUEST);
            let default = device.queue(read().default_queue());
            assert_eq!(device.dispatch_to(default, kind::WdfRequestTypeRead), INVALID_DEVICE_REQUEST);
        });
        assert_eq!(m.broken().len(), 2);
    });
}

#[test]
fn a_type_is_configured_once() {
    lenient(|m| {
        let _ = m.build(plan(), |device| {
            let queue = device.queue(manual());
            assert_eq!(device.dispatch_to(queue, kind::WdfRequestTypeRead), SUCCESS);
            assert_eq!(device.dispatch_to(queue, kind::WdfRequestTypeRead), WDF_BUSY);
            assert_eq!(device.dispatch_to(queue, kind::WdfRequestTypeCreate), SUCCESS);
            assert_eq!(device.dispatch_to(queue, kind::WdfRequestTypeCreate), INVALID_PARAMETER);
        });
        assert_eq!(m.broken(), [Rule::DispatchingAlreadyConfigured, Rule::DispatchingAlreadyConfigured]);
    });
}

#[test]
fn the_checks_come_one_after_the_other() {
    // Each of these breaks a rule, and all the later ones with it: the earliest is told.
    let wrong = |config: &mut wdk_sys::WDF_IO_QUEUE_CONFIG| {
        config.DispatchType = 3;
        config.Settings.Parallel.NumberOfPresentedRequests = 1;
        config.DefaultQueue = 1;
    };
    calm(move |m| {
        let _ = m.build(plan(), move |device| {
            let _ = device.queue(read().default_queue());
            let outside = object(&attributes()).unwrap();
            let all = || read().config(wrong);
            let of_level = || attributes().scope_device().passive();
            let cases = [
                (all().config(|config| config.Size = 1), INFO_LENGTH_MISMATCH),
                (all().attributes(of_level().parent(outside)), INVALID_DEVICE_REQUEST),
                (all().attributes(of_level()).config(|config| config.DispatchType = 9), INVALID_PARAMETER),
                (parallel().config(|config| config.DefaultQueue = 1), WDF_NO_CALLBACK),
                (all(), INVALID_PARAMETER),
                (read().default_queue(), UNSUCCESSFUL),
            ];
            for (queue, status) in cases {
                assert_eq!(device.try_queue(queue).unwrap_err(), status);
            }
        });
    });
}

#[test]
fn without_a_word_of_its_own_a_queue_follows_power_and_a_filters_does_not() {
    const HELD: i32 = 0x10;
    calm(|m| {
        let says = |power: i32| read().config(move |config| config.PowerManaged = power);
        let (no, yes, default) = (0, 1, 2);
        let lower = m.lower(|arrival| _ = arrival.complete_fully());
        let make = move |device: Device| [no, yes, default].map(|power| device.queue(says(power)));
        let plain = m.above(&lower, plan(), make);
        plain.device.suspend();
        assert_eq!(plain.made.map(|queue| queue.state().0 & HELD), [0, HELD, HELD]);
        plain.device.resume().unwrap();
        let filter = m.above(&lower, plan().filter(), make);
        filter.device.suspend();
        assert_eq!(filter.made.map(|queue| queue.state().0 & HELD), [0, HELD, 0]);
        filter.device.resume().unwrap();
    });
}
