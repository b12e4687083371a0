//! Changes of a queue's state that are under way.
//!
//! *Where it stands.* Row 2, under [`register::change`](crate::register), which begins them.
//!
//! *Key types.* [`ChangeKind`]: the framework knows one change of each kind at a time, and stops the system over a
//! second one.
//!
//! *Wraps.* `WDF_VIOLATION`, parameter 1 = 0xA.
//!
//! Checked under loom by `tests/loom_object/queue.rs`.

use super::{DispatchType, Queue};
use crate::context::ObjectContext;
use crate::status::{Error, Result};
use crate::sync::Ordering;

mod sealed {
    pub trait Sealed {
        /// Which of a queue's words says that one is under way.
        const INDEX: usize;
    }
}

/// A kind of change that has an end: of each, one is under way at a time.
pub trait ChangeKind: sealed::Sealed + 'static {}

/// Stopping: the end is that the driver has no more of the queue's requests.
#[derive(Debug)]
pub enum Stopping {}

/// Draining or purging: the end is that there are no more requests of the queue at all.
#[derive(Debug)]
pub enum Emptying {}

impl sealed::Sealed for Stopping {
    const INDEX: usize = 0;
}
impl sealed::Sealed for Emptying {
    const INDEX: usize = 1;
}
impl ChangeKind for Stopping {}
impl ChangeKind for Emptying {}

impl<T: ObjectContext, M: DispatchType> Queue<T, M> {
    /// A change begins.
    ///
    /// # Errors
    /// [`Error::Busy`] when one of this kind is under way.
    pub(crate) fn begin_change<S: ChangeKind>(&self) -> Result<()> {
        match self.block.word(S::INDEX).compare_exchange(NONE, UNDER_WAY, Ordering::Acquire, Ordering::Relaxed) {
            Ok(_) => Ok(()),
            Err(_) => Err(Error::Busy),
        }
    }

    /// The change of this kind is at its end.
    pub(crate) fn end_change<S: ChangeKind>(&self) {
        self.block.word(S::INDEX).store(NONE, Ordering::Release);
    }
}

const NONE: usize = 0;
const UNDER_WAY: usize = 1;
