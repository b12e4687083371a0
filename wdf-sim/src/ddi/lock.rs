//! `WdfSpinLock*` and `WdfWaitLock*`: created, acquired, released.
#![expect(unsafe_code, reason = "functions of the table: the driver's pointers are read and written")]

use wdf_sim_sys::{
    NTSTATUS, PASSIVE_LEVEL, PLONGLONG, PWDF_DRIVER_GLOBALS, PWDF_OBJECT_ATTRIBUTES, STATUS_INVALID_DEVICE_REQUEST,
    STATUS_SUCCESS, STATUS_TIMEOUT, WDFSPINLOCK, WDFWAITLOCK,
};

use super::object::{insert, parent_or, the_driver};
use super::{arg, begin, enter};
use crate::exec::{self, check, lock, me};
use crate::kernel::attributes::Allows;
use crate::kernel::lock::{Lock, LockKind, LockRef};
use crate::kernel::object::{Body, Id, Kind};
use crate::kernel::{Level, Scope};
use crate::violation::{Rule, Violation};

/// # Safety
///
/// The pointers are NULL or valid.
unsafe fn create<H>(ddi: &'static str, attributes: PWDF_OBJECT_ATTRIBUTES, out: *mut *mut H, body: Body) -> NTSTATUS {
    begin(ddi);
    arg::required(ddi, "Lock", out);
    // SAFETY: the driver's pointer, NULL or valid.
    let attributes = match unsafe { arg::attributes(attributes, Allows::PARENT) } {
        Ok(attributes) => attributes,
        Err(status) => return status,
    };
    let parent = parent_or(ddi, attributes, the_driver());
    match insert(parent, attributes, Level::Dispatch, Scope::None, body) {
        Ok(id) => {
            // SAFETY: the driver's pointer, checked above.
            unsafe { arg::write(ddi, "Lock", out, id.handle() as *mut H) };
            STATUS_SUCCESS
        }
        Err(status) => status,
    }
}

pub(super) unsafe extern "C" fn spin_create(
    _: PWDF_DRIVER_GLOBALS,
    attributes: PWDF_OBJECT_ATTRIBUTES,
    out: *mut WDFSPINLOCK,
) -> NTSTATUS {
    // SAFETY: the driver's pointers, NULL or valid.
    unsafe { create("WdfSpinLockCreate", attributes, out, Body::SpinLock(Lock::new(LockKind::Spin))) }
}

/// Whether the lock was given to an interrupt: then it is for the interrupt's functions alone, and the call breaks.
fn is_of_interrupt(ddi: &str, id: Id) -> bool {
    check(|kernel| {
        let of_interrupt = kernel.lock(LockRef::Object(id)).of_interrupt;
        if of_interrupt {
            let text = format!("{ddi}: {} serves an interrupt", kernel.objects.subject(id));
            kernel.verifier_break(Rule::InvalidLockOperation, text)?;
        }
        Ok(of_interrupt)
    })
}

pub(super) unsafe extern "C" fn spin_acquire(_: PWDF_DRIVER_GLOBALS, spin_lock: WDFSPINLOCK) {
    const DDI: &str = "WdfSpinLockAcquire";
    let id = enter(DDI, spin_lock, Kind::SpinLock);
    if !is_of_interrupt(DDI, id) {
        lock::acquire(LockRef::Object(id));
    }
}

pub(super) unsafe extern "C" fn spin_release(_: PWDF_DRIVER_GLOBALS, spin_lock: WDFSPINLOCK) {
    const DDI: &str = "WdfSpinLockRelease";
    let id = enter(DDI, spin_lock, Kind::SpinLock);
    if !is_of_interrupt(DDI, id) {
        lock::release(LockRef::Object(id));
        exec::point();
    }
}

pub(super) unsafe extern "C" fn wait_create(
    _: PWDF_DRIVER_GLOBALS,
    attributes: PWDF_OBJECT_ATTRIBUTES,
    out: *mut WDFWAITLOCK,
) -> NTSTATUS {
    // SAFETY: the driver's pointers, NULL or valid.
    unsafe { create("WdfWaitLockCreate", attributes, out, Body::WaitLock(Lock::new(LockKind::Wait))) }
}

/// With no timeout it waits; with a timeout of 0 it tries; with another it gives up after that much virtual time.
pub(super) unsafe extern "C" fn wait_acquire(
    _: PWDF_DRIVER_GLOBALS,
    wait_lock: WDFWAITLOCK,
    timeout: PLONGLONG,
) -> NTSTATUS {
    const DDI: &str = "WdfWaitLockAcquire";
    let id = enter(DDI, wait_lock, Kind::WaitLock);
    // SAFETY: the driver's pointer, which is read only if it is not NULL.
    let timeout = (!timeout.is_null()).then(|| unsafe { arg::read(DDI, "Timeout", timeout) });
    if timeout != Some(0) && !may_wait(DDI, id) {
        return STATUS_INVALID_DEVICE_REQUEST;
    }
    let lock = LockRef::Object(id);
    match timeout {
        None => lock::acquire(lock),
        Some(0) if !lock::try_acquire(lock) => return STATUS_TIMEOUT,
        Some(0) => {}
        Some(timeout) => {
            if !lock::acquire_within(lock, timeout) {
                return STATUS_TIMEOUT;
            }
        }
    }
    STATUS_SUCCESS
}

fn may_wait(ddi: &str, id: Id) -> bool {
    check(|kernel| {
        let irql = kernel.thread(me()).irql;
        if u32::from(irql) == PASSIVE_LEVEL {
            return Ok(true);
        }
        let text = format!("{ddi}: {} is waited for at IRQL {irql}", kernel.objects.subject(id));
        if kernel.verifier_on() {
            kernel.verifier_break(Rule::IrqlTooHigh, text)?;
            return Ok(false);
        }
        Err(Violation::undefined(Rule::IrqlTooHigh, text))
    })
}

pub(super) unsafe extern "C" fn wait_release(_: PWDF_DRIVER_GLOBALS, wait_lock: WDFWAITLOCK) {
    lock::release(LockRef::Object(enter("WdfWaitLockRelease", wait_lock, Kind::WaitLock)));
    exec::point();
}
