//! Targets that a driver opens: by name or as an existing device, closed and opened again, and told when the device goes.
//!
//! Facts: `fxiotargetremote.cpp`, `km/fxiotargetremotekm.cpp`.
#![expect(unsafe_code, reason = "calls the driver's callbacks about the target's device")]

use wdf_sim_sys::{
    NT_SUCCESS, NTSTATUS, STATUS_INVALID_DEVICE_REQUEST, STATUS_INVALID_DEVICE_STATE, STATUS_OBJECT_NAME_NOT_FOUND,
    STATUS_SUCCESS, WDFIOTARGET,
};

use super::{block, call, check, file, object, point, target, with};
use crate::kernel::object::Id;
use crate::kernel::target::{Destination, Handle, IoTarget, Named, Notifications, Opened, State};
use crate::kernel::thread::Wait;

/// What a target is to be opened as.
pub(crate) enum What {
    Name(String),
    /// As before.
    Reopen,
    /// A device, and the file of it that the driver gave: none of a driver that the test plays, which has no files.
    Device(Named, Option<Option<Id>>),
}

/// `WdfIoTargetOpen`, its parameters checked.
pub(crate) fn open(id: Id, what: What, notifications: Notifications) -> NTSTATUS {
    let reopen = matches!(what, What::Reopen);
    if reopen && with(|kernel| kernel.objects.io_target(id).name.is_none()) {
        return STATUS_INVALID_DEVICE_REQUEST;
    }
    let may = with(|kernel| {
        let state = kernel.objects.io_target_mut(id);
        let may = state.state != State::Deleted && state.open == Opened::No;
        if may {
            state.open = Opened::Underway;
            state.watches = None;
            if !reopen {
                state.name = None;
            }
        }
        may
    });
    if !may {
        return STATUS_INVALID_DEVICE_STATE;
    }
    check(|kernel| kernel.check_not_closing(id));
    point();
    object::hold(id, || {
        let found = match what {
            What::Device(named, Some(file)) => Ok((named, file, Handle::Lent)),
            What::Device(named, None) => Ok((named, None, Handle::None)),
            What::Name(name) => open_name(name, id),
            What::Reopen => {
                let name = with(|kernel| kernel.objects.io_target(id).name.clone()).unwrap_or_default();
                open_name(name, id)
            }
        };
        match found {
            Ok((named, file, handle)) => {
                with(|kernel| {
                    kernel.finish_open(id, named, file, handle);
                    if handle != Handle::None {
                        kernel.watch(id, named, (!reopen).then_some(notifications));
                    }
                });
                point();
                target::start(id)
            }
            Err(status) => {
                with(|kernel| kernel.objects.io_target_mut(id).open = Opened::No);
                status
            }
        }
    })
}

/// `ZwCreateFile`: the device of that name, and its file.
fn open_name(name: String, id: Id) -> Result<(Named, Option<Id>, Handle), NTSTATUS> {
    let named = with(|kernel| kernel.find_name(&name)).ok_or(STATUS_OBJECT_NAME_NOT_FOUND)?;
    let file = match named {
        Named::Lower(number) => {
            let status = file::create_below(number);
            if !NT_SUCCESS(status) {
                return Err(status);
            }
            None
        }
        Named::Device(device, serial) => Some(file::open(device, serial, &[])?),
    };
    with(|kernel| kernel.objects.io_target_mut(id).name = Some(name));
    Ok((named, file, Handle::Own))
}

/// `WdfIoTargetClose` and `WdfIoTargetCloseForQueryRemove`.
pub(crate) fn close(id: Id, for_query: bool) {
    object::hold(id, || {
        block(Wait::TargetOpened(id));
        let to = with(|kernel| {
            let state = kernel.objects.io_target_mut(id);
            let was_open = std::mem::replace(&mut state.open, Opened::No) == Opened::Yes;
            if !for_query {
                state.watches = None;
            }
            if was_open && for_query { State::ClosedForQueryRemove } else { State::Closed }
        });
        let opened = with(|kernel| opened(kernel.objects.io_target(id)));
        target::close(id, to, "WdfIoTargetClose");
        if !for_query {
            // The target may be opened again: nobody has waited yet.
            with(|kernel| kernel.objects.io_target_mut(id).set_event(false));
        }
        close_destination(id, opened);
    });
}

