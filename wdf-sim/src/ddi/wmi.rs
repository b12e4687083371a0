//! `WdfWmi*`: providers and instances of WMI data blocks, on a machine where nobody asks for one.
//!
//! Facts: `fxwmiproviderapi.cpp`, `fxwmiinstanceapi.cpp`, `fxwmiprovider.cpp`.
#![expect(unsafe_code, reason = "functions of the table: the driver's pointers are read and written")]

use wdf_sim_sys::{
    _WDF_WMI_PROVIDER_FLAGS::WdfWmiProviderValidFlags, BOOLEAN, NTSTATUS, PVOID, PWDF_DRIVER_GLOBALS,
    PWDF_OBJECT_ATTRIBUTES, PWDF_WMI_INSTANCE_CONFIG, PWDF_WMI_PROVIDER_CONFIG, STATUS_INFO_LENGTH_MISMATCH,
    STATUS_INVALID_DEVICE_REQUEST, STATUS_INVALID_PARAMETER, STATUS_OBJECT_NAME_COLLISION, STATUS_SUCCESS, ULONG,
    ULONGLONG, WDF_WMI_INSTANCE_CONFIG, WDF_WMI_PROVIDER_CONFIG, WDF_WMI_PROVIDER_CONTROL, WDFDEVICE, WDFWMIINSTANCE,
    WDFWMIPROVIDER,
};

use super::object::insert;
use super::{apc_at_most, arg, enter, named};
use crate::exec::with;
use crate::kernel::attributes::Allows;
use crate::kernel::device_interface::same;
use crate::kernel::object::{Body, Deletion, Id, Kind};
use crate::kernel::wmi::{WmiInstance, WmiProvider};
use crate::kernel::{Level, Scope};

/// Makes a provider, which lives as long as its device.
///
/// # Safety
///
/// The attributes are NULL or valid.
unsafe fn make_provider(
    device: Id,
    config: &WDF_WMI_PROVIDER_CONFIG,
    attributes: PWDF_OBJECT_ATTRIBUTES,
) -> Result<Id, NTSTATUS> {
    if config.Size as usize != size_of::<WDF_WMI_PROVIDER_CONFIG>() {
        return Err(STATUS_INFO_LENGTH_MISMATCH);
    }
    if config.Flags & !WdfWmiProviderValidFlags.cast_unsigned() != 0 {
        return Err(STATUS_INVALID_PARAMETER);
    }
    // SAFETY: the caller vouches for it.
    let attributes = unsafe { arg::attributes(attributes, Allows { parent: false, level: false, scope: false }) }?;
    let exists = with(|kernel| kernel.wmi_providers(device).iter().any(|(_, guid)| same(guid, &config.Guid)));
    if exists {
        return Err(STATUS_OBJECT_NAME_COLLISION);
    }
    let provider = WmiProvider { device, guid: config.Guid, smallest: config.MinInstanceBufferSize };
    let id = insert(Some(device), attributes, Level::Passive, Scope::None, Body::WmiProvider(provider))?;
    with(|kernel| kernel.objects.get_mut(id).deletion.insert(Deletion::NOT_BY_DRIVER));
    Ok(id)
}

pub(super) unsafe extern "C" fn provider_create(
    _: PWDF_DRIVER_GLOBALS,
    device: WDFDEVICE,
    config: PWDF_WMI_PROVIDER_CONFIG,
    attributes: PWDF_OBJECT_ATTRIBUTES,
    out: *mut WDFWMIPROVIDER,
) -> NTSTATUS {
    const DDI: &str = "WdfWmiProviderCreate";
    let device = enter(DDI, device, Kind::Device);
    // SAFETY: the driver's pointer, NULL or valid.
    let config = unsafe { arg::sized(DDI, "WmiProviderConfig", config) };
    // SAFETY: the driver's pointer, NULL or valid.
    unsafe { arg::write(DDI, "WmiProvider", out, std::ptr::null_mut()) };
    // SAFETY: the driver's pointers, NULL or valid.
    let made = unsafe { make_provider(device, &config, attributes) };
    // SAFETY: the driver's pointer, checked above.
    unsafe { arg::give(DDI, "WmiProvider", out, made) }
}

fn provider(ddi: &'static str, provider: WDFWMIPROVIDER) -> Id {
    enter(ddi, provider, Kind::WmiProvider)
}

pub(super) unsafe extern "C" fn provider_get_device(_: PWDF_DRIVER_GLOBALS, of: WDFWMIPROVIDER) -> WDFDEVICE {
    let id = provider("WdfWmiProviderGetDevice", of);
    with(|kernel| kernel.objects.wmi_provider(id).device.handle() as WDFDEVICE)
}

/// Nobody asks for events or data.
pub(super) unsafe extern "C" fn provider_is_enabled(
    _: PWDF_DRIVER_GLOBALS,
    of: WDFWMIPROVIDER,
    _control: WDF_WMI_PROVIDER_CONTROL,
) -> BOOLEAN {
    provider("WdfWmiProviderIsEnabled", of);
    0
}

