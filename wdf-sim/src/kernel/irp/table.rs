//! All IRPs of a machine that somebody still looks at, and what becomes of their buffers afterwards.
//!
//! Key types: [`Irps`], [`IrpId`].

use std::collections::VecDeque;

use super::{Block, Irp};
use crate::kernel::{Kernel, Result, append};
use crate::touch::{self, Mode, Name, Place, touch};
use crate::violation::{Rule, Violation};

/// Index of an IRP in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct IrpId(u32);

/// All IRPs of a machine that somebody still looks at.
#[derive(Debug, Default)]
pub(crate) struct Irps {
    /// What was in the buffers of those of the first ones that are completed, whose outcome was not fetched yet.
    sealed: Vec<(u32, u64)>,
    /// The buffers of the first ones that are gone, filled with a pattern.
    buried: Vec<(u32, Block)>,
    /// One whose buffer was written when it was completed.
    written_late: Option<u32>,
    slots: Vec<Option<(Name, Irp)>>,
    free: VecDeque<u32>,
    serials: u32,
    /// Sent and not completed.
    pub(crate) pending: usize,
}

impl Irps {
    pub(crate) fn insert(&mut self, irp: Irp) -> IrpId {
        self.pending += 1;
        self.insert_internal(irp)
    }

    /// An IRP that no application sent.
    pub(crate) fn insert_internal(&mut self, mut irp: Irp) -> IrpId {
        self.serials += 1;
        irp.serial = self.serials;
        let entry = Some((touch::name(), irp));
        match self.free.pop_front() {
            Some(index) => {
                self.slots[index as usize] = entry;
                IrpId(index)
            }
            None => {
                append(&mut self.slots, entry);
                IrpId(u32::try_from(self.slots.len() - 1).expect("fewer than 2^32 IRPs"))
            }
        }
    }

    pub(crate) fn get(&self, id: IrpId) -> &Irp {
        let (name, irp) = self.slots[id.0 as usize].as_ref().expect("an IRP lives until its outcome was fetched");
        touch(Place::Irp(*name), Mode::Read);
        irp
    }

    /// The IRP of this number, if it still is this one.
    pub(crate) fn find(&self, id: IrpId, serial: u32) -> Option<&Irp> {
        let (name, irp) = self.slots.get(id.0 as usize)?.as_ref()?;
        touch(Place::Irp(*name), Mode::Read);
        (irp.serial == serial).then_some(irp)
    }

    pub(crate) fn get_mut(&mut self, id: IrpId) -> &mut Irp {
        let (name, irp) = self.slots[id.0 as usize].as_mut().expect("an IRP lives until its outcome was fetched");
        touch(Place::Irp(*name), Mode::Write);
        irp
    }

    /// The IRP that was sent first of those that are not completed.
    pub(crate) fn oldest_pending(&self) -> Option<IrpId> {
        touch(Place::World, Mode::Write);
        let used = self.slots.iter().enumerate().filter_map(|(index, slot)| Some((index, &slot.as_ref()?.1)));
        let oldest = used.filter(|(_, irp)| !irp.completed).min_by_key(|(_, irp)| irp.serial)?;
        Some(IrpId(u32::try_from(oldest.0).expect("fewer than 2^32 IRPs")))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Irp> {
        self.slots.iter().flatten().map(|(_, irp)| irp)
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Irp> {
        self.slots.iter_mut().flatten().map(|(_, irp)| irp)
    }

    pub(crate) fn remove(&mut self, id: IrpId) -> Irp {
        self.free.push_back(id.0);
        let (name, irp) = self.slots[id.0 as usize].take().expect("an IRP is freed once");
        touch(Place::Irp(name), Mode::Write);
        irp
    }

    /// As [`Self::remove`], where nobody wants it any more.
    pub(crate) fn forget(&mut self, id: IrpId) {
        let serial = self.get_mut(id).serial;
        self.free.push_back(id.0);
        let gone = self.slots[id.0 as usize].take();
        if let Some((_, irp)) = gone
            && serial <= WATCHED
        {
            self.bury(irp);
        }
    }

    /// The outcome of one of the first is what it is from here on.
    #[cold]
    pub(super) fn seal(&mut self, id: IrpId) {
        let irp = self.get(id);
        let seal = (irp.serial, irp.checksum());
        self.sealed.push(seal);
    }

    /// Keeps the buffers of an IRP that is gone, to see whether somebody still writes there.
    #[cold]
    fn bury(&mut self, irp: Irp) {
        if let Some(at) = self.sealed.iter().position(|(serial, _)| *serial == irp.serial) {
            let (serial, checksum) = self.sealed.swap_remove(at);
            if checksum != irp.checksum() {
                self.written_late.get_or_insert(serial);
            }
        }
        for mut block in [irp.system, irp.direct] {
            if block.len() > 0 && block.len() <= MOST {
                block.fill(GONE);
                self.buried.push((irp.serial, block));
            }
        }
    }

    /// The first IRP whose buffer was written after it was completed.
    fn written_late(&self) -> Option<u32> {
        let is_written = |block: &Block| block.memory.iter().any(|word| *word != u128::from_ne_bytes([GONE; 16]));
        let is_changed = |(serial, checksum): &&(u32, u64)| {
            self.iter().any(|irp| irp.serial == *serial && irp.checksum() != *checksum)
        };
        let open = self.sealed.iter().find(is_changed).map(|(serial, _)| *serial);
        self.written_late
            .or(open)
            .or_else(|| self.buried.iter().find(|(_, block)| is_written(block)).map(|(serial, _)| *serial))
    }
}

/// How many IRPs, the first of a machine, have buffers that are looked at after their completion: an exploration's runs have
/// no more, and a long run is not slowed down.
pub(super) const WATCHED: u32 = 32;

/// The longest buffer that is kept for that.
const MOST: usize = 1 << 16;

/// What is in one that is.
const GONE: u8 = 0xDD;

impl Irp {
    /// A number that is another one if the buffers are changed.
    fn checksum(&self) -> u64 {
        let words = self.system.memory.iter().chain(&self.direct.memory);
        words.fold(0xCBF2_9CE4_8422_2325, |sum: u64, word| {
            let folded = (*word ^ (*word >> 64)) as u64;
            (sum ^ folded).rotate_left(7).wrapping_mul(0x0100_0000_01B3)
        })
    }
}

impl Kernel {
    /// When the run ends: nobody wrote where a request's buffer, or an object's context, had been.
    pub(crate) fn check_written_late(&self) -> Result<()> {
        if let Some(serial) = self.irps.written_late() {
            let text = format!("the buffer of irp#{serial} was written after the request was completed");
            return Err(Violation::undefined(Rule::BufferUsedAfterCompletion, text));
        }
        if self.objects.is_context_written_late() {
            let text = "a context was written after its object was destroyed";
            return Err(Violation::undefined(Rule::UseAfterDestroy, text));
        }
        Ok(())
    }
}
