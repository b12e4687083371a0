//! Forward progress: requests that a queue keeps for when there is no memory for another one.
//!
//! A reserved request is the queue's before it is used and after it is completed; in between it is like any other, but it
//! is not disposed of. Where all are in use, the bare IRP waits.
//!
//! Key types: [`ForwardProgress`], [`Reserved`]. Facts: `fxioqueuekm.cpp`, `fxpkgio.cpp:DispatchStep2`.

use std::collections::VecDeque;

use wdf_sim_sys::{
    PFN_WDF_IO_ALLOCATE_REQUEST_RESOURCES, PFN_WDF_IO_ALLOCATE_RESOURCES_FOR_RESERVED_REQUEST,
    PFN_WDF_IO_WDM_IRP_FOR_FORWARD_PROGRESS, WDF_IO_FORWARD_PROGRESS_RESERVED_POLICY,
};

use super::Kernel;
use super::irp::{Armed, IrpId};
use super::object::{Id, Kind};
use super::request::{Flags, Request};

/// `WdfIoQueueAssignForwardProgressPolicy`.
#[derive(Debug)]
pub(crate) struct ForwardProgress {
    pub(crate) policy: WDF_IO_FORWARD_PROGRESS_RESERVED_POLICY,
    pub(crate) examine: PFN_WDF_IO_WDM_IRP_FOR_FORWARD_PROGRESS,
    pub(crate) allocate: PFN_WDF_IO_ALLOCATE_REQUEST_RESOURCES,
    /// Of the reserved requests, those that nobody uses.
    free: VecDeque<Id>,
    /// IRPs that wait for one.
    pended: VecDeque<IrpId>,
}

/// What an IRP gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reserved {
    /// This request.
    Request(Id),
    /// None yet.
    Pended,
    /// None, and it is cancelled already.
    Cancelled,
}

impl ForwardProgress {
    pub(crate) const fn new(
        policy: WDF_IO_FORWARD_PROGRESS_RESERVED_POLICY,
        examine: PFN_WDF_IO_WDM_IRP_FOR_FORWARD_PROGRESS,
        allocate: PFN_WDF_IO_ALLOCATE_REQUEST_RESOURCES,
    ) -> Self {
        Self { policy, examine, allocate, free: VecDeque::new(), pended: VecDeque::new() }
    }
}

/// What the framework calls for each reserved request when it is made.
pub(crate) type AllocateReserved = PFN_WDF_IO_ALLOCATE_RESOURCES_FOR_RESERVED_REQUEST;

impl Kernel {
    fn forward_progress(&mut self, queue: Id) -> Option<&mut ForwardProgress> {
        self.objects.queue_mut(queue).forward_progress.as_deref_mut()
    }

    /// A request that the queue keeps. It has no IRP yet.
    pub(crate) fn create_reserved(&mut self, queue: Id) -> Id {
        let device = self.objects.queue(queue).device;
        let nothing = self.irps.insert_internal(super::irp::Irp::internal());
        let id = self.create_request(device, nothing);
        self.irps.remove(nothing);
        let request = self.objects.request_mut(id);
        request.reserved = Some(queue);
        (request.completed, request.irp_gone) = (true, true);
        id
    }

    /// The queue is configured: these are its requests.
    pub(crate) fn set_forward_progress(&mut self, queue: Id, mut progress: ForwardProgress, reserved: Vec<Id>) {
        progress.free = reserved.into();
        self.objects.queue_mut(queue).forward_progress = Some(Box::new(progress));
    }

    /// Whether there is memory for another request of the framework's.
    pub(crate) const fn has_memory(&self) -> bool {
        !self.low_memory
    }

    /// A reserved request for an IRP, or a place among those that wait for one.
    pub(crate) fn take_reserved(&mut self, queue: Id, irp: IrpId) -> Reserved {
        let free = self.forward_progress(queue).and_then(|progress| progress.free.pop_front());
        if let Some(id) = free {
            self.use_reserved(queue, id, irp);
            return Reserved::Request(id);
        }
        let state = self.irps.get_mut(irp);
        if state.cancel {
            return Reserved::Cancelled;
        }
        state.routine = Some(Armed::Pended { queue });
        if let Some(progress) = self.forward_progress(queue) {
            progress.pended.push_back(irp);
        }
        Reserved::Pended
    }

    /// The request is the IRP's from here on, with the reference that its completion drops.
    fn use_reserved(&mut self, queue: Id, id: Id, irp: IrpId) {
        let verifier = self.verifier_on();
        let request = self.objects.request_mut(id);
        *request = Request { reserved: Some(queue), ..Request::new(irp) };
        if verifier {
            request.flags.insert(Flags::RESERVED);
        }
        self.objects.get_mut(id).references += 1;
    }

    /// An IRP that waits for a request is cancelled, or flushed.
    pub(crate) fn forget_pended(&mut self, queue: Id, irp: IrpId) {
        self.irps.get_mut(irp).routine = None;
        if let Some(progress) = self.forward_progress(queue) {
            progress.pended.retain(|pended| *pended != irp);
        }
    }

    /// The next IRP that waits for a request of the queue, of this file or of any.
    pub(crate) fn pop_pended(&mut self, queue: Id, file: Option<Id>) -> Option<IrpId> {
        let pended: Vec<IrpId> = self.forward_progress(queue)?.pended.iter().copied().collect();
        let is_of = |irp: &IrpId| {
            let irp = self.irps.get(*irp);
            file.is_none_or(|file| irp.file == Some(file)) && irp.routine.is_some()
        };
        let irp = pended.into_iter().find(is_of)?;
        self.forget_pended(queue, irp);
        Some(irp)
    }

    /// Whether an object is a reserved request that nobody uses any more: its last user dropped the last but one
    /// reference. The queue it goes back to.
    pub(crate) fn is_unused_reserved(&self, id: Id) -> Option<Id> {
        if self.objects.get(id).references != 1 || self.objects.kind(id) != Kind::Request {
            return None;
        }
        let request = self.objects.request(id);
        request.reserved.filter(|_| request.irp_gone)
    }

    /// It goes back to its queue: for the next IRP that waits, which is returned, or for one that is to come.
    pub(crate) fn put_back_reserved(&mut self, queue: Id, id: Id) -> Option<IrpId> {
        let next = self.pop_pended(queue, None);
        match next {
            Some(irp) => self.use_reserved(queue, id, irp),
            None => {
                if let Some(progress) = self.forward_progress(queue) {
                    progress.free.push_back(id);
                }
            }
        }
        next
    }

    /// The queue is deleted: its requests go.
    pub(crate) fn take_forward_progress(&mut self, queue: Id) -> Vec<Id> {
        let progress = self.objects.queue_mut(queue).forward_progress.take();
        progress.map(|progress| progress.free.into_iter().collect()).unwrap_or_default()
    }
}
