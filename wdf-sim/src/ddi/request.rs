//! `WdfRequest*`: what a driver does with a request that was presented to it, and asks of it. Buffers are in `buffer.rs`, requests
//! that it sends in `send.rs`.
#![expect(unsafe_code, reason = "functions of the table: the driver's pointers are read and written")]

use wdf_sim_sys::{
    _MODE as mode, _WDF_REQUEST_PARAMETERS__bindgen_ty_1 as Parameters,
    _WDF_REQUEST_PARAMETERS__bindgen_ty_1__bindgen_ty_2 as ReadParameters,
    _WDF_REQUEST_PARAMETERS__bindgen_ty_1__bindgen_ty_3 as WriteParameters,
    _WDF_REQUEST_PARAMETERS__bindgen_ty_1__bindgen_ty_4 as IoctlParameters, _WDF_REQUEST_TYPE as request_type, BOOLEAN,
    CCHAR, KPROCESSOR_MODE, NTSTATUS, PFN_WDF_REQUEST_CANCEL, PVOID, PWDF_DRIVER_GLOBALS, PWDF_REQUEST_PARAMETERS,
    ULONG, ULONG_PTR, USHORT, WDF_REQUEST_PARAMETERS, WDFDEVICE, WDFFILEOBJECT, WDFQUEUE, WDFREQUEST,
};

use super::{arg, enter, named, send};
use crate::exec::{check, request, with};
use crate::kernel::irp::{Irp, Major, Transfer};
use crate::kernel::object::{Id, Kind};
use crate::kernel::request::{Flags, StopAck};
use crate::kernel::system::APPLICATION;
use crate::violation::Rule;

pub(super) unsafe extern "C" fn complete(_: PWDF_DRIVER_GLOBALS, request: WDFREQUEST, status: NTSTATUS) {
    const DDI: &str = "WdfRequestComplete";
    request::complete(enter(DDI, request, Kind::Request), status, None, DDI);
}

pub(super) unsafe extern "C" fn complete_with_information(
    _: PWDF_DRIVER_GLOBALS,
    request: WDFREQUEST,
    status: NTSTATUS,
    information: ULONG_PTR,
) {
    const DDI: &str = "WdfRequestCompleteWithInformation";
    request::complete(enter(DDI, request, Kind::Request), status, Some(information as usize), DDI);
}

pub(super) unsafe extern "C" fn complete_with_priority_boost(
    _: PWDF_DRIVER_GLOBALS,
    request: WDFREQUEST,
    status: NTSTATUS,
    _boost: CCHAR,
) {
    const DDI: &str = "WdfRequestCompleteWithPriorityBoost";
    request::complete(enter(DDI, request, Kind::Request), status, None, DDI);
}

pub(super) unsafe extern "C" fn mark_cancelable(
    _: PWDF_DRIVER_GLOBALS,
    request: WDFREQUEST,
    routine: PFN_WDF_REQUEST_CANCEL,
) {
    const DDI: &str = "WdfRequestMarkCancelable";
    let id = enter(DDI, request, Kind::Request);
    required_callback(DDI, routine);
    request::mark_cancelable(id, routine);
}

pub(super) unsafe extern "C" fn mark_cancelable_ex(
    _: PWDF_DRIVER_GLOBALS,
    request: WDFREQUEST,
    routine: PFN_WDF_REQUEST_CANCEL,
) -> NTSTATUS {
    const DDI: &str = "WdfRequestMarkCancelableEx";
    let id = enter(DDI, request, Kind::Request);
    required_callback(DDI, routine);
    request::mark_cancelable_ex(id, routine)
}

fn required_callback(ddi: &str, routine: PFN_WDF_REQUEST_CANCEL) {
    let address = routine.map_or(std::ptr::null(), |routine| routine as *const ());
    arg::required(ddi, "EvtRequestCancel", address);
}

