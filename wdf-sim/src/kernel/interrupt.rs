//! Interrupts: what a driver asked for, what it was assigned, and how far its connection has come.
//!
//! The lock of an interrupt raises to its DIRQL, or waits if the interrupt is handled at PASSIVE_LEVEL. Connecting and
//! servicing are the execution layer's work (`exec/interrupt.rs`).
//!
//! Key types: [`Interrupt`], [`Raised`]. Facts: `interruptobject.cpp`, `interruptobjectkm.cpp`, `pnpstatemachine.cpp`.

use std::collections::{BTreeSet, VecDeque};

use wdf_sim_sys::{
    PFN_WDF_INTERRUPT_DISABLE, PFN_WDF_INTERRUPT_DPC, PFN_WDF_INTERRUPT_ENABLE, PFN_WDF_INTERRUPT_ISR,
    PFN_WDF_INTERRUPT_WORKITEM,
};

use super::lock::{Lock, LockRef};
use super::object::{Body, Id};
use super::resource::Line;
use super::{Job, Kernel};

/// What `WdfInterruptCreate` was told.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Callbacks {
    pub(crate) isr: PFN_WDF_INTERRUPT_ISR,
    pub(crate) dpc: PFN_WDF_INTERRUPT_DPC,
    pub(crate) work_item: PFN_WDF_INTERRUPT_WORKITEM,
    pub(crate) enable: PFN_WDF_INTERRUPT_ENABLE,
    pub(crate) disable: PFN_WDF_INTERRUPT_DISABLE,
}

/// A routine that an interrupt queues: its DPC or its work item.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Deferred {
    pub(crate) queued: bool,
    /// How many processors run it.
    pub(crate) running: u32,
}

#[derive(Debug)]
pub(crate) struct Interrupt {
    pub(crate) device: Id,
    pub(crate) callbacks: Callbacks,
    /// The lock of automatic serialization, for the DPC or work item.
    pub(crate) serialization: Option<LockRef>,
    /// Handled at PASSIVE_LEVEL, under a wait lock.
    pub(crate) passive: bool,
    /// The spin lock or wait lock that the driver gave it, instead of its own.
    pub(crate) shared_lock: Option<Id>,
    pub(crate) own_lock: Lock,
    /// Its number among the device's interrupts.
    pub(crate) message: u32,
    pub(crate) line: Option<Line>,
    /// Which of the device's resources it has.
    pub(crate) resource: Option<usize>,
    /// The level of its lock: the highest DIRQL of those that share it.
    pub(crate) sync_irql: u8,
    pub(crate) connected: bool,
    pub(crate) enabled: bool,
    /// The driver disconnected it with `WdfInterruptDisable`.
    pub(crate) force_disconnected: bool,
    /// How many processors are about to call its service routine, or do.
    pub(crate) in_service: u32,
    /// The system expects interrupts on its line.
    pub(crate) active: bool,
    /// Powering down leaves it connected, and only reports it inactive.
    pub(crate) soft_disconnect: bool,
    /// Created in `EvtDevicePrepareHardware`: it goes when the hardware is released.
    pub(crate) in_prepare: bool,
    pub(crate) dpc: Deferred,
    pub(crate) work: Deferred,
}

/// The lines on which the hardware interrupts.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    /// Interrupts that the hardware raised and no processor has taken.
    pub(crate) raised: VecDeque<Raised>,
    count: u64,
    /// Of those that were raised: the ones that a thread waits for.
    pub(crate) awaited: BTreeSet<u64>,
    /// Of those: the ones that were serviced, claimed or not.
    pub(crate) serviced: Vec<(u64, bool)>,
    /// The interrupts that are connected, in the order in which they were.
    pub(crate) connected: Vec<Id>,
}

/// An interrupt that the hardware raised.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Raised {
    pub(crate) vector: u32,
    pub(crate) number: u64,
}

impl Interrupt {
    /// The vector on which it is to be called.
    pub(crate) fn vector(&self) -> Option<u32> {
        let line = self.line?;
        let offset = if line.messages.is_some_and(|count| count > 1) { self.message } else { 0 };
        Some(line.vector + offset)
    }

    /// The level at which it interrupts.
    pub(crate) fn irql(&self) -> u8 {
        if self.passive { 0 } else { self.line.map_or(0, |line| line.irql) }
    }
}

