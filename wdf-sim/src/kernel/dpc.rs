//! DPC objects.
//!
//! Facts: `fxdpc.cpp`.

use wdf_sim_sys::PFN_WDF_DPC;

use super::lock::LockRef;
use super::object::{Body, Id};
use super::{Job, Kernel};

#[derive(Debug)]
pub(crate) struct Dpc {
    pub(crate) callback: PFN_WDF_DPC,
    /// The lock of automatic serialization.
    pub(crate) lock: Option<LockRef>,
    pub(crate) queued: bool,
    /// How many processors run its callback.
    pub(crate) running: u32,
    /// Its object is being disposed of: it is queued no more.
    pub(crate) dead: bool,
}

impl Kernel {
    /// Whether a processor that runs DPCs has something to do: a queued DPC, or time to let pass.
    pub(crate) fn has_dpc_work(&self) -> bool {
        !self.dpcs.is_empty() || self.is_time_awaited()
    }

    /// `WdfDpcEnqueue`: false if it is queued already, or is going away.
    pub(crate) fn enqueue_dpc(&mut self, id: Id) -> bool {
        let dpc = self.objects.dpc_mut(id);
        if dpc.dead || std::mem::replace(&mut dpc.queued, true) {
            return false;
        }
        self.dpcs.push_back(Job::Dpc(id));
        true
    }

    /// Takes a queued DPC back; false if none was queued.
    pub(crate) fn cancel_dpc(&mut self, id: Id) -> bool {
        let queued = std::mem::take(&mut self.objects.dpc_mut(id).queued);
        self.dpcs.retain(|job| *job != Job::Dpc(id));
        queued
    }

    /// Whether no callback of a DPC or work item runs or is queued.
    pub(crate) fn is_callback_idle(&self, id: Id) -> bool {
        match &self.objects.get(id).body {
            Body::Dpc(dpc) => dpc.running == 0 && !dpc.queued,
            Body::WorkItem(item) => item.running == 0 && !item.queued,
            body => panic!("{body:?} has no callback to wait for"),
        }
    }
}
