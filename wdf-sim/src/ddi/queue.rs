//! `WdfIoQueue*`: creating queues, changing their state, taking requests out.
#![expect(unsafe_code, reason = "functions of the table: the driver's pointers are read and written")]

use crate::kernel::status::STATUS_WDF_NO_CALLBACK;
use wdf_sim_sys::{
    _WDF_IO_QUEUE_DISPATCH_TYPE as dispatch_type, _WDF_IO_QUEUE_STATE as queue_state, _WDF_TRI_STATE as tri_state,
    NTSTATUS, PFN_WDF_IO_QUEUE_STATE, PULONG, PWDF_DRIVER_GLOBALS, PWDF_IO_QUEUE_CONFIG, PWDF_OBJECT_ATTRIBUTES,
    PWDF_REQUEST_PARAMETERS, STATUS_INFO_LENGTH_MISMATCH, STATUS_INVALID_DEVICE_REQUEST, STATUS_INVALID_DEVICE_STATE,
    STATUS_INVALID_PARAMETER, STATUS_INVALID_PARAMETER_4, STATUS_SUCCESS, STATUS_UNSUCCESSFUL, ULONG, USHORT,
    WDF_IO_QUEUE_CONFIG, WDF_IO_QUEUE_STATE, WDFCONTEXT, WDFDEVICE, WDFFILEOBJECT, WDFQUEUE, WDFREQUEST,
};

use super::object::{insert, parent_or};
use super::{arg, enter, named, optional, passive_only, refused, request};
use crate::exec::{self, check, queue, with};
use crate::kernel::Scope;
use crate::kernel::attributes::Allows;
use crate::kernel::device::Pnp;
use crate::kernel::object::{Body, Deletion, Id, Kind};
use crate::kernel::queue::{Callbacks, Change, Dispatch, Found, Power, PowerReference, Queue, Retrieved, Waiter};

/// Sizes of the configuration in the versions that a driver may have been compiled for.
const CONFIG_SIZES: [usize; 3] = [size_of::<WDF_IO_QUEUE_CONFIG>(), 88, 80];

pub(super) unsafe extern "C" fn create(
    _: PWDF_DRIVER_GLOBALS,
    device: WDFDEVICE,
    config: PWDF_IO_QUEUE_CONFIG,
    attributes: PWDF_OBJECT_ATTRIBUTES,
    out: *mut WDFQUEUE,
) -> NTSTATUS {
    const DDI: &str = "WdfIoQueueCreate";
    let device = enter(DDI, device, Kind::Device);
    // SAFETY: the driver's pointer, NULL or valid.
    let config: WDF_IO_QUEUE_CONFIG = unsafe { arg::sized_or(DDI, "Config", config, &CONFIG_SIZES) };
    // SAFETY: the driver's pointer, NULL or valid.
    let attributes = match unsafe { arg::attributes(attributes, Allows::ALL) } {
        Ok(attributes) => attributes,
        Err(status) => return status,
    };
    if !CONFIG_SIZES.contains(&(config.Size as usize)) {
        return STATUS_INFO_LENGTH_MISMATCH;
    }
    let is_default = config.DefaultQueue != 0;
    if !is_default && out.is_null() {
        return STATUS_INVALID_PARAMETER_4;
    }
    let (state, inherited, (filter, control), has_default) = with(|kernel| {
        let object = kernel.objects.get(device);
        let state = kernel.objects.device(device);
        (
            state.state,
            (object.level, object.scope),
            (state.filter, state.control.is_some()),
            state.default_queue.is_some(),
        )
    });
    if is_default && state != Pnp::Added {
        return refused(DDI, STATUS_INVALID_DEVICE_STATE, "a default queue is made before the device starts");
    }
    let parent = parent_or(DDI, attributes, Some(device));
    if parent.is_none_or(|parent| with(|kernel| kernel.objects.ancestor(parent, Kind::Device)) != Some(device)) {
        return STATUS_INVALID_DEVICE_REQUEST;
    }
    let (level, scope) = attributes.map_or(inherited, |attributes| attributes.inherit(inherited));
    if scope == Scope::Device && level != inherited.0 {
        return STATUS_INVALID_PARAMETER;
    }
    let dispatch = match dispatch_of(&config) {
        Ok(dispatch) => dispatch,
        Err((status, why)) => return refused(DDI, status, why),
    };
    if is_default && has_default {
        let why = "the device has a default queue, and can have one; another queue gets its requests by \
                   WdfDeviceConfigureRequestDispatching, or from the driver";
        return refused(DDI, STATUS_UNSUCCESSFUL, why);
    }
    let power_managed = match config.PowerManaged {
        _ if control => false,
        tri_state::WdfTrue => true,
        tri_state::WdfFalse => false,
        _ => !filter,
    };
    let in_d0 = state == Pnp::Working;
    let idles = with(|kernel| kernel.objects.device(device).power_policy.idle.is_some());
    let new = Queue {
        is_default,
        power_managed,
        allow_zero_length: config.AllowZeroLengthRequests != 0,
        callbacks: callbacks_of(&config),
        power: if power_managed && !in_d0 { Power::Off } else { Power::On },
        power_reference: if power_managed && idles { PowerReference::Free } else { PowerReference::Unused },
        ..Queue::new(device, dispatch, level)
    };
    let id = match insert(parent, attributes, level, scope, Body::Queue(Box::new(new))) {
        Ok(id) => id,
        Err(status) => return status,
    };
    with(|kernel| {
        kernel.lock_callbacks(id, scope);
        if is_default {
            kernel.objects.device_mut(device).default_queue = Some(id);
            kernel.objects.get_mut(id).deletion.insert(Deletion::NOT_BY_DRIVER);
        }
    });
    // SAFETY: the driver's pointer, NULL or valid.
    unsafe { arg::write_optional(out, id.handle() as WDFQUEUE) };
    STATUS_SUCCESS
}

