//! Configurations: how a driver, a queue and a timer are made, with which callbacks.
//!
//! *Where it stands.* Row 5: the only place where trampolines are given to the framework. (A device without callbacks is
//! made by [`DeviceInit::create`](crate::device::DeviceInit::create).)
//!
//! *Key types.* [`DriverConfig`], [`DeviceConfig`], [`QueueConfig`], [`TimerConfig`], [`DpcConfig`], [`WorkItemConfig`], [`InterruptConfig`], [`OpenConfig`]; marking a request
//! cancelable, which registers its cancel callback, is in methods of [`Request`](crate::request::Request) and of the
//! stores ([`CancelSlot`](crate::request::CancelSlot)); stopping a queue in methods of
//! [`Queue`](crate::queue::Queue).
//!
//! *Wraps.* `WDF_DRIVER_CONFIG`, `WDF_IO_QUEUE_CONFIG`, `WDF_TIMER_CONFIG`, `WDF_DPC_CONFIG`, `WDF_WORKITEM_CONFIG`,
//! `WDF_INTERRUPT_CONFIG`, `WDF_IO_TARGET_OPEN_PARAMS`.

mod cancel;
mod change;
mod deferred;
mod device;
mod dpc;
mod driver;
mod interrupt;
mod queue;
mod send;
mod target;
mod timer;
mod work_item;

pub use self::device::{DeviceConfig, Shutdown};
pub use self::dpc::DpcConfig;
pub use self::driver::{DriverConfig, NonPnp, NonPnpConfig};
pub use self::interrupt::InterruptConfig;
pub use self::queue::{QueueConfig, Scope};
pub use self::target::OpenConfig;
pub use self::timer::TimerConfig;
pub use self::work_item::WorkItemConfig;
