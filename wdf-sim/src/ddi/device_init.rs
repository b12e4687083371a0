//! `WdfDeviceInit*` and `WdfFdoInit*`: what is said about a device before it is created.
#![expect(unsafe_code, reason = "functions of the table: the driver's pointers are read and written")]

use wdf_sim_sys::{
    _WDF_DEVICE_IO_TYPE as io_type, _WDF_FILEOBJECT_CLASS as file_class, _WDF_TRI_STATE as tri_state, ACCESS_MASK,
    BOOLEAN, GUID, NTSTATUS, PCUNICODE_STRING, PFN_WDF_IO_IN_CALLER_CONTEXT, PWDF_DRIVER_GLOBALS,
    PWDF_FILEOBJECT_CONFIG, PWDF_IO_TYPE_CONFIG, PWDF_OBJECT_ATTRIBUTES, PWDF_PNPPOWER_EVENT_CALLBACKS,
    PWDF_POWER_POLICY_EVENT_CALLBACKS, PWDF_REMOVE_LOCK_OPTIONS, PWDFDEVICE_INIT, STATUS_INVALID_DEVICE_REQUEST,
    STATUS_SUCCESS, ULONG, WDF_DEVICE_IO_TYPE, WDF_FILEOBJECT_CONFIG, WDF_IO_TYPE_CONFIG, WDF_PNPPOWER_EVENT_CALLBACKS,
    WDF_POWER_POLICY_EVENT_CALLBACKS, WDF_REMOVE_LOCK_OPTIONS, WDFKEY,
};

use super::{arg, begin, device_state, passive_only, refuse_above_passive, registry};
use crate::exec::{check, with};
use crate::kernel::attributes::Allows;
use crate::kernel::device::{DeviceInit, FileConfig};
use crate::kernel::irp::Transfer;
use crate::violation::{Rule, Violation};

/// Size of the PnP and power callbacks before version 1.11, without the last one.
const OLD_PNP_POWER_SIZE: usize = 136;
/// Size of the power policy callbacks before version 1.7, without the last one.
const OLD_POWER_POLICY_SIZE: usize = 56;

/// Changes an init that was not consumed yet.
pub(super) fn change(ddi: &'static str, init: PWDFDEVICE_INIT, change: impl FnOnce(&mut DeviceInit)) {
    begin(ddi);
    arg::required(ddi, "DeviceInit", init);
    check(|kernel| match kernel.init_at(init as usize) {
        Some(Some(init)) => {
            change(init);
            Ok(())
        }
        _ => {
            let text = format!("{ddi}: the WDFDEVICE_INIT was consumed by WdfDeviceCreate or never was one");
            Err(Violation::undefined(Rule::InvalidHandle, text))
        }
    });
}

const fn transfer(kind: WDF_DEVICE_IO_TYPE) -> Transfer {
    match kind {
        io_type::WdfDeviceIoNeither => Transfer::Neither,
        io_type::WdfDeviceIoDirect => Transfer::Direct,
        _ => Transfer::Buffered,
    }
}

pub(super) unsafe extern "C" fn set_pnp_power_event_callbacks(
    _: PWDF_DRIVER_GLOBALS,
    init: PWDFDEVICE_INIT,
    callbacks: PWDF_PNPPOWER_EVENT_CALLBACKS,
) {
    const DDI: &str = "WdfDeviceInitSetPnpPowerEventCallbacks";
    // SAFETY: the driver's pointer, NULL or valid.
    let callbacks = unsafe { arg::sized_or(DDI, "PnpPowerEventCallbacks", callbacks, &[OLD_PNP_POWER_SIZE]) };
    change(DDI, init, |_| {});
    if size_is_right(DDI, callbacks.Size, &[size_of::<WDF_PNPPOWER_EVENT_CALLBACKS>(), OLD_PNP_POWER_SIZE]) {
        change(DDI, init, |init| init.pnp = Some(callbacks));
    }
}

/// A break about what is said of a device that is to be created.
fn misused(text: String) {
    check(|kernel| kernel.verifier_break(Rule::DeviceMisused, text));
}

fn is_io_type(ddi: &str, kind: WDF_DEVICE_IO_TYPE) -> bool {
    let is_one = (io_type::WdfDeviceIoNeither..=io_type::WdfDeviceIoBufferedOrDirect).contains(&kind);
    if !is_one {
        misused(format!("{ddi}: {kind} is no I/O type"));
    }
    is_one
}

