//! `WdfInterrupt*`, after the interrupt is created.
#![expect(unsafe_code, reason = "functions of the table: the driver's pointers are read and written")]

use wdf_sim_sys::{
    _KINTERRUPT_MODE as mode, _WDF_INTERRUPT_POLICY as policy, _WDF_INTERRUPT_PRIORITY as priority, BOOLEAN,
    GROUP_AFFINITY, KAFFINITY, PFN_WDF_INTERRUPT_SYNCHRONIZE, PKINTERRUPT, PWDF_DRIVER_GLOBALS,
    PWDF_INTERRUPT_EXTENDED_POLICY, PWDF_INTERRUPT_INFO, UCHAR, ULONG, WDF_INTERRUPT_EXTENDED_POLICY,
    WDF_INTERRUPT_INFO, WDF_INTERRUPT_POLICY, WDF_INTERRUPT_PRIORITY, WDFCONTEXT, WDFDEVICE, WDFINTERRUPT,
};

use super::{arg, enter, enter_at_any_level, passive_only};
use crate::exec::{self, check, interrupt, lock, service, with};
use crate::kernel::lock::LockRef;
use crate::kernel::object::{Id, Kind};
use crate::kernel::system::PROCESSORS;
use crate::violation::{Rule, Violation};

/// The size of `WDF_INTERRUPT_INFO` before version 1.9, without the processor group.
const OLD_INFO_SIZE: usize = 56;
/// `CmResourceShareDeviceExclusive` and `CmResourceShareShared`.
const SHARE: [UCHAR; 2] = [1, 3];
/// All processors of the simulated machine.
const ALL_PROCESSORS: KAFFINITY = (1 << PROCESSORS) - 1;

/// The function breaks because the interrupt is not for that.
fn misused(ddi: &str, id: Id, why: &str) {
    check(|kernel| {
        let text = format!("{ddi}: {} {why}", kernel.objects.subject(id));
        kernel.verifier_break(Rule::InterruptMisused, text)
    });
}

/// An interrupt that queues a routine which it does not have: the framework would call NULL.
fn without_routine(ddi: &str, id: Id) -> ! {
    let text = with(|kernel| format!("{ddi}: {} has no such callback", kernel.objects.subject(id)));
    exec::stop(Violation::undefined(Rule::InterruptMisused, text))
}

pub(super) unsafe extern "C" fn queue_dpc_for_isr(_: PWDF_DRIVER_GLOBALS, interrupt: WDFINTERRUPT) -> BOOLEAN {
    const DDI: &str = "WdfInterruptQueueDpcForIsr";
    let id = enter_at_any_level(DDI, interrupt, Kind::Interrupt);
    let callbacks = with(|kernel| kernel.objects.interrupt(id).callbacks);
    BOOLEAN::from(match (callbacks.dpc, callbacks.work_item) {
        (Some(_), _) => {
            let queued = with(|kernel| kernel.queue_interrupt_dpc(id));
            service::ensure();
            queued
        }
        (None, Some(_)) => interrupt::queue_work(id),
        (None, None) => without_routine(DDI, id),
    })
}

pub(super) unsafe extern "C" fn queue_work_item_for_isr(_: PWDF_DRIVER_GLOBALS, interrupt: WDFINTERRUPT) -> BOOLEAN {
    const DDI: &str = "WdfInterruptQueueWorkItemForIsr";
    let id = enter_at_any_level(DDI, interrupt, Kind::Interrupt);
    let (callbacks, above) = with(|kernel| {
        let above = kernel.is_above_dispatch();
        (kernel.objects.interrupt(id).callbacks, above)
    });
    match (callbacks.work_item, callbacks.dpc) {
        (Some(_), _) => BOOLEAN::from(interrupt::queue_work(id)),
        // From DIRQL the way leads over the DPC, which the framework does not tell from the driver's own.
        (None, Some(_)) if above => BOOLEAN::from(interrupt::queue_work(id)),
        _ => without_routine(DDI, id),
    }
}

/// Whether the interrupt's lock can be taken: if it is handled at DIRQL it must be connected.
fn has_lock(ddi: &str, id: Id) -> bool {
    check(|kernel| {
        let interrupt = kernel.objects.interrupt(id);
        if interrupt.passive || interrupt.connected {
            return Ok(true);
        }
        let text = format!("{ddi}: {} is not connected, and has no lock", kernel.objects.subject(id));
        kernel.verifier_break(Rule::InterruptNotConnected, text)?;
        Ok(false)
    })
}

fn is_passive(id: Id) -> bool {
    with(|kernel| kernel.objects.interrupt(id).passive)
}

pub(super) unsafe extern "C" fn acquire_lock(_: PWDF_DRIVER_GLOBALS, interrupt: WDFINTERRUPT) {
    const DDI: &str = "WdfInterruptAcquireLock";
    let id = enter_at_any_level(DDI, interrupt, Kind::Interrupt);
    if (!is_passive(id) || passive_only(DDI)) && has_lock(DDI, id) {
        lock::acquire(LockRef::Interrupt(id));
    }
}