/// No session traces.
pub(super) unsafe extern "C" fn provider_get_tracing_handle(_: PWDF_DRIVER_GLOBALS, of: WDFWMIPROVIDER) -> ULONGLONG {
    provider("WdfWmiProviderGetTracingHandle", of);
    0
}

pub(super) unsafe extern "C" fn instance_create(
    _: PWDF_DRIVER_GLOBALS,
    device: WDFDEVICE,
    config: PWDF_WMI_INSTANCE_CONFIG,
    attributes: PWDF_OBJECT_ATTRIBUTES,
    out: *mut WDFWMIINSTANCE,
) -> NTSTATUS {
    const DDI: &str = "WdfWmiInstanceCreate";
    super::begin(DDI);
    // SAFETY: the driver's pointer, NULL or valid.
    let config = unsafe { arg::sized(DDI, "InstanceConfig", config) };
    // SAFETY: the driver's pointer, NULL or valid.
    unsafe { arg::write_optional(out, std::ptr::null_mut()) };
    let allowed = Allows { parent: false, level: false, scope: false };
    // SAFETY: the driver's pointer, NULL or valid.
    let attributes = match unsafe { arg::attributes(attributes, allowed) } {
        Ok(attributes) => attributes,
        Err(status) => return status,
    };
    if config.Size as usize != size_of::<WDF_WMI_INSTANCE_CONFIG>() {
        return STATUS_INFO_LENGTH_MISMATCH;
    }
    if config.Provider.is_null() == config.ProviderConfig.is_null() {
        return STATUS_INVALID_PARAMETER;
    }
    let context = attributes.map_or(0, |attributes| attributes.context().size);
    let queries_context = config.UseContextForQuery != 0;
    if queries_context && (config.EvtWmiInstanceQueryInstance.is_some() || context == 0) {
        return STATUS_INVALID_PARAMETER;
    }
    let of = if config.Provider.is_null() {
        let device = named(DDI, device, Kind::Device);
        // SAFETY: the driver's pointer, not NULL.
        let of = unsafe { arg::sized(DDI, "ProviderConfig", config.ProviderConfig) };
        // SAFETY: no attributes.
        match unsafe { make_provider(device, &of, std::ptr::null_mut()) } {
            Ok(of) => of,
            Err(status) => return status,
        }
    } else {
        named(DDI, config.Provider, Kind::WmiProvider)
    };
    let smallest = with(|kernel| kernel.objects.wmi_provider(of).smallest) as usize;
    if queries_context && context < smallest {
        return STATUS_INVALID_PARAMETER;
    }
    let body = Body::WmiInstance(WmiInstance { provider: of, registered: config.Register != 0 });
    match insert(Some(of), attributes, Level::Passive, Scope::None, body) {
        Ok(id) => {
            // SAFETY: the driver's pointer, NULL or valid.
            unsafe { arg::write_optional(out, id.handle() as WDFWMIINSTANCE) };
            STATUS_SUCCESS
        }
        Err(status) => status,
    }
}

fn instance(ddi: &'static str, of: WDFWMIINSTANCE) -> Id {
    enter(ddi, of, Kind::WmiInstance)
}

pub(super) unsafe extern "C" fn instance_register(_: PWDF_DRIVER_GLOBALS, of: WDFWMIINSTANCE) -> NTSTATUS {
    let id = instance("WdfWmiInstanceRegister", of);
    let before = with(|kernel| std::mem::replace(&mut kernel.objects.wmi_instance_mut(id).registered, true));
    if before { STATUS_OBJECT_NAME_COLLISION } else { STATUS_SUCCESS }
}

pub(super) unsafe extern "C" fn instance_deregister(_: PWDF_DRIVER_GLOBALS, of: WDFWMIINSTANCE) {
    let id = instance("WdfWmiInstanceDeregister", of);
    with(|kernel| kernel.objects.wmi_instance_mut(id).registered = false);
}

pub(super) unsafe extern "C" fn instance_get_device(_: PWDF_DRIVER_GLOBALS, of: WDFWMIINSTANCE) -> WDFDEVICE {
    let id = instance("WdfWmiInstanceGetDevice", of);
    with(|kernel| {
        let provider = kernel.objects.wmi_instance(id).provider;
        kernel.objects.wmi_provider(provider).device.handle() as WDFDEVICE
    })
}

pub(super) unsafe extern "C" fn instance_get_provider(_: PWDF_DRIVER_GLOBALS, of: WDFWMIINSTANCE) -> WDFWMIPROVIDER {
    let id = instance("WdfWmiInstanceGetProvider", of);
    with(|kernel| kernel.objects.wmi_instance(id).provider.handle() as WDFWMIPROVIDER)
}

/// An event that nobody listens to: the system takes it all the same (`IoWMIWriteEvent`).
pub(super) unsafe extern "C" fn instance_fire_event(
    _: PWDF_DRIVER_GLOBALS,
    of: WDFWMIINSTANCE,
    _size: ULONG,
    _data: PVOID,
) -> NTSTATUS {
    const DDI: &str = "WdfWmiInstanceFireEvent";
    instance(DDI, of);
    if apc_at_most(DDI) { STATUS_SUCCESS } else { STATUS_INVALID_DEVICE_REQUEST }
}
