//! The attributes of `wdf-safe`. Use them through that crate, which documents them where they are used.
//!
//! Each macro is parse, check, expand, in a file of its own. A check reports every mistake it finds, one error each, at
//! the place where the user made it (`diagnostics.rs`); what is emitted names only `::wdf_safe::__private::…`. The
//! trampolines that the framework calls are generic functions of wdf-safe: nothing of them is generated here.
//!
//! A module imports only from the rows below its own, and within its row from those named after it.
//!
//! | Row | Modules |
//! |---|---|
//! | 2 | `driver`, `context`, `zeroed`: a macro each |
//! | 1 | `handlers`: the macro of every callback; `words`: the words in its parameters |
//! | 0 | `callbacks`: what callbacks there are; `diagnostics`: all messages of a macro at once |
#![deny(unsafe_code)]

mod callbacks;
mod context;
mod diagnostics;
mod driver;
mod handlers;
#[cfg(test)]
mod tests;
mod words;
mod zeroed;

use proc_macro::TokenStream;

/// Makes a function the driver's entry: `fn(&mut Cx<'_, Passive>, DriverInit<'id>) -> Result<Loaded<'id>>`.
///
/// For the kernel it exports `DriverEntry`. In simulation it makes the constant `DRIVER`, the driver as a value, beside
/// the function. To be used at the crate's root, once.
///
/// A panic stops the machine, as it must: nobody knows what state the driver left behind. `KeBugCheckEx` is called with
/// the code of `#[driver_entry(panic = 0x…)]`, else 0x52504E43 (`RPNC`), and with where it happened: parameter 1 is the
/// address and 2 the length of the file's name (`da P1 LP2` in the debugger), 3 the line, 4 the column. That is what the
/// crate `wdk-panic` does too, so one reading of a dump serves drivers with either; wdf-safe's `image` has the choice.
#[proc_macro_attribute]
pub fn driver_entry(arguments: TokenStream, item: TokenStream) -> TokenStream {
    driver::expand(arguments.into(), item.into()).into()
}

/// Checks a callback: `fn(&mut Cx<'_, Passive>, &Driver<D>, DeviceInit<'id>) -> Result<Added<'id>>`
/// (`EvtDriverDeviceAdd`).
#[proc_macro_attribute]
pub fn evt_driver_device_add(arguments: TokenStream, item: TokenStream) -> TokenStream {
    handlers::expand(&callbacks::DEVICE_ADD, arguments.into(), item.into()).into()
}

/// Checks a callback: `fn(&mut Cx<'_, Dispatch>, &Queue<T>, Request<'id, Owned, Read>) -> Handled<'id>` (`EvtIoRead`).
#[proc_macro_attribute]
pub fn evt_io_read(arguments: TokenStream, item: TokenStream) -> TokenStream {
    handlers::expand(&callbacks::IO_READ, arguments.into(), item.into()).into()
}

/// Checks a callback: `fn(&mut Cx<'_, Dispatch>, &Queue<T>, Request<'id, Owned, Write>) -> Handled<'id>`
/// (`EvtIoWrite`).
#[proc_macro_attribute]
pub fn evt_io_write(arguments: TokenStream, item: TokenStream) -> TokenStream {
    handlers::expand(&callbacks::IO_WRITE, arguments.into(), item.into()).into()
}

/// Checks a callback: `fn(&mut Cx<'_, Dispatch>, &Queue<T>, Request<'id, Owned, DeviceControl>) -> Handled<'id>`
/// (`EvtIoDeviceControl`).
#[proc_macro_attribute]
pub fn evt_io_device_control(arguments: TokenStream, item: TokenStream) -> TokenStream {
    handlers::expand(&callbacks::IO_DEVICE_CONTROL, arguments.into(), item.into()).into()
}

/// Checks a callback: `fn(&mut Cx<'_, Dispatch>, &Queue<T>, Request<'id, Owned, InternalDeviceControl>) -> Handled<'id>`
/// (`EvtIoInternalDeviceControl`).
#[proc_macro_attribute]
pub fn evt_io_internal_device_control(arguments: TokenStream, item: TokenStream) -> TokenStream {
    handlers::expand(&callbacks::IO_INTERNAL_DEVICE_CONTROL, arguments.into(), item.into()).into()
}

