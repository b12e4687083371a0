//! `WdfInterruptCreate`: what it checks, in the framework's order.
//!
//! Facts: `fxinterruptapi.cpp`, `interruptobject.cpp:InitializeWorker`, `pnpstatemachine.cpp:ValidateInterruptResourceCm`.
#![expect(unsafe_code, reason = "a function of the table: the driver's pointers are read and written")]

use wdf_sim_sys::{
    _WDF_TRI_STATE as tri_state, NTSTATUS, PWDF_DRIVER_GLOBALS, PWDF_INTERRUPT_CONFIG, PWDF_OBJECT_ATTRIBUTES,
    STATUS_INFO_LENGTH_MISMATCH, STATUS_INVALID_DEVICE_STATE, STATUS_INVALID_PARAMETER, ULONG, WDF_INTERRUPT_CONFIG,
    WDFDEVICE, WDFINTERRUPT,
};

use super::deferred::serialization;
use super::object::{insert, parent_or};
use super::{arg, enter, not_simulated, optional};
use crate::exec::{self, check, with};
use crate::kernel::attributes::Allows;
use crate::kernel::device::Pnp;
use crate::kernel::interrupt::{Callbacks, Deferred, Interrupt};
use crate::kernel::lock::{Lock, LockKind};
use crate::kernel::object::{Body, Deletion, Id, Kind};
use crate::kernel::resource::Line;
use crate::kernel::{Level, Scope};
use crate::violation::{Rule, Violation};

/// The sizes of the configuration: now, in version 1.11, and before.
const SIZES: [usize; 3] = [size_of::<WDF_INTERRUPT_CONFIG>(), 96, 56];

/// Reads a configuration of any version.
///
/// # Safety
///
/// The pointer is NULL or valid for reads of as many bytes as the structure's size says.
unsafe fn read(ddi: &str, pointer: PWDF_INTERRUPT_CONFIG) -> Result<WDF_INTERRUPT_CONFIG, NTSTATUS> {
    // SAFETY: the caller vouches for it; each version begins with its size.
    let size = unsafe { arg::read(ddi, "Configuration", pointer.cast::<ULONG>()) } as usize;
    if !SIZES.contains(&size) {
        return Err(STATUS_INFO_LENGTH_MISMATCH);
    }
    let mut config = WDF_INTERRUPT_CONFIG {
        ShareVector: tri_state::WdfUseDefault,
        ReportInactiveOnPowerDown: tri_state::WdfUseDefault,
        ..Default::default()
    };
    // SAFETY: the caller vouches for so many bytes, and the structure has room for the largest version.
    unsafe { pointer.cast::<u8>().copy_to_nonoverlapping((&raw mut config).cast::<u8>(), size) };
    Ok(config)
}

/// Which of the device's resources the two descriptors are; only the verifier says so politely if they are none.
fn resource(ddi: &str, device: Id, config: &WDF_INTERRUPT_CONFIG) -> Result<(usize, Line), NTSTATUS> {
    let (raw, translated) = (config.InterruptRaw as usize, config.InterruptTranslated as usize);
    let found = with(|kernel| {
        let [in_raw, in_translated] = kernel.objects.device(device).resource_lists?;
        let index = kernel.objects.cm_res_list(in_translated).index_of(translated)?;
        let same = kernel.objects.cm_res_list(in_raw).index_of(raw) == Some(index);
        let line = kernel.objects.device(device).hardware.get(index).and_then(|resource| resource.line);
        line.filter(|_| same).map(|line| (index, line))
    });
    found.ok_or_else(|| {
        let text = format!("{ddi}: the descriptors are not those of one interrupt in the device's resource lists");
        check(|kernel| {
            if kernel.verifier_on() {
                return kernel.verifier_break(Rule::ResourcesMisused, text);
            }
            Err(Violation::undefined(Rule::ResourcesMisused, text))
        });
        STATUS_INVALID_PARAMETER
    })
}

/// The verifier's check that a message is not claimed more often than it is sent.
fn is_claimed(ddi: &str, device: Id, index: usize, line: Line) -> bool {
    check(|kernel| {
        let Some(count) = line.messages.filter(|_| kernel.verifier_on()) else { return Ok(false) };
        let claimed = kernel.interrupts_of(device).into_iter().map(|id| kernel.objects.interrupt(id).resource);
        let claimed = claimed.filter(|resource| *resource == Some(index)).count();
        // The framework counts before it adds this one.
        if claimed <= usize::from(count) {
            return Ok(false);
        }
        let text = format!("{ddi}: all messages of the resource have their interrupts");
        kernel.verifier_break(Rule::ResourcesMisused, text)?;
        Ok(true)
    })
}

/// The checks of a configuration by when it is used: before the device starts, or in `EvtDevicePrepareHardware`.
fn check_time(device: Id, config: &WDF_INTERRUPT_CONFIG) -> Result<bool, NTSTATUS> {
    let (state, preparing) = with(|kernel| {
        let device = kernel.objects.device(device);
        (device.state, device.preparing)
    });
    let has_raw = !config.InterruptRaw.is_null();
    let has_translated = !config.InterruptTranslated.is_null();
    if state == Pnp::Added && !preparing {
        if has_raw || has_translated || config.CanWakeDevice != 0 {
            return Err(STATUS_INVALID_PARAMETER);
        }
        return Ok(false);
    }
    if !preparing || !has_raw || !has_translated || config.ShareVector != tri_state::WdfUseDefault {
        return Err(STATUS_INVALID_DEVICE_STATE);
    }
    Ok(true)
}

