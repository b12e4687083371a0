//! Control devices: devices that the PnP manager does not know, by which an application reaches the driver itself.
//!
//! *Where it stands.* Under [`device`](super). Made in `DriverEntry` of a driver without PnP devices
//! ([`NonPnpConfig`](crate::register::NonPnpConfig)), or in `EvtDriverDeviceAdd`, by a [`SharedControl`].
//!
//! *Key types.* [`DeviceInit<'id, ControlDevice>`](DeviceInit), [`Finished`], the proof that the device can be opened;
//! [`SharedControl`], the control device of a driver that has PnP devices.
//!
//! *Wraps.* "Using Control Device Objects", `WdfControlDeviceInitAllocate`, `WdfControlFinishInitializing`.
//!
//! ```text
//!     DeviceInit<ControlDevice> ──create──► NewDevice<ControlDevice> ──finish──► Finished, returned from the closure
//!        │  setters that fail            │ queues, links: before it is finished
//!        ▼                               ▼
//!     an error: the init is freed     an error: the device is deleted
//! ```
//!
//! The closure that makes the device must return [`Finished`], so a device that nobody could ever open does not compile.
//! The closure borrows nothing (`'static`), so that nothing of another device, above all none of its requests, gets into the
//! contexts of the control device, which may be deleted again before that one.
//!
//! Nothing leads from elsewhere to a control device: what it shares with other devices lies in the context of the driver
//! ([`Device::driver`](super::Device::driver)), which outlives them all.
#![expect(unsafe_code, reason = "calls of the framework with handles; the callback of an object that is deleted")]

use super::init::{AddedRole, ControlDevice, DeviceInit, MAX_SDDL, NewDevice, Origin, discard};
use crate::brand::{Brand, Token};
use crate::context::{self, Init, ObjectContext};
use crate::irql::{Cx, Passive};
use crate::lock::WaitLock;
use crate::object_context;
use crate::status::{NtStatus, Result};
use crate::sys::{self, WDFDEVICE, WDFDRIVER, WDFOBJECT, ddi};
use crate::text::with_text;
use core::fmt;
use core::marker::PhantomData;
use core::ptr;

/// The proof that a control device was made, and can be opened: what the closure that makes it returns.
#[derive(Debug)]
#[must_use = "return it from the closure: it is the proof that the device can be opened"]
pub struct Finished<'id> {
    brand: Brand<'id>,
    token: Token,
}