/// Checks a callback: `fn(&mut Cx<'_, Dispatch>, &Queue<T>, Request<'id, Owned, Any>) -> Handled<'id>` (`EvtIoDefault`).
#[proc_macro_attribute]
pub fn evt_io_default(arguments: TokenStream, item: TokenStream) -> TokenStream {
    handlers::expand(&callbacks::IO_DEFAULT, arguments.into(), item.into()).into()
}

/// Checks a callback: `fn(&mut Cx<'_, Dispatch>, &Queue<T>, Request<'id, MustComplete, Any>) -> Handled<'id>`
/// (`EvtIoCanceledOnQueue`).
#[proc_macro_attribute]
pub fn evt_io_canceled_on_queue(arguments: TokenStream, item: TokenStream) -> TokenStream {
    handlers::expand(&callbacks::IO_CANCELED_ON_QUEUE, arguments.into(), item.into()).into()
}

/// Checks a callback: `fn(&mut Cx<'_, Dispatch>, &Queue<T>, StopNotice<'id>) -> Answered<'id>` (`EvtIoStop`).
#[proc_macro_attribute]
pub fn evt_io_stop(arguments: TokenStream, item: TokenStream) -> TokenStream {
    handlers::expand(&callbacks::IO_STOP, arguments.into(), item.into()).into()
}

/// Checks a callback: `fn(&mut Cx<'_, Dispatch>, &Queue<T>)` (`EvtIoResume`).
#[proc_macro_attribute]
pub fn evt_io_resume(arguments: TokenStream, item: TokenStream) -> TokenStream {
    handlers::expand(&callbacks::IO_RESUME, arguments.into(), item.into()).into()
}

/// Checks a callback: `fn(&mut Cx<'_, Dispatch>, &Queue<T>)` (`EvtIoQueueState`: a manual queue has a request, or a change
/// of a queue's state is finished).
#[proc_macro_attribute]
pub fn evt_io_queue_state(arguments: TokenStream, item: TokenStream) -> TokenStream {
    handlers::expand(&callbacks::IO_QUEUE_STATE, arguments.into(), item.into()).into()
}

/// Checks a callback: `fn(&mut Cx<'_, Dispatch>, &Device<T>, Request<'id, InCallerContext, Any>) -> Handled<'id>`
/// (`EvtIoInCallerContext`).
#[proc_macro_attribute]
pub fn evt_io_in_caller_context(arguments: TokenStream, item: TokenStream) -> TokenStream {
    handlers::expand(&callbacks::IO_IN_CALLER_CONTEXT, arguments.into(), item.into()).into()
}

/// Checks a callback: `fn(&mut Cx<'_, Dispatch>, &Device<T>, &FileObject<'_>)` (`EvtFileCleanup`).
#[proc_macro_attribute]
pub fn evt_file_cleanup(arguments: TokenStream, item: TokenStream) -> TokenStream {
    handlers::expand(&callbacks::FILE_CLEANUP, arguments.into(), item.into()).into()
}

/// Checks a callback: `fn(&mut Cx<'_, Dispatch>, &Device<T>, &FileObject<'_>)`
/// (`EvtFileClose`).
#[proc_macro_attribute]
pub fn evt_file_close(arguments: TokenStream, item: TokenStream) -> TokenStream {
    handlers::expand(&callbacks::FILE_CLOSE, arguments.into(), item.into()).into()
}

/// Checks a callback: `fn(&mut Cx<'_, Dispatch>, &Device<T>, Request<'id, Opening, Any>, &FileObject<'_>) -> Handled<'id>`
/// (`EvtDeviceFileCreate`).
#[proc_macro_attribute]
pub fn evt_device_file_create(arguments: TokenStream, item: TokenStream) -> TokenStream {
    handlers::expand(&callbacks::DEVICE_FILE_CREATE, arguments.into(), item.into()).into()
}

/// Checks a callback: `fn(&mut Cx<'_, Passive>, &Driver<D>)`
/// (`EvtDriverUnload`).
#[proc_macro_attribute]
pub fn evt_driver_unload(arguments: TokenStream, item: TokenStream) -> TokenStream {
    handlers::expand(&callbacks::DRIVER_UNLOAD, arguments.into(), item.into()).into()
}

