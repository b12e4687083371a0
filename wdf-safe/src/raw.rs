//! Raw handles, out of wdf-safe and into it: the way to what it does not wrap yet.
//!
//! *Where it stands.* Row 1: the trait that every type with a handle implements, beside which its way in stands.
//!
//! *Key types.* [`AsRaw`]; [`wdk_sys`], the names of `wdk-sys`, real or simulated, with the macro that calls the framework.
//!
//! *Wraps.* Nothing: that is what it is for.
//!
//! # Out
//!
//! A handle is a value, and having one harms nobody: [`AsRaw::as_raw`] is safe, for requests in every state too. What is done
//! with it is unsafe, and whoever does it answers for what the type says from then on:
//!
//! * the object is not deleted, and its context of wdf-safe's left alone;
//! * a request stays in its state while a [`Request`](crate::request::Request) names it. To end it by a raw call, take the handle
//!   with [`Request::leak_raw`](crate::request::Request::leak_raw), and return [`Handled::assume`](crate::request::Handled::assume)
//!   afterwards;
//! * what a type forbids by the level, by a lock that is held or by where it is offered, a raw call must not do either.
//!
//! # In
//!
//! `from_raw` of each type is unsafe, and has its contract there. A callback that the framework was given by raw calls gets its
//! proof of the level from [`Cx::assume`](crate::irql::Cx::assume).
//!
//! | Handle | Out | In |
//! |---|---|---|
//! | `WDFDRIVER` | [`Driver`](crate::driver::Driver) | `Driver::from_raw` |
//! | `WDFDEVICE` | [`Device`](crate::device::Device) | `Device::from_raw` |
//! | `PWDFDEVICE_INIT` | [`DeviceInit`](crate::device::DeviceInit) | `DeviceInit::from_raw`, `Added::assume` |
//! | `WDFQUEUE` | [`Queue`](crate::queue::Queue) | `Queue::from_raw` |
//! | `WDFREQUEST` | [`Request`](crate::request::Request) in every state, [`Suspending`](crate::request::Suspending) | `Request::from_raw`, `Handled::assume`, `Answered::assume` |
//! | `WDFREQUEST` of the driver's own | [`OwnRequest`](crate::target::OwnRequest) in every state | `OwnRequest::from_raw` |
//! | `WDFFILEOBJECT` | [`FileObject`](crate::request::FileObject) | `FileObject::from_raw` |
//! | `WDFMEMORY` | [`RequestMemory`](crate::request::RequestMemory) | – : it is asked of its request |
//! | `PMDL` | [`RequestMdl`](crate::request::RequestMdl) | – : it is asked of its request |
//! | `WDFIOTARGET` | [`Target`](crate::target::Target), [`RemoteTarget`](crate::target::RemoteTarget) | `Target::from_raw` |
//! | `WDFTIMER`, `WDFDPC`, `WDFWORKITEM`, `WDFINTERRUPT` | [`Timer`](crate::timer::Timer), [`Dpc`](crate::dpc::Dpc), [`WorkItem`](crate::work_item::WorkItem), [`Interrupt`](crate::interrupt::Interrupt) | `from_raw` of each |
//! | `WDFSPINLOCK`, `WDFWAITLOCK` | [`SpinLock`](crate::lock::SpinLock), [`WaitLock`](crate::lock::WaitLock) | – : what a lock protects is in its type |
//!
//! A driver crate that says `#![forbid(unsafe_code)]` can take handles out, and do nothing with them. One that calls the framework
//! by itself depends on `wdk-sys` itself where it is built for Windows: the macro for such calls names that crate where it is used.
//!
//! ```
//! # use wdf_sim as _;
//! use wdf_safe::prelude::*;
//! use wdf_safe::raw::{AsRaw, wdk_sys};
//!
//! /// The name of the process's mode: from the kernel, or from an application.
//! fn is_from_the_kernel<K: wdf_safe::request::Kind>(request: &Request<'_, Owned, K>) -> bool {
//!     // SAFETY: a request that is owned, not completed; at IRQL <= DISPATCH_LEVEL, where requests are.
//!     let mode = unsafe { wdk_sys::call_unsafe_wdf_function_binding!(WdfRequestGetRequestorMode, request.as_raw()) };
//!     i32::from(mode) == wdk_sys::_MODE::KernelMode
//! }
//! ```

pub use crate::sys::bindings as wdk_sys;

/// A value that has a handle of the framework.
pub trait AsRaw {
    /// The handle's type.
    type Raw: Copy;

    /// The handle. See [`raw`](crate::raw) for what may be done with it.
    fn as_raw(&self) -> Self::Raw;
}
