//! Loading drivers, and a device's life: added, started, suspended, resumed, removed, surprise-removed.
//!
//! The PnP manager's part and the framework's PnP and power state machines, as far as a driver can see them: which of its
//! callbacks are called in which order, and what queues do in between. Runs on the thread of the test that asks for it.
//! Facts: `pnpstatemachine.cpp`, `powerstatemachine.cpp`, `fxpkgio.cpp`.
#![expect(unsafe_code, reason = "calls the driver's entry and its PnP and power callbacks")]

use std::ptr;

use wdf_sim_sys::sim::DriverImage;
use wdf_sim_sys::{
    _WDF_POWER_DEVICE_STATE as power_state, DRIVER_OBJECT, NT_SUCCESS, NTSTATUS, PWDFDEVICE_INIT,
    STATUS_NO_SUCH_DEVICE, STATUS_NOT_SUPPORTED, STATUS_SUCCESS, STATUS_UNSUCCESSFUL, UNICODE_STRING,
    WDF_PNPPOWER_EVENT_CALLBACKS, WDFCMRESLIST, WDFDEVICE, WDFDRIVER,
};

use super::interrupt::{self, Why};
use super::{block, call, call_hooked, check, children, foreign, me, object, power_policy, queue, remote, with};
use crate::kernel::device::{DeviceInit, Pnp};
use crate::kernel::object::{Body, Deletion, Id, Kind};
use crate::kernel::power_policy::{Armed, Referenced};
use crate::kernel::queue::Power;
use crate::kernel::resource::{CmResList, Resource};
use crate::kernel::thread::{Role, Wait};
use crate::kernel::{Level, Scope};
use crate::touch::{Mode, Place, touch};
use crate::trace::{Step, ThreadId};
use crate::violation::{Outcome, Rule, Violation};

/// A zeroed `DRIVER_OBJECT` for a driver to be loaded; it lives as long as the machine, as the pointer is the driver's.
fn driver_object() -> *mut DRIVER_OBJECT {
    // SAFETY: DRIVER_OBJECT is plain data (integers, raw pointers and optional functions), valid when zeroed.
    let zeroed: DRIVER_OBJECT = unsafe { std::mem::zeroed() };
    let mut object = Box::new(zeroed);
    let address = &raw mut *object;
    with(|kernel| kernel.driver_objects.push(object));
    address
}

/// Calls `DriverEntry`; on success the driver object that it created.
pub(crate) fn load(image: &DriverImage) -> Result<Id, NTSTATUS> {
    let wdm = driver_object();
    let mut path: Vec<u16> =
        format!(r"\Registry\Machine\System\CurrentControlSet\Services\{}", image.name).encode_utf16().collect();
    let length = u16::try_from(path.len() * 2).expect("a driver's name is short");
    let registry_path = UNICODE_STRING { Length: length, MaximumLength: length, Buffer: path.as_mut_ptr() };
    with(|kernel| {
        kernel.panic = image.panic;
        kernel.note(me(), Step::Note(format!("→ DriverEntry of {}", image.name)));
        let key = format!(r"\Registry\Machine\System\CurrentControlSet\Services\{}", image.name);
        kernel.registry.ensure(&key.to_uppercase());
    });
    let entry = image.entry;
    // SAFETY: `entry` is a DriverEntry; both pointers are valid for the call, the driver object for ever.
    let status = foreign(|| unsafe { entry(wdm, ptr::from_ref(&registry_path)) });
    let driver = with(|kernel| {
        kernel.note(me(), Step::Note(format!("← DriverEntry of {}, status {status:#010x}", image.name)));
        let mine =
            |id: &Id| matches!(&kernel.objects.get(*id).body, Body::Driver(driver) if driver.wdm == wdm as usize);
        kernel.objects.roots().map(|(id, _)| id).find(mine)
    });
    match driver {
        Some(driver) if NT_SUCCESS(status) => Ok(driver),
        Some(driver) => {
            object::delete_now(driver);
            Err(status)
        }
        None => Err(if NT_SUCCESS(status) { STATUS_UNSUCCESSFUL } else { status }),
    }
}

/// Unloads a driver whose devices are removed: `EvtDriverUnload`, then the driver object.
pub(crate) fn unload(driver: Id) {
    let unload = with(|kernel| kernel.objects.driver(driver).unload);
    if let Some(unload) = unload {
        // SAFETY: the driver registered this function as its EvtDriverUnload; the driver object lives.
        call("EvtDriverUnload", driver, None, || unsafe { unload(driver.handle() as WDFDRIVER) });
    }
    leave_no_control_device(driver);
    block(Wait::Disposals);
    object::delete_now(driver);
    check(|kernel| if kernel.has_drivers() { Ok(()) } else { kernel.check_unloaded() });
}

