//! Loading and unloading a driver.
//!
//! The I/O manager's part: `DriverEntry`, `EvtDriverUnload`. Runs on the thread of the test that asks for it
//! (`machine/mod.rs`); what the driver creates on the way comes through the table (`ddi/driver.rs`).
//!
//! Facts: `fxdriver.cpp`.
#![expect(unsafe_code, reason = "calls the driver's entry and its unload callback")]

use std::ptr;

use wdf_sim_sys::sim::DriverImage;
use wdf_sim_sys::{DRIVER_OBJECT, NT_SUCCESS, NTSTATUS, STATUS_UNSUCCESSFUL, UNICODE_STRING, WDFDRIVER};

use super::control::leave_no_control_device;
use super::{block, call, check, foreign, me, object, with};
use crate::kernel::object::{Body, Id};
use crate::kernel::thread::Wait;
use crate::trace::Step;

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