pub(super) unsafe extern "C" fn release_lock(_: PWDF_DRIVER_GLOBALS, interrupt: WDFINTERRUPT) {
    const DDI: &str = "WdfInterruptReleaseLock";
    let id = enter_at_any_level(DDI, interrupt, Kind::Interrupt);
    if (!is_passive(id) || passive_only(DDI)) && has_lock(DDI, id) {
        lock::release(LockRef::Interrupt(id));
        exec::point();
    }
}

pub(super) unsafe extern "C" fn try_to_acquire_lock(_: PWDF_DRIVER_GLOBALS, interrupt: WDFINTERRUPT) -> BOOLEAN {
    const DDI: &str = "WdfInterruptTryToAcquireLock";
    let id = enter(DDI, interrupt, Kind::Interrupt);
    if !is_passive(id) {
        if with(|kernel| kernel.verifier_on()) {
            misused(DDI, id, "is handled at DIRQL, where nothing is tried");
        }
        return 0;
    }
    BOOLEAN::from(passive_only(DDI) && lock::try_acquire(LockRef::Interrupt(id)))
}

pub(super) unsafe extern "C" fn synchronize(
    _: PWDF_DRIVER_GLOBALS,
    interrupt: WDFINTERRUPT,
    callback: PFN_WDF_INTERRUPT_SYNCHRONIZE,
    context: WDFCONTEXT,
) -> BOOLEAN {
    const DDI: &str = "WdfInterruptSynchronize";
    let id = enter(DDI, interrupt, Kind::Interrupt);
    if is_passive(id) && !passive_only(DDI) {
        return 0;
    }
    arg::required(DDI, "Callback", callback.map_or(std::ptr::null(), |callback| callback as *const ()));
    if !with(|kernel| kernel.objects.interrupt(id).connected) {
        let text = with(|kernel| format!("{DDI}: {} is not connected", kernel.objects.subject(id)));
        exec::stop(Violation::undefined(Rule::InterruptNotConnected, text));
    }
    interrupt::synchronize(id, callback, context)
}

/// How a driver's own connecting and disconnecting is done: as the device's power would.
fn why(id: Id) -> interrupt::Why {
    let pageable = with(|kernel| {
        let device = kernel.objects.interrupt(id).device;
        kernel.objects.device(device).power_pageable
    });
    if pageable { interrupt::Why::Plain } else { interrupt::Why::NotPageable }
}

pub(super) unsafe extern "C" fn enable(_: PWDF_DRIVER_GLOBALS, interrupt: WDFINTERRUPT) {
    const DDI: &str = "WdfInterruptEnable";
    let id = enter(DDI, interrupt, Kind::Interrupt);
    if passive_only(DDI) {
        with(|kernel| kernel.objects.interrupt_mut(id).force_disconnected = false);
        // A failure is the driver's own callback's, and nobody is told.
        interrupt::connect(id, why(id));
    }
}

pub(super) unsafe extern "C" fn disable(_: PWDF_DRIVER_GLOBALS, interrupt: WDFINTERRUPT) {
    const DDI: &str = "WdfInterruptDisable";
    let id = enter(DDI, interrupt, Kind::Interrupt);
    if passive_only(DDI) {
        with(|kernel| kernel.objects.interrupt_mut(id).force_disconnected = true);
        interrupt::disconnect(id, why(id));
    }
}

/// An address that stands for the kernel's own object; nothing is there.
pub(super) unsafe extern "C" fn wdm_get_interrupt(_: PWDF_DRIVER_GLOBALS, interrupt: WDFINTERRUPT) -> PKINTERRUPT {
    let id = enter_at_any_level("WdfInterruptWdmGetInterrupt", interrupt, Kind::Interrupt);
    if with(|kernel| kernel.objects.interrupt(id).connected) {
        (!id.handle() + 8) as PKINTERRUPT
    } else {
        std::ptr::null_mut()
    }
}

pub(super) unsafe extern "C" fn get_device(_: PWDF_DRIVER_GLOBALS, interrupt: WDFINTERRUPT) -> WDFDEVICE {
    let id = enter_at_any_level("WdfInterruptGetDevice", interrupt, Kind::Interrupt);
    with(|kernel| kernel.objects.interrupt(id).device).handle() as WDFDEVICE
}

