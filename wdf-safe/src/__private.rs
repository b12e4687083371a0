//! What generated code names. Not for drivers.
//!
//! *Where it stands.* Row 6: the macros of `wdf-safe-macros` emit paths into this module and no others.
//!
//! *Key types.* None of its own.
//!
//! *Wraps.* Nothing.

pub use crate::__driver_entry as driver_image;
pub use crate::context::{ContextInit, Init, ObjectContext, Placed, RequestContext, TypeInfo, Zeroable};
pub use crate::status::Result;
pub use crate::sys::{NTSTATUS, PCUNICODE_STRING, PDRIVER_OBJECT, WDFOBJECT};
pub use crate::trampoline::driver::entry as driver_entry;

/// Checks of a callback's signature, where the callback stands.
pub mod check {
    use crate::context::{ObjectContext, RequestContext};
    use crate::device::{Added, DeviceInit};
    use crate::driver::{Driver, DriverInit, Loaded};
    use crate::irql::{CallbackLevel, Cx, Dispatch, Passive};
    use crate::object::TimerParent;
    use crate::queue::{Presenting, Queue};
    use crate::request::{DeviceControl, Handled, Kind, MustComplete, Owned, Read, Request, Write};
    use crate::status::Result;
    use crate::timer::Timer;

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
        P: TimerParent,
        T: ObjectContext,
        F: for<'a, 'c, 't> Fn(&'a mut Cx<'c, Dispatch>, &'t Timer<P, T>) + Copy,
    {
    }

    /// `#[request_context]`: a field.
    pub const fn zeroable<T: crate::context::Zeroable>() {}
}
