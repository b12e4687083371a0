//! The signatures of a driver's callbacks, and how they are called at no cost.
//!
//! *Where it stands.* Row 3, between the handles and the trampolines.
//!
//! *Key types.* A trait for each signature, which every function and closure of the signature has; nobody implements one.
//! A callback is a plain function, or a closure that captures nothing. Its attribute checks the signature where the
//! function stands; the configuration that takes it ([`register`](crate::register)) checks it again, by the trait.
//!
//! *Wraps.* "Framework Event Callback Functions".
//!
//! | Attribute | Signature |
//! |---|---|
//! | `#[driver_entry]` | `fn(&mut Cx<'_, Passive>, DriverInit<'id>) -> Result<Loaded<'id>>` |
//! | `#[evt_driver_device_add]` | `fn(&mut Cx<'_, Passive>, &Driver<D>, DeviceInit<'id>) -> Result<Added<'id>>` |
//! | `#[evt_io_read]` | `fn(&mut Cx<'_, L>, &Queue<T>, Request<'id, Owned, Read>) -> Handled<'id>` |
//! | `#[evt_io_write]` | the same with `Write` |
//! | `#[evt_io_device_control]` | the same with `DeviceControl` |
//! | `#[evt_io_internal_device_control]` | the same with `InternalDeviceControl` |
//! | `#[evt_io_default]` | the same with `Any` |
//! | `#[evt_io_canceled_on_queue]` | `fn(&mut Cx<'_, L>, &Queue<T>, Request<'id, MustComplete, Any>) -> Handled<'id>` |
//! | `#[evt_io_stop]` | `fn(&mut Cx<'_, L>, &Queue<T>, StopNotice<'id>) -> Answered<'id>` |
//! | `#[evt_io_resume]`, `#[evt_io_queue_state]` | `fn(&mut Cx<'_, L>, &Queue<T>)` |
//! | `#[evt_io_in_caller_context]` | `fn(&mut Cx<'_, Dispatch>, &Device<T>, Request<'id, InCallerContext, Any>) -> Handled<'id>` |
//! | `#[evt_file_cleanup]` | `fn(&mut Cx<'_, Dispatch>, &Device<T>, &FileObject<'_>)` |
//! | `#[evt_file_close]` | `fn(&mut Cx<'_, Dispatch>, &Device<T>, &FileObject<'_>)` |
//! | `#[evt_device_file_create]` | `fn(&mut Cx<'_, Dispatch>, &Device<T>, Request<'id, Opening, Any>, &FileObject<'_>) -> Handled<'id>` |
//! | `#[evt_driver_unload]` | `fn(&mut Cx<'_, Passive>, &Driver<D>)` |
//! | `#[evt_device_event]` | `fn(&mut Cx<'_, Passive>, &Device<T>) -> Result<()>` |
//! | `#[evt_device_notice]` | `fn(&mut Cx<'_, Passive>, &Device<T>)` |
//! | `#[evt_device_usage_notification]` | `fn(&mut Cx<'_, Passive>, &Device<T>, SpecialFile, in_path: bool) -> Result<()>` |
//! | `#[evt_device_relations_query]` | `fn(&mut Cx<'_, Passive>, &Device<T>, Relation)` |
//! | `#[evt_device_surprise_removal]` | `fn(&mut Cx<'_, SurpriseRemoval>, &Device<T>)` |
//! | `#[evt_interrupt_isr]` | `fn(&mut Cx<'_, Dirql>, &Interrupt<P, S>, &mut S, message: u32) -> bool` |
//! | `#[evt_interrupt_change]` | `fn(&mut Cx<'_, Dirql>, &Interrupt<P, S>, &mut S) -> Result<()>` |
//! | `#[evt_interrupt_dpc]` | `fn(&mut Cx<'_, Dispatch>, &Interrupt<P, S>)` |
//! | `#[evt_interrupt_work_item]` | `fn(&mut Cx<'_, Passive>, &Interrupt<P, S>)` |
//! | `#[evt_device_prepare_hardware]` | `fn(&mut Cx<'_, Passive>, &Device<T>, &Resources<'_>) -> Result<()>` |
//! | `#[evt_device_release_hardware]` | `fn(&mut Cx<'_, Passive>, &Device<T>) -> Result<()>` |
//! | `#[evt_device_d0_entry]`, `#[evt_device_d0_exit]` | `fn(&mut Cx<'_, Passive>, &Device<T>) -> Result<()>` |
//! | `#[evt_request_cancel]` | `fn(&mut Cx<'_, Dispatch>, Request<'id, MustComplete, K>) -> Handled<'id>` |
//! | `#[evt_timer]` | `fn(&mut Cx<'_, Dispatch>, &Timer<P>)` |
//! | `#[evt_dpc]` | `fn(&mut Cx<'_, Dispatch>, &Dpc<P>)` |
//! | `#[evt_work_item]` | `fn(&mut Cx<'_, Work>, &WorkItem<P>)` |
//!
//! # A handler is its type
//!
//! A function item, and a closure that captures nothing, has no bytes: its type says which it is. So a configuration
//! keeps no pointer to it; it puts a trampoline that was compiled for this very type into the framework's structure,
//! and the trampoline makes the value out of nothing. The call is inlined or direct. A function *pointer* has bytes,
//! and is refused when the driver is built.
#![expect(unsafe_code, reason = "a value of a type without bytes is read out of nothing")]

