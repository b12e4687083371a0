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
pub use crate::image::PANIC;
#[cfg(any(all(windows, not(wdf_sim)), wdf_kernel))]
pub use crate::panic::panic;
pub use crate::status::Result;
pub use crate::sys::{NTSTATUS, PCUNICODE_STRING, PDRIVER_OBJECT, WDFOBJECT};
pub use crate::trampoline::driver::entry as driver_entry;

/// Checks of a callback's signature, where the callback stands.
pub mod check {
    use crate::context::{ObjectContext, RequestContext};
    use crate::device::{Added, Device, DeviceInit};
    use crate::dpc::Dpc;
    use crate::driver::{Driver, DriverInit, Loaded};
    use crate::hardware::Resources;
    use crate::interrupt::Interrupt;
    use crate::irql::{CallbackLevel, Cx, Dispatch, InterruptLevel, Passive, SurpriseRemoval, Work};
    use crate::object::CallbackParent;
    use crate::power_policy::{Relation, SpecialFile};
    use crate::queue::{DispatchType, Presenting, Queue};
    use crate::request::{
        Answered, Any, DeviceControl, FileObject, Handled, HasResume, InCallerContext, InternalDeviceControl, Kind,
        MustComplete, Opening, Owned, Read, Request, StopNotice, Write,
    };
    use crate::status::Result;
    use crate::timer::Timer;
    use crate::work_item::WorkItem;

