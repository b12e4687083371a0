//! A device's life: added, started, removed, surprise-removed.
//!
//! The PnP manager's part and the framework's PnP state machine, as far as a driver can see it: which of its callbacks are
//! called in which order, and what queues do in between. Runs on the thread of the test that asks for it
//! (`machine/device.rs`). What is between a start and a removal is in `power.rs`, `power_policy.rs` and `rebalance.rs`.
//!
//! Facts: `pnpstatemachine.cpp`, `fxpkgio.cpp`.
#![expect(unsafe_code, reason = "calls the driver's entry and its PnP and power callbacks")]

use wdf_sim_sys::{
    _WDF_POWER_DEVICE_STATE as power_state, NT_SUCCESS, NTSTATUS, PWDFDEVICE_INIT, STATUS_NO_SUCH_DEVICE,
    STATUS_NOT_SUPPORTED, STATUS_SUCCESS, STATUS_UNSUCCESSFUL, WDF_PNPPOWER_EVENT_CALLBACKS, WDFCMRESLIST, WDFDEVICE,
    WDFDRIVER,
};

use super::{block, call, call_hooked, check, children, file, object, queue, remote, with};
use crate::exec::power::{enter_from_sleep, power_down, power_up};
use crate::kernel::device::{DeviceInit, Pnp};
use crate::kernel::object::{Body, Deletion, Id, Kind};
use crate::kernel::resource::{CmResList, Resource};
use crate::kernel::thread::Wait;
use crate::kernel::{Level, Scope};
use crate::violation::Rule;

/// A worker thread's job: the driver said that this device failed.
pub(super) fn fail_job(device: Id, serial: u32) {
    if !with(|kernel| kernel.objects.is_live(device, serial)) {
        return;
    }
    children::alone(device, || {
        let there = with(|kernel| {
            kernel.objects.is_live(device, serial) && {
                let device = kernel.objects.device(device);
                device.takes_io() && device.control.is_none()
            }
        });
        if there {
            surprise_remove_alone(device);
        }
    });
}

/// A device of the driver's kind appeared: `EvtDriverDeviceAdd`, and the start if that created a device.
pub(crate) fn add_device(driver: Id, hardware: Vec<Resource>, lower: u32) -> Result<Id, NTSTATUS> {
    let (device_add, address, before) = with(|kernel| {
        let driver_state = kernel.objects.driver_mut(driver);
        driver_state.added += 1;
        let number = driver_state.added;
        let init = DeviceInit { hardware, lower, number, ..DeviceInit::new(driver) };
        let address = kernel.add_init(init);
        (kernel.objects.driver(driver).device_add, address, kernel.objects.children(driver))
    });
    let Some(device_add) = device_add else { return Err(STATUS_UNSUCCESSFUL) };
    // SAFETY: the driver registered this function as its EvtDriverDeviceAdd; the init lives until it is consumed.
    let status = call("EvtDriverDeviceAdd", driver, None, || unsafe {
        device_add(driver.handle() as WDFDRIVER, address as PWDFDEVICE_INIT)
    });
    let device = with(|kernel| {
        if let Some(init) = kernel.init_at(address) {
            *init = None;
        }
        let is_new = |id: &Id| {
            !before.contains(id)
                && kernel.objects.kind(*id) == Kind::Device
                && kernel.objects.device(*id).pdo.is_none()
                && kernel.objects.device(*id).control.is_none()
        };
        kernel.objects.children(driver).into_iter().find(is_new)
    });
    match device {
        Some(device) if NT_SUCCESS(status) => children::alone(device, || {
            start(device)?;
            children::enumerate(device);
            Ok(device)
        })
        .unwrap_or(Err(STATUS_NO_SUCH_DEVICE)),
        Some(device) => {
            delete_device(device);
            Err(status)
        }
        None if NT_SUCCESS(status) => Err(STATUS_UNSUCCESSFUL),
        None => Err(status),
    }
}

pub(super) fn callbacks(device: Id) -> Option<WDF_PNPPOWER_EVENT_CALLBACKS> {
    with(|kernel| kernel.objects.device(device).pnp)
}