/// The control devices of a driver without devices of its own go with it; those of another would keep it loaded for ever.
fn leave_no_control_device(driver: Id) {
    for device in with(|kernel| kernel.control_devices(driver)) {
        check(|kernel| {
            if kernel.objects.driver(driver).device_add.is_none() {
                return Ok(());
            }
            let subject = kernel.objects.subject(device);
            let text = format!("{subject} is there when the driver's last device is gone: it is never unloaded");
            Err(Violation::new(Rule::ControlDeviceMisused, Outcome::Leak, text))
        });
        remove_control(device);
    }
}

/// Deletes a control device: what waits in its queues is cancelled, and its files are closed.
pub(crate) fn remove_control(device: Id) {
    with(|kernel| kernel.objects.device_mut(device).state = Pnp::Removed);
    for queue in with(|kernel| kernel.queues_of(device)) {
        queue::shut_down(queue);
    }
    delete_device(device);
}

/// The system goes down: the control devices that asked for it are told.
pub(crate) fn notify_shutdown() {
    for driver in live(Kind::Driver) {
        for device in with(|kernel| kernel.control_devices(driver)) {
            let callback = with(|kernel| kernel.objects.device(device).control.and_then(|control| control.shutdown));
            if let Some(callback) = callback {
                // SAFETY: the driver registered this function with its control device, which lives.
                call("EvtDeviceShutdownNotification", device, None, || unsafe {
                    callback(device.handle() as WDFDEVICE)
                });
            }
        }
    }
}

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

fn callbacks(device: Id) -> Option<WDF_PNPPOWER_EVENT_CALLBACKS> {
    with(|kernel| kernel.objects.device(device).pnp)
}

