//! IRPs that a driver makes itself (`IoAllocateIrp`, `IoBuildDeviceIoControlRequest`, ..), or has in hand as the I/O manager
//! presented them: where their members lie, and what becomes of them when they are sent on.
//!
//! Such an IRP is memory that the driver reads and writes, with the headers' inline functions too; what arrives at the next
//! driver is made of what stands in its next stack location at that moment (`exec/driver_irp/`).
//!
//! Key types: [`DriverIrp`], [`Built`]. Facts: wdm.h; the pages of `IoCallDriver`, `IoSetCompletionRoutine`,
//! `IoBuildDeviceIoControlRequest`.

use std::collections::{BTreeMap, VecDeque};

use wdf_sim_sys::{IO_STACK_LOCATION, IRP, NTSTATUS};

use super::irp::{Block, IrpId};
use super::target::{Destination, Named};
use super::{Kernel, Result};
use crate::violation::{Outcome, Rule, Violation};

/// How many freed IRPs are kept, so that who still has their address reads what is known.
const KEPT: usize = 64;

/// What only the `IoBuild..` routines make.
#[derive(Debug, Default)]
pub(crate) struct Built {
    /// The event and the status block of whoever waits, 0 for none.
    pub(crate) event: usize,
    pub(crate) status_block: usize,
    /// Where the output of buffered I/O is copied to, and how much there is room for.
    pub(crate) output: (usize, usize),
    /// The I/O manager frees it when it is completed.
    pub(crate) is_threaded: bool,
    pub(crate) system: Block,
    pub(crate) mdl: Block,
}

/// An IRP that a driver made.
#[derive(Debug)]
pub(crate) struct DriverIrp {
    memory: Block,
    pub(crate) built: Option<Box<Built>>,
}

/// The IRPs that drivers made.
#[derive(Debug, Default)]
pub(crate) struct DriverIrps {
    live: BTreeMap<usize, DriverIrp>,
    /// By the address of the driver's IRP: what is with the next driver, and where its output goes, with the room there.
    below: BTreeMap<usize, (IrpId, (usize, usize))>,
    /// Calls of `IofCallDriver` that are under way: by the number of what was sent, its status once it came back.
    calls: BTreeMap<u32, Option<NTSTATUS>>,
    freed: VecDeque<(usize, Block)>,
}

impl DriverIrps {
    /// One that was not freed.
    pub(crate) fn first(&self) -> Option<usize> {
        self.live.keys().next().copied()
    }
}

fn misused(rule: Rule, routine: &str, address: usize, why: &str) -> Box<Violation> {
    Violation::undefined(rule, format!("{routine}: the IRP at {address:#x} {why}"))
}

impl Kernel {
    /// `IoAllocateIrp`: its address. The memory is zeroed.
    pub(crate) fn make_driver_irp(&mut self, stack_size: u8, built: Option<Built>) -> usize {
        let size = size_of::<IRP>() + usize::from(stack_size) * size_of::<IO_STACK_LOCATION>();
        let mut memory = Block::zeroed(size);
        let address = memory.address();
        self.wdm.made.live.insert(address, DriverIrp { memory, built: built.map(Box::new) });
        address
    }

    /// `IoFreeIrp`.
    pub(crate) fn free_driver_irp(&mut self, routine: &str, address: usize) -> Result<()> {
        self.check_driver_irp(routine, address)?;
        if self.wdm.made.below.contains_key(&address) {
            return Err(misused(Rule::DeletedWhileSent, routine, address, "is with the next driver"));
        }
        if let Some(mut irp) = self.wdm.made.live.remove(&address) {
            irp.memory.fill(super::irp::UNWRITTEN);
            self.wdm.made.freed.push_back((address, irp.memory));
            if self.wdm.made.freed.len() > KEPT {
                self.wdm.made.freed.pop_front();
            }
        }
        Ok(())
    }