/// Calls one of the callbacks that take the device alone and return nothing.
macro_rules! call_void {
    ($device:expr, $field:ident, $name:literal) => {
        if let Some(callback) = callbacks($device).and_then(|callbacks| callbacks.$field) {
            // SAFETY: the driver registered this function in its device's PnP and power callbacks; the device lives.
            call_hooked($name, $device, None, callback as *const (), || unsafe {
                callback($device.handle() as WDFDEVICE)
            });
        }
    };
}

/// The lists in which the driver sees the device's resources; they are made with the first start.
fn resource_lists(device: Id) -> [Id; 2] {
    with(|kernel| {
        if let Some(lists) = kernel.objects.device(device).resource_lists {
            return lists;
        }
        let hardware = kernel.objects.device(device).hardware.clone();
        let raw = CmResList::new(hardware.iter().map(|resource| resource.raw));
        let translated = CmResList::new(hardware.iter().map(|resource| resource.translated));
        let lists = [raw, translated].map(|list| {
            let id = kernel.objects.insert(Some(device), Level::Passive, Scope::None, Body::CmResList(list));
            kernel.objects.get_mut(id).deletion.insert(Deletion::NOT_BY_DRIVER);
            id
        });
        kernel.objects.device_mut(device).resource_lists = Some(lists);
        lists
    })
}

/// `EvtDevicePrepareHardware`, with the device's resources; its interrupts have theirs by then.
fn prepare_hardware(device: Id) -> NTSTATUS {
    with(|kernel| kernel.match_interrupts(device));
    let Some(prepare) = callbacks(device).and_then(|callbacks| callbacks.EvtDevicePrepareHardware) else {
        return STATUS_SUCCESS;
    };
    let [raw, translated] = resource_lists(device).map(|list| list.handle() as WDFCMRESLIST);
    with(|kernel| kernel.objects.device_mut(device).preparing = true);
    // SAFETY: as in `call_void`; the lists live as long as the device.
    let status = call_hooked("EvtDevicePrepareHardware", device, None, prepare as *const (), || unsafe {
        prepare(device.handle() as WDFDEVICE, raw, translated)
    });
    with(|kernel| kernel.objects.device_mut(device).preparing = false);
    answered("EvtDevicePrepareHardware", device, status)
}

/// What a callback answered that the framework asks whether the device may or can: for want of support is no answer, and
/// the verifier says so.
pub(super) fn answered(name: &str, device: Id, status: NTSTATUS) -> NTSTATUS {
    check(|kernel| {
        if status != STATUS_NOT_SUPPORTED || !kernel.verifier_on() {
            return Ok(());
        }
        let text = format!("{name} of {} returned STATUS_NOT_SUPPORTED", kernel.objects.subject(device));
        kernel.verifier_break(Rule::DeviceMisused, text)
    });
    status
}

/// `IRP_MN_START_DEVICE`: resources, D0, queues, self-managed I/O.
pub(super) fn start(device: Id) -> Result<(), NTSTATUS> {
    with(|kernel| kernel.objects.device_mut(device).prepared = true);
    let mut status = prepare_hardware(device);
    if NT_SUCCESS(status) {
        with(|kernel| {
            kernel.assign_sync_irql(device);
            kernel.start_power_policy(device);
        });
        status = power_up(device, power_state::WdfPowerDeviceD3Final);
    }
    if NT_SUCCESS(status) {
        with(|kernel| kernel.enable_interfaces(device));
        return Ok(());
    }
    release_hardware(device);
    finish_removal(device);
    Err(status)
}

/// `IRP_MN_REMOVE_DEVICE` after a graceful query: children first.
pub(crate) fn remove(device: Id) {
    children::alone(device, || remove_alone(device));
}

pub(super) fn remove_alone(device: Id) {
    children::each(device, remove_alone);
    let idles = with(|kernel| {
        let policy = &kernel.objects.device(device).power_policy;
        policy.idled && !policy.system_sleeps
    });
    // It is asked in D0 whether it can go.
    if idles && enter_from_sleep(device).is_err() {
        release_hardware(device);
        return finish_removal(device);
    }
    if with(|kernel| kernel.objects.device(device).state == Pnp::Working) {
        power_down(device, power_state::WdfPowerDeviceD3Final);
    }
    release_hardware(device);
    finish_removal(device);
}