pub(super) unsafe extern "C" fn set_io_type(_: PWDF_DRIVER_GLOBALS, init: PWDFDEVICE_INIT, kind: WDF_DEVICE_IO_TYPE) {
    const DDI: &str = "WdfDeviceInitSetIoType";
    change(DDI, init, |_| {});
    if is_io_type(DDI, kind) {
        change(DDI, init, |init| init.transfer = transfer(kind));
    }
}

pub(super) unsafe extern "C" fn set_io_type_ex(
    _: PWDF_DRIVER_GLOBALS,
    init: PWDFDEVICE_INIT,
    config: PWDF_IO_TYPE_CONFIG,
) {
    const DDI: &str = "WdfDeviceInitSetIoTypeEx";
    // SAFETY: the driver's pointer, NULL or valid.
    let config = unsafe { arg::sized(DDI, "IoTypeConfig", config) };
    change(DDI, init, |_| {});
    // Of a wrong size the framework says nothing but in its log.
    if config.Size as usize == size_of::<WDF_IO_TYPE_CONFIG>() && is_io_type(DDI, config.ReadWriteIoType) {
        change(DDI, init, |init| init.transfer = transfer(config.ReadWriteIoType));
    }
}

pub(super) unsafe extern "C" fn set_exclusive(_: PWDF_DRIVER_GLOBALS, init: PWDFDEVICE_INIT, exclusive: BOOLEAN) {
    change("WdfDeviceInitSetExclusive", init, |init| init.exclusive = exclusive != 0);
}

pub(super) unsafe extern "C" fn set_device_type(_: PWDF_DRIVER_GLOBALS, init: PWDFDEVICE_INIT, _kind: ULONG) {
    change("WdfDeviceInitSetDeviceType", init, |_| {});
}

pub(super) unsafe extern "C" fn set_characteristics(
    _: PWDF_DRIVER_GLOBALS,
    init: PWDFDEVICE_INIT,
    _characteristics: ULONG,
    _or_in_values: BOOLEAN,
) {
    change("WdfDeviceInitSetCharacteristics", init, |_| {});
}

pub(super) unsafe extern "C" fn assign_name(
    _: PWDF_DRIVER_GLOBALS,
    init: PWDFDEVICE_INIT,
    name: PCUNICODE_STRING,
) -> NTSTATUS {
    const DDI: &str = "WdfDeviceInitAssignName";
    change(DDI, init, |_| {});
    if !passive_only(DDI) {
        return STATUS_INVALID_DEVICE_REQUEST;
    }
    // SAFETY: the driver's pointer, NULL or valid.
    let name = unsafe { device_state::name(name) };
    let status = name.as_ref().err().copied().unwrap_or(STATUS_SUCCESS);
    change(DDI, init, |init| {
        if let Ok(name) = name {
            init.name = name;
        }
    });
    status
}

/// Who may open the device is for the I/O manager; every application of a test may.
pub(super) unsafe extern "C" fn assign_sddl_string(
    _: PWDF_DRIVER_GLOBALS,
    init: PWDFDEVICE_INIT,
    sddl: PCUNICODE_STRING,
) -> NTSTATUS {
    const DDI: &str = "WdfDeviceInitAssignSDDLString";
    change(DDI, init, |_| {});
    if !passive_only(DDI) {
        return STATUS_INVALID_DEVICE_REQUEST;
    }
    // SAFETY: the driver's pointer, NULL or valid.
    let sddl = unsafe { device_state::name(sddl) };
    sddl.err().unwrap_or(STATUS_SUCCESS)
}

/// See [`assign_sddl_string`].
pub(super) unsafe extern "C" fn set_device_class(_: PWDF_DRIVER_GLOBALS, init: PWDFDEVICE_INIT, class: *const GUID) {
    const DDI: &str = "WdfDeviceInitSetDeviceClass";
    arg::required(DDI, "DeviceClassGuid", class);
    change(DDI, init, |_| {});
}

pub(super) unsafe extern "C" fn set_power_not_pageable(_: PWDF_DRIVER_GLOBALS, init: PWDFDEVICE_INIT) {
    change("WdfDeviceInitSetPowerNotPageable", init, |init| init.power_pageable = false);
}