/// Checks a callback: `fn(&mut Cx<'_, Passive>, &Device<T>) -> Result<()>`: one of those that tell a device's driver of
/// something which it can refuse (`EvtDeviceSelfManagedIoInit`, `…Suspend`, `…Restart`, `EvtDeviceQueryStop`,
/// `EvtDeviceQueryRemove`, `EvtDeviceD0EntryPostInterruptsEnabled`, `EvtDeviceD0ExitPreInterruptsDisabled`,
/// `EvtDeviceArmWakeFromS0`, `…FromSx`).
#[proc_macro_attribute]
pub fn evt_device_event(arguments: TokenStream, item: TokenStream) -> TokenStream {
    handlers::expand(&callbacks::DEVICE_EVENT, arguments.into(), item.into()).into()
}

/// Checks a callback: `fn(&mut Cx<'_, Passive>, &Device<T>)`: one of those that tell a device's driver of something
/// which it cannot refuse (`EvtDeviceSelfManagedIoFlush`, `…Cleanup`, `EvtDeviceDisarmWakeFromS0`, `…FromSx`,
/// `EvtDeviceWakeFromS0Triggered`, `…FromSxTriggered`, `EvtDeviceShutdownNotification`).
#[proc_macro_attribute]
pub fn evt_device_notice(arguments: TokenStream, item: TokenStream) -> TokenStream {
    handlers::expand(&callbacks::DEVICE_NOTICE, arguments.into(), item.into()).into()
}

/// Checks a callback: `fn(&mut Cx<'_, Passive>, &Device<T>, SpecialFile, in_path: bool) -> Result<()>`
/// (`EvtDeviceUsageNotificationEx`).
#[proc_macro_attribute]
pub fn evt_device_usage_notification(arguments: TokenStream, item: TokenStream) -> TokenStream {
    handlers::expand(&callbacks::DEVICE_USAGE_NOTIFICATION, arguments.into(), item.into()).into()
}

/// Checks a callback: `fn(&mut Cx<'_, Passive>, &Device<T>, Relation)`
/// (`EvtDeviceRelationsQuery`).
#[proc_macro_attribute]
pub fn evt_device_relations_query(arguments: TokenStream, item: TokenStream) -> TokenStream {
    handlers::expand(&callbacks::DEVICE_RELATIONS_QUERY, arguments.into(), item.into()).into()
}

/// Checks a callback: `fn(&mut Cx<'_, SurpriseRemoval>, &Device<T>)` (`EvtDeviceSurpriseRemoval`).
#[proc_macro_attribute]
pub fn evt_device_surprise_removal(arguments: TokenStream, item: TokenStream) -> TokenStream {
    handlers::expand(&callbacks::DEVICE_SURPRISE_REMOVAL, arguments.into(), item.into()).into()
}

/// Checks a callback: `fn(&mut Cx<'_, Dispatch>, &Dpc<P>)` (`EvtDpcFunc`).
#[proc_macro_attribute]
pub fn evt_dpc(arguments: TokenStream, item: TokenStream) -> TokenStream {
    handlers::expand(&callbacks::DPC, arguments.into(), item.into()).into()
}

/// Checks a callback: `fn(&mut Cx<'_, Work>, &WorkItem<P>)` (`EvtWorkItem`).
#[proc_macro_attribute]
pub fn evt_work_item(arguments: TokenStream, item: TokenStream) -> TokenStream {
    handlers::expand(&callbacks::WORK_ITEM, arguments.into(), item.into()).into()
}

/// Checks a callback: `fn(&mut Cx<'_, Dirql>, &Interrupt<P, S>, &mut S, message: u32) -> bool` (`EvtInterruptIsr`).
#[proc_macro_attribute]
pub fn evt_interrupt_isr(arguments: TokenStream, item: TokenStream) -> TokenStream {
    handlers::expand(&callbacks::INTERRUPT_ISR, arguments.into(), item.into()).into()
}

/// Checks a callback: `fn(&mut Cx<'_, Dirql>, &Interrupt<P, S>, &mut S) -> Result<()>` (`EvtInterruptEnable`,
/// `EvtInterruptDisable`).
#[proc_macro_attribute]
pub fn evt_interrupt_change(arguments: TokenStream, item: TokenStream) -> TokenStream {
    handlers::expand(&callbacks::INTERRUPT_CHANGE, arguments.into(), item.into()).into()
}

