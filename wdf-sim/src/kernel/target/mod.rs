//! I/O targets: where a driver sends requests, and in which state that is.
//!
//! Pure transitions in rooms: `submit.rs` (taking a request, pending it), `complete.rs` (the IRP comes back, is cancelled, or
//! its time runs out: who completes it), `state.rs` (start, stop, purge, close, remove). `exec/target.rs` strings them
//! together, with other threads in between.
//!
//! Key types: [`IoTarget`], [`Destination`], [`State`]. Facts: `fxiotarget.cpp`, `fxiotargetremote.cpp`.

mod complete;
mod state;
mod submit;

use wdf_sim_sys::{
    _WDF_IO_TARGET_STATE as raw, PFN_WDF_IO_TARGET_QUERY_REMOVE, PFN_WDF_IO_TARGET_REMOVE_CANCELED,
    PFN_WDF_IO_TARGET_REMOVE_COMPLETE,
};

pub(crate) use complete::Expired;
pub(crate) use state::{Purge, Stop};
pub(crate) use submit::{Options, Submitted};

use super::irp::Transfer;
use super::list::List;
use super::object::{Body, Deletion, Id, Object};
use super::{Kernel, Level, Scope};

/// The states of a target; the numbers are the framework's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub(crate) enum State {
    Started = raw::WdfIoTargetStarted,
    Stopped = raw::WdfIoTargetStopped,
    ClosedForQueryRemove = raw::WdfIoTargetClosedForQueryRemove,
    Closed = raw::WdfIoTargetClosed,
    Deleted = raw::WdfIoTargetDeleted,
    Purged = raw::WdfIoTargetPurged,
}

/// Who gets what is sent to a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Destination {
    /// Nobody: it is not open.
    None,
    /// A driver that the test plays, by its number.
    Lower(u32),
    /// A device of a simulated driver, with the serial of its object, and the file that was opened.
    Device { device: Id, serial: u32, file: Option<Id> },
}

/// Whether a remote target is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Opened {
    No,
    Underway,
    Yes,
}

/// What a remote target has of the file that it opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Handle {
    /// No file: a device object alone.
    None,
    /// Its own handle: it was opened by name.
    Own,
    /// A reference on a file that somebody else has opened.
    Lent,
}

/// What the driver is told about the device that a remote target opened.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Notifications {
    pub(crate) query_remove: PFN_WDF_IO_TARGET_QUERY_REMOVE,
    pub(crate) remove_canceled: PFN_WDF_IO_TARGET_REMOVE_CANCELED,
    pub(crate) remove_complete: PFN_WDF_IO_TARGET_REMOVE_COMPLETE,
}

#[derive(Debug)]
pub(crate) struct IoTarget {
    pub(crate) device: Id,
    pub(crate) remote: bool,
    pub(crate) state: State,
    pub(crate) open: Opened,
    /// Of what stands in `destination`.
    pub(crate) handle: Handle,
    /// By which name it was opened.
    pub(crate) name: Option<String>,
    pub(crate) notifications: Notifications,
    /// The device of which it is notified: what it opened, also after it was closed for a query.
    pub(crate) watches: Option<(Id, u32)>,
    pub(crate) destination: Destination,
    /// Stack locations that a request needs for it; 0 while nothing is open.
    pub(crate) stack_size: u8,
    /// How reads and writes travel.
    pub(crate) transfer: Transfer,
    pub(super) sent: List,
    /// Sent whatever the state.
    pub(super) ignored: List,
    pub(super) pended: List,
    /// It goes away, and waits for what was sent.
    pub(super) removing: bool,
    pub(super) waiting_for_sent: bool,
    /// What a thread that waits for sent requests waits for.
    sent_event: bool,
    /// How often that was set: whoever waits then has waited, even if it is cleared before the thread runs again.
    pub(crate) event_sets: u32,
    /// Requests that were submitted and whose completion routine has not run, and one for the target itself.
    pub(crate) io_count: u32,
}

impl IoTarget {
    fn new(device: Id, remote: bool) -> Self {
        Self {
            device,
            remote,
            state: State::Started,
            open: Opened::No,
            handle: Handle::None,
            name: None,
            notifications: Notifications::default(),
            watches: None,
            destination: Destination::None,
            stack_size: 0,
            transfer: Transfer::Buffered,
            sent: List::default(),
            ignored: List::default(),
            pended: List::default(),
            removing: false,
            waiting_for_sent: false,
            sent_event: false,
            event_sets: 0,
            io_count: 1,
        }
    }
}