impl Kernel {
    /// The interrupts of a device, in the order of their creation.
    pub(crate) fn interrupts_of(&self, device: Id) -> Vec<Id> {
        self.objects.device(device).interrupts.clone()
    }

    /// The hardware raises an interrupt on this vector; its number is what a thread can wait for.
    pub(crate) fn raise_interrupt(&mut self, vector: u32) -> u64 {
        let lines = &mut *self.lines;
        lines.count += 1;
        lines.raised.push_back(Raised { vector, number: lines.count });
        lines.count
    }

    /// The interrupts that are called on a vector, in the order in which they were connected.
    pub(crate) fn connected_at(&self, vector: u32) -> Vec<Id> {
        let is_there = |id: &Id| {
            let interrupt = self.objects.interrupt(*id);
            interrupt.active && interrupt.vector() == Some(vector)
        };
        self.lines.connected.iter().copied().filter(is_there).collect()
    }

    /// Gives the interrupts that wait for resources those that the device was assigned, in their order.
    pub(crate) fn match_interrupts(&mut self, device: Id) {
        let lines: Vec<(usize, Line)> = self
            .objects
            .device(device)
            .hardware
            .iter()
            .enumerate()
            .filter_map(|(index, resource)| resource.line.map(|line| (index, line)))
            .collect();
        let mut interrupts = self.interrupts_of(device).into_iter();
        for (index, line) in lines {
            for _ in 0..line.messages.unwrap_or(1).max(1) {
                let Some(id) = interrupts.next() else { return };
                self.assign_interrupt(id, index, line);
            }
        }
    }

    /// An interrupt gets its resource.
    pub(crate) fn assign_interrupt(&mut self, id: Id, resource: usize, line: Line) {
        let interrupt = self.objects.interrupt_mut(id);
        interrupt.line = Some(line);
        interrupt.resource = Some(resource);
    }

    /// The level of each interrupt's lock: the highest of those that share it.
    pub(crate) fn assign_sync_irql(&mut self, device: Id) {
        let interrupts = self.interrupts_of(device);
        for id in &interrupts {
            let lock = self.objects.interrupt(*id).shared_lock;
            let shares =
                |other: &Id| other == id || (lock.is_some() && self.objects.interrupt(*other).shared_lock == lock);
            let level =
                interrupts.iter().filter(|other| shares(other)).map(|other| self.objects.interrupt(*other).irql());
            let level = level.max().unwrap_or(0);
            let interrupt = self.objects.interrupt_mut(*id);
            interrupt.sync_irql = if interrupt.irql() == 0 { 0 } else { level };
        }
    }

    /// The hardware is released: the interrupts have no resources any more.
    pub(crate) fn revoke_interrupts(&mut self, device: Id) {
        for id in self.interrupts_of(device) {
            let interrupt = self.objects.interrupt_mut(id);
            (interrupt.line, interrupt.resource, interrupt.sync_irql) = (None, None, 0);
        }
    }

    pub(crate) fn set_connected(&mut self, id: Id, connected: bool) {
        let interrupt = self.objects.interrupt_mut(id);
        (interrupt.connected, interrupt.active) = (connected, connected);
        self.lines.connected.retain(|it| *it != id);
        if connected {
            self.lines.connected.push(id);
        }
    }

    /// Queues the DPC of an interrupt: false if it is queued already.
    pub(crate) fn queue_interrupt_dpc(&mut self, id: Id) -> bool {
        let interrupt = self.objects.interrupt_mut(id);
        if std::mem::replace(&mut interrupt.dpc.queued, true) {
            return false;
        }
        self.dpcs.push_back(Job::InterruptDpc(id));
        true
    }

    /// Queues the work item of an interrupt: false if it is queued already.
    pub(crate) fn queue_interrupt_work(&mut self, id: Id) -> bool {
        let interrupt = self.objects.interrupt_mut(id);
        if std::mem::replace(&mut interrupt.work.queued, true) {
            return false;
        }
        self.work.push_back(Job::InterruptWork(id));
        true
    }

    /// Whether nothing of an interrupt's DPC is queued or runs, and nothing of its work item.
    pub(crate) fn is_interrupt_idle(&self, id: Id) -> bool {
        let Body::Interrupt(interrupt) = &self.objects.get(id).body else { return true };
        [interrupt.dpc, interrupt.work].iter().all(|routine| !routine.queued && routine.running == 0)
    }
}
