//! Memory of the system's pools.
//!
//! *Where it stands.* Row 1: values of a driver that are too large for the stack, or of which nobody knows how many there will
//! be. What belongs to an object is better a field of its context.
//!
//! *Key types.* [`PoolBox`], [`PoolVec`]; [`Tag`]; the pools [`NonPaged`] and [`Paged`].
//!
//! *Wraps.* `ExAllocatePool2`, `ExFreePoolWithTag`.
//!
//! Every allocation can fail, and says so; none stops the machine. The type says which pool it is, and with it where the
//! memory can be reached: non-paged memory everywhere, paged memory at PASSIVE_LEVEL only, since a page that is not there is
//! fetched from the disk.
//!
//! # Freeing
//!
//! Memory is freed when its owner is dropped, and to drop a value no `Cx` is asked for. Where the level is too high for the pool
//! (non-paged memory above DISPATCH_LEVEL, in a service routine; paged memory above APC_LEVEL) it is not freed and what is in it
//! not dropped: it is lost, and the machine goes on. The simulator reports it when the driver is unloaded. A paged value is
//! therefore kept where it is dropped at PASSIVE_LEVEL: in a callback of that level, or in the context of the driver or a device.

mod block;
mod boxed;
mod vec;

pub(crate) use self::block::at_most_dispatch;
pub use self::block::{AllocatesFrom, NonPaged, Paged, Pool, Tag};
pub use self::boxed::PoolBox;
pub use self::vec::{PoolVec, Refused};
