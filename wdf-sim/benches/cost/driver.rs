//! The driver that is measured: it does as little as a driver can, so that what is counted is the simulator.
//!
//! A read is completed in its handler, a write is marked cancelable and kept, a device control with [`WAIT`] is forwarded to
//! a manual queue, and one with [`FINISH`] completes all that is kept or waits.
#![expect(unsafe_code, reason = "a driver without the safe layer")]

use std::cell::{Cell, RefCell};
use std::ptr::null_mut;

use wdf_sim_sys::{
    _WDF_EXECUTION_LEVEL, _WDF_IO_QUEUE_DISPATCH_TYPE as dispatch, _WDF_SYNCHRONIZATION_SCOPE, _WDF_TRI_STATE,
    DRIVER_OBJECT, NT_SUCCESS, NTSTATUS, PCUNICODE_STRING, PWDFDEVICE_INIT, STATUS_CANCELLED, STATUS_SUCCESS,
    WDF_DRIVER_CONFIG, WDF_IO_QUEUE_CONFIG, WDF_OBJECT_ATTRIBUTES, WDFDEVICE, WDFDRIVER, WDFQUEUE, WDFREQUEST,
    call_unsafe_wdf_function_binding,
};

use wdf_sim::DriverImage;

/// The request waits in a manual queue.
pub(crate) const WAIT: u32 = 0x0022_2000;
/// Everything that is kept or waits is completed.
pub(crate) const FINISH: u32 = 0x0022_2004;

pub(crate) static IMAGE: DriverImage = DriverImage::new("cost", entry);

thread_local! {
    /// The requests that were marked cancelable.
    static KEPT: RefCell<Vec<WDFREQUEST>> = const { RefCell::new(Vec::new()) };
    static MANUAL: Cell<WDFQUEUE> = const { Cell::new(null_mut()) };
}

/// Makes room for so many requests, so that the driver's own table is not counted.
pub(crate) fn reserve(requests: usize) {
    KEPT.with_borrow_mut(|kept| kept.reserve(requests));
}

fn size<T>() -> u32 {
    u32::try_from(size_of::<T>()).expect("a small structure")
}

/// Calls a function of the framework.
macro_rules! ddi {
    ($name:ident $(, $argument:expr)* $(,)?) => {
        // SAFETY: handles come from the framework, and pointers are those of locals or NULL.
        unsafe { call_unsafe_wdf_function_binding!($name $(, $argument)*) }
    };
}

unsafe extern "C" fn entry(driver: *mut DRIVER_OBJECT, path: PCUNICODE_STRING) -> NTSTATUS {
    let mut config = WDF_DRIVER_CONFIG {
        Size: size::<WDF_DRIVER_CONFIG>(),
        EvtDriverDeviceAdd: Some(device_add),
        ..Default::default()
    };
    ddi!(WdfDriverCreate, driver, path, null_mut(), &raw mut config, null_mut())
}

unsafe extern "C" fn device_add(_: WDFDRIVER, mut init: PWDFDEVICE_INIT) -> NTSTATUS {
    let mut device: WDFDEVICE = null_mut();
    let status = ddi!(WdfDeviceCreate, &raw mut init, null_mut(), &raw mut device);
    if !NT_SUCCESS(status) {
        return status;
    }
    let mut config = queue(dispatch::WdfIoQueueDispatchParallel);
    config.DefaultQueue = 1;
    config.EvtIoRead = Some(read);
    config.EvtIoWrite = Some(write);
    config.EvtIoDeviceControl = Some(control);
    config.Settings.Parallel.NumberOfPresentedRequests = u32::MAX;
    let status = create(device, &mut config).map(|_| ());
    let mut config = queue(dispatch::WdfIoQueueDispatchManual);
    match status.and_then(|()| create(device, &mut config)) {
        Ok(manual) => {
            MANUAL.set(manual);
            STATUS_SUCCESS
        }
        Err(status) => status,
    }
}

fn queue(kind: i32) -> WDF_IO_QUEUE_CONFIG {
    WDF_IO_QUEUE_CONFIG {
        Size: size::<WDF_IO_QUEUE_CONFIG>(),
        DispatchType: kind,
        PowerManaged: _WDF_TRI_STATE::WdfFalse,
        AllowZeroLengthRequests: 1,
        ..Default::default()
    }
}

fn create(device: WDFDEVICE, config: &mut WDF_IO_QUEUE_CONFIG) -> Result<WDFQUEUE, NTSTATUS> {
    let mut attributes = WDF_OBJECT_ATTRIBUTES {
        Size: size::<WDF_OBJECT_ATTRIBUTES>(),
        ExecutionLevel: _WDF_EXECUTION_LEVEL::WdfExecutionLevelInheritFromParent,
        SynchronizationScope: _WDF_SYNCHRONIZATION_SCOPE::WdfSynchronizationScopeInheritFromParent,
        ..Default::default()
    };
    let mut queue: WDFQUEUE = null_mut();
    let status = ddi!(WdfIoQueueCreate, device, &raw mut *config, &raw mut attributes, &raw mut queue);
    if NT_SUCCESS(status) { Ok(queue) } else { Err(status) }
}

unsafe extern "C" fn read(_: WDFQUEUE, request: WDFREQUEST, _length: usize) {
    let mut buffer = null_mut();
    let status = ddi!(WdfRequestRetrieveOutputBuffer, request, 4, &raw mut buffer, null_mut());
    if NT_SUCCESS(status) {
        // SAFETY: the buffer has at least the four bytes that were asked for.
        unsafe { buffer.cast::<[u8; 4]>().write_unaligned(*b"data") };
        ddi!(WdfRequestCompleteWithInformation, request, status, 4);
    } else {
        ddi!(WdfRequestComplete, request, status);
    }
}

unsafe extern "C" fn write(_: WDFQUEUE, request: WDFREQUEST, _length: usize) {
    let status = ddi!(WdfRequestMarkCancelableEx, request, Some(canceled));
    if NT_SUCCESS(status) {
        KEPT.with_borrow_mut(|kept| kept.push(request));
    } else {
        ddi!(WdfRequestComplete, request, status);
    }
}

unsafe extern "C" fn canceled(request: WDFREQUEST) {
    // The test cancels the newest first.
    assert_eq!(KEPT.with_borrow_mut(Vec::pop), Some(request));
    ddi!(WdfRequestComplete, request, STATUS_CANCELLED);
}

unsafe extern "C" fn control(_: WDFQUEUE, request: WDFREQUEST, _output: usize, _input: usize, code: u32) {
    if code == WAIT {
        let status = ddi!(WdfRequestForwardToIoQueue, request, MANUAL.get());
        if !NT_SUCCESS(status) {
            ddi!(WdfRequestComplete, request, status);
        }
        return;
    }
    for kept in KEPT.take() {
        if NT_SUCCESS(ddi!(WdfRequestUnmarkCancelable, kept)) {
            ddi!(WdfRequestComplete, kept, STATUS_SUCCESS);
        }
    }
    let mut waiting: WDFREQUEST = null_mut();
    while NT_SUCCESS(ddi!(WdfIoQueueRetrieveNextRequest, MANUAL.get(), &raw mut waiting)) {
        ddi!(WdfRequestComplete, waiting, STATUS_SUCCESS);
    }
    ddi!(WdfRequestComplete, request, STATUS_SUCCESS);
}