fn callbacks_of(config: &WDF_IO_QUEUE_CONFIG) -> Callbacks {
    Callbacks {
        default: config.EvtIoDefault,
        read: config.EvtIoRead,
        write: config.EvtIoWrite,
        device_control: config.EvtIoDeviceControl,
        internal_device_control: config.EvtIoInternalDeviceControl,
        stop: config.EvtIoStop,
        resume: config.EvtIoResume,
        canceled_on_queue: config.EvtIoCanceledOnQueue,
    }
}

/// The dispatch type with its limit, checked against the callbacks as the framework does.
fn dispatch_of(config: &WDF_IO_QUEUE_CONFIG) -> Result<Dispatch, (NTSTATUS, &'static str)> {
    // SAFETY: `Parallel` is the only member of the union, a number; a driver that left it out left it zeroed.
    let limit = unsafe { config.Settings.Parallel }.NumberOfPresentedRequests;
    let dispatch = match config.DispatchType {
        dispatch_type::WdfIoQueueDispatchSequential => Dispatch::Sequential,
        dispatch_type::WdfIoQueueDispatchParallel => Dispatch::Parallel(limit),
        dispatch_type::WdfIoQueueDispatchManual => Dispatch::Manual,
        _ => return Err((STATUS_INVALID_PARAMETER, "there is no such dispatch type")),
    };
    let has_handler = config.EvtIoDefault.is_some()
        || config.EvtIoRead.is_some()
        || config.EvtIoWrite.is_some()
        || config.EvtIoDeviceControl.is_some()
        || config.EvtIoInternalDeviceControl.is_some();
    let is_manual = dispatch == Dispatch::Manual;
    if !is_manual && !has_handler {
        return Err((STATUS_WDF_NO_CALLBACK, "a queue that presents requests needs a handler: EvtIoRead or its like"));
    }
    if is_manual && has_handler {
        return Err((STATUS_INVALID_PARAMETER, "a manual queue presents nothing, and has no handlers of requests"));
    }
    if !matches!(dispatch, Dispatch::Parallel(_)) && limit != 0 {
        return Err((STATUS_INVALID_PARAMETER, "only a parallel queue has a limit of presented requests"));
    }
    Ok(dispatch)
}

