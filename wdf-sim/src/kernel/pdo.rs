//! Physical devices that a bus driver makes for its children, and the static list in which their parent keeps them.
//!
//! The list is the parent's ([`Children`]); each child says where it stands ([`Listed`]). What the PnP manager makes of the
//! list is done in `exec/children.rs`, one [`Enumeration`] step at a time.
//!
//! Key types: [`PdoInit`], [`Pdo`], [`Children`], [`Listed`]. Facts: `fxdevicepdoapi.cpp`, `fxdevicefdoapi.cpp`,
//! `fxchildlist.cpp`.

use wdf_sim_sys::{
    _WDF_RETRIEVE_CHILD_FLAGS::{WdfRetrieveMissingChildren, WdfRetrievePendingChildren, WdfRetrievePresentChildren},
    NTSTATUS, STATUS_INVALID_PARAMETER, STATUS_NO_SUCH_DEVICE, STATUS_OBJECT_NAME_EXISTS, STATUS_SUCCESS,
    WDF_PDO_EVENT_CALLBACKS,
};

use super::device::Pnp;
use super::object::{Deletion, Id, Kind};
use super::{Job, Kernel, Result};
use crate::violation::{Outcome, Rule, Violation};

/// What `WdfPdoInit*` said about a child before it is created.
#[derive(Debug)]
pub(crate) struct PdoInit {
    pub(crate) parent: Id,
    pub(crate) device_id: Option<Vec<u16>>,
    pub(crate) instance_id: Option<Vec<u16>>,
    pub(crate) hardware_ids: Vec<Vec<u16>>,
    pub(crate) compatible_ids: Vec<Vec<u16>>,
    pub(crate) raw: bool,
    pub(crate) forwards_to_parent: bool,
    pub(crate) holds_parent_in_d0: bool,
    pub(crate) events: Option<WDF_PDO_EVENT_CALLBACKS>,
}

impl PdoInit {
    pub(crate) const fn new(parent: Id) -> Self {
        Self {
            parent,
            device_id: None,
            instance_id: None,
            hardware_ids: Vec::new(),
            compatible_ids: Vec::new(),
            raw: false,
            forwards_to_parent: false,
            holds_parent_in_d0: true,
            events: None,
        }
    }
}

/// Where a child stands in its parent's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Listed {
    /// It was created, and not added.
    No,
    /// It was added, and the PnP manager has not been told.
    Pending,
    /// The PnP manager knows it.
    Present,
    /// It was marked missing, and the PnP manager still has it.
    Missing,
}

/// What a device has that is a child.
#[derive(Debug)]
pub(crate) struct Pdo {
    pub(crate) parent: Id,
    /// `WdfPdoInitAllowForwardingRequestToParent`: its requests have a stack location for the parent.
    pub(crate) forwards_to_parent: bool,
    /// Not `WdfPdoInitRemovePowerDependencyOnParent`: while it is in D0, so is its parent.
    pub(crate) holds_parent_in_d0: bool,
    pub(crate) events: Option<WDF_PDO_EVENT_CALLBACKS>,
    /// Without an identification the PnP manager makes nothing of it.
    pub(crate) has_id: bool,
    pub(crate) listed: Listed,
    /// The PnP manager has asked for it, and so has it in its tree.
    is_known: bool,
}

impl Pdo {
    pub(crate) fn new(init: &PdoInit) -> Self {
        Self {
            parent: init.parent,
            forwards_to_parent: init.forwards_to_parent,
            holds_parent_in_d0: init.holds_parent_in_d0,
            events: init.events,
            has_id: init.device_id.is_some(),
            listed: Listed::No,
            is_known: false,
        }
    }
}

/// A parent's static list.
#[derive(Debug, Default)]
pub(crate) struct Children {
    list: Vec<Id>,
    /// How often the list is locked for iteration; the PnP manager is told of changes when it no more is.
    iterating: u32,
    changed: bool,
    /// The PnP manager works on the parent or one of its children.
    pub(crate) busy: bool,
}

/// What the PnP manager has to do about a parent's children.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Enumeration {
    /// Start this one, which is new.
    Start(Id),
    /// This one was there and is gone.
    Gone(Id),
}

impl Kernel {
    fn pdo_mut(&mut self, child: Id) -> Option<&mut Pdo> {
        self.objects.device_mut(child).pdo.as_deref_mut()
    }

    fn listed(&self, child: Id) -> Listed {
        self.objects.device(child).pdo.as_deref().map_or(Listed::No, |pdo| pdo.listed)
    }

    fn set_listed(&mut self, child: Id, listed: Listed) {
        if let Some(pdo) = self.pdo_mut(child) {
            pdo.listed = listed;
            pdo.is_known |= listed == Listed::Present;
        }
    }

    /// Whether the PnP manager has a device in its tree, with keys and properties: no control device, and no child that was not
    /// reported yet.
    pub(crate) fn is_known_to_pnp(&self, device: Id) -> bool {
        let device = self.objects.device(device);
        device.control.is_none() && device.pdo.as_deref().is_none_or(|pdo| pdo.is_known)
    }

    /// The parent of a child.
    pub(crate) fn parent_device(&self, device: Id) -> Option<Id> {
        self.objects.device(device).pdo.as_deref().map(|pdo| pdo.parent)
    }

    /// The children in a device's list, in the order in which they were added.
    pub(crate) fn static_children(&self, parent: Id) -> Vec<Id> {
        self.objects.device(parent).children.list.clone()
    }

