//! `WdfRequest*` for requests that a driver creates, formats, sends, cancels and reuses.
#![expect(unsafe_code, reason = "functions of the table: the driver's pointers are read and written")]

use wdf_sim_sys::{
    _WDF_REQUEST_REUSE_FLAGS::WDF_REQUEST_REUSE_SET_NEW_IRP,
    _WDF_REQUEST_SEND_OPTIONS_FLAGS::{
        WDF_REQUEST_SEND_OPTION_IGNORE_TARGET_STATE, WDF_REQUEST_SEND_OPTION_SEND_AND_FORGET,
        WDF_REQUEST_SEND_OPTION_SYNCHRONOUS, WDF_REQUEST_SEND_OPTION_TIMEOUT,
    },
    BOOLEAN, NTSTATUS, PFN_WDF_REQUEST_COMPLETION_ROUTINE, PIO_STACK_LOCATION, PIRP, PWDF_DRIVER_GLOBALS,
    PWDF_OBJECT_ATTRIBUTES, PWDF_REQUEST_COMPLETION_PARAMS, PWDF_REQUEST_REUSE_PARAMS, PWDF_REQUEST_SEND_OPTIONS,
    STATUS_INFO_LENGTH_MISMATCH, STATUS_INVALID_DEVICE_REQUEST, STATUS_INVALID_DEVICE_STATE, STATUS_INVALID_PARAMETER,
    STATUS_SUCCESS, ULONG, WDF_REQUEST_COMPLETION_PARAMS, WDF_REQUEST_REUSE_PARAMS, WDF_REQUEST_SEND_OPTIONS,
    WDFCONTEXT, WDFIOTARGET, WDFREQUEST,
};

use super::object::{insert_with, parent_or, the_driver};
use super::{arg, begin, enter, optional};
use crate::exec::{check, object, target, with};
use crate::kernel::attributes::{Allows, Attributes};
use crate::kernel::irp::Major;
use crate::kernel::object::{Id, Kind};
use crate::kernel::send::{Location, Origin};
use crate::kernel::target::Options;
use crate::violation::Rule;

/// `WDF_REQUEST_REUSE_MUST_COMPLETE`, which the bindings do not have.
const REUSE_MUST_COMPLETE: u32 = 2;
const SYNCHRONOUS: u32 = WDF_REQUEST_SEND_OPTION_SYNCHRONOUS.cast_unsigned();
const FORGET: u32 = WDF_REQUEST_SEND_OPTION_SEND_AND_FORGET.cast_unsigned();
const TIMEOUT: u32 = WDF_REQUEST_SEND_OPTION_TIMEOUT.cast_unsigned();
const IGNORE_STATE: u32 = WDF_REQUEST_SEND_OPTION_IGNORE_TARGET_STATE.cast_unsigned();

/// Makes a request of the driver's own under the parent that the attributes name.
fn create_own(ddi: &str, attributes: Option<Attributes>, origin: Origin) -> Result<Id, NTSTATUS> {
    let parent = parent_or(ddi, attributes, the_driver());
    insert_with(parent, attributes, |kernel| kernel.create_own_request(parent, origin))
}

pub(super) unsafe extern "C" fn create(
    _: PWDF_DRIVER_GLOBALS,
    attributes: PWDF_OBJECT_ATTRIBUTES,
    target: WDFIOTARGET,
    out: *mut WDFREQUEST,
) -> NTSTATUS {
    const DDI: &str = "WdfRequestCreate";
    begin(DDI);
    let target = optional(DDI, target, Kind::IoTarget);
    // SAFETY: the driver's pointer, NULL or valid.
    unsafe { arg::write(DDI, "Request", out, std::ptr::null_mut()) };
    // SAFETY: the driver's pointer, NULL or valid.
    let attributes = match unsafe { arg::attributes(attributes, Allows::PARENT) } {
        Ok(attributes) => attributes,
        Err(status) => return status,
    };
    let id = match create_own(DDI, attributes, Origin::Internal) {
        Ok(id) => id,
        Err(status) => return status,
    };
    if let Some(target) = target {
        let status = with(|kernel| kernel.validate_target(id, target));
        if status != STATUS_SUCCESS {
            object::delete_now(id);
            return status;
        }
    }
    // SAFETY: the driver's pointer, checked above.
    unsafe { arg::write(DDI, "Request", out, id.handle() as WDFREQUEST) };
    STATUS_SUCCESS
}