pub(super) unsafe extern "C" fn unmark_cancelable(_: PWDF_DRIVER_GLOBALS, request: WDFREQUEST) -> NTSTATUS {
    let id = enter("WdfRequestUnmarkCancelable", request, Kind::Request);
    check(|kernel| kernel.unmark_cancelable(id))
}

pub(super) unsafe extern "C" fn is_canceled(_: PWDF_DRIVER_GLOBALS, request: WDFREQUEST) -> BOOLEAN {
    const DDI: &str = "WdfRequestIsCanceled";
    let id = enter(DDI, request, Kind::Request);
    BOOLEAN::from(check(|kernel| {
        let allowed =
            kernel.verify_owned(id, DDI)? && kernel.verify_not_cancelable(id, Rule::IsCanceledOnCancelable, DDI)?;
        kernel.check_unverified_owned(id, DDI)?;
        Ok(allowed && kernel.is_canceled(id))
    }))
}

pub(super) unsafe extern "C" fn forward_to_io_queue(
    _: PWDF_DRIVER_GLOBALS,
    request: WDFREQUEST,
    queue: WDFQUEUE,
) -> NTSTATUS {
    const DDI: &str = "WdfRequestForwardToIoQueue";
    let id = enter(DDI, request, Kind::Request);
    let queue = named(DDI, queue, Kind::Queue);
    request::forward(id, queue)
}

pub(super) unsafe extern "C" fn requeue(_: PWDF_DRIVER_GLOBALS, request: WDFREQUEST) -> NTSTATUS {
    request::requeue(enter("WdfRequestRequeue", request, Kind::Request))
}

pub(super) unsafe extern "C" fn device_enqueue_request(
    _: PWDF_DRIVER_GLOBALS,
    device: WDFDEVICE,
    request: WDFREQUEST,
) -> NTSTATUS {
    const DDI: &str = "WdfDeviceEnqueueRequest";
    let device = enter(DDI, device, Kind::Device);
    request::enqueue(named(DDI, request, Kind::Request), device)
}

pub(super) unsafe extern "C" fn stop_acknowledge(_: PWDF_DRIVER_GLOBALS, request: WDFREQUEST, requeue: BOOLEAN) {
    const DDI: &str = "WdfRequestStopAcknowledge";
    let id = enter(DDI, request, Kind::Request);
    check(|kernel| {
        let in_stop = kernel.objects.request(id).flags.contains(Flags::IN_EVT_IO_STOP);
        if kernel.verifier_on() && !in_stop {
            let text = format!("{DDI}: {} is not in EvtIoStop", kernel.objects.subject(id));
            return kernel.verifier_break(Rule::StopAcknowledgeOutsideStop, text);
        }
        if requeue != 0 && !kernel.objects.request(id).completed {
            let allowed = kernel.verify_owned(id, DDI)?
                && kernel.verify_not_cancelable(id, Rule::ForwardedWhileCancelable, DDI)?;
            if !allowed {
                return Ok(());
            }
            kernel.check_unlinked(id, DDI)?;
        }
        // A completed request, which the loop keeps until EvtIoStop returns, only remembers the answer.
        if !kernel.objects.request(id).completed {
            kernel.check_unverified_owned(id, DDI)?;
        }
        kernel.acknowledge_stop(id, if requeue != 0 { StopAck::Requeue } else { StopAck::Hold });
        Ok(())
    });
}

/// As [`on_irp`], where the verifier catches a completed request: a break, and nothing is read or changed.
pub(super) fn on_irp_verified<R: Default>(ddi: &'static str, id: Id, read: impl FnOnce(&mut Irp) -> R) -> R {
    let refused = check(|kernel| {
        if !kernel.verifier_on() || !kernel.objects.request(id).completed {
            return Ok(false);
        }
        let text = format!("{ddi}: {} has been completed", kernel.objects.subject(id));
        kernel.verifier_break(Rule::RequestNotOwned, text)?;
        Ok(true)
    });
    if refused { R::default() } else { on_irp(ddi, id, |irp, _| read(irp)) }
}

