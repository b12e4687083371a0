//! What generated code names. Not for drivers.
//!
//! *Where it stands.* Row 6: the macros of `wdf-safe-macros` emit paths into this module and no others.
//!
//! *Key types.* None of its own.
//!
//! *Wraps.* Nothing.

pub use crate::__driver_entry as driver_image;
pub use crate::context::{
    ContextInit, DroppedByItsFields, Init, ObjectContext, Placed, RequestContext, TypeInfo, Zeroable,
};
#[cfg(any(all(windows, not(wdf_sim)), wdf_kernel))]
pub use crate::panic::panic;
pub use crate::status::Result;
pub use crate::sys::{NTSTATUS, PCUNICODE_STRING, PDRIVER_OBJECT, WDFOBJECT};
pub use crate::trampoline::driver::entry as driver_entry;

/// Checks of a callback's signature, where the callback stands.
pub mod check {
    use crate::context::{ObjectContext, RequestContext};
    use crate::device::Device;
    use crate::dpc::Dpc;
    use crate::driver::Driver;
    use crate::handler::{
        CancelHandler, DeviceAddHandler, EntryHandler, EventHandler, FileCreateHandler, FileHandler, HardwareHandler,
        InterruptChangeHandler, IsrHandler, NoticeHandler, RelationsHandler, RequestHandler, StopHandler, UsageHandler,
    };

    use crate::interrupt::Interrupt;
    use crate::irql::{CallbackLevel, Dispatch, InterruptLevel, Passive, SurpriseRemoval, Work};
    use crate::object::CallbackParent;

    use crate::queue::{DispatchType, Presenting, Queue};
    use crate::request::{
        Any, DeviceControl, HasResume, InCallerContext, InternalDeviceControl, Kind, MustComplete, Owned, Read, Write,
    };

    use crate::timer::Timer;
    use crate::work_item::WorkItem;

    /// `#[driver_entry]`.
    pub const fn driver_entry<F>(_: F)
    where
        F: EntryHandler,
    {
    }

    /// `#[evt_driver_device_add]`.
    pub const fn evt_driver_device_add<T, F>(_: F)
    where
        T: ObjectContext,
        F: DeviceAddHandler<T>,
    {
    }

    /// `#[evt_io_read]`.
    pub const fn evt_io_read<T, M, L, C, F>(_: F)
    where
        T: ObjectContext,
        M: Presenting,
        L: CallbackLevel,
        C: RequestContext,
        F: RequestHandler<Queue<T, M>, L, Owned, Read<C>>,
    {
    }

    /// `#[evt_io_write]`.
    pub const fn evt_io_write<T, M, L, C, F>(_: F)
    where
        T: ObjectContext,
        M: Presenting,
        L: CallbackLevel,
        C: RequestContext,
        F: RequestHandler<Queue<T, M>, L, Owned, Write<C>>,
    {
    }

    /// `#[evt_io_device_control]`.
    pub const fn evt_io_device_control<T, M, L, C, F>(_: F)
    where
        T: ObjectContext,
        M: Presenting,
        L: CallbackLevel,
        C: RequestContext,
        F: RequestHandler<Queue<T, M>, L, Owned, DeviceControl<C>>,
    {
    }

    /// `#[evt_io_internal_device_control]`.
    pub const fn evt_io_internal_device_control<T, M, L, C, F>(_: F)
    where
        T: ObjectContext,
        M: Presenting,
        L: CallbackLevel,
        C: RequestContext,
        F: RequestHandler<Queue<T, M>, L, Owned, InternalDeviceControl<C>>,
    {
    }

    /// `#[evt_io_default]`.
    pub const fn evt_io_default<T, M, L, C, F>(_: F)
    where
        T: ObjectContext,
        M: Presenting,
        L: CallbackLevel,
        C: RequestContext,
        F: RequestHandler<Queue<T, M>, L, Owned, Any<C>>,
    {
    }

    /// `#[evt_io_canceled_on_queue]`.
    pub const fn evt_io_canceled_on_queue<T, M, L, C, F>(_: F)
    where
        T: ObjectContext,
        M: DispatchType,
        L: CallbackLevel,
        C: RequestContext,
        F: RequestHandler<Queue<T, M>, L, MustComplete, Any<C>>,
    {
    }

    /// `#[evt_io_stop]`.
    pub const fn evt_io_stop<T, M, L, R, F>(_: F)
    where
        T: ObjectContext,
        M: DispatchType,
        L: CallbackLevel,
        R: HasResume,
        F: StopHandler<T, M, L, R>,
    {
    }

    /// `#[evt_io_resume]`.
    pub const fn evt_io_resume<T, M, L, F>(_: F)
    where
        T: ObjectContext,
        M: DispatchType,
        L: CallbackLevel,
        F: NoticeHandler<Queue<T, M>, L>,
    {
    }

    /// `#[evt_io_queue_state]`.
    pub const fn evt_io_queue_state<T, M, L, F>(_: F)
    where
        T: ObjectContext,
        M: DispatchType,
        L: CallbackLevel,
        F: NoticeHandler<Queue<T, M>, L>,
    {
    }