pub(super) unsafe extern "C" fn create_from_irp(
    _: PWDF_DRIVER_GLOBALS,
    attributes: PWDF_OBJECT_ATTRIBUTES,
    irp: PIRP,
    _request_frees_irp: BOOLEAN,
    out: *mut WDFREQUEST,
) -> NTSTATUS {
    const DDI: &str = "WdfRequestCreateFromIrp";
    begin(DDI);
    arg::required(DDI, "Irp", irp);
    // SAFETY: the driver's pointer, NULL or valid.
    unsafe { arg::write(DDI, "Request", out, std::ptr::null_mut()) };
    // SAFETY: the driver's pointer, NULL or valid.
    let attributes = match unsafe { arg::attributes(attributes, Allows::PARENT) } {
        Ok(attributes) => attributes,
        Err(status) => return status,
    };
    // SAFETY: the driver's pointer, checked above.
    let room = unsafe { room_of(irp) };
    match create_own(DDI, attributes, Origin::Driver) {
        Ok(id) => {
            with(|kernel| kernel.set_room(id, room));
            // SAFETY: the driver's pointer, checked above.
            unsafe { arg::write(DDI, "Request", out, id.handle() as WDFREQUEST) };
            STATUS_SUCCESS
        }
        Err(status) => status,
    }
}

/// How many stack locations an IRP of the driver's has below the current one.
///
/// # Safety
///
/// The pointer is valid for reads of an IRP.
unsafe fn room_of(irp: PIRP) -> u8 {
    // SAFETY: the caller vouches for it; only the field's place is computed.
    let location = unsafe { &raw const (*irp).CurrentLocation };
    // SAFETY: the caller vouches for it.
    let location = unsafe { location.read_unaligned() };
    u8::try_from(i32::from(location) - 1).unwrap_or(0)
}

pub(super) unsafe extern "C" fn reuse(
    _: PWDF_DRIVER_GLOBALS,
    request: WDFREQUEST,
    params: PWDF_REQUEST_REUSE_PARAMS,
) -> NTSTATUS {
    const DDI: &str = "WdfRequestReuse";
    let id = enter(DDI, request, Kind::Request);
    // SAFETY: the driver's pointer, NULL or valid.
    let params = unsafe { arg::sized(DDI, "ReuseParams", params) };
    let new_irp = params.Flags & WDF_REQUEST_REUSE_SET_NEW_IRP.cast_unsigned() != 0;
    let known = WDF_REQUEST_REUSE_SET_NEW_IRP.cast_unsigned() | REUSE_MUST_COMPLETE;
    if params.Size as usize != size_of::<WDF_REQUEST_REUSE_PARAMS>() || params.Flags & !known != 0 {
        return STATUS_INVALID_PARAMETER;
    }
    check(|kernel| kernel.verify_reuse(id));
    with(|kernel| {
        let sending = kernel.sending_mut(id);
        (sending.routine, sending.context) = (None, 0);
    });
    target::release_format(id);
    let irp = new_irp.then(|| {
        // SAFETY: the driver's new IRP, NULL or valid.
        (!params.NewIrp.is_null()).then(|| unsafe { room_of(params.NewIrp) })
    });
    check(|kernel| kernel.reuse(id, params.Status, irp, params.Flags & REUSE_MUST_COMPLETE != 0))
}

pub(super) unsafe extern "C" fn change_target(
    _: PWDF_DRIVER_GLOBALS,
    request: WDFREQUEST,
    target: WDFIOTARGET,
) -> NTSTATUS {
    const DDI: &str = "WdfRequestChangeTarget";
    let id = enter(DDI, request, Kind::Request);
    let target = enter(DDI, target, Kind::IoTarget);
    check(|kernel| kernel.check_at_hand(id, DDI));
    target::release_format(id);
    with(|kernel| kernel.validate_target(id, target))
}