/// Reads or changes the IRP of a request that is not completed; after completion it is freed.
/// `read` is told whether the verifier is on.
pub(super) fn on_irp<R>(ddi: &'static str, id: Id, read: impl FnOnce(&mut Irp, bool) -> R) -> R {
    check(|kernel| {
        let request = kernel.objects.request(id);
        if request.irp_gone {
            let text = format!("{ddi}: {} has been completed", kernel.objects.subject(id));
            return Err(crate::violation::Violation::undefined(Rule::UseAfterDestroy, text));
        }
        let (irp, verifier) = (request.irp, kernel.verifier_on());
        Ok(read(kernel.irps.get_mut(irp), verifier))
    })
}

/// The parameters of a request, as the structure has them.
pub(super) fn parameters_of(id: Id) -> WDF_REQUEST_PARAMETERS {
    on_irp("WdfRequestGetParameters", id, |irp, verifier| {
        let (kind, parameters) = match irp.major {
            Major::Create => (request_type::WdfRequestTypeCreate, Parameters::default()),
            Major::Cleanup => (request_type::WdfRequestTypeCleanup, Parameters::default()),
            Major::Close => (request_type::WdfRequestTypeClose, Parameters::default()),
            Major::Read => (
                request_type::WdfRequestTypeRead,
                Parameters { Read: ReadParameters { Length: irp.output_length, Key: 0, DeviceOffset: irp.offset } },
            ),
            Major::Write => (
                request_type::WdfRequestTypeWrite,
                Parameters { Write: WriteParameters { Length: irp.input_length, Key: 0, DeviceOffset: irp.offset } },
            ),
            Major::DeviceControl | Major::InternalDeviceControl => {
                let kind = if irp.major == Major::DeviceControl {
                    request_type::WdfRequestTypeDeviceControl
                } else {
                    request_type::WdfRequestTypeDeviceControlInternal
                };
                // The caller's own address; the verifier hides an application's (`fxrequest.cpp:GetParameters`).
                let hidden = verifier && irp.major == Major::DeviceControl;
                let own = irp.transfer == Transfer::Neither && irp.input_length > 0 && !hidden;
                let ioctl = IoctlParameters {
                    OutputBufferLength: irp.output_length,
                    InputBufferLength: irp.input_length,
                    IoControlCode: irp.ioctl,
                    Type3InputBuffer: if own { irp.input().0 as PVOID } else { std::ptr::null_mut() },
                };
                (kind, Parameters { DeviceIoControl: ioctl })
            }
        };
        let size = u16::try_from(size_of::<WDF_REQUEST_PARAMETERS>()).expect("a small structure");
        WDF_REQUEST_PARAMETERS { Size: size, MinorFunction: 0, Type: kind, Parameters: parameters }
    })
}

pub(super) unsafe extern "C" fn get_parameters(
    _: PWDF_DRIVER_GLOBALS,
    request: WDFREQUEST,
    out: PWDF_REQUEST_PARAMETERS,
) {
    const DDI: &str = "WdfRequestGetParameters";
    let id = enter(DDI, request, Kind::Request);
    // SAFETY: the driver's pointer, NULL or valid.
    let size = unsafe { arg::read(DDI, "Parameters", out.cast::<USHORT>()) };
    if size as usize != size_of::<WDF_REQUEST_PARAMETERS>() {
        let text = format!("{DDI}: Size is {size}, and {} is expected", size_of::<WDF_REQUEST_PARAMETERS>());
        return check(|kernel| kernel.verifier_break(Rule::ParametersSizeWrong, text));
    }
    // SAFETY: the driver's pointer, read above.
    unsafe { arg::write(DDI, "Parameters", out, parameters_of(id)) };
}

