//! The fault that a run is to see, done by a thread of its own when its point comes.

use std::cell::Cell;

use wdf_sim_sys::{NTSTATUS, STATUS_INSUFFICIENT_RESOURCES};

use super::{block, me, pnp, request, spawn, with};
use crate::fault::Fault;
use crate::kernel::device::Pnp;
use crate::kernel::object::{Id, Kind};
use crate::kernel::thread::{Role, Wait};
use crate::trace::{Step, ThreadId};

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
        let plan = kernel.fault.as_mut().filter(|plan| working && plan.fault != Fault::FailedCall)?;
        plan.is_now().then_some(plan.fault)
    }) else {
        return;
    };
    let thread = spawn(Role::Application, Wait::Nothing, move || happen(fault));
    THREAD.set(Some(thread));
}

fn happen(fault: Fault) {
    let note = |text: &str| with(|kernel| kernel.note(me(), Step::Note(format!("fault: {text}"))));
    if fault == Fault::Cancel {
        if let Some(irp) = with(|kernel| kernel.irps.oldest_pending()) {
            note("somebody cancels the oldest request");
            request::cancel_irp(irp);
        }
        return;
    }
    let Some(device) = working_device() else { return };
    match fault {
        Fault::Remove => {
            note("the device is disabled");
            pnp::remove(device);
        }
        Fault::SurpriseRemove => {
            note("the device is pulled out");
            pnp::surprise_remove(device);
        }
        _ => {
            note("the system sleeps, and wakes up");
            pnp::suspend(device);
            // A device that does not come back is removed, and the driver was told.
            let _ = pnp::resume(device);
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

/// Whether this run has a fault planned: then a device may be gone at any time.
pub(crate) fn is_planned() -> bool {
    PLANNED.get()
}

/// Whether this call, which can fail for want of resources, is to fail; with which status.
pub(crate) fn failed_call(name: &str) -> Option<NTSTATUS> {
    with(|kernel| {
        let plan = kernel.fault.as_mut().filter(|plan| plan.fault == Fault::FailedCall)?;
        if !plan.is_now() {
            return None;
        }
        kernel.note(me(), Step::Note(format!("fault: {name} fails for want of resources")));
        Some(STATUS_INSUFFICIENT_RESOURCES)
    })
}
