//! The device of the sample `pci`, as hardware: it takes what is in its window when its driver rings, says so, and interrupts.

use std::cell::Cell;

use pci::card::{ABORT, CONTROL, DONE, ENABLE, LENGTH, PART, SIZE, START, STATUS, TAG, WINDOW};
use wdf_sim::{Hardware, Machine, Resources};

/// Where its registers lie.
const START_OF_MEMORY: u64 = 0xF000_0000;
/// Its interrupt.
pub const VECTOR: u32 = 10;

/// What an application writes: the same in every part, so that the device can tell whether a part came whole.
#[must_use]
pub fn data(length: usize) -> Vec<u8> {
    (0..length).map(|at| ((at % PART) as u8).wrapping_mul(37) ^ 0xA5).collect()
}

/// Plays the device; the resources with which its driver finds it.
///
/// # Panics
///
/// When a part does not come as it was written.
pub fn play(machine: &Machine) -> (Hardware, Resources) {
    let card = machine.hardware(START_OF_MEMORY, SIZE);
    let status = Cell::new(0);
    card.on_write(move |offset| {
        match offset {
            CONTROL if card.read32(CONTROL) == START => {
                let length = card.read32(LENGTH) as usize;
                assert_eq!(card.read(WINDOW, length), data(length), "the part came whole");
                status.set(status.get() | DONE);
            }
            CONTROL if card.read32(CONTROL) == ABORT => status.set(0),
            // Writing a bit clears it.
            STATUS => status.set(status.get() & !card.read32(STATUS)),
            ENABLE | LENGTH | TAG => {}
            _ => {}
        }
        card.write32(STATUS, status.get());
        if offset == CONTROL && status.get() & DONE != 0 && card.read32(ENABLE) == 1 {
            card.interrupt(VECTOR);
        }
    });
    (card, Resources::new().memory(START_OF_MEMORY, SIZE as u32).line(VECTOR, 5))
}