pub(super) unsafe extern "C" fn set_information(_: PWDF_DRIVER_GLOBALS, request: WDFREQUEST, information: ULONG_PTR) {
    const DDI: &str = "WdfRequestSetInformation";
    let id = enter(DDI, request, Kind::Request);
    on_irp_verified(DDI, id, |irp| irp.information = information as usize);
}

pub(super) unsafe extern "C" fn get_information(_: PWDF_DRIVER_GLOBALS, request: WDFREQUEST) -> ULONG_PTR {
    const DDI: &str = "WdfRequestGetInformation";
    let id = enter(DDI, request, Kind::Request);
    on_irp_verified(DDI, id, |irp| irp.information as ULONG_PTR)
}

pub(super) unsafe extern "C" fn get_status(_: PWDF_DRIVER_GLOBALS, request: WDFREQUEST) -> NTSTATUS {
    const DDI: &str = "WdfRequestGetStatus";
    let id = enter(DDI, request, Kind::Request);
    send::check_has_irp(DDI, id);
    on_irp(DDI, id, |irp, _| irp.status)
}

pub(super) unsafe extern "C" fn get_requestor_mode(_: PWDF_DRIVER_GLOBALS, request: WDFREQUEST) -> KPROCESSOR_MODE {
    const DDI: &str = "WdfRequestGetRequestorMode";
    let id = enter(DDI, request, Kind::Request);
    let from_user = on_irp(DDI, id, |irp, _| irp.from_user);
    (if from_user { mode::UserMode } else { mode::KernelMode }) as KPROCESSOR_MODE
}

/// No simulated process has 32 bits.
pub(super) unsafe extern "C" fn is_from_32_bit_process(_: PWDF_DRIVER_GLOBALS, request: WDFREQUEST) -> BOOLEAN {
    const DDI: &str = "WdfRequestIsFrom32BitProcess";
    let id = enter(DDI, request, Kind::Request);
    on_irp(DDI, id, |_, _| ());
    0
}

pub(super) unsafe extern "C" fn get_requestor_process_id(_: PWDF_DRIVER_GLOBALS, request: WDFREQUEST) -> ULONG {
    const DDI: &str = "WdfRequestGetRequestorProcessId";
    let id = enter(DDI, request, Kind::Request);
    let from_user = on_irp_verified(DDI, id, |irp| Some(irp.from_user));
    // A request that a driver made belongs to no thread, and so to no process (IoGetRequestorProcessId).
    if from_user == Some(true) { APPLICATION } else { 0 }
}

pub(super) unsafe extern "C" fn get_io_queue(_: PWDF_DRIVER_GLOBALS, request: WDFREQUEST) -> WDFQUEUE {
    const DDI: &str = "WdfRequestGetIoQueue";
    let id = enter(DDI, request, Kind::Request);
    let queue = check(|kernel| {
        let queue = kernel.current_queue(id);
        if queue.is_some_and(|queue| kernel.is_create_queue(queue)) {
            let text = format!("{DDI}: {} is in a queue of the framework's own", kernel.objects.subject(id));
            kernel.verifier_break(Rule::NotInAQueue, text)?;
            return Ok(None);
        }
        Ok(queue)
    });
    queue.map_or(std::ptr::null_mut(), |queue| queue.handle() as WDFQUEUE)
}

pub(super) unsafe extern "C" fn get_file_object(_: PWDF_DRIVER_GLOBALS, request: WDFREQUEST) -> WDFFILEOBJECT {
    const DDI: &str = "WdfRequestGetFileObject";
    let id = enter(DDI, request, Kind::Request);
    let owned = check(|kernel| kernel.verify_owned(id, DDI));
    let file = if owned { on_irp(DDI, id, |irp, _| irp.file) } else { None };
    let visible = file.filter(|file| with(|kernel| kernel.objects.file(*file).visible));
    visible.map_or(std::ptr::null_mut(), |file| file.handle() as WDFFILEOBJECT)
}