pub(super) unsafe extern "C" fn format_using_current_type(_: PWDF_DRIVER_GLOBALS, request: WDFREQUEST) {
    const DDI: &str = "WdfRequestFormatRequestUsingCurrentType";
    let id = enter(DDI, request, Kind::Request);
    check(|kernel| kernel.check_next_location(id, DDI));
    with(|kernel| kernel.set_next_location(id, Location::Current));
}

pub(super) unsafe extern "C" fn wdm_format_using_stack_location(
    _: PWDF_DRIVER_GLOBALS,
    request: WDFREQUEST,
    stack: PIO_STACK_LOCATION,
) {
    const DDI: &str = "WdfRequestWdmFormatUsingStackLocation";
    let id = enter(DDI, request, Kind::Request);
    arg::required(DDI, "Stack", stack);
    check(|kernel| kernel.check_next_location(id, DDI));
    // SAFETY: the driver's pointer, checked above; only the field's place is computed.
    let major = unsafe { &raw const (*stack).MajorFunction };
    // SAFETY: the driver's pointer, checked above.
    let major = unsafe { major.read_unaligned() };
    // SAFETY: the driver's pointer, checked above; only the field's place is computed.
    let parameters = unsafe { &raw const (*stack).Parameters };
    // In the parameters of a device control the code is the third of four machine words; where it is something else it is not
    // read.
    let word = parameters.cast::<u64>().wrapping_add(2);
    // SAFETY: the stack location's parameters have four words.
    let code = unsafe { word.read_unaligned() };
    match Major::from_code(major) {
        Some(major) => {
            let code = u32::try_from(code & 0xFFFF_FFFF).unwrap_or(0);
            with(|kernel| kernel.set_next_location(id, Location::Given(major, code)));
        }
        None => crate::exec::stop(crate::violation::Violation::new(
            Rule::NotSimulated,
            crate::violation::Outcome::Leak,
            format!("{DDI}: major function {major:#x} is not simulated"),
        )),
    }
}

pub(super) unsafe extern "C" fn set_completion_routine(
    _: PWDF_DRIVER_GLOBALS,
    request: WDFREQUEST,
    routine: PFN_WDF_REQUEST_COMPLETION_ROUTINE,
    context: WDFCONTEXT,
) {
    let id = enter("WdfRequestSetCompletionRoutine", request, Kind::Request);
    with(|kernel| {
        let sending = kernel.sending_mut(id);
        (sending.routine, sending.context) = (routine, context as usize);
    });
}

pub(super) unsafe extern "C" fn allocate_timer(_: PWDF_DRIVER_GLOBALS, request: WDFREQUEST) -> NTSTATUS {
    // The simulator's timers are part of the request, so there is nothing that could fail.
    enter("WdfRequestAllocateTimer", request, Kind::Request);
    STATUS_SUCCESS
}

pub(super) unsafe extern "C" fn get_completion_params(
    _: PWDF_DRIVER_GLOBALS,
    request: WDFREQUEST,
    out: PWDF_REQUEST_COMPLETION_PARAMS,
) {
    const DDI: &str = "WdfRequestGetCompletionParams";
    let id = enter(DDI, request, Kind::Request);
    // SAFETY: the driver's pointer, NULL or valid.
    let size = unsafe { arg::read(DDI, "Params", out.cast::<ULONG>()) };
    if size as usize != size_of::<WDF_REQUEST_COMPLETION_PARAMS>() {
        let text = format!("{DDI}: Size is {size}, and {} is expected", size_of::<WDF_REQUEST_COMPLETION_PARAMS>());
        return check(|kernel| kernel.verifier_break(Rule::ParametersSizeWrong, text));
    }
    let params = check(|kernel| {
        if kernel.sending(id).is_none_or(|sending| sending.format.is_none()) {
            let text = format!("{DDI}: {} was not formatted for a target", kernel.objects.subject(id));
            kernel.verifier_break(Rule::CompletionParamsUnformatted, text)?;
        }
        Ok(kernel.stored_params(id))
    });
    // SAFETY: the driver's pointer, read above.
    unsafe { arg::write(DDI, "Params", out, params) };
}