pub(super) unsafe extern "C" fn set_power_pageable(_: PWDF_DRIVER_GLOBALS, init: PWDFDEVICE_INIT) {
    change("WdfDeviceInitSetPowerPageable", init, |init| init.power_pageable = true);
}

/// Devices start one after the other anyway.
pub(super) unsafe extern "C" fn set_power_inrush(_: PWDF_DRIVER_GLOBALS, init: PWDFDEVICE_INIT) {
    change("WdfDeviceInitSetPowerInrush", init, |_| {});
}

/// A structure whose size is not one of its versions': a break.
fn size_is_right(ddi: &str, size: ULONG, sizes: &[usize]) -> bool {
    let right = sizes.contains(&(size as usize));
    if !right {
        let text = format!("{ddi}: Size is {size}, and {} is expected", sizes[0]);
        check(|kernel| kernel.verifier_break(Rule::ParametersSizeWrong, text));
    }
    right
}

/// These callbacks are called for a device that may idle or wake, which `WdfDeviceAssignS0IdleSettings` and
/// `WdfDeviceAssignSxWakeSettings` say.
pub(super) unsafe extern "C" fn set_power_policy_event_callbacks(
    _: PWDF_DRIVER_GLOBALS,
    init: PWDFDEVICE_INIT,
    callbacks: PWDF_POWER_POLICY_EVENT_CALLBACKS,
) {
    const DDI: &str = "WdfDeviceInitSetPowerPolicyEventCallbacks";
    // SAFETY: the driver's pointer, NULL or valid; each version of the structure begins with its size.
    let size = unsafe { arg::read(DDI, "PowerPolicyEventCallbacks", callbacks.cast::<ULONG>()) };
    change(DDI, init, |_| {});
    if size_is_right(DDI, size, &[size_of::<WDF_POWER_POLICY_EVENT_CALLBACKS>(), OLD_POWER_POLICY_SIZE]) {
        let mut read = WDF_POWER_POLICY_EVENT_CALLBACKS::default();
        let to = (&raw mut read).cast::<u8>();
        // SAFETY: the driver's structure is as long as it says, which is no longer than the newest.
        unsafe { callbacks.cast::<u8>().copy_to_nonoverlapping(to, size as usize) };
        change(DDI, init, |init| init.power_policy = Some(read));
    }
}

pub(super) unsafe extern "C" fn set_power_policy_ownership(
    _: PWDF_DRIVER_GLOBALS,
    init: PWDFDEVICE_INIT,
    owner: BOOLEAN,
) {
    change("WdfDeviceInitSetPowerPolicyOwnership", init, |init| init.owns_power_policy = Some(owner != 0));
}

/// The remove lock that the framework takes for each request is not seen from outside.
pub(super) unsafe extern "C" fn set_remove_lock_options(
    _: PWDF_DRIVER_GLOBALS,
    init: PWDFDEVICE_INIT,
    options: PWDF_REMOVE_LOCK_OPTIONS,
) {
    const DDI: &str = "WdfDeviceInitSetRemoveLockOptions";
    // SAFETY: the driver's pointer, NULL or valid.
    let options = unsafe { arg::sized(DDI, "Options", options) };
    change(DDI, init, |_| {});
    size_is_right(DDI, options.Size, &[size_of::<WDF_REMOVE_LOCK_OPTIONS>()]);
}

pub(super) unsafe extern "C" fn set_request_attributes(
    _: PWDF_DRIVER_GLOBALS,
    init: PWDFDEVICE_INIT,
    attributes: PWDF_OBJECT_ATTRIBUTES,
) {
    const DDI: &str = "WdfDeviceInitSetRequestAttributes";
    arg::required(DDI, "RequestAttributes", attributes);
    // SAFETY: the driver's pointer, checked above.
    let validated = unsafe { arg::attributes(attributes, Allows { parent: false, level: false, scope: false }) };
    match validated {
        Ok(attributes) => {
            change(DDI, init, |init| init.request_attributes = attributes.map(|attributes| attributes.context()))
        }
        Err(status) => {
            begin(DDI);
            check(|kernel| {
                kernel.verifier_break(
                    Rule::ContextMisused,
                    format!("{DDI}: the attributes are invalid, status {status:#010x}"),
                )
            });
        }
    }
}

