//! The boxes of the device, of which each waiting read occupies one.

use wdf_safe::prelude::*;

/// How many boxes there are.
pub const BOXES: u32 = 32;

/// Which are occupied: a bit each.
pub(crate) struct Boxes(AtomicU32);

/// What is recorded in a request's context: the box that it occupies. None when zeroed.
#[request_context]
pub(crate) struct Occupied {
    bit: u32,
}

impl Boxes {
    pub(crate) const fn new() -> Self {
        Self(AtomicU32::new(0))
    }

    /// Occupies a box. `false`: there is none left.
    pub(crate) fn occupy(&self, occupied: &mut Occupied) -> bool {
        let mut taken = self.0.load(Ordering::Relaxed);
        while taken != u32::MAX {
            let bit = 1 << taken.trailing_ones();
            match self.0.compare_exchange(taken, taken | bit, Ordering::AcqRel, Ordering::Relaxed) {
                Ok(_) => {
                    occupied.bit = bit;
                    return true;
                }
                Err(now) => taken = now,
            }
        }
        false
    }

    /// Gives the box back.
    pub(crate) fn release(&self, occupied: &mut Occupied) {
        self.0.fetch_sub(occupied.bit, Ordering::AcqRel);
        occupied.bit = 0;
    }

    /// How many are occupied.
    pub(crate) fn count(&self) -> u32 {
        self.0.load(Ordering::Relaxed).count_ones()
    }
}
