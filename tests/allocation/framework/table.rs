//! The table of functions itself: one for each that the driver calls, and the symbols by which the driver finds it.
#![expect(unsafe_code, reason = "defines the symbols and the functions by which a driver is bound to the framework")]
#![expect(non_upper_case_globals, reason = "the symbols are those of the framework's import library")]

use core::mem::transmute;
use core::ptr::{null_mut, without_provenance_mut};

use wdf_sim_sys::{
    _WDF_REQUEST_TYPE, _WDFFUNCENUM, BOOLEAN, KIRQL, LONG, NTSTATUS, PCCH, PCUNICODE_STRING,
    PCWDF_OBJECT_CONTEXT_TYPE_INFO, PDRIVER_OBJECT, PFN_WDF_REQUEST_CANCEL, PVOID, PWDF_DPC_CONFIG, PWDF_DRIVER_CONFIG,
    PWDF_DRIVER_GLOBALS, PWDF_IO_QUEUE_CONFIG, PWDF_OBJECT_ATTRIBUTES, PWDF_REQUEST_PARAMETERS, PWDFDEVICE_INIT,
    STATUS_CANCELLED, STATUS_NO_MORE_ENTRIES, STATUS_SUCCESS, ULONG, ULONG_PTR, WDF_STRUCT_INFO, WDFDEVICE, WDFDPC,
    WDFDRIVER, WDFFILEOBJECT, WDFFUNC, WDFOBJECT, WDFQUEUE, WDFREQUEST,
};

use super::{WORLD, context_of, created, new, object};
use crate::counting::framework_side;

/// Lets the rest of the function be the framework's.
macro_rules! framework {
    ($($name:ident: $pointer:ident = fn($($argument:ident: $type:ty),*) $(-> $return:ty)? $body:block)*) => {
        static TABLE: [WDFFUNC; _WDFFUNCENUM::WdfFunctionTableNumEntries as usize] = {
            let mut table: [WDFFUNC; _WDFFUNCENUM::WdfFunctionTableNumEntries as usize] =
                [None; _WDFFUNCENUM::WdfFunctionTableNumEntries as usize];
            $({
                unsafe extern "C" fn function(_: PWDF_DRIVER_GLOBALS, $($argument: $type),*) $(-> $return)? {
                    let _framework_side = framework_side();
                    $body
                }
                let typed: wdf_sim_sys::$pointer = Some(function);
                // SAFETY: a function pointer; who calls it gives it its type back.
                table[index::$name as usize] = unsafe { transmute::<wdf_sim_sys::$pointer, WDFFUNC>(typed) };
            })*
            table
        };
    };
}

mod index {
    pub(super) use super::_WDFFUNCENUM::{
        WdfDeviceCreateTableIndex as DeviceCreate,
        WdfDeviceInitSetRequestAttributesTableIndex as DeviceInitSetRequestAttributes,
        WdfDpcCreateTableIndex as DpcCreate, WdfDriverCreateTableIndex as DriverCreate,
        WdfIoQueueCreateTableIndex as IoQueueCreate, WdfIoQueueFindRequestTableIndex as IoQueueFindRequest,
        WdfIoQueueGetDeviceTableIndex as IoQueueGetDevice,
        WdfIoQueueRetrieveFoundRequestTableIndex as IoQueueRetrieveFoundRequest,
        WdfIoQueueRetrieveNextRequestTableIndex as IoQueueRetrieveNextRequest,
        WdfObjectDereferenceActualTableIndex as ObjectDereferenceActual,
        WdfObjectGetTypedContextWorkerTableIndex as ObjectGetTypedContextWorker,
        WdfObjectReferenceActualTableIndex as ObjectReferenceActual, WdfRequestCompleteTableIndex as RequestComplete,
        WdfRequestCompleteWithInformationTableIndex as RequestCompleteWithInformation,
        WdfRequestForwardToIoQueueTableIndex as RequestForwardToIoQueue,
        WdfRequestGetIoQueueTableIndex as RequestGetIoQueue, WdfRequestGetParametersTableIndex as RequestGetParameters,
        WdfRequestIsCanceledTableIndex as RequestIsCanceled,
        WdfRequestMarkCancelableExTableIndex as RequestMarkCancelableEx, WdfRequestRequeueTableIndex as RequestRequeue,
        WdfRequestRetrieveOutputBufferTableIndex as RequestRetrieveOutputBuffer,
        WdfRequestStopAcknowledgeTableIndex as RequestStopAcknowledge,
        WdfRequestUnmarkCancelableTableIndex as RequestUnmarkCancelable,
    };
}

