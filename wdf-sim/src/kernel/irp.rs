//! I/O request packets: what an application's call becomes, and the memory that travels with it.
//!
//! The I/O manager's side of a request. `request.rs` is the framework's object around it.
//!
//! Key types: [`Irp`], [`Irps`], [`Transfer`].

use std::collections::VecDeque;

use wdf_sim_sys::{NTSTATUS, STATUS_SUCCESS};

use super::object::Id;
use super::queue::Csq;
use super::send::Format;
use super::{Kernel, Result, append};
use crate::touch::{self, Mode, Name, Place, touch};
use crate::trace::Subject;
use crate::violation::{Rule, Violation};

/// What bytes of memory that nobody wrote look like: stale kernel memory that a driver must not give away.
pub(crate) const UNWRITTEN: u8 = 0xA5;

/// Index of an IRP in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct IrpId(u32);

/// The kind of I/O; the numbers are those of `IRP_MJ_*`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Major {
    /// A handle is opened.
    Create = 0x00,
    /// The last reference to a handle is gone.
    Close = 0x02,
    /// A read.
    Read = 0x03,
    /// A write.
    Write = 0x04,
    /// A device control.
    DeviceControl = 0x0E,
    /// A device control from another driver.
    InternalDeviceControl = 0x0F,
    /// A handle is closed.
    Cleanup = 0x12,
}

impl Major {
    /// The kind with this number.
    pub(crate) const fn from_code(code: u8) -> Option<Self> {
        Some(match code {
            0x00 => Self::Create,
            0x02 => Self::Close,
            0x03 => Self::Read,
            0x04 => Self::Write,
            0x0E => Self::DeviceControl,
            0x0F => Self::InternalDeviceControl,
            0x12 => Self::Cleanup,
            _ => return None,
        })
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Close => "close",
            Self::Cleanup => "cleanup",
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

    /// Writes at its beginning, as many bytes as it has room for.
    pub(crate) fn write(&mut self, bytes: &[u8]) {
        let mut rest = &bytes[..bytes.len().min(self.length)];
        for word in &mut self.memory {
            let mut value = word.to_ne_bytes();
            let (now, later) = rest.split_at(rest.len().min(value.len()));
            value[..now.len()].copy_from_slice(now);
            *word = u128::from_ne_bytes(value);
            rest = later;
        }
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
        if let (Some(first), ..=16) = (self.memory.first(), length) {
            return first.to_ne_bytes()[..length].to_vec();
        }
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
    /// The parent of the device that it was sent to has it: it holds up the device and the file object no more.
    pub(crate) with_parent: bool,
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
    /// Stack locations below the one that its driver sees.
    pub(crate) room: u8,
    /// Who sent it, if another driver did.
    pub(crate) above: Option<Above>,
    /// What it is at the next driver, to which it was sent.
    pub(crate) below: Option<IrpId>,
    /// A driver that the test plays allowed its cancellation.
    pub(crate) kept: bool,
}

/// With what another driver sent an IRP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Above {
    /// A request.
    Request(Id),
    /// An IRP in its own hands, at this address.
    Driver(usize),
}

/// An armed cancel routine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Armed {
    /// It is in this list of this queue.
    Queue { queue: Id, list: Csq, request: Id },
    /// It waits in this stopped target.
    Target { target: Id, request: Id },
    /// It waits for a request of this queue's.
    Pended { queue: Id },
    /// A driver that the test plays keeps it.
    Lower,
}

impl Irp {
    /// An IRP that no application sent, with nothing in it.
    pub(crate) fn internal() -> Self {
        Self {
            serial: 0,
            major: Major::Create,
            transfer: Transfer::Buffered,
            from_user: false,
            file: None,
            with_parent: false,
            ioctl: 0,
            offset: 0,
            input_length: 0,
            output_length: 0,
            system: Block::default(),
            direct: Block::default(),
            cancel: false,
            routine: None,
            status: STATUS_SUCCESS,
            information: 0,
            completed: false,
            detached: false,
            room: 0,
            above: None,
            below: None,
            kept: false,
        }
    }

    /// Makes it what a target's format function said.
    pub(crate) fn fill(&mut self, format: &Format) {
        self.major = format.major;
        self.ioctl = format.ioctl;
        self.offset = format.offset;
        self.transfer = format.transfer;
        self.input_length = format.input.length;
        self.output_length = format.output.length;
        let separate = format.transfer != Transfer::Buffered && format.major != Major::Write;
        if separate {
            self.system = Block::holding(&format.data, 0);
            self.direct = Block::unwritten(format.output.length);
        } else {
            self.system = Block::holding(&format.data, format.output.length);
        }
    }

    /// Writes the output, as the driver at the bottom does.
    pub(crate) fn write_output(&mut self, bytes: &[u8]) {
        let block = if self.direct.len() > 0 { &mut self.direct } else { &mut self.system };
        block.write(bytes);
    }

    /// The first bytes of the output.
    pub(crate) fn output_bytes(&self, length: usize) -> Vec<u8> {
        let block = if self.direct.len() > 0 { &self.direct } else { &self.system };
        block.bytes(length)
    }

    /// The input.
    pub(crate) fn input_bytes(&self) -> Vec<u8> {
        self.system.bytes(self.input_length)
    }

    /// Whether it is a read or a write of no bytes.
    pub(crate) const fn is_zero_length(&self) -> bool {
        match self.major {
            Major::Read => self.output_length == 0,
            Major::Write => self.input_length == 0,
            _ => false,
        }
    }

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
    fn seal(&mut self, id: IrpId) {
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
const WATCHED: u32 = 32;
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

/// What follows when an IRP is completed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Completed {
    /// What the driver that sent it on, if one did, gets back.
    pub(crate) above: Option<Above>,
    /// A worker thread closes the file object that it was the last request of.
    pub(crate) closes: bool,
}

impl Kernel {
    pub(crate) fn irp_subject(&self, id: IrpId) -> Subject {
        Subject { kind: "irp", serial: self.irps.get(id).serial }
    }

    /// `IoCompleteRequest`: the caller can see the outcome from here on.
    pub(crate) fn complete_irp(&mut self, id: IrpId) -> Completed {
        let irp = self.irps.get_mut(id);
        irp.completed = true;
        let (above, serial, file, detached) = (irp.above, irp.serial, irp.file, irp.detached);
        if above.is_some() {
            return Completed { above, closes: false };
        }
        self.irps.pending -= 1;
        self.counts.completed += 1;
        self.retire_packet(serial);
        if serial <= WATCHED {
            self.irps.seal(id);
        }
        if detached {
            self.irps.forget(id);
        }
        Completed { above, closes: file.is_some_and(|file| self.leave_file(file)) }
    }

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

    /// `IoCancelIrp`, up to the cancel routine: every driver that has the IRP sees that it is cancelled.
    pub(crate) fn begin_cancel(&mut self, id: IrpId) -> Option<(IrpId, Armed)> {
        let mut at = id;
        loop {
            self.show_cancel(at);
            let irp = self.irps.get_mut(at);
            irp.cancel = true;
            match irp.below {
                Some(below) => at = below,
                None => return irp.routine.take().map(|armed| (at, armed)),
            }
        }
    }
}
