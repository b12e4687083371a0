//! Raw handles, out of wdf-safe and into it: what it does not wrap can be called.
#![expect(unsafe_code, reason = "that is what the tests are about")]

use crate::{in_both_worlds, opened_file, under_every_schedule};

/// Has a request ended by a raw timer.
const RING: u32 = 0x22_2000;

/// A driver that does not forbid unsafe code: it calls functions of the framework that wdf-safe does not wrap.
mod driver {
    use core::ptr;
    use wdf_safe::prelude::*;
    use wdf_safe::raw::{AsRaw, wdk_sys};
    use wdk_sys::{
        _WDF_EXECUTION_LEVEL, _WDF_SYNCHRONIZATION_SCOPE, WDF_OBJECT_ATTRIBUTES, WDF_TIMER_CONFIG, WDFDEVICE, WDFQUEUE,
        WDFREQUEST, WDFTIMER, call_unsafe_wdf_function_binding,
    };

    type Asked<'id> = Request<'id, Owned, DeviceControl>;

    #[object_context]
    struct Counter {
        /// A request in nobody's hands, by its handle.
        waiting: AtomicUsize,
        rings: SpinLock<u32>,
        /// A timer that was made by raw calls.
        bell: AtomicUsize,
    }

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    /// A timer under the device, which wdf-safe knows nothing of.
    fn raw_timer(device: WDFDEVICE) -> WDFTIMER {
        let mut config = WDF_TIMER_CONFIG {
            Size: size_of::<WDF_TIMER_CONFIG>() as u32,
            EvtTimerFunc: Some(ring),
            AutomaticSerialization: 1,
            ..Default::default()
        };
        let mut attributes = WDF_OBJECT_ATTRIBUTES {
            Size: size_of::<WDF_OBJECT_ATTRIBUTES>() as u32,
            ParentObject: device.cast(),
            ExecutionLevel: _WDF_EXECUTION_LEVEL::WdfExecutionLevelInheritFromParent,
            SynchronizationScope: _WDF_SYNCHRONIZATION_SCOPE::WdfSynchronizationScopeInheritFromParent,
            ..Default::default()
        };
        let mut timer = ptr::null_mut();
        // SAFETY: structures with their sizes set, a live parent, a place for the handle.
        let status = unsafe {
            call_unsafe_wdf_function_binding!(WdfTimerCreate, &raw mut config, &raw mut attributes, &raw mut timer)
        };
        assert_eq!(status, 0);
        timer
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, driver: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
        // SAFETY: before the device is made; PASSIVE_LEVEL.
        unsafe { call_unsafe_wdf_function_binding!(WdfDeviceInitSetPowerNotPageable, init.as_raw()) };
        let counter = CounterInit { waiting: AtomicUsize::new(0), rings: SpinLock::init(0), bell: AtomicUsize::new(0) };
        let device = init.create(cx, counter)?;
        // SAFETY: a live device.
        let its_driver = unsafe { call_unsafe_wdf_function_binding!(WdfDeviceGetDriver, device.as_raw()) };
        assert_eq!(its_driver, driver.as_raw());
        device.context().bell.store(raw_timer(device.as_raw()).expose_provenance(), Ordering::Relaxed);
        QueueConfig::parallel().default_queue().read(read).write(write).device_control(control).create(
            cx,
            &device,
            (),
        )?;
        Ok(device.added())
    }

    fn counter(queue: &Queue<(), Parallel>) -> &Device<Counter> {
        queue.device::<Counter>().expect("the driver's device")
    }