    /// `#[evt_io_in_caller_context]`.
    pub const fn evt_io_in_caller_context<T, F>(_: F)
    where
        T: ObjectContext,
        F: RequestHandler<Device<T>, Dispatch, InCallerContext, Any<T::Requests>>,
    {
    }

    /// `#[evt_file_cleanup]`.
    pub const fn evt_file_cleanup<T, F>(_: F)
    where
        T: ObjectContext,
        F: FileHandler<T>,
    {
    }

    /// `#[evt_file_close]`.
    pub const fn evt_file_close<T, F>(_: F)
    where
        T: ObjectContext,
        F: FileHandler<T>,
    {
    }

    /// `#[evt_device_file_create]`.
    pub const fn evt_device_file_create<T, F>(_: F)
    where
        T: ObjectContext,
        F: FileCreateHandler<T>,
    {
    }

    /// `#[evt_driver_unload]`.
    pub const fn evt_driver_unload<T, F>(_: F)
    where
        T: ObjectContext,
        F: NoticeHandler<Driver<T>, Passive>,
    {
    }

    /// `#[evt_device_event]`.
    pub const fn evt_device_event<T, F>(_: F)
    where
        T: ObjectContext,
        F: EventHandler<Device<T>, Passive>,
    {
    }

    /// `#[evt_device_notice]`.
    pub const fn evt_device_notice<T, F>(_: F)
    where
        T: ObjectContext,
        F: NoticeHandler<Device<T>, Passive>,
    {
    }

    /// `#[evt_device_usage_notification]`.
    pub const fn evt_device_usage_notification<T, F>(_: F)
    where
        T: ObjectContext,
        F: UsageHandler<T>,
    {
    }

    /// `#[evt_device_relations_query]`.
    pub const fn evt_device_relations_query<T, F>(_: F)
    where
        T: ObjectContext,
        F: RelationsHandler<T>,
    {
    }

    /// `#[evt_device_surprise_removal]`.
    pub const fn evt_device_surprise_removal<T, F>(_: F)
    where
        T: ObjectContext,
        F: NoticeHandler<Device<T>, SurpriseRemoval>,
    {
    }

    /// `#[evt_interrupt_isr]`.
    pub const fn evt_interrupt_isr<P, S, H, F>(_: F)
    where
        P: CallbackParent,
        S: Send + 'static,
        H: InterruptLevel,
        F: IsrHandler<P, S, H>,
    {
    }

    /// `#[evt_interrupt_change]`.
    pub const fn evt_interrupt_change<P, S, H, F>(_: F)
    where
        P: CallbackParent,
        S: Send + 'static,
        H: InterruptLevel,
        F: InterruptChangeHandler<P, S, H>,
    {
    }

    /// `#[evt_interrupt_dpc]`.
    pub const fn evt_interrupt_dpc<P, S, H, F>(_: F)
    where
        P: CallbackParent,
        S: Send + 'static,
        H: InterruptLevel,
        F: NoticeHandler<Interrupt<P, S, H>, Dispatch>,
    {
    }

    /// `#[evt_interrupt_work_item]`.
    pub const fn evt_interrupt_work_item<P, S, H, F>(_: F)
    where
        P: CallbackParent,
        S: Send + 'static,
        H: InterruptLevel,
        F: NoticeHandler<Interrupt<P, S, H>, Passive>,
    {
    }

    /// `#[evt_device_d0_entry]`.
    pub const fn evt_device_d0_entry<T, F>(_: F)
    where
        T: ObjectContext,
        F: EventHandler<Device<T>, Passive>,
    {
    }

    /// `#[evt_device_prepare_hardware]`.
    pub const fn evt_device_prepare_hardware<T, F>(_: F)
    where
        T: ObjectContext,
        F: HardwareHandler<T>,
    {
    }

    /// `#[evt_device_release_hardware]`.
    pub const fn evt_device_release_hardware<T, F>(_: F)
    where
        T: ObjectContext,
        F: EventHandler<Device<T>, Passive>,
    {
    }

    /// `#[evt_device_d0_exit]`.
    pub const fn evt_device_d0_exit<T, F>(_: F)
    where
        T: ObjectContext,
        F: EventHandler<Device<T>, Passive>,
    {
    }

    /// `#[evt_request_cancel]`.
    pub const fn evt_request_cancel<K, F>(_: F)
    where
        K: Kind,
        F: CancelHandler<K>,
    {
    }

    /// `#[evt_timer]`.
    pub const fn evt_timer<P, T, F>(_: F)
    where
        P: CallbackParent,
        T: ObjectContext,
        F: NoticeHandler<Timer<P, T>, Dispatch>,
    {
    }

    /// `#[evt_dpc]`.
    pub const fn evt_dpc<P, T, F>(_: F)
    where
        P: CallbackParent,
        T: ObjectContext,
        F: NoticeHandler<Dpc<P, T>, Dispatch>,
    {
    }

    /// `#[evt_work_item]`.
    pub const fn evt_work_item<P, T, F>(_: F)
    where
        P: CallbackParent,
        T: ObjectContext,
        F: NoticeHandler<WorkItem<P, T>, Work>,
    {
    }

    /// `#[request_context]`: a field.
    pub const fn zeroable<T: crate::context::Zeroable>() {}
}