pub(super) unsafe extern "C" fn get_info(_: PWDF_DRIVER_GLOBALS, interrupt: WDFINTERRUPT, out: PWDF_INTERRUPT_INFO) {
    const DDI: &str = "WdfInterruptGetInfo";
    let id = enter(DDI, interrupt, Kind::Interrupt);
    // SAFETY: the driver's pointer, NULL or valid; each version of the structure begins with its size.
    let size = unsafe { arg::read(DDI, "Info", out.cast::<ULONG>()) } as usize;
    if ![size_of::<WDF_INTERRUPT_INFO>(), OLD_INFO_SIZE].contains(&size) {
        let text = format!("{DDI}: Size is {size}, and {} is expected", size_of::<WDF_INTERRUPT_INFO>());
        return check(|kernel| kernel.verifier_break(Rule::ParametersSizeWrong, text));
    }
    let info = with(|kernel| {
        let interrupt = kernel.objects.interrupt(id);
        let assigned = interrupt.line;
        let latched = assigned.is_some_and(|line| line.latched);
        WDF_INTERRUPT_INFO {
            Size: size as ULONG,
            MessageNumber: interrupt.message,
            TargetProcessorSet: assigned.map_or(0, |_| ALL_PROCESSORS),
            Vector: interrupt.vector().unwrap_or(0),
            Irql: interrupt.irql(),
            Mode: if latched { mode::Latched } else { mode::LevelSensitive },
            MessageSignaled: BOOLEAN::from(assigned.is_some_and(|line| line.messages.is_some())),
            ShareDisposition: assigned.map_or(0, |line| SHARE[usize::from(line.shared)]),
            ..Default::default()
        }
    });
    // SAFETY: the driver's structure has as many bytes as its size says.
    unsafe { (&raw const info).cast::<u8>().copy_to_nonoverlapping(out.cast::<u8>(), size) };
}

/// The policy is for the PnP manager, which here assigns what the test says; what is out of range breaks.
fn set(ddi: &str, id: Id, wanted: WDF_INTERRUPT_POLICY, level: WDF_INTERRUPT_PRIORITY, reserved: bool) {
    let policies = policy::WdfIrqPolicyMachineDefault..=policy::WdfIrqPolicySpreadMessagesAcrossAllProcessors;
    if !policies.contains(&wanted) {
        return misused(ddi, id, &format!("is given the policy {wanted}, which is out of range"));
    }
    if !(priority::WdfIrqPriorityLow..=priority::WdfIrqPriorityHigh).contains(&level) {
        return misused(ddi, id, &format!("is given the priority {level}, which is out of range"));
    }
    if reserved {
        return misused(ddi, id, "is given a processor set with reserved members that are not zero");
    }
    if with(|kernel| kernel.objects.interrupt(id).in_prepare) {
        misused(ddi, id, "was created in EvtDevicePrepareHardware, when policies are decided");
    }
}

pub(super) unsafe extern "C" fn set_policy(
    _: PWDF_DRIVER_GLOBALS,
    interrupt: WDFINTERRUPT,
    wanted: WDF_INTERRUPT_POLICY,
    level: WDF_INTERRUPT_PRIORITY,
    _processors: KAFFINITY,
) {
    const DDI: &str = "WdfInterruptSetPolicy";
    set(DDI, enter(DDI, interrupt, Kind::Interrupt), wanted, level, false);
}

pub(super) unsafe extern "C" fn set_extended_policy(
    _: PWDF_DRIVER_GLOBALS,
    interrupt: WDFINTERRUPT,
    wanted: PWDF_INTERRUPT_EXTENDED_POLICY,
) {
    const DDI: &str = "WdfInterruptSetExtendedPolicy";
    let id = enter(DDI, interrupt, Kind::Interrupt);
    // SAFETY: the driver's pointer, NULL or valid.
    let wanted: WDF_INTERRUPT_EXTENDED_POLICY = unsafe { arg::sized(DDI, "PolicyAndGroup", wanted) };
    if wanted.Size as usize != size_of::<WDF_INTERRUPT_EXTENDED_POLICY>() {
        let text = format!("{DDI}: Size is {}, and 32 is expected", wanted.Size);
        return check(|kernel| kernel.verifier_break(Rule::ParametersSizeWrong, text));
    }
    let GROUP_AFFINITY { Reserved: reserved, .. } = wanted.TargetProcessorSetAndGroup;
    set(DDI, id, wanted.Policy, wanted.Priority, reserved != [0; 3]);
}

/// Says whether the system is to expect interrupts.
fn report(ddi: &'static str, interrupt: WDFINTERRUPT, active: bool) {
    let id = enter(ddi, interrupt, Kind::Interrupt);
    check(|kernel| {
        if !kernel.objects.interrupt(id).connected {
            let text = format!("{ddi}: {} is not connected", kernel.objects.subject(id));
            return kernel.verifier_break(Rule::InterruptNotConnected, text);
        }
        kernel.objects.interrupt_mut(id).active = active;
        Ok(())
    });
}

pub(super) unsafe extern "C" fn report_active(_: PWDF_DRIVER_GLOBALS, interrupt: WDFINTERRUPT) {
    report("WdfInterruptReportActive", interrupt, true);
}

pub(super) unsafe extern "C" fn report_inactive(_: PWDF_DRIVER_GLOBALS, interrupt: WDFINTERRUPT) {
    report("WdfInterruptReportInactive", interrupt, false);
}
