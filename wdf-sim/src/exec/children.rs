//! The PnP manager and the children of a bus: it starts those that were added, and removes those that are gone.
//!
//! One thread at a time works on a parent and its children, as the PnP manager does. Facts: `fxchildlist.cpp`; "Static
//! Enumeration" of the driver documentation for the order of parents and children.
#![expect(unsafe_code, reason = "calls the driver's PDO callbacks")]

use wdf_sim_sys::WDFDEVICE;

use super::{block, call, pnp, service, with};
use crate::kernel::Job;
use crate::kernel::device::Pnp;
use crate::kernel::object::{Id, Kind};
use crate::kernel::pdo::Enumeration;
use crate::kernel::thread::Wait;

/// Works on a device while nobody else works on it, its parent or its children. None if it is gone when its turn comes.
pub(crate) fn alone<R>(device: Id, body: impl FnOnce() -> R) -> Option<R> {
    let (root, root_serial, serial) = with(|kernel| {
        if !kernel.objects.exists(device, Kind::Device) {
            return None;
        }
        let root = kernel.tree_of(device);
        Some((root, kernel.objects.get(root).serial, kernel.objects.get(device).serial))
    })?;
    block(Wait::Tree(root, root_serial));
    let present = with(|kernel| {
        let present = kernel.objects.is_live(root, root_serial)
            && kernel.objects.is_live(device, serial)
            && kernel.objects.device(device).state != Pnp::Removed;
        if present {
            kernel.objects.device_mut(root).children.busy = true;
        }
        present
    });
    let result = present.then(body);
    with(|kernel| {
        if present && kernel.objects.is_live(root, root_serial) {
            kernel.objects.device_mut(root).children.busy = false;
        }
    });
    result
}

/// A worker thread's job: the list of this device changed.
pub(crate) fn enumerate_job(parent: Id, serial: u32) {
    block(Wait::Tree(parent, serial));
    if with(|kernel| kernel.objects.is_live(parent, serial)) {
        alone(parent, || enumerate(parent));
    }
}

/// Brings the PnP manager's tree up to what the parent's list says.
pub(crate) fn enumerate(parent: Id) {
    while let Some(step) = with(|kernel| kernel.next_enumeration(parent)) {
        match step {
            Enumeration::Start(child) => {
                // A child that fails to start stays in the list, as a device with a problem code.
                let _ = pnp::start(child);
            }
            Enumeration::Gone(child) => gone(child),
        }
    }
}

/// A child was marked missing: surprise-removed if it was started, and its object deleted.
fn gone(child: Id) {
    let callback = with(|kernel| {
        let events = kernel.objects.device(child).pdo.as_deref().and_then(|pdo| pdo.events);
        events.and_then(|events| events.EvtDeviceReportedMissing)
    });
    if let Some(callback) = callback {
        // SAFETY: the driver registered this function in the child's callbacks; the child lives.
        call("EvtDeviceReportedMissing", child, None, || unsafe { callback(child.handle() as WDFDEVICE) });
    }
    if with(|kernel| kernel.objects.device(child).takes_io()) {
        pnp::surprise_remove_alone(child);
    } else {
        discard(child);
    }
}

/// `WdfPdoRequestEject`: the PnP manager comes to it on a thread of its own.
pub(crate) fn eject_later(child: Id) {
    with(|kernel| {
        let job = Job::Eject(child, kernel.objects.get(child).serial);
        kernel.work.push_back(job);
    });
    service::ensure();
}

/// A worker thread's job: the child is removed, and the driver lets go of the hardware. One that is gone is ejected already.
pub(crate) fn eject_job(child: Id, serial: u32) {
    if !with(|kernel| kernel.objects.is_live(child, serial)) {
        return;
    }
    alone(child, || {
        if !with(|kernel| kernel.objects.is_live(child, serial) && kernel.objects.device(child).takes_io()) {
            return;
        }
        pnp::remove_alone(child);
        let eject = with(|kernel| {
            let events = kernel.objects.device(child).pdo.as_deref().and_then(|pdo| pdo.events);
            events.and_then(|events| events.EvtDeviceEject)
        });
        if let Some(eject) = eject {
            // SAFETY: the driver registered this function in the child's callbacks; its bus lists it, so it lives.
            call("EvtDeviceEject", child, None, || unsafe { eject(child.handle() as WDFDEVICE) });
        }
    });
}

/// Does with each child that is there what is done with the parent.
pub(super) fn each(parent: Id, work: impl Fn(Id)) {
    for child in with(|kernel| kernel.present_children(parent)) {
        work(child);
    }
}

/// The parent is removed: the objects of its children go.
pub(super) fn discard_all(parent: Id) {
    for child in with(|kernel| kernel.static_children(parent)) {
        discard(child);
    }
}

/// Deletes a child's object.
pub(super) fn discard(child: Id) {
    with(|kernel| {
        kernel.forget_child(child);
        kernel.objects.device_mut(child).state = Pnp::Removed;
    });
    pnp::delete_device(child);
}