/// What a target has, which is given back when it is closed.
const fn opened(target: &IoTarget) -> (Destination, Handle) {
    (target.destination, target.handle)
}

/// The handle to what was opened is closed, or the reference on somebody else's file dropped; the last one of them closes the file
/// object.
pub(super) fn close_destination(id: Id, (destination, handle): (Destination, Handle)) {
    match (destination, handle) {
        (_, Handle::None) | (Destination::None, _) => {}
        (Destination::Lower(number), handle) => {
            let last = with(|kernel| kernel.others_with_file(id, number) == 0);
            if handle == Handle::Own {
                file::cleanup_below(number);
            }
            if last {
                file::close_below(number);
            }
        }
        (Destination::Device { device, serial, file: Some(file) }, handle) => {
            let open = with(|kernel| {
                let is_open = kernel.objects.is_live(device, serial) && kernel.objects.device(device).takes_io();
                is_open.then(|| kernel.objects.get(file).serial)
            });
            match open {
                Some(serial) if handle == Handle::Own => file::close(file, serial),
                Some(serial) => {
                    with(|kernel| kernel.leave_file(file));
                    file::finish_close(file, serial);
                }
                None => {}
            }
        }
        (Destination::Device { file: None, .. }, _) => {}
    }
}

/// Before a remote target is disposed of: it is not told of anything any more. What it opened is closed afterwards.
pub(super) fn let_go(id: Id) -> Option<(Destination, Handle)> {
    with(|kernel| {
        let state = kernel.objects.io_target_mut(id);
        state.watches = None;
        let was_open = std::mem::replace(&mut state.open, Opened::No) == Opened::Yes;
        (state.remote && was_open).then(|| opened(state))
    })
}

/// The PnP manager asks whether a device may go. The first target that refuses it decides.
pub(crate) fn query_remove(device: Id) -> Result<(), NTSTATUS> {
    let serial = with(|kernel| kernel.objects.get(device).serial);
    let mut asked = Vec::new();
    for id in with(|kernel| kernel.watchers_of(device, serial)) {
        if !is_watching(id, device, serial) {
            continue;
        }
        let callback = with(|kernel| kernel.objects.io_target(id).notifications.query_remove);
        let status = object::hold(id, || match callback {
            Some(callback) => {
                // SAFETY: the driver registered this function when it opened the target; a reference is held.
                call("EvtIoTargetQueryRemove", id, None, || unsafe { callback(id.handle() as WDFIOTARGET) })
            }
            None => {
                close(id, true);
                STATUS_SUCCESS
            }
        });
        asked.push(id);
        if !NT_SUCCESS(status) {
            for id in asked {
                remove_canceled(id, device, serial);
            }
            return Err(status);
        }
    }
    Ok(())
}

/// Whether a target still is to be told about this device: another one's callback may have closed or deleted it.
fn is_watching(id: Id, device: Id, serial: u32) -> bool {
    with(|kernel| kernel.watchers_of(device, serial).contains(&id))
}

/// The device stays after all.
fn remove_canceled(id: Id, device: Id, serial: u32) {
    if !is_watching(id, device, serial) {
        return;
    }
    let callback = with(|kernel| kernel.objects.io_target(id).notifications.remove_canceled);
    object::hold(id, || match callback {
        Some(callback) => {
            // SAFETY: as for the query.
            call("EvtIoTargetRemoveCanceled", id, None, || unsafe { callback(id.handle() as WDFIOTARGET) });
        }
        None => {
            open(id, What::Reopen, Notifications::default());
        }
    });
}

/// The device is gone for good.
pub(crate) fn remove_complete(device: Id) {
    let serial = with(|kernel| kernel.objects.get(device).serial);
    for id in with(|kernel| kernel.watchers_of(device, serial)) {
        if !is_watching(id, device, serial) {
            continue;
        }
        let callback = with(|kernel| kernel.objects.io_target(id).notifications.remove_complete);
        object::hold(id, || match callback {
            Some(callback) => {
                // SAFETY: as for the query.
                call("EvtIoTargetRemoveComplete", id, None, || unsafe { callback(id.handle() as WDFIOTARGET) });
            }
            None => close(id, false),
        });
    }
}
