//! I/O request packets: what an application's call becomes, and the memory that travels with it.
//!
//! The I/O manager's side of a request; `request/` is the framework's object around it. Made, completed and cancelled by
//! `exec/io.rs` and `exec/request.rs`.
//!
//! Key types: [`Irp`], [`Irps`], [`Transfer`].

mod block;
mod major;
mod table;

use wdf_sim_sys::{NTSTATUS, STATUS_SUCCESS};

use self::table::WATCHED;
use super::Kernel;
use super::object::Id;
use super::queue::Csq;
use super::send::Format;
use crate::trace::Subject;

pub(crate) use self::block::{Block, UNWRITTEN};
pub use self::major::Major;
pub(crate) use self::table::{IrpId, Irps};

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

impl Transfer {
    /// How a device control's buffers travel, by the lowest two bits of its code.
    pub(crate) const fn of_code(ioctl: u32) -> Self {
        match ioctl & 3 {
            0 => Self::Buffered,
            1 | 2 => Self::Direct,
            _ => Self::Neither,
        }
    }
}

/// Which of a request's buffers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Input,
    Output,
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

    /// Where one of its buffers is: address and length.
    pub(crate) fn buffer(&mut self, side: Side) -> (usize, usize) {
        match side {
            Side::Input => self.input(),
            Side::Output => self.output(),
        }
    }

    /// What the caller gets: as many bytes of the output as `information` says.
    pub(crate) fn outcome(&self) -> Vec<u8> {
        let block = if self.direct.len() > 0 { &self.direct } else { &self.system };
        block.bytes(self.information.min(self.output_length))
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
