//! Drivers and devices: loading, adding, suspending, resuming, removing.
#![expect(unsafe_code, reason = "defines the symbols of the header, and reads and writes through C's pointers")]

use std::collections::BTreeMap;
use std::ffi::{c_char, c_int};
use std::ptr;
use std::sync::{Mutex, PoisonError};

use wdf_sim::{Device, Driver, DriverImage, Status};
use wdf_sim_sys::sim::DriverEntry;

use crate::handle::{call, keep};
use crate::machine::text;

/// `STATUS_SUCCESS`.
const SUCCESS: i32 = 0;

/// Names that were given to drivers, each once: reports keep them.
static NAMES: Mutex<BTreeMap<String, &'static str>> = Mutex::new(BTreeMap::new());

fn lasting(name: String) -> &'static str {
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    names.entry(name.clone()).or_insert_with(|| Box::leak(name.into_boxed_str()))
}

/// Gives C what was made, or the status that says why not.
///
/// # Safety
///
/// The pointer is NULL or valid for writes.
pub(crate) unsafe fn give<T: 'static>(made: Result<T, Status>, out: *mut *const T) -> i32 {
    let (status, pointer) = match made {
        Ok(made) => (SUCCESS, keep(made)),
        Err(Status(status)) => (status, ptr::null()),
    };
    if !out.is_null() {
        // SAFETY: it is not NULL, so the caller vouches for it.
        unsafe { out.write(pointer) };
    }
    status
}

#[unsafe(no_mangle)]
unsafe extern "C" fn wdf_sim_load(name: *const c_char, entry: DriverEntry, out: *mut *const Driver) -> i32 {
    // SAFETY: the scene passes a C string.
    let image = DriverImage::new(lasting(unsafe { text(name) }), entry);
    let driver = call(|machine| machine.load(&image));
    // SAFETY: the scene's pointer, NULL or valid.
    unsafe { give(driver, out) }
}

/// What a handle of the scene points to.
///
/// # Safety
///
/// The handle was given to the scene that runs.
pub(crate) unsafe fn read<T: Copy>(handle: *const T) -> T {
    assert!(!handle.is_null(), "wdf_sim: a handle is NULL");
    // SAFETY: what was given to a scene lives as long as it.
    unsafe { handle.read() }
}

macro_rules! on_device {
    ($($(#[$doc:meta])* $name:ident => |$device:ident| $body:expr;)*) => {$(
        $(#[$doc])*
        #[unsafe(no_mangle)]
        unsafe extern "C" fn $name(device: *const Device) {
            call(|_| {
                // SAFETY: the scene passes a handle that it was given.
                let $device = unsafe { read(device) };
                $body;
            });
        }
    )*};
}

on_device! {
    /// The system sleeps.
    wdf_sim_suspend => |device| device.suspend();
    /// The device is removed in an orderly way.
    wdf_sim_remove => |device| device.remove();
    /// The device is pulled out.
    wdf_sim_surprise_remove => |device| device.surprise_remove();
}

#[unsafe(no_mangle)]
unsafe extern "C" fn wdf_sim_resume(device: *const Device) -> i32 {
    call(|_| {
        // SAFETY: the scene passes a handle that it was given.
        let device = unsafe { read(device) };
        device.resume().map_or_else(|Status(status)| status, |()| SUCCESS)
    })
}

#[unsafe(no_mangle)]
unsafe extern "C" fn wdf_sim_is_present(device: *const Device) -> c_int {
    call(|_| {
        // SAFETY: the scene passes a handle that it was given.
        c_int::from(unsafe { read(device) }.is_present())
    })
}

/// Gives C handles of devices, as many as it has room for; how many there are.
///
/// # Safety
///
/// The pointer is valid for writes of so many.
unsafe fn give_all(devices: Vec<Device>, out: *mut *const Device, room: usize) -> usize {
    let count = devices.len();
    for (index, device) in devices.into_iter().enumerate().take(room) {
        // SAFETY: the caller vouches for room for so many.
        let place = unsafe { out.add(index) };
        // SAFETY: as above.
        unsafe { place.write(keep(device)) };
    }
    count
}

#[unsafe(no_mangle)]
unsafe extern "C" fn wdf_sim_children(device: *const Device, out: *mut *const Device, room: usize) -> usize {
    call(|_| {
        // SAFETY: the scene passes a handle that it was given.
        let children = unsafe { read(device) }.children();
        // SAFETY: the scene has room for so many.
        unsafe { give_all(children, out, room) }
    })
}

#[unsafe(no_mangle)]
unsafe extern "C" fn wdf_sim_control_devices(driver: *const Driver, out: *mut *const Device, room: usize) -> usize {
    call(|_| {
        // SAFETY: the scene passes a handle that it was given.
        let devices = unsafe { read(driver) }.control_devices();
        // SAFETY: the scene has room for so many.
        unsafe { give_all(devices, out, room) }
    })
}

#[unsafe(no_mangle)]
unsafe extern "C" fn wdf_sim_try_remove(device: *const Device) -> i32 {
    call(|_| {
        // SAFETY: the scene passes a handle that it was given.
        let device = unsafe { read(device) };
        device.try_remove().map_or_else(|Status(status)| status, |()| SUCCESS)
    })
}

#[unsafe(no_mangle)]
extern "C" fn wdf_sim_shutdown() {
    call(wdf_sim::Machine::system_shutdown);
}

#[unsafe(no_mangle)]
extern "C" fn wdf_sim_set_low_memory(low: c_int) {
    call(|machine| machine.set_low_memory(low != 0));
}

#[unsafe(no_mangle)]
unsafe extern "C" fn wdf_sim_add_device(driver: *const Driver, out: *mut *const Device) -> i32 {
    let device = call(|_| {
        // SAFETY: the scene passes a handle that it was given.
        unsafe { read(driver) }.add_device()
    });
    // SAFETY: the scene's pointer, NULL or valid.
    unsafe { give(device, out) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn wdf_sim_unload(driver: *const Driver) {
    call(|_| {
        // SAFETY: the scene passes a handle that it was given.
        unsafe { read(driver) }.unload();
    });
}
