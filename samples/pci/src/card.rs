//! The device as its driver sees it: registers of 32 bits, and a window for the data of a part.
//!
//! The driver puts a part into the window, says how long it is and which ([`TAG`]), and rings ([`CONTROL`]). When the
//! device has taken it, it sets [`DONE`] in [`STATUS`], shows the part's tag, and interrupts, if that is enabled.

/// To ring: [`START`] or [`ABORT`].
pub const CONTROL: usize = 0x00;
/// What the device has to say: [`DONE`]. Writing a bit clears it.
pub const STATUS: usize = 0x04;
/// Whether the device interrupts: 1 or 0.
pub const ENABLE: usize = 0x08;
/// The length of the part in the window.
pub const LENGTH: usize = 0x0C;
/// The tag of the part in the window, and then of the part that is done.
pub const TAG: usize = 0x10;
/// The data.
pub const WINDOW: usize = 0x40;
/// How much fits into the window.
pub const PART: usize = 64;
/// All of it.
pub const SIZE: usize = WINDOW + PART;

/// To [`CONTROL`]: take what is in the window.
pub const START: u32 = 1;
/// To [`CONTROL`]: forget what is in the window.
pub const ABORT: u32 = 2;
/// In [`STATUS`]: the part is taken.
pub const DONE: u32 = 1;

/// The registers, in the device's context.
pub(crate) type Registers = wdf_safe::hardware::Registers<SIZE>;
/// The registers, while they are mapped.
pub(crate) type Window<'w> = wdf_safe::hardware::Window<'w, SIZE>;

/// What service routine, DPC, transfers and cancellations share, in the interrupt's lock: which part the device is to take.
#[derive(Default)]
pub(crate) struct Seen {
    /// The tag of the part; 0 for none.
    expected: u32,
    /// The last tag that was given.
    last: u32,
    /// The device has taken it.
    done: bool,
}

impl Seen {
    /// A part will be given to the device: its tag.
    pub(crate) fn reserve(&mut self) -> u32 {
        self.last = self.last.wrapping_add(1).max(1);
        self.expected = self.last;
        self.done = false;
        self.expected
    }

    /// Gives the device the part, unless it was taken back.
    pub(crate) fn start(&self, registers: &Window<'_>, tag: u32, part: &[u8]) {
        if self.expected == tag {
            let length = registers.write_bytes::<WINDOW, PART>(part);
            registers.write32::<LENGTH>(length as u32);
            registers.write32::<TAG>(tag);
            registers.write32::<CONTROL>(START);
        }
    }

    /// Takes the part back, if the device still has it.
    pub(crate) fn abort(&mut self, registers: &Window<'_>) {
        self.expected = 0;
        self.done = false;
        registers.write32::<CONTROL>(ABORT);
    }

    /// The device has interrupted: is the part done that it was given? What it says of an earlier one is old.
    pub(crate) fn look(&mut self, registers: &Window<'_>) {
        registers.write32::<STATUS>(DONE);
        self.done |= self.expected != 0 && registers.read32::<TAG>() == self.expected;
    }

    /// Whether the device has taken the part; once.
    pub(crate) fn take_done(&mut self) -> bool {
        core::mem::take(&mut self.done)
    }
}