/// Takes the first request out of a manual queue.
///
/// # Safety
/// `out` is valid for a write.
unsafe fn retrieve(queue: WDFQUEUE, out: *mut WDFREQUEST) -> NTSTATUS {
    let Some(request) = object(queue).waiting.borrow_mut().pop_front() else { return STATUS_NO_MORE_ENTRIES };
    // SAFETY: the caller's promise.
    unsafe { out.write(request) };
    STATUS_SUCCESS
}

framework! {
    DriverCreate: PFN_WDFDRIVERCREATE = fn(
        _driver: PDRIVER_OBJECT, _path: PCUNICODE_STRING, attributes: PWDF_OBJECT_ATTRIBUTES,
        config: PWDF_DRIVER_CONFIG, out: *mut WDFDRIVER
    ) -> NTSTATUS {
        let driver = created(attributes);
        // SAFETY: the driver's configuration.
        driver.device_add.set(unsafe { (*config).EvtDriverDeviceAdd });
        let driver = new(driver);
        WORLD.with_borrow_mut(|world| world.driver = Some(driver));
        // SAFETY: a place for the handle.
        unsafe { out.write(driver.cast()) };
        STATUS_SUCCESS
    }
    DeviceInitSetRequestAttributes: PFN_WDFDEVICEINITSETREQUESTATTRIBUTES = fn(
        _init: PWDFDEVICE_INIT, attributes: PWDF_OBJECT_ATTRIBUTES
    ) {
        // SAFETY: attributes.
        let context = context_of(unsafe { &*attributes });
        WORLD.with_borrow_mut(|world| world.request_context = context);
    }
    DeviceCreate: PFN_WDFDEVICECREATE = fn(
        _init: *mut PWDFDEVICE_INIT, attributes: PWDF_OBJECT_ATTRIBUTES, out: *mut WDFDEVICE
    ) -> NTSTATUS {
        // SAFETY: a place for the handle.
        unsafe { out.write(new(created(attributes)).cast()) };
        STATUS_SUCCESS
    }
    IoQueueCreate: PFN_WDFIOQUEUECREATE = fn(
        device: WDFDEVICE, config: PWDF_IO_QUEUE_CONFIG, attributes: PWDF_OBJECT_ATTRIBUTES, out: *mut WDFQUEUE
    ) -> NTSTATUS {
        // SAFETY: the queue's configuration.
        let config = unsafe { *config };
        let queue = created(attributes);
        queue.home.set(device.cast());
        queue.queue.set(Some(config));
        let queue = new(queue);
        if config.DefaultQueue != 0 {
            WORLD.with_borrow_mut(|world| world.default_queue = Some(queue));
        }
        // SAFETY: a place for the handle.
        unsafe { out.write(queue.cast()) };
        STATUS_SUCCESS
    }
    DpcCreate: PFN_WDFDPCCREATE = fn(
        config: PWDF_DPC_CONFIG, attributes: PWDF_OBJECT_ATTRIBUTES, out: *mut WDFDPC
    ) -> NTSTATUS {
        let dpc = created(attributes);
        // SAFETY: the DPC's configuration.
        dpc.dpc.set(unsafe { (*config).EvtDpcFunc });
        let dpc = new(dpc);
        WORLD.with_borrow_mut(|world| world.dpc = Some(dpc));
        // SAFETY: a place for the handle.
        unsafe { out.write(dpc.cast()) };
        STATUS_SUCCESS
    }
    ObjectGetTypedContextWorker: PFN_WDFOBJECTGETTYPEDCONTEXTWORKER = fn(
        handle: WDFOBJECT, type_info: PCWDF_OBJECT_CONTEXT_TYPE_INFO
    ) -> PVOID {
        let object = object(handle);
        if object.type_info.get() != type_info.addr() {
            return null_mut();
        }
        // SAFETY: nobody else holds a reference to the box itself, only to the memory behind it.
        unsafe { (*object.context.get()).as_mut_ptr().cast() }
    }
    ObjectReferenceActual: PFN_WDFOBJECTREFERENCEACTUAL = fn(handle: WDFOBJECT, _tag: PVOID, _line: LONG, _file: PCCH) {
        object(handle).references.set(object(handle).references.get() + 1);
    }
    ObjectDereferenceActual: PFN_WDFOBJECTDEREFERENCEACTUAL = fn(
        handle: WDFOBJECT, _tag: PVOID, _line: LONG, _file: PCCH
    ) {
        object(handle).references.set(object(handle).references.get() - 1);
    }
    IoQueueGetDevice: PFN_WDFIOQUEUEGETDEVICE = fn(queue: WDFQUEUE) -> WDFDEVICE {
        object(queue).home.get().cast()
    }
    IoQueueRetrieveNextRequest: PFN_WDFIOQUEUERETRIEVENEXTREQUEST = fn(
        queue: WDFQUEUE, out: *mut WDFREQUEST
    ) -> NTSTATUS {
        // SAFETY: a place for the handle.
        unsafe { retrieve(queue, out) }
    }
    IoQueueFindRequest: PFN_WDFIOQUEUEFINDREQUEST = fn(
        queue: WDFQUEUE, after: WDFREQUEST, _file: WDFFILEOBJECT, parameters: PWDF_REQUEST_PARAMETERS,
        out: *mut WDFREQUEST
    ) -> NTSTATUS {
        assert!(after.is_null(), "the first request is the one that is searched for");
        let Some(&found) = object(queue).waiting.borrow().front() else { return STATUS_NO_MORE_ENTRIES };
        object(found).references.set(object(found).references.get() + 1);
        // SAFETY: parameters with their size set.
        unsafe { (*parameters).Type = _WDF_REQUEST_TYPE::WdfRequestTypeRead };
        // SAFETY: a place for the handle.
        unsafe { out.write(found) };
        STATUS_SUCCESS
    }
    IoQueueRetrieveFoundRequest: PFN_WDFIOQUEUERETRIEVEFOUNDREQUEST = fn(
        queue: WDFQUEUE, _found: WDFREQUEST, out: *mut WDFREQUEST
    ) -> NTSTATUS {
        // SAFETY: a place for the handle.
        unsafe { retrieve(queue, out) }
    }
    RequestGetParameters: PFN_WDFREQUESTGETPARAMETERS = fn(request: WDFREQUEST, parameters: PWDF_REQUEST_PARAMETERS) {
        let request = object(request);
        // SAFETY: parameters with their size set.
        let parameters = unsafe { &mut *parameters };
        if request.write.get() {
            parameters.Type = _WDF_REQUEST_TYPE::WdfRequestTypeWrite;
            parameters.Parameters.Write.Length = request.length.get();
        } else {
            parameters.Type = _WDF_REQUEST_TYPE::WdfRequestTypeRead;
            parameters.Parameters.Read.Length = request.length.get();
        }
    }
    RequestRetrieveOutputBuffer: PFN_WDFREQUESTRETRIEVEOUTPUTBUFFER = fn(
        request: WDFREQUEST, _minimum: usize, buffer: *mut PVOID, length: *mut usize
    ) -> NTSTATUS {
        // SAFETY: a place for the address.
        unsafe { buffer.write(object(request).buffer.get().cast()) };
        // SAFETY: a place for the length.
        unsafe { length.write(object(request).length.get()) };
        STATUS_SUCCESS
    }
    RequestGetIoQueue: PFN_WDFREQUESTGETIOQUEUE = fn(request: WDFREQUEST) -> WDFQUEUE {
        object(request).home.get().cast()
    }
    RequestIsCanceled: PFN_WDFREQUESTISCANCELED = fn(request: WDFREQUEST) -> BOOLEAN {
        object(request).cancelled.get().into()
    }
    RequestMarkCancelableEx: PFN_WDFREQUESTMARKCANCELABLEEX = fn(
        request: WDFREQUEST, on_cancel: PFN_WDF_REQUEST_CANCEL
    ) -> NTSTATUS {
        let request = object(request);
        if request.cancelled.get() {
            return STATUS_CANCELLED;
        }
        request.on_cancel.set(on_cancel);
        STATUS_SUCCESS
    }
    RequestUnmarkCancelable: PFN_WDFREQUESTUNMARKCANCELABLE = fn(request: WDFREQUEST) -> NTSTATUS {
        if object(request).on_cancel.take().is_some() { STATUS_SUCCESS } else { STATUS_CANCELLED }
    }
    RequestForwardToIoQueue: PFN_WDFREQUESTFORWARDTOIOQUEUE = fn(request: WDFREQUEST, queue: WDFQUEUE) -> NTSTATUS {
        object(request).home.set(queue.cast());
        object(queue).waiting.borrow_mut().push_back(request);
        STATUS_SUCCESS
    }
    RequestRequeue: PFN_WDFREQUESTREQUEUE = fn(request: WDFREQUEST) -> NTSTATUS {
        object(object(request).home.get()).waiting.borrow_mut().push_front(request);
        STATUS_SUCCESS
    }
    RequestStopAcknowledge: PFN_WDFREQUESTSTOPACKNOWLEDGE = fn(request: WDFREQUEST, requeue: BOOLEAN) {
        assert_eq!(requeue, 0);
        object(request).acknowledged.set(true);
    }
    RequestComplete: PFN_WDFREQUESTCOMPLETE = fn(request: WDFREQUEST, status: NTSTATUS) {
        assert!(object(request).completed.replace(Some(status)).is_none(), "completed twice");
    }
    RequestCompleteWithInformation: PFN_WDFREQUESTCOMPLETEWITHINFORMATION = fn(
        request: WDFREQUEST, status: NTSTATUS, _information: ULONG_PTR
    ) {
        assert!(object(request).completed.replace(Some(status)).is_none(), "completed twice");
    }
}

