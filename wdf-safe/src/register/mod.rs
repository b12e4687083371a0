//! Configurations: how a driver, a queue and a timer are made, with which callbacks.
//!
//! *Where it stands.* Row 5: the only place where trampolines are given to the framework. (A device is made by
//! [`DeviceInit::create`](crate::device::DeviceInit::create), having no callbacks yet.)
//!
//! *Key types.* [`DriverConfig`], [`QueueConfig`], [`TimerConfig`]; marking a request cancelable, which registers its
//! cancel callback, is in methods of [`Request`](crate::request::Request) and
//! [`CancelSlot`](crate::request::CancelSlot).
//!
//! *Wraps.* `WDF_DRIVER_CONFIG`, `WDF_IO_QUEUE_CONFIG`, `WDF_TIMER_CONFIG`.

mod cancel;
mod driver;
mod queue;
mod timer;

pub use self::driver::DriverConfig;
pub use self::queue::{QueueConfig, Scope};
pub use self::timer::TimerConfig;