use crate::context::{ObjectContext, RequestContext};
use crate::device::{Added, Device, DeviceInit};
use crate::driver::{Driver, DriverInit, Loaded};
use crate::hardware::Resources;
use crate::interrupt::Interrupt;
use crate::irql::{CallbackLevel, Cx, Dispatch, InterruptLevel, Passive};
use crate::power_policy::{Relation, SpecialFile};
use crate::queue::{DispatchType, Queue};
use crate::request::{
    Answered, Any, FileObject, Handled, HasResume, Kind, MustComplete, Opening, Request, Returned, State, StopNotice,
};
use crate::status::Result;
use crate::target::{LetGo, Outcome, OwnRequest, RemovalCanceled, RemovalQuery, Spent, Target};
use core::ptr::NonNull;

/// Declares the traits. Each is a name for a bound: whatever can be called so, and has no state of its own, has it. The
/// signature is said twice: for the compiler, and as a driver's author should read it in a message.
macro_rules! handlers {
    ($(
        $(#[doc = $doc:literal])*
        $name:ident [$($parameter:ident $(: $bound:ident)?),*] $shown:tt
        for<$($lifetime:lifetime),+> ($($argument:ty),+) $(-> $returns:ty)?;
    )+) => { $(
        $(#[doc = $doc])*
        #[diagnostic::on_unimplemented(
            message = "the callback has another signature than is wanted here",
            label = $shown,
            note = "a callback is a function, or a closure that captures nothing"
        )]
        pub trait $name<$($parameter $(: $bound)?),*>:
            for<$($lifetime),+> Fn($($argument),+) $(-> $returns)? + Copy + Send + Sync + 'static
        {
        }

        #[diagnostic::do_not_recommend]
        impl<$($parameter $(: $bound)?,)* Callback> $name<$($parameter),*> for Callback where
            Callback: for<$($lifetime),+> Fn($($argument),+) $(-> $returns)? + Copy + Send + Sync + 'static
        {
        }
    )+ };
}