/// The checks of what does not go together.
fn check_combination(config: &WDF_INTERRUPT_CONFIG, line: Option<Line>) -> Result<(), NTSTATUS> {
    let passive = config.PassiveHandling != 0;
    let two_routines = config.EvtInterruptDpc.is_some() && config.EvtInterruptWorkItem.is_some();
    let wrong_lock = if passive { !config.SpinLock.is_null() } else { !config.WaitLock.is_null() };
    let wakes_at_dirql = !passive && config.CanWakeDevice != 0;
    let passive_message = passive && line.is_some_and(|line| line.messages.is_some());
    if two_routines || wrong_lock || wakes_at_dirql || passive_message {
        return Err(STATUS_INVALID_PARAMETER);
    }
    Ok(())
}

/// The interrupt's own lock, or the one that the driver gave it.
fn locks(ddi: &'static str, config: &WDF_INTERRUPT_CONFIG) -> (LockKind, Option<Id>) {
    if config.PassiveHandling != 0 {
        return (LockKind::Wait, optional(ddi, config.WaitLock, Kind::WaitLock));
    }
    let shared = optional(ddi, config.SpinLock, Kind::SpinLock);
    if let Some(lock) = shared {
        with(|kernel| kernel.give_lock_to_interrupt(lock));
    }
    (LockKind::Spin, shared)
}

pub(super) unsafe extern "C" fn create(
    _: PWDF_DRIVER_GLOBALS,
    device: WDFDEVICE,
    config: PWDF_INTERRUPT_CONFIG,
    attributes: PWDF_OBJECT_ATTRIBUTES,
    out: *mut WDFINTERRUPT,
) -> NTSTATUS {
    const DDI: &str = "WdfInterruptCreate";
    let device = enter(DDI, device, Kind::Device);
    arg::required(DDI, "Configuration", config);
    arg::required(DDI, "Interrupt", out);
    // SAFETY: the driver's pointers, checked above or NULL.
    let made = unsafe { make(DDI, device, config, attributes) };
    // SAFETY: the driver's pointer, checked above.
    unsafe { arg::give(DDI, "Interrupt", out, made) }
}

/// # Safety
///
/// The pointers are NULL or valid.
unsafe fn make(
    ddi: &'static str,
    device: Id,
    config: PWDF_INTERRUPT_CONFIG,
    attributes: PWDF_OBJECT_ATTRIBUTES,
) -> Result<Id, NTSTATUS> {
    // SAFETY: the caller vouches for it.
    let config = unsafe { read(ddi, config) }?;
    if config.EvtInterruptIsr.is_none() {
        return Err(STATUS_INVALID_PARAMETER);
    }
    let serialized = config.AutomaticSerialization != 0;
    // SAFETY: the caller vouches for it.
    let attributes = unsafe { arg::attributes(attributes, Allows { parent: serialized, level: false, scope: false }) }?;
    let parent = parent_or(ddi, attributes, Some(device));
    let parent = parent.expect("the device is the parent of interrupts that name none");
    let in_prepare = check_time(device, &config)?;
    let resource = if in_prepare { Some(resource(ddi, device, &config)?) } else { None };
    check_combination(&config, resource.map(|(_, line)| line))?;
    if config.CanWakeDevice != 0 {
        not_simulated("WdfInterruptCreate with CanWakeDevice");
    }
    if let Some((index, line)) = resource
        && is_claimed(ddi, device, index, line)
    {
        return Err(STATUS_INVALID_PARAMETER);
    }
    let is_below = with(|kernel| {
        let fits = matches!(kernel.objects.kind(parent), Kind::Device | Kind::Queue);
        fits && kernel.objects.ancestor(parent, Kind::Device) == Some(device)
    });
    if !is_below {
        return Err(STATUS_INVALID_PARAMETER);
    }
    let passive = config.PassiveHandling != 0;
    let at_passive = config.EvtInterruptWorkItem.is_some() || (config.EvtInterruptDpc.is_none() && passive);
    let serialization = serialization(ddi, parent, serialized, at_passive)?;
    let (kind, shared_lock) = locks(ddi, &config);
    let message = with(|kernel| {
        if kernel.objects.kind(parent) == Kind::Queue {
            kernel.objects.get_mut(parent).deletion.insert(Deletion::NOT_BY_DRIVER);
        }
        ULONG::try_from(kernel.objects.device(device).interrupts.len()).expect("few interrupts")
    });
    let interrupt = Interrupt {
        device,
        callbacks: Callbacks {
            isr: config.EvtInterruptIsr,
            dpc: config.EvtInterruptDpc,
            work_item: config.EvtInterruptWorkItem,
            enable: config.EvtInterruptEnable,
            disable: config.EvtInterruptDisable,
        },
        serialization,
        passive,
        shared_lock,
        own_lock: Lock::new(kind),
        message,
        line: resource.map(|(_, line)| line),
        resource: resource.map(|(index, _)| index),
        sync_irql: 0,
        connected: false,
        enabled: false,
        force_disconnected: false,
        in_service: 0,
        active: false,
        soft_disconnect: config.ReportInactiveOnPowerDown == tri_state::WdfTrue,
        in_prepare,
        dpc: Deferred::default(),
        work: Deferred::default(),
    };
    let body = Body::Interrupt(Box::new(interrupt));
    let id = insert(Some(parent), attributes, Level::Dispatch, Scope::None, body)?;
    with(|kernel| {
        kernel.objects.get_mut(id).deletion.insert(Deletion::NOT_BY_DRIVER);
        kernel.objects.device_mut(device).interrupts.push(id);
    });
    exec::point();
    Ok(id)
}