impl IoTarget {
    /// Sets or clears the event of who waits for sent requests.
    pub(crate) const fn set_event(&mut self, set: bool) {
        self.sent_event = set;
        if set {
            self.event_sets = self.event_sets.wrapping_add(1);
        }
    }

    /// Is it set, or was it since it had been set so often?
    pub(crate) const fn is_set_since(&self, sets: u32) -> bool {
        self.sent_event || self.event_sets != sets
    }
}

impl Kernel {
    /// The local target of a device, made when somebody first wants it. Children of a bus have none: nothing is below them.
    pub(crate) fn local_target(&mut self, device: Id) -> Option<Id> {
        let state = self.objects.device(device);
        if state.pdo.is_some() {
            return None;
        }
        if let Some(target) = state.target {
            return Some(target);
        }
        let mut target = IoTarget::new(device, false);
        let lower = state.lower;
        target.destination = Destination::Lower(lower);
        (target.transfer, target.stack_size) = self.lower_io(lower);
        let id = self.objects.insert(None, Level::Dispatch, Scope::None, Body::IoTarget(Box::new(target)));
        self.objects.get_mut(id).deletion.insert(Deletion::NOT_BY_DRIVER);
        self.objects.link_first(device, id);
        self.objects.device_mut(device).target = Some(id);
        Some(id)
    }

    /// `WdfIoTargetCreate`: a target that is yet to be opened.
    pub(crate) fn create_remote_target(&mut self, parent: Id, device: Id) -> Id {
        let body = Body::IoTarget(Box::new(IoTarget::new(device, true)));
        self.objects.insert(Some(parent), Level::Dispatch, Scope::None, body)
    }

    /// The open targets that want to be told about this device, which is about to go.
    pub(crate) fn watchers_of(&self, device: Id, serial: u32) -> Vec<Id> {
        let watches = |object: &Object| matches!(&object.body, Body::IoTarget(target) if target.watches == Some((device, serial)));
        self.objects.iter().filter(|(_, object)| watches(object)).map(|(id, _)| id).collect()
    }
}

/// A driver that the test plays.
#[derive(Clone, Debug)]
pub(crate) struct LowerDriver {
    pub(crate) name: Option<String>,
    pub(crate) transfer: Transfer,
    pub(crate) stack_size: u8,
}

impl Default for LowerDriver {
    fn default() -> Self {
        Self { name: None, transfer: Transfer::Buffered, stack_size: 1 }
    }
}

/// What a name or a pointer leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    /// A driver that the test plays.
    Lower(u32),
    /// A device, with the serial of its object.
    Device(Id, u32),
}

