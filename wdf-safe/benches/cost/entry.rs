//! Loads the safe driver on the table, and presents requests to it.
#![expect(unsafe_code, reason = "plays the framework: calls the driver's callbacks")]

use core::ptr::{null_mut, without_provenance_mut};

use wdf_safe::__private::driver_entry;
use wdf_safe::prelude::{Cx, Device};
use wdf_sim_sys::{NT_SUCCESS, WDFDRIVER};

use super::{raw, safe, table};

/// Every operation of all three kinds, so many times.
pub(crate) fn run(times: usize) {
    // SAFETY: the driver's first call; nobody looks at the driver object or the path.
    let status = unsafe { driver_entry(null_mut(), null_mut(), safe::driver_entry) };
    assert!(NT_SUCCESS(status), "DriverEntry: {status:#010x}");
    let device_add = table::DEVICE_ADD.get().expect("EvtDriverDeviceAdd");
    let driver: WDFDRIVER = table::driver();
    // SAFETY: the driver's callback; nobody looks at the init.
    let status = unsafe { device_add(driver, without_provenance_mut(0x20)) };
    assert!(NT_SUCCESS(status), "EvtDriverDeviceAdd: {status:#010x}");
    let (queue, config) = table::QUEUE.get().expect("a default queue");
    let (read, write) = (config.EvtIoRead.expect("EvtIoRead"), config.EvtIoWrite.expect("EvtIoWrite"));
    let ((timer, tick), (dpc, later)) = (table::TIMER.get().expect("a timer"), table::DPC.get().expect("a DPC"));
    let control = config.EvtIoDeviceControl.expect("EvtIoDeviceControl");
    // SAFETY: a device of wdf-safe's, which lives.
    let device = unsafe { Device::<safe::Whole>::from_raw(table::device()) }.expect("the device");
    for _ in 0..times {
        for operation in 0..safe::OPERATIONS {
            safe::OPERATION.set(operation);
            // SAFETY: a request of the queue, of which the driver has no other handle.
            unsafe { read(queue, table::request(), table::LENGTH) };
        }
        for operation in 0..safe::WRITES {
            safe::OPERATION.set(operation);
            // SAFETY: as above.
            unsafe { write(queue, table::request(), table::LENGTH) };
        }
        // SAFETY: as above.
        unsafe { control(queue, table::request(), table::LENGTH, table::LENGTH, 0) };
        safe::OPERATION.set(safe::PARK);
        // SAFETY: as above.
        unsafe { read(queue, table::request(), table::LENGTH) };
        table::cancel();
        // SAFETY: the driver's callback, with its timer.
        unsafe { tick(timer) };
        // SAFETY: the driver's callback, with its DPC.
        unsafe { later(dpc) };
        // SAFETY: as in a work item: at PASSIVE_LEVEL, in no callback of a queue.
        safe::work(&mut unsafe { Cx::assume() }, device);
    }
    raw::c::run(times);
    raw::bindings::run(times);
}