/// `IRP_MN_SURPRISE_REMOVAL`: the hardware is gone, and what is behind it. The removal itself follows when all handles are
/// closed.
pub(crate) fn surprise_remove(device: Id) {
    children::alone(device, || surprise_remove_alone(device));
}

pub(super) fn surprise_remove_alone(device: Id) {
    children::each(device, surprise_remove_alone);
    let working = with(|kernel| kernel.objects.device(device).state == Pnp::Working);
    call_void!(device, EvtDeviceSurpriseRemoval, "EvtDeviceSurpriseRemoval");
    if working {
        power_down(device, power_state::WdfPowerDeviceD3Final);
    }
    release_hardware(device);
    with(|kernel| kernel.objects.device_mut(device).state = Pnp::SurpriseRemoved);
    finish_removal(device);
}

pub(super) fn release_hardware(device: Id) {
    if !with(|kernel| std::mem::take(&mut kernel.objects.device_mut(device).prepared)) {
        return;
    }
    if let Some(release) = callbacks(device).and_then(|callbacks| callbacks.EvtDeviceReleaseHardware) {
        let [_, translated] = resource_lists(device).map(|list| list.handle() as WDFCMRESLIST);
        // SAFETY: as in `call_void`; the list lives as long as the device.
        let status = call_hooked("EvtDeviceReleaseHardware", device, None, release as *const (), || unsafe {
            release(device.handle() as WDFDEVICE, translated)
        });
        answered("EvtDeviceReleaseHardware", device, status);
    }
    // Those that were created for these resources go with them, the last first.
    for id in with(|kernel| kernel.interrupts_of(device)).into_iter().rev() {
        if with(|kernel| kernel.objects.interrupt(id).in_prepare) {
            object::delete_now(id);
        }
    }
}

/// Purges the queues, those that follow power first, and deletes the device object.
fn finish_removal(device: Id) {
    with(|kernel| {
        kernel.stop_power_policy(device);
        kernel.disable_interfaces(device);
    });
    remote::remove_complete(device);
    let queues = with(|kernel| kernel.queues_of(device));
    let is_managed = |queue: &Id| with(|kernel| kernel.objects.queue(*queue).power_managed);
    for queue in queues.iter().filter(|queue| is_managed(queue)) {
        queue::shut_down(*queue);
    }
    call_void!(device, EvtDeviceSelfManagedIoFlush, "EvtDeviceSelfManagedIoFlush");
    with(|kernel| kernel.revoke_interrupts(device));
    with(|kernel| kernel.objects.device_mut(device).state = Pnp::Removed);
    for queue in queues.iter().filter(|queue| !is_managed(queue)) {
        queue::shut_down(*queue);
    }
    call_void!(device, EvtDeviceSelfManagedIoCleanup, "EvtDeviceSelfManagedIoCleanup");
    children::discard_all(device);
    if with(|kernel| kernel.is_still_listed(device)) {
        // The bus driver says that it is there, so its object stays until the bus itself is removed.
        close_files(device);
    } else {
        with(|kernel| kernel.forget_child(device));
        delete_device(device);
    }
}

/// Deletes a device object; its open files go first.
pub(super) fn delete_device(device: Id) {
    close_files(device);
    object::delete_now(device);
}

/// Who is about to open it comes to an end first.
fn close_files(device: Id) {
    with(|kernel| kernel.objects.device_mut(device).state = Pnp::Removed);
    block(Wait::FilesOpened(device));
    let files = with(|kernel| {
        let files = kernel.files_of(device);
        files.into_iter().map(|file| (file, kernel.objects.get(file).serial)).collect::<Vec<_>>()
    });
    for (file, serial) in &files {
        file::close(*file, *serial);
    }
    block(Wait::FilesClosed(device));
    with(|kernel| kernel.forget_files(device));
    for (file, serial) in files {
        file::finish_close(file, serial);
    }
}