handlers! {
    /// Of `#[driver_entry]`.
    EntryHandler []
        "wanted: `fn(&mut Cx<'_, Passive>, DriverInit<'id>) -> Result<Loaded<'id>>`"
        for<'a, 'c, 'id> (&'a mut Cx<'c, Passive>, DriverInit<'id>) -> Result<Loaded<'id>>;
    /// Of `#[evt_driver_device_add]`.
    DeviceAddHandler [D]
        "wanted: `fn(&mut Cx<'_, Passive>, &Driver<{D}>, DeviceInit<'id>) -> Result<Added<'id>>`"
        for<'a, 'c, 'd, 'id> (&'a mut Cx<'c, Passive>, &'d Driver<D>, DeviceInit<'id>) -> Result<Added<'id>>;
    /// Of those that are given a request of the kind `K` in the state `S`, and the queue or device `O` that it comes by.
    RequestHandler [O, L: CallbackLevel, S: State, K: Kind]
        "wanted: `fn(&mut Cx<'_, {L}>, &{O}, Request<'id, {S}, {K}>) -> Handled<'id>`"
        for<'a, 'c, 'o, 'id> (&'a mut Cx<'c, L>, &'o O, Request<'id, S, K>) -> Handled<'id>;
    /// Of `#[evt_io_stop]`.
    StopHandler [T, M: DispatchType, L: CallbackLevel, R: HasResume]
        "wanted: `fn(&mut Cx<'_, {L}>, &Queue<{T}, {M}>, StopNotice<'id, {R}>) -> Answered<'id>`"
        for<'a, 'c, 'q, 'id> (&'a mut Cx<'c, L>, &'q Queue<T, M>, StopNotice<'id, R>) -> Answered<'id>;
    /// Of `#[evt_request_cancel]`.
    CancelHandler [K: Kind]
        "wanted: `fn(&mut Cx<'_, Dispatch>, Request<'id, MustComplete, {K}>) -> Handled<'id>`"
        for<'a, 'c, 'id> (&'a mut Cx<'c, Dispatch>, Request<'id, MustComplete, K>) -> Handled<'id>;
    /// Of what is given back a request of the kind `K` that was sent on, by a device with the context `D`.
    CompletionHandler [D, K: Kind]
        "wanted: `fn(&mut Cx<'_, Dispatch>, Target<'_, {D}>, Request<'id, Returned, {K}>, Outcome) -> Handled<'id>`"
        for<'a, 'c, 't, 'id> (&'a mut Cx<'c, Dispatch>, Target<'t, D>, Request<'id, Returned, K>, Outcome) -> Handled<'id>;
    /// Of what is given back a request of the driver's own, with the context `C`.
    OwnCompletionHandler [D, C: RequestContext]
        "wanted: `fn(&mut Cx<'_, Dispatch>, OwnRequest<'_, {D}, Spent, {C}>, Outcome)`"
        for<'a, 'c, 't> (&'a mut Cx<'c, Dispatch>, OwnRequest<'t, D, Spent, C>, Outcome);
    /// Of those that are told something of an object `O` and answer nothing.
    NoticeHandler [O, L]
        "wanted: `fn(&mut Cx<'_, {L}>, &{O})`"
        for<'a, 'c, 'o> (&'a mut Cx<'c, L>, &'o O);
    /// Of those that are told something of an object `O` and can fail.
    EventHandler [O, L]
        "wanted: `fn(&mut Cx<'_, {L}>, &{O}) -> Result<()>`"
        for<'a, 'c, 'o> (&'a mut Cx<'c, L>, &'o O) -> Result<()>;
    /// Of `#[evt_device_prepare_hardware]`.
    HardwareHandler [T]
        "wanted: `fn(&mut Cx<'_, Passive>, &Device<{T}>, &Resources<'_>) -> Result<()>`"
        for<'a, 'c, 'd, 'r> (&'a mut Cx<'c, Passive>, &'d Device<T>, &'d Resources<'r>) -> Result<()>;
    /// Of `#[evt_device_usage_notification]`.
    UsageHandler [T]
        "wanted: `fn(&mut Cx<'_, Passive>, &Device<{T}>, SpecialFile, bool) -> Result<()>`"
        for<'a, 'c, 'd> (&'a mut Cx<'c, Passive>, &'d Device<T>, SpecialFile, bool) -> Result<()>;
    /// Of `#[evt_device_relations_query]`.
    RelationsHandler [T]
        "wanted: `fn(&mut Cx<'_, Passive>, &Device<{T}>, Relation)`"
        for<'a, 'c, 'd> (&'a mut Cx<'c, Passive>, &'d Device<T>, Relation);
    /// Of `#[evt_file_cleanup]` and `#[evt_file_close]`.
    FileHandler [T]
        "wanted: `fn(&mut Cx<'_, Dispatch>, &Device<{T}>, &FileObject<'_>)`"
        for<'a, 'c, 'd, 'f> (&'a mut Cx<'c, Dispatch>, &'d Device<T>, &'d FileObject<'f>);
    /// Of `#[evt_device_file_create]`.
    FileCreateHandler [T: ObjectContext]
        "wanted: `fn(&mut Cx<'_, Dispatch>, &Device<{T}>, Request<'id, Opening, Any>, &FileObject<'_>) -> Handled<'id>`"
        for<'a, 'c, 'd, 'f, 'id> (
            &'a mut Cx<'c, Dispatch>,
            &'d Device<T>,
            Request<'id, Opening, Any<T::Requests>>,
            &'d FileObject<'f>
        ) -> Handled<'id>;
    /// Of what says how the context of a file object is made.
    FileContextMaker [T, I]
        "wanted: `fn(&mut Cx<'_, Dispatch>, &Device<{T}>) -> {I}`"
        for<'a, 'c, 'd> (&'a mut Cx<'c, Dispatch>, &'d Device<T>) -> I;
    /// Of `#[evt_interrupt_isr]`.
    IsrHandler [P, S, H: InterruptLevel]
        "wanted: `fn(&mut Cx<'_, {H}>, &Interrupt<{P}, {S}, {H}>, &mut {S}, message: u32) -> bool`"
        for<'a, 'c, 't, 's> (&'a mut Cx<'c, H>, &'t Interrupt<P, S, H>, &'s mut S, u32) -> bool;
    /// Of `#[evt_interrupt_change]`.
    InterruptChangeHandler [P, S, H: InterruptLevel]
        "wanted: `fn(&mut Cx<'_, {H}>, &Interrupt<{P}, {S}, {H}>, &mut {S}) -> Result<()>`"
        for<'a, 'c, 't, 's> (&'a mut Cx<'c, H>, &'t Interrupt<P, S, H>, &'s mut S) -> Result<()>;
    /// Of what is asked whether a remote target's device can be removed.
    RemovalQueryHandler [D]
        "wanted: `fn(&mut Cx<'_, Passive>, RemovalQuery<'id, {D}>) -> Result<LetGo<'id>>`"
        for<'a, 'c, 'id> (&'a mut Cx<'c, Passive>, RemovalQuery<'id, D>) -> Result<LetGo<'id>>;
    /// Of what is told that a remote target's device stays after all.
    RemovalCanceledHandler [D]
        "wanted: `fn(&mut Cx<'_, Passive>, RemovalCanceled<'_, {D}>)`"
        for<'a, 'c, 't> (&'a mut Cx<'c, Passive>, RemovalCanceled<'t, D>);
}

/// Refuses, at compile time, a handler that has bytes.
pub(crate) const fn assert_no_bytes<F>() {
    const {
        assert!(
            size_of::<F>() == 0,
            "a callback must be a function or a closure that captures nothing, not a function pointer"
        );
    }
}

/// The handler of this type.
///
/// # Safety
/// A value of the type was given to a configuration: the type has values.
#[inline]
pub(crate) unsafe fn instance<F: Copy + Send + Sync + 'static>() -> F {
    assert_no_bytes::<F>();
    // SAFETY: a read of no bytes, from an aligned address; the type has values, and may be copied to any thread.
    unsafe { NonNull::<F>::dangling().read() }
}