impl<'id, T: ObjectContext> NewDevice<'id, T, ControlDevice> {
    /// The device is complete, with its default queue if it has one, and can be opened from here on.
    /// `WdfControlFinishInitializing`; PASSIVE_LEVEL.
    pub fn finish(self, _cx: &mut Cx<'_, Passive>) -> Finished<'id> {
        // SAFETY: a live control device, which is not finished: that consumes the only value that stands for it.
        unsafe { ddi!(WdfControlFinishInitializing, self.device.raw()) };
        Finished { brand: PhantomData, token: PhantomData }
    }
}

/// Makes a control device of this driver.
///
/// # Errors
/// STATUS_INVALID_PARAMETER for a description of more than 512 characters, STATUS_INSUFFICIENT_RESOURCES, what `make`
/// returned. What was made is deleted then.
///
/// # Safety
/// `driver` is the live driver object. Whoever gets the device sees to its deletion before the driver is unloaded.
pub(crate) unsafe fn create(
    cx: &mut Cx<'_, Passive>,
    driver: WDFDRIVER,
    sddl: &str,
    make: impl for<'id> FnOnce(&mut Cx<'_, Passive>, DeviceInit<'id, ControlDevice>) -> Result<Finished<'id>> + 'static,
) -> Result<WDFDEVICE> {
    // SAFETY: the driver object; a string that is read during the call; PASSIVE_LEVEL.
    let init = with_text::<MAX_SDDL, _>(sddl, |sddl| unsafe { ddi!(WdfControlDeviceInitAllocate, driver, sddl) })?;
    if init.is_null() {
        return Err(NtStatus::INSUFFICIENT_RESOURCES.into());
    }
    let origin = Origin::new(ptr::null_mut());
    // SAFETY: just allocated, for a control device.
    let finished = make(cx, unsafe { DeviceInit::new(init, &origin) });
    let made = origin.made.get();
    match finished {
        Ok(_finished) => Ok(made),
        Err(error) => {
            // SAFETY: allocated above; `make` has returned, and nothing of it leads to the device.
            unsafe { discard(init, made) };
            Err(error)
        }
    }
}

/// The control device of a driver that has PnP devices: a field of the driver's context.
///
/// The system does not unload a driver while one of its devices exists, and calls `EvtDriverUnload` only afterwards, so the
/// last PnP device has to take the control device with it. Here the first one that [holds](Self::hold) it makes it, and it is
/// deleted with the last one that did: when the framework cleans up that device, also after a failed `EvtDriverDeviceAdd`.
///
/// ```
/// # use wdf_sim as _;
/// use wdf_safe::prelude::*;
///
/// #[object_context]
/// struct Shared {
///     panel: SharedControl,
///     asked: AtomicU32,
/// }
///
/// #[driver_entry]
/// fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
///     DriverConfig::new(device_add).create(cx, driver, SharedInit { panel: SharedControl::init(), asked: AtomicU32::new(0) })
/// }
///
/// #[evt_driver_device_add]
/// fn device_add<'id>(cx: &mut Cx<'_, Passive>, driver: &Driver<Shared>, init: DeviceInit<'id>) -> Result<Added<'id>> {
///     let mut device = init.create(cx, ())?;
///     driver.context().panel.hold(cx, &mut device, "D:P(A;;GA;;;SY)(A;;GA;;;BA)", |cx, init| {
///         let panel = init.set_name(cx, r"\Device\Panel")?.create(cx, ())?;
///         QueueConfig::sequential().default_queue().device_control(ask).create(cx, &panel, ())?;
///         panel.create_symbolic_link(cx, r"\DosDevices\Panel")?;
///         Ok(panel.finish(cx))
///     })?;
///     Ok(device.added())
/// }
///
/// #[evt_io_device_control]
/// fn ask<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<()>, request: Request<'id, Owned, DeviceControl>) -> Handled<'id> {
///     if let Some(driver) = queue.device::<()>().and_then(Device::driver::<Shared>) {
///         driver.context().asked.fetch_add(1, Ordering::Relaxed);
///     }
///     request.complete(cx, NtStatus::SUCCESS)
/// }
/// # fn main() {}
/// ```
///
/// # Invariants
/// In the context of `driver`, if `driver` is a driver object. While the count is not 0, `device` is a control device of that
/// driver which nobody else deletes; each of the count belongs to one lease, a child of a device of that driver.
pub struct SharedControl {
    driver: WDFOBJECT,
    holders: WaitLock<Holders>,
}

/// How many devices hold the control device.
#[derive(Debug)]
struct Holders {
    count: u32,
    device: WDFDEVICE,
}

// SAFETY: the handle may be used from any thread.
unsafe impl Send for Holders {}
// SAFETY: the handle may be used from any thread; what changes lies in the lock.
unsafe impl Send for SharedControl {}
// SAFETY: as above.
unsafe impl Sync for SharedControl {}

/// The context of the object that ends with a holder.
#[object_context]
struct Lease {
    control: LeaseOf,
}

/// Whose lease it is: in the driver's context, which outlives every device.
#[derive(Debug)]
struct LeaseOf(*const SharedControl);

// SAFETY: what it points to may be shared between threads.
unsafe impl Send for LeaseOf {}
// SAFETY: as above.
unsafe impl Sync for LeaseOf {}

impl SharedControl {
    /// The initialiser of the field, without a control device.
    pub const fn init() -> SharedControlInit {
        SharedControlInit { _private: () }
    }