pub(super) unsafe extern "C" fn set_file_object_config(
    _: PWDF_DRIVER_GLOBALS,
    init: PWDFDEVICE_INIT,
    config: PWDF_FILEOBJECT_CONFIG,
    attributes: PWDF_OBJECT_ATTRIBUTES,
) {
    const DDI: &str = "WdfDeviceInitSetFileObjectConfig";
    // SAFETY: the driver's pointer, NULL or valid.
    let config = unsafe { arg::sized(DDI, "FileObjectConfig", config) };
    change(DDI, init, |_| {});
    if !size_is_right(DDI, config.Size, &[size_of::<WDF_FILEOBJECT_CONFIG>()]) {
        return;
    }
    let class = config.FileObjectClass & !file_class::WdfFileObjectCanBeOptional;
    if !(file_class::WdfFileObjectNotRequired..=file_class::WdfFileObjectWdfCannotUseFsContexts).contains(&class) {
        return misused(format!("{DDI}: {class} is no class of file objects"));
    }
    if !(tri_state::WdfFalse..=tri_state::WdfUseDefault).contains(&config.AutoForwardCleanupClose) {
        return misused(format!("{DDI}: AutoForwardCleanupClose is neither true, false nor the default"));
    }
    // SAFETY: the driver's pointer, NULL or valid.
    let attributes = unsafe { arg::attributes(attributes, Allows { parent: false, level: true, scope: true }) };
    if let Err(status) = attributes {
        return misused(format!("{DDI}: the attributes are invalid, status {status:#010x}"));
    }
    let file = FileConfig {
        create: config.EvtDeviceFileCreate,
        cleanup: config.EvtFileCleanup,
        close: config.EvtFileClose,
        attributes: attributes.ok().flatten().map(|attributes| attributes.context()),
        configured: true,
        forwards_cleanup: match config.AutoForwardCleanupClose {
            tri_state::WdfTrue => Some(true),
            tri_state::WdfFalse => Some(false),
            _ => None,
        },
    };
    change(DDI, init, |init| init.file = file);
}

pub(super) unsafe extern "C" fn set_io_in_caller_context_callback(
    _: PWDF_DRIVER_GLOBALS,
    init: PWDFDEVICE_INIT,
    callback: PFN_WDF_IO_IN_CALLER_CONTEXT,
) {
    change("WdfDeviceInitSetIoInCallerContextCallback", init, |init| init.in_caller_context = callback);
}

pub(super) unsafe extern "C" fn fdo_init_set_filter(_: PWDF_DRIVER_GLOBALS, init: PWDFDEVICE_INIT) {
    const DDI: &str = "WdfFdoInitSetFilter";
    refuse_above_passive(DDI);
    let mut is_fdo = false;
    change(DDI, init, |init| {
        is_fdo = init.pdo.is_none() && init.control.is_none();
        init.filter |= is_fdo;
    });
    if !is_fdo {
        misused(format!("{DDI}: the WDFDEVICE_INIT is not that of a function device"));
    }
}

pub(super) unsafe extern "C" fn free(_: PWDF_DRIVER_GLOBALS, init: PWDFDEVICE_INIT) {
    const DDI: &str = "WdfDeviceInitFree";
    begin(DDI);
    take(DDI, init);
}

pub(super) unsafe extern "C" fn fdo_init_open_registry_key(
    _: PWDF_DRIVER_GLOBALS,
    init: PWDFDEVICE_INIT,
    kind: ULONG,
    _access: ACCESS_MASK,
    attributes: PWDF_OBJECT_ATTRIBUTES,
    out: *mut WDFKEY,
) -> NTSTATUS {
    const DDI: &str = "WdfFdoInitOpenRegistryKey";
    let mut of = Err(STATUS_INVALID_DEVICE_REQUEST);
    change(DDI, init, |init| {
        if init.pdo.is_none() {
            of = Ok((init.driver, init.number));
        }
    });
    // SAFETY: the driver's pointers, NULL or valid.
    unsafe { registry::open_key_of(DDI, of, kind, attributes, out) }
}

/// Takes the init that `WdfDeviceCreate` consumes.
pub(super) fn take(ddi: &str, init: PWDFDEVICE_INIT) -> DeviceInit {
    arg::required(ddi, "DeviceInit", init);
    let taken = with(|kernel| kernel.init_at(init as usize).and_then(Option::take));
    taken.unwrap_or_else(|| {
        let text = format!("{ddi}: the WDFDEVICE_INIT was consumed already or never was one");
        crate::exec::stop(Violation::undefined(Rule::InvalidHandle, text))
    })
}
