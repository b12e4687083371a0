//! Timers of the kernel itself, and the DPCs that they queue.
//!
//! Facts: the pages of `KeSetTimerEx`, `KeInsertQueueDpc`.

use super::{Dispatcher, Nt, uninitialized};
use crate::kernel::{Job, Kernel, Result};

/// Units of 100 nanoseconds in a millisecond, which is what periods are given in.
const PER_MILLISECOND: u64 = 10_000;

impl Kernel {
    /// `KeSetTimerEx`: whether it was armed.
    pub(crate) fn nt_set_timer(
        &mut self,
        routine: &str,
        address: usize,
        due: i64,
        period: u32,
        dpc: usize,
    ) -> Result<bool> {
        let was_armed = self.nt_cancel_timer(routine, address)?;
        if dpc != 0 && !self.nt.dpcs.contains_key(&dpc) {
            return Err(uninitialized(routine, dpc));
        }
        let at = self.due(due);
        let entry = self.nt.arm(at, address);
        if let Dispatcher::Timer { signaled, due, period: its_period, dpc: its_dpc, .. } =
            self.nt_object(routine, address)?
        {
            *signaled = false;
            *due = Some(entry);
            *its_period = period;
            *its_dpc = dpc;
        }
        Ok(was_armed)
    }

    /// `KeCancelTimer`: whether it was armed.
    pub(crate) fn nt_cancel_timer(&mut self, routine: &str, address: usize) -> Result<bool> {
        match self.nt_object(routine, address)? {
            Dispatcher::Timer { due, .. } => {
                let entry = due.take();
                if let Some((at, sequence)) = entry {
                    self.nt.armed.remove(&(at, sequence, address));
                }
                Ok(entry.is_some())
            }
            _ => Err(uninitialized(routine, address)),
        }
    }

    /// When the first timer of the kernel is due.
    pub(crate) fn nt_next_due(&self) -> Option<u64> {
        self.nt.armed.first().map(|(at, ..)| *at)
    }

    /// Expires every timer that is due: it is signaled, and its DPC queued.
    pub(crate) fn nt_expire(&mut self) {
        while let Some((at, sequence, address)) = self.nt.armed.first().copied().filter(|(at, ..)| *at <= *self.now) {
            self.nt.armed.remove(&(at, sequence, address));
            let Some(Dispatcher::Timer { period, dpc, .. }) = self.nt.objects.get(&address).copied() else { continue };
            let next = (period != 0).then(|| self.nt.arm(*self.now + u64::from(period) * PER_MILLISECOND, address));
            if let Some(Dispatcher::Timer { signaled, due, .. }) = self.nt.objects.get_mut(&address) {
                *signaled = true;
                *due = next;
            }
            self.nt.signal(address);
            if dpc != 0 {
                self.nt_queue_dpc(dpc);
            }
        }
    }

    /// An armed timer that has a DPC.
    pub(crate) fn nt_armed_with_dpc(&self) -> Option<usize> {
        let has_dpc =
            |address: &usize| matches!(self.nt.objects.get(address), Some(Dispatcher::Timer { dpc, .. }) if *dpc != 0);
        self.nt.armed.iter().map(|(.., address)| *address).find(has_dpc)
    }

    /// `KeInitializeDpc`.
    pub(crate) fn nt_init_dpc(&mut self, address: usize) {
        self.nt.dpcs.insert(address, false);
    }

    /// `KeInsertQueueDpc`, whose DPC must have been initialised; nothing if it is queued already.
    pub(crate) fn nt_insert_dpc(&mut self, routine: &str, address: usize) -> Result<bool> {
        if self.nt.dpcs.contains_key(&address) {
            Ok(self.nt_queue_dpc(address))
        } else {
            Err(uninitialized(routine, address))
        }
    }

    fn nt_queue_dpc(&mut self, address: usize) -> bool {
        let was_queued = self.nt.dpcs.insert(address, true) == Some(true);
        if !was_queued {
            self.dpcs.push_back(Job::KernelDpc(address));
        }
        !was_queued
    }

    /// `KeRemoveQueueDpc`: whether it was queued.
    pub(crate) fn nt_remove_dpc(&mut self, address: usize) -> bool {
        self.dpcs.retain(|job| *job != Job::KernelDpc(address));
        self.nt.dpcs.get_mut(&address).is_some_and(std::mem::take)
    }

    /// A processor begins to run a DPC, which can be queued again from here on.
    pub(crate) fn nt_begin_dpc(&mut self, address: usize) {
        self.nt.dpcs.insert(address, false);
        self.nt.dpcs_running += 1;
    }

    pub(crate) fn nt_end_dpc(&mut self) {
        self.nt.dpcs_running -= 1;
    }

    /// Whether no DPC of the kernel is queued or runs.
    pub(crate) fn nt_dpcs_are_idle(&self) -> bool {
        self.nt.dpcs_running == 0 && !self.nt.dpcs.values().any(|queued| *queued)
    }
}

impl Nt {
    fn arm(&mut self, at: u64, address: usize) -> (u64, u64) {
        self.sequence += 1;
        self.armed.insert((at, self.sequence, address));
        (at, self.sequence)
    }
}