/// Calls one of the callbacks that take the device alone and return a status.
macro_rules! call_status {
    ($device:expr, $field:ident, $name:literal) => {
        match callbacks($device).and_then(|callbacks| callbacks.$field) {
            // SAFETY: the driver registered this function in its device's PnP and power callbacks; the device lives.
            Some(callback) => call_hooked($name, $device, None, callback as *const (), || unsafe {
                callback($device.handle() as WDFDEVICE)
            }),
            None => STATUS_SUCCESS,
        }
    };
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
    // SAFETY: as in `call_status`; the lists live as long as the device.
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

/// Calls one of the callbacks that take the device and the power state it comes from or goes to.
macro_rules! call_power {
    ($device:expr, $state:expr, $field:ident, $name:literal) => {
        match callbacks($device).and_then(|callbacks| callbacks.$field) {
            // SAFETY: the driver registered this function in its device's PnP and power callbacks; the device lives.
            Some(callback) => call_hooked($name, $device, None, callback as *const (), || unsafe {
                callback($device.handle() as WDFDEVICE, $state)
            }),
            None => STATUS_SUCCESS,
        }
    };
}

/// Why the interrupts are connected or disconnected, in a transition from or to this state.
fn why(device: Id, state: i32) -> Why {
    match with(|kernel| kernel.objects.device(device).power_pageable) {
        _ if state == power_state::WdfPowerDeviceD3Final => Why::Plain,
        true => Why::Power,
        false => Why::NotPageable,
    }
}

/// Enters D0, in which its parent stays as long.
fn power_up(device: Id, from: i32) -> NTSTATUS {
    hold_parent(device);
    let status = enter_d0(device, from);
    if !NT_SUCCESS(status) {
        release_parent(device);
    }
    status
}

/// A child that is to enter D0 brings its parent there.
fn hold_parent(device: Id) {
    let parent = with(|kernel| {
        let state = kernel.objects.device_mut(device);
        let parent = state.pdo.as_deref().filter(|pdo| pdo.holds_parent_in_d0).map(|pdo| pdo.parent)?;
        (!std::mem::replace(&mut state.power_policy.holds_parent, true)).then_some(parent)
    });
    let Some(parent) = parent else { return };
    match power_policy::reference(parent) {
        Referenced::Refused => with(|kernel| kernel.objects.device_mut(device).power_policy.holds_parent = false),
        Referenced::InD0 | Referenced::Coming(false) => {}
        Referenced::Coming(true) => {
            let _ = resume_alone(parent);
        }
    }
}

/// A child that left D0 needs its parent no more.
fn release_parent(device: Id) {
    let parent = with(|kernel| {
        let state = kernel.objects.device_mut(device);
        let held = std::mem::take(&mut state.power_policy.holds_parent);
        state.pdo.as_deref().filter(|_| held).map(|pdo| pdo.parent)
    });
    if let Some(parent) = parent {
        power_policy::dereference(parent);
    }
}

/// Enters D0: the driver's hardware first, then its interrupts, then its queues, then its self-managed I/O.
fn enter_d0(device: Id, from: i32) -> NTSTATUS {
    let status = call_power!(device, from, EvtDeviceD0Entry, "EvtDeviceD0Entry");
    if !NT_SUCCESS(status) {
        return status;
    }
    let mut status = interrupt::connect_all(device, why(device, from));
    if NT_SUCCESS(status) {
        status =
            call_power!(device, from, EvtDeviceD0EntryPostInterruptsEnabled, "EvtDeviceD0EntryPostInterruptsEnabled");
    }
    if !NT_SUCCESS(status) {
        leave_hardware(device, power_state::WdfPowerDeviceD3Final);
        return status;
    }
    power_policy::disarm(device);
    with(|kernel| {
        kernel.objects.device_mut(device).state = Pnp::Working;
        kernel.power_policy_in_d0(device);
    });
    restart_queues(device);
    let first = !with(|kernel| std::mem::replace(&mut kernel.objects.device_mut(device).self_managed, true));
    let status = if first {
        call_status!(device, EvtDeviceSelfManagedIoInit, "EvtDeviceSelfManagedIoInit")
    } else {
        call_status!(device, EvtDeviceSelfManagedIoRestart, "EvtDeviceSelfManagedIoRestart")
    };
    if !NT_SUCCESS(status) {
        leave_d0(device, power_state::WdfPowerDeviceD3Final);
    }
    status
}

/// The queues that follow power present requests again.
fn restart_queues(device: Id) {
    let managed = managed_queues(device);
    for queue in &managed {
        queue::resume(*queue);
    }
    for queue in &managed {
        queue::power_on(*queue);
    }
}

/// Leaves D0, in the opposite order.
pub(super) fn power_down(device: Id, to: i32) {
    with(|kernel| kernel.power_policy_leaves_d0(device));
    call_status!(device, EvtDeviceSelfManagedIoSuspend, "EvtDeviceSelfManagedIoSuspend");
    leave_d0(device, to);
}

/// The same for a device that has nothing to do, or is to wake the system. False if its driver fails to arm it to wake: then
/// it stays in D0, or sleeps without.
pub(super) fn idle_down(device: Id, to: i32, armed: Option<Armed>) -> bool {
    with(|kernel| kernel.power_policy_leaves_d0(device));
    call_status!(device, EvtDeviceSelfManagedIoSuspend, "EvtDeviceSelfManagedIoSuspend");
    hold_queues(device);
    if armed.is_some_and(|armed| !power_policy::arm(device, armed)) && armed == Some(Armed::S0) {
        with(|kernel| kernel.power_policy_stays_in_d0(device));
        restart_queues(device);
        call_status!(device, EvtDeviceSelfManagedIoRestart, "EvtDeviceSelfManagedIoRestart");
        return false;
    }
    with(|kernel| kernel.objects.device_mut(device).power_policy.idled = armed != Some(Armed::Sx));
    exit_d0(device, to);
    true
}

/// Holds the queues, and powers the hardware down.
fn leave_d0(device: Id, to: i32) {
    with(|kernel| kernel.power_policy_leaves_d0(device));
    hold_queues(device);
    exit_d0(device, to);
}

/// The queues that follow power present nothing any more, and the driver has let go of what it got from them.
fn hold_queues(device: Id) {
    let managed = managed_queues(device);
    for queue in &managed {
        queue::power(*queue, Power::StartingTransition);
    }
    for queue in &managed {
        queue::power(*queue, Power::Stopping);
    }
}

/// Powers the hardware down.
fn exit_d0(device: Id, to: i32) {
    call_power!(device, to, EvtDeviceD0ExitPreInterruptsDisabled, "EvtDeviceD0ExitPreInterruptsDisabled");
    leave_hardware(device, to);
    with(|kernel| {
        let device = kernel.objects.device_mut(device);
        (device.state, device.slept_in) = (Pnp::Suspended, to);
    });
    release_parent(device);
}

/// Disconnects the interrupts, and tells the driver to put its hardware to sleep.
fn leave_hardware(device: Id, to: i32) {
    interrupt::disconnect_all(device, why(device, to));
    call_power!(device, to, EvtDeviceD0Exit, "EvtDeviceD0Exit");
}

fn managed_queues(device: Id) -> Vec<Id> {
    with(|kernel| {
        let queues = kernel.queues_of(device);
        queues.into_iter().filter(|queue| kernel.objects.queue(*queue).power_managed).collect()
    })
}

/// The system goes to sleep, or the device idles out: children first.
pub(crate) fn suspend(device: Id) {
    children::alone(device, || {
        children::each(device, suspend_alone);
        suspend_alone(device);
    });
}

fn suspend_alone(device: Id) {
    let (wake, idled) = with(|kernel| {
        let policy = &mut kernel.objects.device_mut(device).power_policy;
        policy.system_sleeps = true;
        let wake = policy.wake.filter(|wake| wake.enabled && policy.owner);
        (wake, policy.idled && (wake.is_some() || policy.armed.is_some()))
    });
    // One that idles is armed for the other kind of sleep, or disarmed, in D0.
    if idled && resume_alone(device).is_err() {
        return;
    }
    if with(|kernel| kernel.objects.device(device).state == Pnp::Working) {
        match wake {
            Some(wake) => {
                idle_down(device, wake.state, Some(Armed::Sx));
            }
            None => power_down(device, power_state::WdfPowerDeviceD3),
        }
    }
}

/// Back to D0: the parent first. A child that fails to power up is removed.
pub(crate) fn resume(device: Id) -> Result<(), NTSTATUS> {
    children::alone(device, || {
        wake_alone(device)?;
        children::each(device, |child| {
            let _ = wake_alone(child);
        });
        children::enumerate(device);
        Ok(())
    })
    .unwrap_or(Err(STATUS_NO_SUCH_DEVICE))
}

/// The system is back: a device that idled before may go on with that.
fn wake_alone(device: Id) -> Result<(), NTSTATUS> {
    if with(|kernel| kernel.sleeps_on(device)) {
        with(|kernel| kernel.objects.device_mut(device).power_policy.system_sleeps = false);
        return Ok(());
    }
    let woken = resume_alone(device);
    if woken.is_ok() {
        with(|kernel| kernel.objects.device_mut(device).power_policy.system_sleeps = false);
    }
    woken
}

pub(super) fn resume_alone(device: Id) -> Result<(), NTSTATUS> {
    enter_from_sleep(device).inspect_err(|_| {
        with(|kernel| kernel.objects.device_mut(device).power_policy.idled = false);
        remove_alone(device);
    })
}

/// Enters D0 if it sleeps.
fn enter_from_sleep(device: Id) -> Result<(), NTSTATUS> {
    let (sleeps, from) = with(|kernel| {
        let state = kernel.objects.device(device);
        (state.state == Pnp::Suspended && !state.stopped, state.slept_in)
    });
    if !sleeps {
        return Ok(());
    }
    let status = power_up(device, from);
    if NT_SUCCESS(status) { Ok(()) } else { Err(status) }
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
        // SAFETY: as in `call_status`; the list lives as long as the device.
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
        super::io::close(*file, *serial);
    }
    block(Wait::FilesClosed(device));
    with(|kernel| kernel.forget_files(device));
    for (file, serial) in files {
        super::io::finish_close(file, serial);
    }
}

