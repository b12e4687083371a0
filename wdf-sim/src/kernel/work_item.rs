//! Work items.
//!
//! Facts: `fxworkitem.cpp`.

use wdf_sim_sys::PFN_WDF_WORKITEM;

use super::lock::LockRef;
use super::object::Id;
use super::{Job, Kernel, Result};

#[derive(Debug)]
pub(crate) struct WorkItem {
    pub(crate) callback: PFN_WDF_WORKITEM,
    /// The lock of automatic serialization.
    pub(crate) lock: Option<LockRef>,
    pub(crate) queued: bool,
    /// How many processors run its callback.
    pub(crate) running: u32,
    /// Its object is being disposed of: it is queued no more.
    pub(crate) dead: bool,
}

impl Kernel {
    /// `WdfWorkItemEnqueue`: enqueuing one that is queued changes nothing.
    pub(crate) fn enqueue_work_item(&mut self, id: Id) -> Result<()> {
        let item = self.objects.work_item_mut(id);
        if item.queued {
            return Ok(());
        }
        if item.dead {
            return self.started_while_deleted(id, "WdfWorkItemEnqueue");
        }
        item.queued = true;
        self.work.push_back(Job::WorkItem(id));
        Ok(())
    }
}