    /// `#[driver_entry]`.
    pub const fn driver_entry<F>(_: F)
    where
        F: for<'a, 'c, 'id> Fn(&'a mut Cx<'c, Passive>, DriverInit<'id>) -> Result<Loaded<'id>> + Copy,
    {
    }

    /// `#[evt_driver_device_add]`.
    pub const fn evt_driver_device_add<T, F>(_: F)
    where
        T: ObjectContext,
        F: for<'a, 'c, 'd, 'id> Fn(&'a mut Cx<'c, Passive>, &'d Driver<T>, DeviceInit<'id>) -> Result<Added<'id>>
            + Copy,
    {
    }

    /// `#[evt_io_read]`.
    pub const fn evt_io_read<T, M, L, C, F>(_: F)
    where
        T: ObjectContext,
        M: Presenting,
        L: CallbackLevel,
        C: RequestContext,
        F: for<'a, 'c, 'q, 'id> Fn(&'a mut Cx<'c, L>, &'q Queue<T, M>, Request<'id, Owned, Read<C>>) -> Handled<'id>
            + Copy,
    {
    }

    /// `#[evt_io_write]`.
    pub const fn evt_io_write<T, M, L, C, F>(_: F)
    where
        T: ObjectContext,
        M: Presenting,
        L: CallbackLevel,
        C: RequestContext,
        F: for<'a, 'c, 'q, 'id> Fn(&'a mut Cx<'c, L>, &'q Queue<T, M>, Request<'id, Owned, Write<C>>) -> Handled<'id>
            + Copy,
    {
    }

    /// `#[evt_io_device_control]`.
    pub const fn evt_io_device_control<T, M, L, C, F>(_: F)
    where
        T: ObjectContext,
        M: Presenting,
        L: CallbackLevel,
        C: RequestContext,
        F: for<'a, 'c, 'q, 'id> Fn(
                &'a mut Cx<'c, L>,
                &'q Queue<T, M>,
                Request<'id, Owned, DeviceControl<C>>,
            ) -> Handled<'id>
            + Copy,
    {
    }

    /// `#[evt_io_internal_device_control]`.
    pub const fn evt_io_internal_device_control<T, M, L, C, F>(_: F)
    where
        T: ObjectContext,
        M: Presenting,
        L: CallbackLevel,
        C: RequestContext,
        F: for<'a, 'c, 'q, 'id> Fn(
                &'a mut Cx<'c, L>,
                &'q Queue<T, M>,
                Request<'id, Owned, InternalDeviceControl<C>>,
            ) -> Handled<'id>
            + Copy,
    {
    }

    /// `#[evt_io_default]`.
    pub const fn evt_io_default<T, M, L, C, F>(_: F)
    where
        T: ObjectContext,
        M: Presenting,
        L: CallbackLevel,
        C: RequestContext,
        F: for<'a, 'c, 'q, 'id> Fn(&'a mut Cx<'c, L>, &'q Queue<T, M>, Request<'id, Owned, Any<C>>) -> Handled<'id>
            + Copy,
    {
    }

    /// `#[evt_io_canceled_on_queue]`.
    pub const fn evt_io_canceled_on_queue<T, M, L, C, F>(_: F)
    where
        T: ObjectContext,
        M: DispatchType,
        L: CallbackLevel,
        C: RequestContext,
        F: for<'a, 'c, 'q, 'id> Fn(
                &'a mut Cx<'c, L>,
                &'q Queue<T, M>,
                Request<'id, MustComplete, Any<C>>,
            ) -> Handled<'id>
            + Copy,
    {
    }

    /// `#[evt_io_stop]`.
    pub const fn evt_io_stop<T, M, L, R, F>(_: F)
    where
        T: ObjectContext,
        M: DispatchType,
        L: CallbackLevel,
        R: HasResume,
        F: for<'a, 'c, 'q, 'id> Fn(&'a mut Cx<'c, L>, &'q Queue<T, M>, StopNotice<'id, R>) -> Answered<'id> + Copy,
    {
    }

    /// `#[evt_io_resume]`.
    pub const fn evt_io_resume<T, M, L, F>(_: F)
    where
        T: ObjectContext,
        M: DispatchType,
        L: CallbackLevel,
        F: for<'a, 'c, 'q> Fn(&'a mut Cx<'c, L>, &'q Queue<T, M>) + Copy,
    {
    }

    /// `#[evt_io_queue_state]`.
    pub const fn evt_io_queue_state<T, M, L, F>(_: F)
    where
        T: ObjectContext,
        M: DispatchType,
        L: CallbackLevel,
        F: for<'a, 'c, 'q> Fn(&'a mut Cx<'c, L>, &'q Queue<T, M>) + Copy,
    {
    }

    /// `#[evt_io_in_caller_context]`.
    pub const fn evt_io_in_caller_context<T, F>(_: F)
    where
        T: ObjectContext,
        F: for<'a, 'c, 'd, 'id> Fn(
                &'a mut Cx<'c, Dispatch>,
                &'d Device<T>,
                Request<'id, InCallerContext, Any<T::Requests>>,
            ) -> Handled<'id>
            + Copy,
    {
    }

    /// `#[evt_file_cleanup]`.
    pub const fn evt_file_cleanup<T, F>(_: F)
    where
        T: ObjectContext,
        F: for<'a, 'c, 'd, 'f> Fn(&'a mut Cx<'c, Dispatch>, &'d Device<T>, &'d FileObject<'f>) + Copy,
    {
    }

    /// `#[evt_file_close]`.
    pub const fn evt_file_close<T, F>(_: F)
    where
        T: ObjectContext,
        F: for<'a, 'c, 'd, 'f> Fn(&'a mut Cx<'c, Dispatch>, &'d Device<T>, &'d FileObject<'f>) + Copy,
    {
    }

    /// `#[evt_device_file_create]`.
    pub const fn evt_device_file_create<T, F>(_: F)
    where
        T: ObjectContext,
        F: for<'a, 'c, 'd, 'f, 'id> Fn(
                &'a mut Cx<'c, Dispatch>,
                &'d Device<T>,
                Request<'id, Opening, Any<T::Requests>>,
                &'d FileObject<'f>,
            ) -> Handled<'id>
            + Copy,
    {
    }

    /// `#[evt_driver_unload]`.
    pub const fn evt_driver_unload<T, F>(_: F)
    where
        T: ObjectContext,
        F: for<'a, 'c, 'd> Fn(&'a mut Cx<'c, Passive>, &'d Driver<T>) + Copy,
    {
    }

    /// `#[evt_device_event]`.
    pub const fn evt_device_event<T, F>(_: F)
    where
        T: ObjectContext,
        F: for<'a, 'c, 'd> Fn(&'a mut Cx<'c, Passive>, &'d Device<T>) -> Result<()> + Copy,
    {
    }

    /// `#[evt_device_notice]`.
    pub const fn evt_device_notice<T, F>(_: F)
    where
        T: ObjectContext,
        F: for<'a, 'c, 'd> Fn(&'a mut Cx<'c, Passive>, &'d Device<T>) + Copy,
    {
    }

    /// `#[evt_device_usage_notification]`.
    pub const fn evt_device_usage_notification<T, F>(_: F)
    where
        T: ObjectContext,
        F: for<'a, 'c, 'd> Fn(&'a mut Cx<'c, Passive>, &'d Device<T>, SpecialFile, bool) -> Result<()> + Copy,
    {
    }

    /// `#[evt_device_relations_query]`.
    pub const fn evt_device_relations_query<T, F>(_: F)
    where
        T: ObjectContext,
        F: for<'a, 'c, 'd> Fn(&'a mut Cx<'c, Passive>, &'d Device<T>, Relation) + Copy,
    {
    }

    /// `#[evt_device_surprise_removal]`.
    pub const fn evt_device_surprise_removal<T, F>(_: F)
    where
        T: ObjectContext,
        F: for<'a, 'c, 'd> Fn(&'a mut Cx<'c, SurpriseRemoval>, &'d Device<T>) + Copy,
    {
    }

    /// `#[evt_interrupt_isr]`.
    pub const fn evt_interrupt_isr<P, S, H, F>(_: F)
    where
        P: CallbackParent,
        S: Send + 'static,
        H: InterruptLevel,
        F: for<'a, 'c, 't, 's> Fn(&'a mut Cx<'c, H>, &'t Interrupt<P, S, H>, &'s mut S, u32) -> bool + Copy,
    {
    }

    /// `#[evt_interrupt_change]`.
    pub const fn evt_interrupt_change<P, S, H, F>(_: F)
    where
        P: CallbackParent,
        S: Send + 'static,
        H: InterruptLevel,
        F: for<'a, 'c, 't, 's> Fn(&'a mut Cx<'c, H>, &'t Interrupt<P, S, H>, &'s mut S) -> Result<()> + Copy,
    {
    }

    /// `#[evt_interrupt_dpc]`.
    pub const fn evt_interrupt_dpc<P, S, H, F>(_: F)
    where
        P: CallbackParent,
        S: Send + 'static,
        H: InterruptLevel,
        F: for<'a, 'c, 't> Fn(&'a mut Cx<'c, Dispatch>, &'t Interrupt<P, S, H>) + Copy,
    {
    }

    /// `#[evt_interrupt_work_item]`.
    pub const fn evt_interrupt_work_item<P, S, H, F>(_: F)
    where
        P: CallbackParent,
        S: Send + 'static,
        H: InterruptLevel,
        F: for<'a, 'c, 't> Fn(&'a mut Cx<'c, Passive>, &'t Interrupt<P, S, H>) + Copy,
    {
    }

    /// `#[evt_device_d0_entry]`.
    pub const fn evt_device_d0_entry<T, F>(_: F)
    where
        T: ObjectContext,
        F: for<'a, 'c, 'd> Fn(&'a mut Cx<'c, Passive>, &'d Device<T>) -> Result<()> + Copy,
    {
    }

    /// `#[evt_device_prepare_hardware]`.
    pub const fn evt_device_prepare_hardware<T, F>(_: F)
    where
        T: ObjectContext,
        F: for<'a, 'c, 'd, 'r> Fn(&'a mut Cx<'c, Passive>, &'d Device<T>, &'d Resources<'r>) -> Result<()> + Copy,
    {
    }

    /// `#[evt_device_release_hardware]`.
    pub const fn evt_device_release_hardware<T, F>(_: F)
    where
        T: ObjectContext,
        F: for<'a, 'c, 'd> Fn(&'a mut Cx<'c, Passive>, &'d Device<T>) -> Result<()> + Copy,
    {
    }

    /// `#[evt_device_d0_exit]`.
    pub const fn evt_device_d0_exit<T, F>(_: F)
    where
        T: ObjectContext,
        F: for<'a, 'c, 'd> Fn(&'a mut Cx<'c, Passive>, &'d Device<T>) -> Result<()> + Copy,
    {
    }

    /// `#[evt_request_cancel]`.
    pub const fn evt_request_cancel<K, F>(_: F)
    where
        K: Kind,
        F: for<'a, 'c, 'i> Fn(&'a mut Cx<'c, Dispatch>, Request<'i, MustComplete, K>) -> Handled<'i> + Copy,
    {
    }

    /// `#[evt_timer]`.
    pub const fn evt_timer<P, T, F>(_: F)
    where
        P: CallbackParent,
        T: ObjectContext,
        F: for<'a, 'c, 't> Fn(&'a mut Cx<'c, Dispatch>, &'t Timer<P, T>) + Copy,
    {
    }

    /// `#[evt_dpc]`.
    pub const fn evt_dpc<P, T, F>(_: F)
    where
        P: CallbackParent,
        T: ObjectContext,
        F: for<'a, 'c, 't> Fn(&'a mut Cx<'c, Dispatch>, &'t Dpc<P, T>) + Copy,
    {
    }

    /// `#[evt_work_item]`.
    pub const fn evt_work_item<P, T, F>(_: F)
    where
        P: CallbackParent,
        T: ObjectContext,
        F: for<'a, 'c, 't> Fn(&'a mut Cx<'c, Work>, &'t WorkItem<P, T>) + Copy,
    {
    }

    /// `#[request_context]`: a field.
    pub const fn zeroable<T: crate::context::Zeroable>() {}
}
