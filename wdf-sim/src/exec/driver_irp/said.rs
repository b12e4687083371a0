//! What a driver's stack location says, and the IRP that is made of it for the next driver.
//!
//! Facts: the pages of `IRP`, `IO_STACK_LOCATION`, "Methods for Accessing Data Buffers".
#![expect(unsafe_code, reason = "reads the members of a driver's IRP")]

use wdf_sim_sys::STATUS_PENDING;

use super::{irp, location, peek};
use crate::exec::{stop, target};
use crate::kernel::irp::{Above, Block, Irp, Major, Transfer};
use crate::violation::{Outcome, Rule, Violation};

/// A buffer of a transfer: where, and how long.
type Buffer = (usize, usize);

/// What the next stack location says: what it is, how it travels, its code or offset, its buffers.
pub(super) struct Said {
    pub(super) major: Major,
    pub(super) transfer: Transfer,
    pub(super) ioctl: u32,
    pub(super) offset: i64,
    pub(super) input: Buffer,
    pub(super) output: Buffer,
}

/// Reads a stack location.
///
/// # Safety
///
/// There are an IRP and one of its stack locations at the addresses.
pub(super) unsafe fn read_location(routine: &str, address: usize, place: usize) -> Said {
    // SAFETY: the caller vouches for both, here and below.
    let number: u8 = unsafe { peek(place + location::MAJOR) };
    let Some(major) = Major::from_code(number) else {
        let text = format!("{routine} of an IRP with the major function {number:#x} is not simulated");
        stop(Violation::new(Rule::NotSimulated, Outcome::Leak, text));
    };
    // SAFETY: as above.
    let system: usize = unsafe { peek(address + irp::SYSTEM_BUFFER) };
    // SAFETY: as above.
    let user: usize = unsafe { peek(address + irp::USER_BUFFER) };
    // SAFETY: as above.
    let mdl: usize = unsafe { peek(address + irp::MDL) };
    let mapped = if mdl == 0 {
        (0, 0)
    } else {
        // SAFETY: an IRP's MDL is NULL or one.
        unsafe { behind_mdl(mdl) }
    };
    let nothing = (0, 0);
    match major {
        Major::Read | Major::Write => {
            // SAFETY: as above.
            let length = unsafe { peek::<u32>(place + location::TRANSFER_LENGTH) } as usize;
            // SAFETY: as above.
            let offset = unsafe { peek(place + location::BYTE_OFFSET) };
            let (transfer, buffer) = if system != 0 {
                (Transfer::Buffered, (system, length))
            } else if mdl != 0 {
                (Transfer::Direct, (mapped.0, length.min(mapped.1)))
            } else {
                (Transfer::Neither, (user, length))
            };
            let (input, output) = if major == Major::Write { (buffer, nothing) } else { (nothing, buffer) };
            Said { major, transfer, ioctl: 0, offset, input, output }
        }
        Major::DeviceControl | Major::InternalDeviceControl => {
            // SAFETY: as above.
            let ioctl: u32 = unsafe { peek(place + location::CODE) };
            // SAFETY: as above.
            let input = unsafe { peek::<u32>(place + location::INPUT_LENGTH) } as usize;
            // SAFETY: as above.
            let output = unsafe { peek::<u32>(place + location::OUTPUT_LENGTH) } as usize;
            // SAFETY: as above.
            let type3: usize = unsafe { peek(place + location::TYPE3_INPUT) };
            let (transfer, input, output) = match ioctl & 3 {
                0 => (Transfer::Buffered, (system, input), (system, output)),
                3 => (Transfer::Neither, (type3, input), (user, output)),
                _ => (Transfer::Direct, (system, input), (mapped.0, output.min(mapped.1))),
            };
            Said { major, transfer, ioctl, offset: 0, input, output }
        }
        _ => Said { major, transfer: Transfer::Buffered, ioctl: 0, offset: 0, input: nothing, output: nothing },
    }
}

/// The memory that an MDL describes.
///
/// # Safety
///
/// It is an MDL.
unsafe fn behind_mdl(mdl: usize) -> Buffer {
    /// `StartVa`, `ByteCount`, `ByteOffset`.
    const PLACES: (usize, usize, usize) = (32, 40, 44);
    // SAFETY: the caller vouches for it, here and below.
    let start: usize = unsafe { peek(mdl + PLACES.0) };
    // SAFETY: as above.
    let length: u32 = unsafe { peek(mdl + PLACES.1) };
    // SAFETY: as above.
    let offset: u32 = unsafe { peek(mdl + PLACES.2) };
    (start + offset as usize, length as usize)
}

/// What arrives at the next driver.
///
/// # Safety
///
/// The buffers are valid for reads of their length, or have the address 0.
pub(super) unsafe fn make_below(address: usize, said: &Said, room: u8, cancel: bool) -> Irp {
    // SAFETY: the caller vouches for the buffer.
    let data = unsafe { target::bytes_at(said.input.0, said.input.1) };
    let mut below = Irp::internal();
    below.major = said.major;
    below.transfer = said.transfer;
    below.ioctl = said.ioctl;
    below.offset = said.offset;
    below.input_length = said.input.1;
    below.output_length = said.output.1;
    below.room = room;
    below.cancel = cancel;
    below.status = STATUS_PENDING;
    below.above = Some(Above::Driver(address));
    if said.transfer != Transfer::Buffered && said.major != Major::Write {
        below.system = Block::holding(&data, 0);
        // SAFETY: as above.
        below.direct = Block::holding(&unsafe { target::bytes_at(said.output.0, said.output.1) }, said.output.1);
    } else {
        below.system = Block::holding(&data, said.output.1);
    }
    below
}
