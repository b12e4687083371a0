//! What a driver imports: `use wdf_safe::prelude::*;`.
//!
//! *Where it stands.* Row 6.
//!
//! *Key types.* The paved path: handles, states, kinds, levels, configurations, stores, statuses, and the attributes.
//!
//! *Wraps.* Nothing.

pub use crate::device::{
    Added, ControlDevice, Device, DeviceInit, DeviceProperty, DeviceState, Failure, FileObjectsInit, Filter, Finished,
    Follower, Function, Guid, IoType, NewDevice, Physical, PnpCapabilities, PropertyKey, RequestTypes, SharedControl,
};
pub use crate::dpc::Dpc;
pub use crate::driver::{Driver, DriverInit, Loaded};
pub use crate::hardware::{Registers, Resources};
pub use crate::interrupt::Interrupt;
pub use crate::irql::{Cx, Dirql, Dispatch, Held, Passive, PassiveHeld, PassiveIsr, SurpriseRemoval, Work};
pub use crate::lock::{SpinLock, WaitLock};
pub use crate::log;
pub use crate::object::{CallbackParent, Child};
pub use crate::pdo::ParentQueue;
pub use crate::power_policy::{Awake, IdleSettings, PowerPolicy, Relation, Sleep, SpecialFile, WakeSettings};
pub use crate::queue::{Candidate, Manual, Parallel, Queue, Retrieval, Retrieved, Sequential};
pub use crate::register::{
    DeviceConfig, DpcConfig, DriverConfig, InterruptConfig, NonPnp, NonPnpConfig, OpenConfig, QueueConfig, Scope,
    Shutdown, TimerConfig, WorkItemConfig,
};
pub use crate::request::{
    Answered, Any, AnyParameters, ByFile, ByKind, CancelList, CancelSlot, Cancelable, Control, DeviceControl, Failed,
    FileObject, FileObjects, Handled, InCallerContext, InternalDeviceControl, MustComplete, NoResume, Opening, Owned,
    Read, Request, Resumes, Returned, SentList, SentTicket, Slot, StopNotice, Taken, Tracked, Unmarked, Write, Writer,
};
pub use crate::status::{Error, NtStatus, Result};
pub use crate::sync::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering};
pub use crate::target::{
    Deadline, Formatted, Fresh, Outcome, OwnRequest, Prepared, RemoteTarget, SentIo, Spent, Target,
};
pub use crate::timer::Timer;
pub use crate::work_item::WorkItem;
pub use crate::{
    Zeroable, driver_entry, evt_device_d0_entry, evt_device_d0_exit, evt_device_event, evt_device_file_create,
    evt_device_notice, evt_device_prepare_hardware, evt_device_relations_query, evt_device_release_hardware,
    evt_device_surprise_removal, evt_device_usage_notification, evt_dpc, evt_driver_device_add, evt_driver_unload,
    evt_file_cleanup, evt_file_close, evt_interrupt_change, evt_interrupt_dpc, evt_interrupt_isr,
    evt_interrupt_work_item, evt_io_canceled_on_queue, evt_io_default, evt_io_device_control, evt_io_in_caller_context,
    evt_io_internal_device_control, evt_io_queue_state, evt_io_read, evt_io_resume, evt_io_stop, evt_io_write,
    evt_request_cancel, evt_timer, evt_work_item, object_context, request_context,
};
pub use core::time::Duration;
pub use wdf_ioctl::Ioctl;
