//! The signatures of a driver's callbacks, and how they are called at no cost.
//!
//! *Where it stands.* Row 3, between the handles and the trampolines.
//!
//! *Key types.* None: a callback is a plain function, or a closure that captures nothing. Its attribute checks the
//! signature where the function stands; the configuration that takes it ([`register`](crate::register)) checks it
//! again.
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

use core::ptr::NonNull;

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
