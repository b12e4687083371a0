//! What a driver imports: `use wdf_safe::prelude::*;`.
//!
//! *Where it stands.* Row 6.
//!
//! *Key types.* The paved path: handles, states, kinds, levels, configurations, stores, statuses, and the attributes.
//!
//! *Wraps.* Nothing.

pub use crate::device::{Added, Device, DeviceInit, Guid, IoType};
pub use crate::driver::{Driver, DriverInit, Loaded};
pub use crate::irql::{Cx, Dispatch, Held, Passive};
pub use crate::lock::SpinLock;
pub use crate::object::Child;
pub use crate::queue::{Manual, Parallel, Queue, Sequential};
pub use crate::register::{DriverConfig, QueueConfig, Scope, TimerConfig};
pub use crate::request::{
    CancelSlot, Cancelable, DeviceControl, Failed, Handled, MustComplete, Owned, Read, Request, Taken, Unmarked, Write,
    Writer,
};
pub use crate::status::{Error, NtStatus, Result};
pub use crate::sync::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering};
pub use crate::timer::Timer;
pub use crate::{
    Zeroable, driver_entry, evt_driver_device_add, evt_io_device_control, evt_io_read, evt_io_write,
    evt_request_cancel, evt_timer, object_context, request_context,
};
pub use core::time::Duration;
