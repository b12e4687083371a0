//! The fault that a run is to see, done by a thread of its own when its point comes.
//!
//! Every [`point`](super::point) looks here; `run/search.rs` plans at which of them it comes (`fault.rs`).

use std::cell::Cell;

use wdf_sim_sys::STATUS_IO_TIMEOUT;

use super::{block, lower, me, pnp, power, request, spawn, with};
use crate::fault::Fault;
use crate::kernel::device::Pnp;
use crate::kernel::irp::{IrpId, Major};
use crate::kernel::object::{Id, Kind};
use crate::kernel::thread::{Role, Wait};
use crate::trace::{Step, ThreadId};

/// In units of 100 nanoseconds.
const HOUR: u64 = 36_000_000_000;

thread_local! {
    /// There is one to come.
    static PLANNED: Cell<bool> = const { Cell::new(false) };
    /// The thread that does it.
    static THREAD: Cell<Option<ThreadId>> = const { Cell::new(None) };
    /// The PnP manager is busy with something else.
    static BUSY: Cell<bool> = const { Cell::new(false) };
}

/// A run begins, with a fault to come or without.
pub(crate) fn reset(planned: bool) {
    PLANNED.set(planned);
    THREAD.set(None);
    BUSY.set(false);
}

/// The thread that does it, which goes before all others.
pub(crate) fn urgent() -> Option<ThreadId> {
    THREAD.get()
}

/// A point has come at which another thread may run: the fault may be due.
#[inline]
pub(crate) fn at_point() {
    if PLANNED.get() && !BUSY.get() {
        at_planned_point();
    }
}

#[cold]
fn at_planned_point() {
    let Some(fault) = with(|kernel| {
        let working = kernel.counts.sent > 0;
        let plan = kernel.fault.as_mut().filter(|plan| working && plan.fault.comes_at_points())?;
        plan.is_now().then_some(plan.fault)
    }) else {
        return;
    };
    let thread = spawn(Role::Application, Wait::Nothing, move || happen(fault));
    THREAD.set(Some(thread));
}

fn happen(fault: Fault) {
    let note = |fault: Fault| with(|kernel| kernel.note(me(), Step::Note(format!("fault: {}", fault.sentence()))));
    if fault == Fault::Cancel {
        if let Some(irp) = with(|kernel| kernel.irps.oldest_pending()) {
            note(fault);
            request::cancel_irp(irp);
        }
        return;
    }
    let Some(device) = working_device() else { return };
    match fault {
        Fault::Remove => {
            note(fault);
            pnp::remove(device);
        }
        Fault::SurpriseRemove => {
            note(fault);
            pnp::surprise_remove(device);
        }
        _ => {
            note(fault);
            power::suspend(device);
            // A device that does not come back is removed, and the driver was told.
            let _ = power::resume(device);
        }
    }
}

/// The first device that is in D0 and no bus's child.
fn working_device() -> Option<Id> {
    with(|kernel| {
        let mut devices =
            kernel.objects.roots().map(|(id, _)| id).filter(|id| kernel.objects.kind(*id) == Kind::Device);
        devices.find(|id| kernel.objects.device(*id).state == Pnp::Working)
    })
}

/// The PnP manager does one thing at a time: what the test asks of it waits until the fault is over.
pub(crate) fn settle() {
    if let Some(thread) = THREAD.get().filter(|thread| *thread != me()) {
        block(Wait::Thread(thread));
    }
}

/// What the test asks of the PnP manager or of a handle is done before the fault comes, or after it is over.
pub(crate) fn apart<R>(work: impl FnOnce() -> R) -> R {
    let before = BUSY.replace(true);
    let result = work();
    BUSY.set(before);
    result
}

/// Whether this call, which can fail for want of resources, is to fail.
#[inline]
pub(crate) fn failed_call(name: impl FnOnce() -> &'static str) -> bool {
    PLANNED.get() && planned_call(name())
}

#[cold]
fn planned_call(name: &str) -> bool {
    with(|kernel| {
        let Some(plan) = kernel.fault.as_mut().filter(|plan| plan.fault == Fault::FailedCall) else { return false };
        let is_now = plan.is_now();
        if is_now {
            kernel.note(me(), Step::Note(format!("fault: {name} fails for want of resources")));
        }
        is_now
    })
}

/// Whether what stands behind a target is to keep this IRP, which it then does.
#[inline]
pub(crate) fn kept_by_target(irp: IrpId) -> bool {
    PLANNED.get() && planned_target(irp)
}

#[cold]
fn planned_target(irp: IrpId) -> bool {
    let due = with(|kernel| {
        let packet = kernel.irps.get(irp);
        if !matches!(packet.major, Major::Read | Major::Write | Major::DeviceControl | Major::InternalDeviceControl) {
            return None;
        }
        let serial = packet.serial;
        let plan =
            kernel.fault.as_mut().filter(|it| matches!(it.fault, Fault::SilentTarget | Fault::StubbornTarget))?;
        if !plan.is_now() {
            return None;
        }
        let fault = plan.fault;
        kernel.note(me(), Step::Note(format!("fault: {}", fault.sentence())));
        Some((fault, serial, *kernel.now + HOUR))
    });
    let Some((fault, serial, later)) = due else { return false };
    if fault == Fault::SilentTarget {
        lower::allow_cancel(irp, serial);
    } else {
        spawn(Role::Application, Wait::Nothing, move || {
            block(Wait::Time(later));
            lower::complete(irp, serial, STATUS_IO_TIMEOUT, 0, &[]);
        });
    }
    true
}