/// Waits for the threads that the test started.
pub(crate) fn join_applications() {
    let threads = with(|kernel| {
        touch(Place::Threads, Mode::Read);
        kernel.threads.iter().filter(|thread| thread.role == Role::Application).count()
    });
    let others = (1..).map(ThreadId).filter(|thread| with(|kernel| kernel.thread(*thread).role == Role::Application));
    for thread in others.take(threads - 1) {
        block(Wait::Thread(thread));
    }
}

/// The system goes down, or the test is over: what is still there is removed, and then nothing may be left.
pub(crate) fn shut_down() {
    for device in live(Kind::Device) {
        // Children went with their parents.
        if with(|kernel| {
            kernel
                .objects
                .find_device_mut(device)
                .is_some_and(|device| device.pdo.is_none() && device.control.is_none())
        }) {
            remove(device);
        }
    }
    check(|kernel| kernel.check_children());
    for driver in live(Kind::Driver) {
        unload(driver);
    }
    check(|kernel| {
        if let Some(id) = kernel.uncompleted_requests().first() {
            let text = format!("{} is still there when the run ends", kernel.objects.subject(*id));
            return Err(Violation::new(Rule::RequestNeverCompleted, Outcome::Leak, text));
        }
        if let Some((id, object)) = kernel.objects.iter().max_by_key(|(_, object)| object.driver_references) {
            let subject = kernel.objects.subject(id);
            let text = match object.driver_references {
                1 => format!("a reference to {subject} was taken and not dropped"),
                count => format!("{count} references to {subject} were taken and not dropped"),
            };
            return Err(Violation::new(Rule::ReferenceLeaked, Outcome::Leak, text));
        }
        kernel.check_written_late()?;
        kernel.check_system()?;
        kernel.check_pool()
    });
}

fn live(kind: Kind) -> Vec<Id> {
    with(|kernel| kernel.objects.roots().map(|(id, _)| id).filter(|id| kernel.objects.kind(*id) == kind).collect())
}