/// One name of several that mean the same device: no prefix of the namespace of links, and no capitals.
fn plain(name: &str) -> String {
    let name = name.to_lowercase();
    let prefixes = [r"\dosdevices\global\", r"\dosdevices\", r"\global??\", r"\??\"];
    prefixes.iter().find_map(|prefix| name.strip_prefix(prefix)).map_or(name.clone(), str::to_owned)
}

/// Where the made-up addresses of the device objects of drivers that the test plays begin, and their distance.
const LOWER_OBJECTS: usize = 0xFFFF_C000_0000_0000;
const LOWER_STRIDE: usize = 0x200;
/// Where those of their file objects begin.
const LOWER_FILES: usize = 0xFFFF_C100_0000_0000;

impl Kernel {
    /// How reads and writes travel to what stands below, and how many stack locations that needs.
    pub(crate) fn lower_io(&self, number: u32) -> (Transfer, u8) {
        let lower = number.checked_sub(1).and_then(|index| self.lowers.get(index as usize));
        lower.map_or((Transfer::Buffered, 1), |lower| (lower.transfer, lower.stack_size))
    }

    /// Stack locations below the one that a device's driver sees.
    pub(crate) fn room_below(&self, device: Id) -> u8 {
        let state = self.objects.device(device);
        match state.pdo.as_deref() {
            Some(pdo) if pdo.forwards_to_parent => self.room_below(pdo.parent).saturating_add(1),
            Some(_) => 0,
            None => self.lower_io(state.lower).1,
        }
    }

    /// How many stack locations an IRP needs that is sent there.
    pub(crate) fn stack_size_behind(&self, destination: Destination) -> u8 {
        match destination {
            Destination::Lower(number) => self.lower_io(number).1,
            Destination::Device { device, .. } => self.room_below(device).saturating_add(1),
            Destination::None => 1,
        }
    }

    /// Opens a name.
    pub(crate) fn find_name(&self, name: &str) -> Option<Named> {
        let wanted = plain(name);
        let lower =
            self.lowers.iter().position(|lower| lower.name.as_deref().is_some_and(|name| plain(name) == wanted));
        if let Some(index) = lower {
            return Some(Named::Lower(u32::try_from(index + 1).expect("few drivers")));
        }
        let is_named = |object: &Object| matches!(&object.body, Body::Device(device) if device.names.iter().any(|name| plain(name) == wanted));
        let by_name = self.objects.iter().find(|(_, object)| is_named(object)).map(|(id, object)| (id, object.serial));
        let found = by_name.or_else(|| self.device_of_interface(|link| plain(link) == wanted));
        found.map(|(id, serial)| Named::Device(id, serial))
    }

    /// What was opened stands behind the target from here on.
    pub(crate) fn finish_open(&mut self, target: Id, named: Named, file: Option<Id>, handle: Handle) {
        let (transfer, stack_size, destination) = match named {
            Named::Lower(number) => {
                let (transfer, size) = self.lower_io(number);
                (transfer, size, Destination::Lower(number))
            }
            // It was opened, and went before anybody could use it.
            Named::Device(device, serial) if !self.objects.is_live(device, serial) => {
                (Transfer::Buffered, 1, Destination::Device { device, serial, file: None })
            }
            Named::Device(device, serial) => {
                let size = self.room_below(device).saturating_add(1);
                let destination = Destination::Device { device, serial, file };
                (self.objects.device(device).transfer, size, destination)
            }
        };
        let state = self.objects.io_target_mut(target);
        state.transfer = transfer;
        state.stack_size = stack_size;
        state.destination = destination;
        state.handle = handle;
        state.open = Opened::Yes;
        if let (Handle::Lent, Some(file)) = (handle, file) {
            self.enter_file(file);
        }
    }

    /// The target is told when its device is to go.
    pub(crate) fn watch(&mut self, target: Id, named: Named, notifications: Option<Notifications>) {
        let there = match named {
            Named::Device(device, serial) if self.objects.is_live(device, serial) => Some((device, serial)),
            Named::Device(..) | Named::Lower(_) => None,
        };
        let state = self.objects.io_target_mut(target);
        state.watches = there;
        state.notifications = notifications.unwrap_or(state.notifications);
    }

    /// The address by which drivers name the device object of a driver that the test plays; nothing lies there.
    pub(crate) fn lower_object(number: u32) -> usize {
        LOWER_OBJECTS + number as usize * LOWER_STRIDE
    }

    /// The address by which drivers name the file object of a driver that the test plays; nothing lies there.
    pub(crate) fn lower_file(number: u32) -> usize {
        LOWER_FILES + number as usize * LOWER_STRIDE
    }

    /// The file at the address of a file object of this device: none of a driver that the test plays, which has no files.
    ///
    /// # Errors
    ///
    /// There is no such file.
    pub(crate) fn file_of_device_at(&self, named: Named, address: usize) -> Result<Option<Id>, ()> {
        match named {
            Named::Lower(number) if address == Self::lower_file(number) => Ok(None),
            Named::Lower(_) => Err(()),
            Named::Device(device, _) => {
                let serial = self.file_with_object(address).ok_or(())?;
                let is_it = |file: &Id| self.objects.get(*file).serial == serial;
                self.files_of(device).into_iter().find(is_it).map(Some).ok_or(())
            }
        }
    }

    /// How many other remote targets have the file that this one has of a driver that the test plays.
    pub(crate) fn others_with_file(&self, target: Id, number: u32) -> usize {
        let has = |object: &Object| matches!(&object.body, Body::IoTarget(state) if state.destination == Destination::Lower(number) && state.handle != Handle::None);
        self.objects.iter().filter(|(id, object)| *id != target && has(object)).count()
    }

    /// What the address of a device object names.
    pub(crate) fn device_object_at(&self, address: usize) -> Option<Named> {
        let number = address.wrapping_sub(LOWER_OBJECTS);
        if number.is_multiple_of(LOWER_STRIDE) && number / LOWER_STRIDE <= self.lowers.len() {
            return u32::try_from(number / LOWER_STRIDE).ok().map(Named::Lower);
        }
        let (handle, is_below) = self.device_with_object(address)?;
        let is_it = |(id, object): &(Id, &Object)| id.handle() == handle && matches!(object.body, Body::Device(_));
        let (id, object) = self.objects.iter().find(is_it)?;
        Some(if is_below { Named::Lower(self.objects.device(id).lower) } else { Named::Device(id, object.serial) })
    }
}