pub(super) unsafe extern "C" fn get_state(
    _: PWDF_DRIVER_GLOBALS,
    queue: WDFQUEUE,
    queued: PULONG,
    owned: PULONG,
) -> WDF_IO_QUEUE_STATE {
    let id = enter("WdfIoQueueGetState", queue, Kind::Queue);
    let (state, waiting, driver) = with(|kernel| {
        let queue = kernel.objects.queue(id);
        let bits = [
            (queue.accepts, queue_state::WdfIoQueueAcceptRequests),
            (queue.dispatches, queue_state::WdfIoQueueDispatchRequests),
            (queue.waiting.is_empty(), queue_state::WdfIoQueueNoRequests),
            (queue.owned_count == 0, queue_state::WdfIoQueueDriverNoRequests),
            (queue.power_managed && queue.power != Power::On, queue_state::WdfIoQueuePnpHeld),
        ];
        let state = bits.iter().filter(|(set, _)| *set).fold(0, |state, (_, bit)| state | bit);
        (state, u32::try_from(queue.waiting.len()).unwrap_or(ULONG::MAX), queue.owned_count)
    });
    // SAFETY: the driver's pointer, NULL or valid.
    unsafe { arg::write_optional(queued, waiting) };
    // SAFETY: the driver's pointer, NULL or valid.
    unsafe { arg::write_optional(owned, driver) };
    state
}

pub(super) unsafe extern "C" fn get_device(_: PWDF_DRIVER_GLOBALS, queue: WDFQUEUE) -> WDFDEVICE {
    let id = enter("WdfIoQueueGetDevice", queue, Kind::Queue);
    with(|kernel| kernel.objects.queue(id).device.handle() as WDFDEVICE)
}

pub(super) unsafe extern "C" fn start(_: PWDF_DRIVER_GLOBALS, queue: WDFQUEUE) {
    queue::start(enter("WdfIoQueueStart", queue, Kind::Queue));
}

/// The four changes of state, each with its callback or synchronously.
macro_rules! changes {
    ($($asynchronous:ident $synchronous:ident: $change:ident, $name:literal, $synchronous_name:literal;)*) => {
        $(
            pub(super) unsafe extern "C" fn $asynchronous(
                _: PWDF_DRIVER_GLOBALS,
                queue: WDFQUEUE,
                callback: PFN_WDF_IO_QUEUE_STATE,
                context: WDFCONTEXT,
            ) {
                let id = enter($name, queue, Kind::Queue);
                queue::change(id, Change::$change, Waiter::Callback(callback, context as usize));
            }

            pub(super) unsafe extern "C" fn $synchronous(_: PWDF_DRIVER_GLOBALS, queue: WDFQUEUE) {
                let id = enter($synchronous_name, queue, Kind::Queue);
                if passive_only($synchronous_name) {
                    queue::change(id, Change::$change, Waiter::Thread);
                }
            }
        )*
    };
}

changes! {
    stop stop_synchronously: Stop, "WdfIoQueueStop", "WdfIoQueueStopSynchronously";
    drain drain_synchronously: Drain, "WdfIoQueueDrain", "WdfIoQueueDrainSynchronously";
    purge purge_synchronously: Purge, "WdfIoQueuePurge", "WdfIoQueuePurgeSynchronously";
    stop_and_purge stop_and_purge_synchronously: StopAndPurge, "WdfIoQueueStopAndPurge", "WdfIoQueueStopAndPurgeSynchronously";
}

/// Retrieves until there is a request for the driver, or none: empty reads and writes are completed on the way.
fn retrieve(queue: Id, file: Option<Id>, found: Option<Id>) -> Result<Id, NTSTATUS> {
    loop {
        match check(|kernel| kernel.retrieve(queue, file, found)) {
            Retrieved::Request(request) => return Ok(request),
            Retrieved::Failed(status) => return Err(status),
            Retrieved::ZeroLength(request) => {
                exec::request::finish(request, STATUS_SUCCESS, Some(0));
                exec::object::release(request);
            }
        }
    }
}

/// # Safety
///
/// `out` is valid for writes.
unsafe fn hand_out(ddi: &str, out: *mut WDFREQUEST, request: Result<Id, NTSTATUS>) -> NTSTATUS {
    let (handle, status) = match request {
        Ok(request) => (request.handle() as WDFREQUEST, STATUS_SUCCESS),
        Err(status) => (std::ptr::null_mut(), status),
    };
    // SAFETY: the caller vouches for the pointer.
    unsafe { arg::write(ddi, "OutRequest", out, handle) };
    status
}