/// Reads send options; the status is the one with which the functions that also format fail.
///
/// # Safety
///
/// The pointer is NULL or valid.
pub(super) unsafe fn options(options: PWDF_REQUEST_SEND_OPTIONS) -> Result<Option<WDF_REQUEST_SEND_OPTIONS>, NTSTATUS> {
    if options.is_null() {
        return Ok(None);
    }
    // SAFETY: it is not NULL, so the caller vouches for it.
    let options: WDF_REQUEST_SEND_OPTIONS = unsafe { arg::sized("send", "RequestOptions", options) };
    if options.Size as usize != size_of::<WDF_REQUEST_SEND_OPTIONS>() {
        return Err(STATUS_INFO_LENGTH_MISMATCH);
    }
    let unknown = options.Flags & !(SYNCHRONOUS | FORGET | TIMEOUT | IGNORE_STATE) != 0;
    let forgets_more = options.Flags & FORGET != 0 && options.Flags != FORGET;
    if unknown || forgets_more { Err(STATUS_INVALID_PARAMETER) } else { Ok(Some(options)) }
}

/// As the kernel takes them.
pub(super) fn to_options(options: Option<WDF_REQUEST_SEND_OPTIONS>) -> Options {
    options.map_or_else(Options::default, |options| Options {
        ignore_state: options.Flags & IGNORE_STATE != 0,
        timeout: (options.Flags & TIMEOUT != 0).then_some(options.Timeout),
    })
}

pub(super) unsafe extern "C" fn send(
    _: PWDF_DRIVER_GLOBALS,
    request: WDFREQUEST,
    target: WDFIOTARGET,
    raw: PWDF_REQUEST_SEND_OPTIONS,
) -> BOOLEAN {
    const DDI: &str = "WdfRequestSend";
    let id = enter(DDI, request, Kind::Request);
    // SAFETY: the driver's pointer, NULL or valid.
    let Ok(options) = (unsafe { options(raw) }) else {
        with(|kernel| kernel.refuse(id, STATUS_INVALID_PARAMETER));
        let text = format!("{DDI}: the options of {} are wrong", with(|kernel| kernel.objects.subject(id)));
        check(|kernel| kernel.verifier_break(Rule::SendOptionsWrong, text));
        return 0;
    };
    let target = enter(DDI, target, Kind::IoTarget);
    let flags = options.map_or(0, |options| options.Flags);
    if flags & FORGET != 0 {
        return BOOLEAN::from(forget(id, target));
    }
    if flags & SYNCHRONOUS != 0 {
        return BOOLEAN::from(target::send_sync(id, target, to_options(options), true, DDI).0);
    }
    let unwatched = check(|kernel| {
        let request = kernel.objects.request(id);
        let unwatched = request.origin() == Origin::Presented
            && request.sending.as_deref().is_none_or(|sending| sending.routine.is_none());
        if unwatched && !request.irp_gone {
            kernel.refuse(id, STATUS_INVALID_DEVICE_REQUEST);
            let text = format!("{DDI}: {} has no completion routine", kernel.objects.subject(id));
            kernel.verifier_break(Rule::SentWithoutCompletionRoutine, text)?;
        }
        Ok(unwatched)
    });
    BOOLEAN::from(!unwatched && target::send(id, target, to_options(options)))
}

/// `WDF_REQUEST_SEND_OPTION_SEND_AND_FORGET`.
fn forget(id: Id, target: Id) -> bool {
    const DDI: &str = "WdfRequestSend (and forget)";
    if with(|kernel| kernel.objects.request(id).origin()) != Origin::Presented {
        with(|kernel| kernel.refuse(id, STATUS_INVALID_DEVICE_STATE));
        return false;
    }
    if !check(|kernel| kernel.verify_forget(id, DDI)) {
        return false;
    }
    target::send_and_forget(id, target);
    true
}

pub(super) unsafe extern "C" fn cancel_sent_request(_: PWDF_DRIVER_GLOBALS, request: WDFREQUEST) -> BOOLEAN {
    let id = enter("WdfRequestCancelSentRequest", request, Kind::Request);
    BOOLEAN::from(target::cancel_sent(id))
}

/// A status that a driver asks for, of a request that has an IRP.
pub(super) fn check_has_irp(ddi: &str, id: Id) {
    check(|kernel| kernel.check_has_irp(id, ddi));
}