    /// An IRP that a driver made and has not freed.
    pub(crate) fn check_driver_irp(&self, routine: &str, address: usize) -> Result<()> {
        if self.wdm.made.live.contains_key(&address) {
            return Ok(());
        }
        let why = if self.wdm.made.freed.iter().any(|(freed, _)| *freed == address) {
            "was freed"
        } else {
            "is none that the driver made"
        };
        Err(misused(Rule::PoolFreedTwice, routine, address, why))
    }

    /// What a driver's IRP is for the I/O manager: nothing for one that the driver made.
    pub(crate) fn known_irp(&self, routine: &str, address: usize) -> Result<Option<IrpId>> {
        if self.wdm.made.live.contains_key(&address) {
            return Ok(None);
        }
        match self.presented_at(address) {
            Some(id) => Ok(Some(id)),
            None => Err(misused(Rule::UseAfterDestroy, routine, address, "was completed or freed, or never was one")),
        }
    }

    /// What the `IoBuild..` routine that made it wants done.
    pub(crate) fn take_built(&mut self, address: usize) -> Option<Box<Built>> {
        self.wdm.made.live.get_mut(&address)?.built.take()
    }

    /// Who gets what is sent to a device object.
    pub(crate) fn destination_of(&mut self, routine: &str, object: usize) -> Result<Destination> {
        match self.device_object_at(object) {
            Some(Named::Lower(number)) => Ok(Destination::Lower(number)),
            Some(Named::Device(device, _)) => {
                let serial = self.objects.get(device).serial;
                Ok(Destination::Device { device, serial, file: None })
            }
            None => {
                let text = format!("{routine}: there is no device object at {object:#x}");
                Err(Violation::undefined(Rule::InvalidMemoryAccess, text))
            }
        }
    }

    /// It goes to the next driver, as this IRP there.
    pub(crate) fn begin_call(
        &mut self,
        routine: &str,
        address: usize,
        below: IrpId,
        upper: Option<IrpId>,
        output: (usize, usize),
    ) -> Result<u32> {
        if self.wdm.made.below.contains_key(&address) {
            return Err(misused(Rule::SentTwice, routine, address, "is with the next driver already"));
        }
        self.wdm.made.below.insert(address, (below, output));
        if let Some(upper) = upper {
            self.irps.get_mut(upper).below = Some(below);
        }
        let serial = self.irps.get(below).serial;
        self.wdm.made.calls.insert(serial, None);
        Ok(serial)
    }

    /// What the call returns, if the IRP came back already.
    pub(crate) fn end_call(&mut self, serial: u32) -> Option<NTSTATUS> {
        self.wdm.made.calls.remove(&serial).flatten()
    }

    /// The next driver completed it: where its output goes.
    pub(crate) fn driver_irp_came_back(&mut self, address: usize, serial: u32, status: NTSTATUS) -> (usize, usize) {
        let sent = self.wdm.made.below.remove(&address);
        if let Some(call) = self.wdm.made.calls.get_mut(&serial) {
            *call = Some(status);
        }
        if let Some(upper) = self.presented_at(address) {
            self.irps.get_mut(upper).below = None;
        }
        sent.map_or((0, 0), |(_, output)| output)
    }

    /// Where a driver's IRP is now.
    pub(crate) fn below_driver_irp(&self, address: usize) -> Option<IrpId> {
        self.wdm.made.below.get(&address).map(|(below, _)| *below)
    }

    /// Nobody stopped it on its way up, and there is nobody above: the I/O manager would follow members that are not set.
    pub(crate) fn reached_the_top(routine: &str, address: usize) -> Box<Violation> {
        let text = format!(
            "{routine}: no completion routine stopped the IRP at {address:#x}, which IoAllocateIrp made: the I/O manager \
             completes it for a thread that is NULL"
        );
        Violation::new(Rule::InvalidMemoryAccess, Outcome::Undefined, text)
    }
}