pub(super) unsafe extern "C" fn retrieve_next_request(
    _: PWDF_DRIVER_GLOBALS,
    queue: WDFQUEUE,
    out: *mut WDFREQUEST,
) -> NTSTATUS {
    const DDI: &str = "WdfIoQueueRetrieveNextRequest";
    let id = enter(DDI, queue, Kind::Queue);
    arg::required(DDI, "OutRequest", out);
    // SAFETY: the driver's pointer, checked above.
    unsafe { hand_out(DDI, out, retrieve(id, None, None)) }
}

pub(super) unsafe extern "C" fn retrieve_request_by_file_object(
    _: PWDF_DRIVER_GLOBALS,
    queue: WDFQUEUE,
    file: WDFFILEOBJECT,
    out: *mut WDFREQUEST,
) -> NTSTATUS {
    const DDI: &str = "WdfIoQueueRetrieveRequestByFileObject";
    let id = enter(DDI, queue, Kind::Queue);
    let file = named(DDI, file, Kind::File);
    arg::required(DDI, "OutRequest", out);
    // SAFETY: the driver's pointer, checked above.
    unsafe { hand_out(DDI, out, retrieve(id, Some(file), None)) }
}

pub(super) unsafe extern "C" fn retrieve_found_request(
    _: PWDF_DRIVER_GLOBALS,
    queue: WDFQUEUE,
    found: WDFREQUEST,
    out: *mut WDFREQUEST,
) -> NTSTATUS {
    const DDI: &str = "WdfIoQueueRetrieveFoundRequest";
    let id = enter(DDI, queue, Kind::Queue);
    let found = named(DDI, found, Kind::Request);
    arg::required(DDI, "OutRequest", out);
    // SAFETY: the driver's pointer, checked above.
    unsafe { hand_out(DDI, out, retrieve(id, None, Some(found))) }
}

pub(super) unsafe extern "C" fn find_request(
    _: PWDF_DRIVER_GLOBALS,
    queue: WDFQUEUE,
    tag: WDFREQUEST,
    file: WDFFILEOBJECT,
    parameters: PWDF_REQUEST_PARAMETERS,
    out: *mut WDFREQUEST,
) -> NTSTATUS {
    const DDI: &str = "WdfIoQueueFindRequest";
    let id = enter(DDI, queue, Kind::Queue);
    let tag = optional(DDI, tag, Kind::Request);
    let file = optional(DDI, file, Kind::File);
    arg::required(DDI, "OutRequest", out);
    if !parameters.is_null() {
        // SAFETY: the driver's pointer, which is not NULL.
        let size = unsafe { arg::read(DDI, "Parameters", parameters.cast::<USHORT>()) };
        if (size as usize) < size_of::<wdf_sim_sys::WDF_REQUEST_PARAMETERS>() {
            return STATUS_INVALID_PARAMETER_4;
        }
    }
    let request = match check(|kernel| kernel.find(id, tag, file)) {
        Found::Request(request) => {
            if !parameters.is_null() {
                // SAFETY: the driver's pointer, which is not NULL.
                unsafe { arg::write(DDI, "Parameters", parameters, request::parameters_of(request)) };
            }
            Ok(request)
        }
        Found::Failed(status) => Err(status),
    };
    // SAFETY: the driver's pointer, checked above.
    unsafe { hand_out(DDI, out, request) }
}

pub(super) unsafe extern "C" fn ready_notify(
    _: PWDF_DRIVER_GLOBALS,
    queue: WDFQUEUE,
    callback: PFN_WDF_IO_QUEUE_STATE,
    context: WDFCONTEXT,
) -> NTSTATUS {
    let id = enter("WdfIoQueueReadyNotify", queue, Kind::Queue);
    let status = check(|kernel| kernel.set_ready_notify(id, callback, context as usize));
    if status == STATUS_SUCCESS {
        queue::dispatch(id, None);
    }
    status
}