    /// Has the control device for as long as this device exists: `make` makes it, if no other device holds it already.
    /// `sddl` says who may open it. `WdfControlDeviceInitAllocate`, `WdfObjectCreate`; PASSIVE_LEVEL.
    ///
    /// The control device is made and deleted while no other device begins to hold it or ends.
    ///
    /// # Errors
    /// STATUS_INVALID_DEVICE_REQUEST when this field is not in the context of the device's driver;
    /// STATUS_INVALID_PARAMETER for a description of more than 512 characters; what `make` or the framework returned. What
    /// was made is deleted then.
    pub fn hold<T: ObjectContext, R: AddedRole>(
        &self,
        cx: &mut Cx<'_, Passive>,
        device: &mut NewDevice<'_, T, R>,
        sddl: &str,
        make: impl for<'id> FnOnce(&mut Cx<'_, Passive>, DeviceInit<'id, ControlDevice>) -> Result<Finished<'id>> + 'static,
    ) -> Result<()> {
        // SAFETY: a live device.
        let driver = unsafe { ddi!(WdfDeviceGetDriver, device.device.raw()) };
        if driver.cast() != self.driver {
            return Err(NtStatus::INVALID_DEVICE_REQUEST.into());
        }
        self.holders.with(cx, |holders, _held| {
            // SAFETY: a wait lock leaves its thread at PASSIVE_LEVEL. What may be called with it, and may not be done with
            // the lock held, is `hold` itself: it asks for a device that `EvtDriverDeviceAdd` is making (`AddedRole`), of
            // which there is one in each of these callbacks; this one's is borrowed exclusively.
            let mut cx = unsafe { Cx::<Passive>::assume() };
            if holders.count == 0 {
                // SAFETY: the driver object of a live device; deleted with the last holder.
                holders.device = unsafe { create(&mut cx, driver, sddl, make) }?;
            }
            // INVARIANT: a control device of the driver; the lease gives the count back.
            holders.count += 1;
            // SAFETY: a live device of the driver in whose context this is (just checked), PASSIVE_LEVEL.
            let leased = unsafe { lease(device.device.raw(), self) };
            if leased.is_err() {
                // SAFETY: there is no lease for it.
                unsafe { holders.leave() };
            }
            leased
        })
    }
}

impl Holders {
    /// One less; the last one takes the device with it.
    ///
    /// # Safety
    /// Called once for each of the count; PASSIVE_LEVEL.
    unsafe fn leave(&mut self) {
        self.count -= 1;
        if self.count == 0 {
            // SAFETY: the driver's own control device (invariant), deleted once.
            unsafe { ddi!(WdfObjectDelete, self.device.cast()) };
            self.device = ptr::null_mut();
        }
    }
}

/// Makes the object that ends with the device.
///
/// # Safety
/// A live device of the driver in whose context `control` is; PASSIVE_LEVEL.
unsafe fn lease(device: WDFDEVICE, control: &SharedControl) -> Result<()> {
    let mut attributes = sys::WDF_OBJECT_ATTRIBUTES {
        EvtCleanupCallback: Some(lease_over),
        ..context::attributes::<Lease>(device.cast())
    };
    let mut object = ptr::null_mut();
    // SAFETY: a structure with its size set and a live parent.
    let status = unsafe { ddi!(WdfObjectCreate, &raw mut attributes, &raw mut object) };
    NtStatus::check("WdfObjectCreate", status)?;
    let lease = LeaseInit { control: LeaseOf(ptr::from_ref(control)) };
    // SAFETY: just created with these attributes; no handle's type expects a parent of it.
    unsafe { context::install::<Lease>(object, ptr::null(), lease) }?;
    Ok(())
}

/// `EvtCleanupCallback` of a lease: its device goes, at PASSIVE_LEVEL, as devices are disposed of.
unsafe extern "C" fn lease_over(object: WDFOBJECT) {
    // SAFETY: the framework's cleanup callback is given the live object.
    let Some(lease) = (unsafe { context::find::<Lease>(object) }) else {
        return;
    };
    // SAFETY: in the context of the driver object, which outlives its devices and their children.
    let control = unsafe { &*lease.value().control.0 };
    // SAFETY: called at PASSIVE_LEVEL, since a device is disposed of there, and this object with it.
    let mut cx = unsafe { Cx::<Passive>::assume() };
    // SAFETY: once for this lease.
    control.holders.with(&mut cx, |holders, _held| unsafe { holders.leave() });
}

/// The initialiser of a [`SharedControl`]: see [`SharedControl::init`].
#[derive(Debug)]
#[must_use = "an initialiser is a field of a context's initialiser"]
pub struct SharedControlInit {
    _private: (),
}

// SAFETY: writes the place, or fails before.
unsafe impl Init<SharedControl> for SharedControlInit {
    unsafe fn init(self, place: *mut SharedControl, owner: WDFOBJECT) -> Result<()> {
        // SAFETY: a field of the place, which the caller vouches for.
        let holders = unsafe { &raw mut (*place).holders };
        let none = WaitLock::init(Holders { count: 0, device: ptr::null_mut() });
        // SAFETY: the caller's promise, for the field.
        unsafe { none.init(holders, owner) }?;
        // SAFETY: as above.
        let driver = unsafe { &raw mut (*place).driver };
        // INVARIANT: the object in whose context this is.
        // SAFETY: as above.
        unsafe { driver.write(owner) };
        Ok(())
    }
}

impl fmt::Debug for SharedControl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedControl").finish_non_exhaustive()
    }
}