// The symbols. Nothing else in this binary defines them, so the attributes are sound.
#[unsafe(export_name = "WdfFunctions_01033")]
static mut WdfFunctions: *const WDFFUNC = TABLE.as_ptr();

#[unsafe(no_mangle)]
static mut WdfDriverGlobals: PWDF_DRIVER_GLOBALS = without_provenance_mut(0x10);

#[unsafe(no_mangle)]
static mut WdfFunctionCount: ULONG = TABLE.len() as ULONG;

// The framework is as new as the driver's headers, which is all that is asked of the next three.
#[unsafe(no_mangle)]
static mut WdfClientVersionHigherThanFramework: BOOLEAN = 0;

#[unsafe(no_mangle)]
static mut WdfStructureCount: ULONG = 0;

#[unsafe(no_mangle)]
static mut WdfStructures: WDF_STRUCT_INFO = null_mut();

#[unsafe(no_mangle)]
extern "C" fn KeGetCurrentIrql() -> KIRQL {
    0
}

#[unsafe(no_mangle)]
extern "C" fn wdf_sim_scheduling_point() {}

#[unsafe(no_mangle)]
extern "C" fn wdf_sim_word(_address: usize, _write: bool) {}

/// What `EvtDriverDeviceAdd` is given. Nobody looks into it.
pub(super) const INIT: PWDFDEVICE_INIT = without_provenance_mut(0x20);