    /// Those of them that the PnP manager knows and has not removed.
    pub(crate) fn present_children(&self, parent: Id) -> Vec<Id> {
        let is_here = |child: &Id| {
            self.listed(*child) != Listed::Pending
                && !matches!(self.objects.device(*child).state, Pnp::Added | Pnp::Removed | Pnp::SurpriseRemoved)
        };
        self.static_children(parent).into_iter().filter(is_here).collect()
    }

    /// `WdfFdoAddStaticChild`.
    pub(crate) fn add_static_child(&mut self, parent: Id, child: Id) -> NTSTATUS {
        if self.objects.device(parent).pdo.is_some() || self.objects.device(child).pdo.is_none() {
            return STATUS_INVALID_PARAMETER;
        }
        if self.objects.device(parent).children.list.contains(&child) {
            return STATUS_OBJECT_NAME_EXISTS;
        }
        self.objects.device_mut(parent).children.list.push(child);
        self.set_listed(child, Listed::Pending);
        self.objects.get_mut(child).deletion.insert(Deletion::NOT_BY_DRIVER);
        self.children_changed(parent);
        STATUS_SUCCESS
    }

    /// `WdfPdoMarkMissing`.
    pub(crate) fn mark_missing(&mut self, child: Id) -> NTSTATUS {
        let Some(parent) = self.parent_device(child) else { return STATUS_INVALID_PARAMETER };
        if !matches!(self.listed(child), Listed::Pending | Listed::Present) {
            return STATUS_NO_SUCH_DEVICE;
        }
        self.set_listed(child, Listed::Missing);
        self.children_changed(parent);
        STATUS_SUCCESS
    }

    /// The list is locked for iteration.
    pub(crate) fn begin_iteration(&mut self, parent: Id) {
        self.objects.device_mut(parent).children.iterating += 1;
    }

    /// The list is unlocked. False: it was not locked.
    pub(crate) fn end_iteration(&mut self, parent: Id) -> bool {
        let children = &mut self.objects.device_mut(parent).children;
        let Some(left) = children.iterating.checked_sub(1) else { return false };
        children.iterating = left;
        if left == 0 && children.changed {
            self.children_changed(parent);
        }
        true
    }

    /// The next child of these kinds behind this one.
    pub(crate) fn next_static_child(&self, parent: Id, previous: Option<Id>, flags: u32) -> Option<Id> {
        let list = &self.objects.device(parent).children.list;
        let from = match previous {
            None => 0,
            Some(previous) => list.iter().position(|child| *child == previous)? + 1,
        };
        let is_wanted = |child: &&Id| {
            let flag = match self.listed(**child) {
                Listed::No => return false,
                Listed::Pending => WdfRetrievePendingChildren,
                Listed::Present => WdfRetrievePresentChildren,
                Listed::Missing => WdfRetrieveMissingChildren,
            };
            flags & flag.cast_unsigned() != 0
        };
        list[from..].iter().find(is_wanted).copied()
    }

    /// `IoInvalidateDeviceRelations`: the PnP manager looks at the list when it comes to it.
    fn children_changed(&mut self, parent: Id) {
        let device = self.objects.device_mut(parent);
        device.children.changed = true;
        if device.children.iterating == 0 && device.takes_io() {
            self.enumerate_later(parent);
        }
    }

    /// Has a worker thread look at the list.
    fn enumerate_later(&mut self, parent: Id) {
        let job = Job::Enumerate(parent, self.objects.get(parent).serial);
        if !self.work.contains(&job) {
            self.work.push_back(job);
        }
    }

    /// The PnP manager's next step for the parent's list. A child that it must ask for is [`Listed::Present`] from here on.
    pub(crate) fn next_enumeration(&mut self, parent: Id) -> Option<Enumeration> {
        let device = self.objects.device(parent);
        if device.children.iterating > 0 || !device.takes_io() {
            return None;
        }
        self.objects.device_mut(parent).children.changed = false;
        for child in self.static_children(parent) {
            match self.listed(child) {
                Listed::Missing => return Some(Enumeration::Gone(child)),
                Listed::Pending => {
                    self.set_listed(child, Listed::Present);
                    if self.objects.device(child).pdo.as_deref().is_some_and(|pdo| pdo.has_id) {
                        return Some(Enumeration::Start(child));
                    }
                }
                Listed::No | Listed::Present => {}
            }
        }
        None
    }

    /// A child leaves the list; its object is about to be deleted.
    pub(crate) fn forget_child(&mut self, child: Id) {
        if let Some(parent) = self.parent_device(child)
            && let Some(children) = self.objects.find_device_mut(parent).map(|device| &mut device.children)
        {
            children.list.retain(|listed| *listed != child);
        }
    }

    /// Whether the bus driver still says that a child is there.
    pub(crate) fn is_still_listed(&self, device: Id) -> bool {
        self.listed(device) == Listed::Present
    }

    /// The root of the tree that a device belongs to.
    pub(crate) fn tree_of(&self, device: Id) -> Id {
        self.parent_device(device).unwrap_or(device)
    }

    /// At the end of a run: no child was created and left, and no init of one.
    pub(crate) fn check_children(&self) -> Result<()> {
        let is_stray = |id: &Id| {
            self.objects.kind(*id) == Kind::Device
                && self.objects.device(*id).pdo.is_some()
                && self.listed(*id) == Listed::No
        };
        let stray = self.objects.iter().map(|(id, _)| id).find(is_stray);
        let leaked = match stray {
            Some(child) => format!("{} was created and neither added nor deleted", self.objects.subject(child)),
            None if self.inits.iter().flatten().any(|init| init.pdo.is_some()) => {
                "a WDFDEVICE_INIT from WdfPdoInitAllocate was neither used nor freed".to_owned()
            }
            None => return Ok(()),
        };
        Err(Violation::new(Rule::ChildLeaked, Outcome::Leak, leaked))
    }
}