    /// Whether the way out and in again leads to the same objects, and who asks.
    #[evt_io_read]
    fn read<'id>(
        cx: &mut Cx<'_, Dispatch>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, Read>,
    ) -> Handled<'id> {
        let device = counter(queue);
        // SAFETY: a live device.
        let default: WDFQUEUE = unsafe { call_unsafe_wdf_function_binding!(WdfDeviceGetDefaultQueue, device.as_raw()) };
        // SAFETY: a queue that wdf-safe has made, parallel, which lives while it has a request.
        let again = unsafe { Queue::<(), Parallel>::from_raw(default) }.expect("a queue of wdf-safe's");
        // SAFETY: a device that lives while one of its requests is with the driver.
        let same = unsafe { Device::<Counter>::from_raw(device.as_raw()) }.expect("a device of wdf-safe's");
        // SAFETY: as above; it has another context.
        let other = unsafe { Device::<()>::from_raw(device.as_raw()) };
        // SAFETY: a request that is owned.
        let mode = unsafe { call_unsafe_wdf_function_binding!(WdfRequestGetRequestorMode, request.as_raw()) };
        let answer = [
            ptr::eq(again, queue) && default == queue.as_raw(),
            ptr::eq(same, device) && other.is_none(),
            i32::from(mode) == wdk_sys::_MODE::UserMode,
        ];
        match request.into_writer() {
            Ok(mut writer) => {
                writer.put(&answer.map(u8::from));
                writer.complete(cx)
            }
            Err(failed) => failed.complete(cx),
        }
    }

    /// Ends its request by a raw call.
    #[evt_io_write]
    fn write<'id>(
        _: &mut Cx<'_, Dispatch>,
        _: &Queue<(), Parallel>,
        request: Request<'id, Owned, Write>,
    ) -> Handled<'id> {
        let request = request.leak_raw();
        // SAFETY: a request that the driver owns; it is not used afterwards.
        unsafe { call_unsafe_wdf_function_binding!(WdfRequestCompleteWithInformation, request, 0, 1) };
        // SAFETY: completed.
        unsafe { Handled::assume() }
    }

    /// Leaves its request to the raw timer.
    #[evt_io_device_control]
    fn control<'id>(_: &mut Cx<'_, Dispatch>, queue: &Queue<(), Parallel>, request: Asked<'id>) -> Handled<'id> {
        let counter = counter(queue).context();
        let bell: WDFTIMER = ptr::with_exposed_provenance_mut(counter.bell.load(Ordering::Relaxed));
        counter.waiting.store(request.leak_raw().expose_provenance(), Ordering::Release);
        // SAFETY: the timer of this device, which lives as long.
        let _was_running = unsafe { call_unsafe_wdf_function_binding!(WdfTimerStart, bell, -10_000) };
        // SAFETY: the timer is started, and ends it.
        unsafe { Handled::assume() }
    }

    /// `EvtTimerFunc`: counts, and answers with the count.
    unsafe extern "C" fn ring(timer: WDFTIMER) {
        // SAFETY: a live timer, in its callback.
        let parent = unsafe { call_unsafe_wdf_function_binding!(WdfTimerGetParentObject, timer) };
        // SAFETY: the device under which the timer was made, which waits for its callback.
        let device = unsafe { Device::<Counter>::from_raw(parent.cast()) }.expect("a device of wdf-safe's");
        // SAFETY: called at DISPATCH_LEVEL; no other proof is in reach.
        let mut cx = unsafe { Cx::<Dispatch>::assume() };
        let count = device.context().rings.with(&mut cx, |rings, _held| {
            *rings += 1;
            *rings
        });
        let waiting: WDFREQUEST = ptr::with_exposed_provenance_mut(device.context().waiting.swap(0, Ordering::Acquire));
        if waiting.is_null() {
            return;
        }
        // SAFETY: the request that `control` has left here, of its kind, owned by the driver, in nobody else's hands.
        let request: Asked<'_> = unsafe { Request::from_raw(waiting) };
        let _handled = match request.into_writer() {
            Ok(mut writer) => {
                writer.put(&count.to_le_bytes());
                writer.complete(&mut cx)
            }
            Err(failed) => failed.complete(&mut cx),
        };
    }
}

#[test]
fn a_raw_handle_leads_out_and_in_again_to_the_same_object() {
    in_both_worlds(|machine| assert_eq!(opened_file(machine, &driver::DRIVER).read(3).output, [1, 1, 1]));
}

#[test]
fn a_request_whose_handle_was_taken_out_is_ended_by_a_raw_call() {
    in_both_worlds(|machine| {
        let written = opened_file(machine, &driver::DRIVER).write(b"raw");
        assert_eq!((written.status, written.information), (0, 1));
    });
}

#[test]
fn a_raw_callback_has_its_level_its_device_and_its_request_typed() {
    in_both_worlds(|machine| {
        let file = opened_file(machine, &driver::DRIVER);
        for count in 1_u32..=2 {
            assert_eq!(file.ioctl(RING, &[], 4).output, count.to_le_bytes());
        }
    });
}

/// One thread at a time has the request, by whatever handle.
#[test]
fn a_request_in_nobodys_hands_is_ended_once_in_every_order() {
    under_every_schedule(1, |machine| {
        let file = opened_file(machine, &driver::DRIVER);
        let ticket = file.begin_ioctl(RING, &[], 4);
        let written = machine.spawn(move |_| assert_eq!(file.write(b"raw").status, 0));
        assert_eq!(ticket.wait().status, 0);
        written.join();
    });
}