/// Checks a callback: `fn(&mut Cx<'_, Dispatch>, &Interrupt<P, S>)` (`EvtInterruptDpc`).
#[proc_macro_attribute]
pub fn evt_interrupt_dpc(arguments: TokenStream, item: TokenStream) -> TokenStream {
    handlers::expand(&callbacks::INTERRUPT_DPC, arguments.into(), item.into()).into()
}

/// Checks a callback: `fn(&mut Cx<'_, Passive>, &Interrupt<P, S>)` (`EvtInterruptWorkItem`).
#[proc_macro_attribute]
pub fn evt_interrupt_work_item(arguments: TokenStream, item: TokenStream) -> TokenStream {
    handlers::expand(&callbacks::INTERRUPT_WORK_ITEM, arguments.into(), item.into()).into()
}

/// Checks a callback: `fn(&mut Cx<'_, Passive>, &Device<T>) -> Result<()>` (`EvtDeviceD0Entry`).
#[proc_macro_attribute]
pub fn evt_device_d0_entry(arguments: TokenStream, item: TokenStream) -> TokenStream {
    handlers::expand(&callbacks::DEVICE_D0_ENTRY, arguments.into(), item.into()).into()
}

/// Checks a callback: `fn(&mut Cx<'_, Passive>, &Device<T>, &Resources<'_>) -> Result<()>` (`EvtDevicePrepareHardware`).
#[proc_macro_attribute]
pub fn evt_device_prepare_hardware(arguments: TokenStream, item: TokenStream) -> TokenStream {
    handlers::expand(&callbacks::DEVICE_PREPARE_HARDWARE, arguments.into(), item.into()).into()
}

/// Checks a callback: `fn(&mut Cx<'_, Passive>, &Device<T>) -> Result<()>` (`EvtDeviceReleaseHardware`).
#[proc_macro_attribute]
pub fn evt_device_release_hardware(arguments: TokenStream, item: TokenStream) -> TokenStream {
    handlers::expand(&callbacks::DEVICE_RELEASE_HARDWARE, arguments.into(), item.into()).into()
}

/// Checks a callback: `fn(&mut Cx<'_, Passive>, &Device<T>) -> Result<()>` (`EvtDeviceD0Exit`).
#[proc_macro_attribute]
pub fn evt_device_d0_exit(arguments: TokenStream, item: TokenStream) -> TokenStream {
    handlers::expand(&callbacks::DEVICE_D0_EXIT, arguments.into(), item.into()).into()
}

/// Checks a callback: `fn(&mut Cx<'_, Dispatch>, Request<'id, MustComplete, K>) -> Handled<'id>` (`EvtRequestCancel`).
#[proc_macro_attribute]
pub fn evt_request_cancel(arguments: TokenStream, item: TokenStream) -> TokenStream {
    handlers::expand(&callbacks::REQUEST_CANCEL, arguments.into(), item.into()).into()
}

/// Checks a callback: `fn(&mut Cx<'_, Dispatch>, &Timer<P>)` (`EvtTimerFunc`).
#[proc_macro_attribute]
pub fn evt_timer(arguments: TokenStream, item: TokenStream) -> TokenStream {
    handlers::expand(&callbacks::TIMER, arguments.into(), item.into()).into()
}

/// Makes a struct the context of framework objects, and its initialiser `NameInit` beside it: a struct with the same
/// fields, each holding how to make the field.
///
/// `#[object_context(requests = Type)]`, on a device's context, gives each request of the device a context of that
/// type.
#[proc_macro_attribute]
pub fn object_context(arguments: TokenStream, item: TokenStream) -> TokenStream {
    context::expand(arguments.into(), item.into()).into()
}

/// Makes a struct the driver's part of the context of requests: valid when zeroed, without a destructor.
#[proc_macro_attribute]
pub fn request_context(arguments: TokenStream, item: TokenStream) -> TokenStream {
    zeroed::request_context(arguments.into(), item.into()).into()
}

/// Marks a struct as valid when all its bytes are zero, which each of its fields must be.
#[proc_macro_derive(Zeroable)]
pub fn zeroable(item: TokenStream) -> TokenStream {
    zeroed::derive(item.into()).into()
}
