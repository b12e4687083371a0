//! I/O request packets: what an application's call becomes, and the memory that travels with it.
//!
//! The I/O manager's side of a request. `request.rs` is the framework's object around it.
//!
//! Key types: [`Irp`], [`Irps`], [`Transfer`].

use std::collections::VecDeque;

use wdf_sim_sys::NTSTATUS;

use super::object::Id;
use super::queue::Csq;
use super::{Kernel, append};
use crate::touch::{self, Mode, Name, Place, touch};
use crate::trace::Subject;

/// What bytes of memory that nobody wrote look like: stale kernel memory that a driver must not give away.
pub(crate) const UNWRITTEN: u8 = 0xA5;

/// Index of an IRP in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct IrpId(u32);

/// The kind of I/O; the numbers are those of `IRP_MJ_*`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Major {
    Create = 0x00,
    Read = 0x03,
    Write = 0x04,
    DeviceControl = 0x0E,
    InternalDeviceControl = 0x0F,
}

impl Major {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Read => "read",
            Self::Write => "write",
            Self::DeviceControl => "device control",
            Self::InternalDeviceControl => "internal device control",
        }
    }
}

/// How the bytes travel between the caller and the driver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Transfer {
    /// Through one system buffer: METHOD_BUFFERED, DO_BUFFERED_IO.
    Buffered,
    /// The data through an MDL, an ioctl's input through the system buffer: METHOD_IN_DIRECT and OUT_DIRECT.
    Direct,
    /// By the caller's own addresses: METHOD_NEITHER.
    Neither,
}

/// A block of memory at a stable address, aligned as the pool aligns it.
#[derive(Debug, Default)]
pub(crate) struct Block {
    memory: Vec<u128>,
    length: usize,
}

impl Block {
    pub(crate) fn unwritten(length: usize) -> Self {
        Self { memory: vec![u128::from_ne_bytes([UNWRITTEN; 16]); length.div_ceil(16)], length }
    }

    pub(crate) fn zeroed(length: usize) -> Self {
        Self { memory: vec![0; length.div_ceil(16)], length }
    }

    pub(crate) fn holding(bytes: &[u8], length: usize) -> Self {
        let mut block = Self::unwritten(length.max(bytes.len()));
        for (word, chunk) in block.memory.iter_mut().zip(bytes.chunks(16)) {
            let mut value = word.to_ne_bytes();
            value[..chunk.len()].copy_from_slice(chunk);
            *word = u128::from_ne_bytes(value);
        }
        block
    }

    pub(crate) fn len(&self) -> usize {
        self.length
    }

    pub(crate) fn address(&mut self) -> usize {
        self.memory.as_mut_ptr() as usize
    }

    /// Writes bytes at an offset, as far as they fit.
    pub(crate) fn put(&mut self, offset: usize, bytes: &[u8]) {
        for (at, byte) in (offset..self.length).zip(bytes) {
            let word = &mut self.memory[at / 16];
            let mut value = word.to_ne_bytes();
            value[at % 16] = *byte;
            *word = u128::from_ne_bytes(value);
        }
    }

    /// Makes every byte this one.
    pub(crate) fn fill(&mut self, byte: u8) {
        self.memory.fill(u128::from_ne_bytes([byte; 16]));
    }

    /// Whether the bytes of a range are all this one.
    pub(crate) fn is_all(&self, mut range: std::ops::Range<usize>, byte: u8) -> bool {
        range.all(|at| self.memory[at / 16].to_ne_bytes()[at % 16] == byte)
    }

    pub(crate) fn bytes(&self, length: usize) -> Vec<u8> {
        let length = length.min(self.length);
        let mut bytes = Vec::with_capacity(length.next_multiple_of(16));
        for word in &self.memory[..length.div_ceil(16)] {
            bytes.extend_from_slice(&word.to_ne_bytes());
        }
        bytes.truncate(length);
        bytes
    }
}

/// An I/O request as the I/O manager knows it.
#[derive(Debug)]
pub(crate) struct Irp {
    pub(crate) serial: u32,
    pub(crate) major: Major,
    pub(crate) transfer: Transfer,
    pub(crate) from_user: bool,
    pub(crate) file: Option<Id>,
    pub(crate) ioctl: u32,
    pub(crate) offset: i64,
    pub(crate) input_length: usize,
    pub(crate) output_length: usize,
    /// The caller's input, and for buffered I/O the output too: one memory.
    pub(crate) system: Block,
    /// The output where it is memory of its own.
    pub(crate) direct: Block,
    pub(crate) cancel: bool,
    /// The cancel routine: where in which queue of the framework the request is linked. Taken by whoever wins.
    pub(crate) routine: Option<Armed>,
    pub(crate) status: NTSTATUS,
    pub(crate) information: usize,
    pub(crate) completed: bool,
    /// Nobody will look at the outcome.
    pub(crate) detached: bool,
}

/// An armed cancel routine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Armed {
    pub(crate) queue: Id,
    pub(crate) list: Csq,
    pub(crate) request: Id,
}

impl Irp {
    /// Where the driver reads the input: address and length.
    pub(crate) fn input(&mut self) -> (usize, usize) {
        (self.system.address(), self.input_length)
    }

    /// Where the driver writes the output: address and length.
    pub(crate) fn output(&mut self) -> (usize, usize) {
        let block = if self.direct.len() > 0 { &mut self.direct } else { &mut self.system };
        (block.address(), self.output_length)
    }

    /// What the caller gets: as many bytes of the output as `information` says.
    pub(crate) fn outcome(&self) -> Vec<u8> {
        let block = if self.direct.len() > 0 { &self.direct } else { &self.system };
        block.bytes(self.information.min(self.output_length))
    }
}

/// All IRPs of a machine that somebody still looks at.
#[derive(Debug, Default)]
pub(crate) struct Irps {
    slots: Vec<Option<(Name, Irp)>>,
    free: VecDeque<u32>,
    serials: u32,
    /// Sent and not completed.
    pub(crate) pending: usize,
}

impl Irps {
    pub(crate) fn insert(&mut self, mut irp: Irp) -> IrpId {
        self.serials += 1;
        irp.serial = self.serials;
        self.pending += 1;
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

    pub(crate) fn get_mut(&mut self, id: IrpId) -> &mut Irp {
        let (name, irp) = self.slots[id.0 as usize].as_mut().expect("an IRP lives until its outcome was fetched");
        touch(Place::Irp(*name), Mode::Write);
        irp
    }

    pub(crate) fn remove(&mut self, id: IrpId) -> Irp {
        self.free.push_back(id.0);
        let (name, irp) = self.slots[id.0 as usize].take().expect("an IRP is freed once");
        touch(Place::Irp(name), Mode::Write);
        irp
    }
}

impl Kernel {
    pub(crate) fn irp_subject(&self, id: IrpId) -> Subject {
        Subject { kind: "irp", serial: self.irps.get(id).serial }
    }

    /// `IoCompleteRequest`: the caller can see the outcome from here on.
    pub(crate) fn complete_irp(&mut self, id: IrpId) {
        self.irps.pending -= 1;
        let irp = self.irps.get_mut(id);
        irp.completed = true;
        let (serial, detached) = (irp.serial, irp.detached);
        self.counts.completed += 1;
        self.retire_packet(serial);
        if detached {
            self.irps.remove(id);
        }
    }
}
