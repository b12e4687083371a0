//! What a device is made of: everything that is said of it before it exists.
//!
//! *Where it stands.* Under [`device`](super). A callback is given a [`DeviceInit`] and returns the proof that it made a
//! device of it.
//!
//! *Key types.* [`DeviceInit<'id, R>`](DeviceInit), with the device's role; [`NewDevice`]; [`Added`], the proof.
//!
//! *Wraps.* `WDFDEVICE_INIT`, `WdfDeviceInit*`, `WdfDeviceCreate`. Creating consumes the init, so nothing is said of a device
//! that exists. What can fail takes the init and gives it back only where it did not: after a failure there is nothing left
//! of which a device could be made, and whoever allocated the init frees it.
#![expect(unsafe_code, reason = "calls of the framework with the init of a device")]

use super::{Device, Guid};
use crate::brand::{Brand, Token};
use crate::context::{self, ContextInit, ObjectContext};
use crate::irql::{Cx, Passive};
use crate::raw::AsRaw;
use crate::request::header;
use crate::status::{NtStatus, Result};
use crate::sys::{self, PWDFDEVICE_INIT, WDFDEVICE, ddi};
use crate::text::with_text;
use core::cell::Cell;
use core::marker::PhantomData;
use core::ops::Deref;
use core::ptr;

/// What a device is made of, in the callback or closure that makes it. `R` is the device's role.
///
/// Consumed by [`create`](Self::create): it cannot be used afterwards, nor used twice.
#[derive(Debug)]
#[must_use = "a device is made of it"]
pub struct DeviceInit<'id, R: Role = Function> {
    pub(crate) raw: PWDFDEVICE_INIT,
    /// Where what is made of it is noted; `None` of one that came in by a raw handle.
    pub(crate) origin: Option<&'id Origin>,
    brand: Brand<'id>,
    role: PhantomData<R>,
}

/// Where a device comes from.
#[derive(Debug)]
pub(crate) struct Origin {
    /// Of a child: the device whose it is; else null.
    pub(crate) parent: WDFDEVICE,
    /// The device, once it is made; null before.
    pub(crate) made: Cell<WDFDEVICE>,
}

impl Origin {
    /// Of a device that is not made yet.
    pub(crate) const fn new(parent: WDFDEVICE) -> Self {
        Self { parent, made: Cell::new(ptr::null_mut()) }
    }
}

/// The device that was made, in the callback that makes it.
#[derive(Debug)]
#[must_use = "return `device.added()` from the callback"]
pub struct NewDevice<'id, T: ObjectContext, R: Role = Function> {
    pub(super) device: &'id Device<T>,
    brand: Brand<'id>,
    role: PhantomData<R>,
}

/// The proof that a device was made: what `EvtDriverDeviceAdd` returns.
#[derive(Debug)]
#[must_use = "return it from the callback: it is the proof that the device was made"]
pub struct Added<'id> {
    brand: Brand<'id>,
    token: Token,
}

mod role {
    pub trait Sealed {}
}

/// The role of a device.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no role of a device",
    label = "not a role",
    note = "`Function`, `Follower`, `Filter`, `Physical` or `ControlDevice`"
)]
pub trait Role: role::Sealed {
    /// Does the PnP manager know it?
    #[doc(hidden)]
    const PNP: bool;
    /// Does it own the power policy of its stack?
    #[doc(hidden)]
    const OWNS_POWER_POLICY: bool;
}

/// The role of a device that the PnP manager knows: all but [`ControlDevice`].
#[diagnostic::on_unimplemented(
    message = "a control device has no place in the device tree, and no power",
    label = "this is the init of a control device"
)]
pub trait PnpRole: Role {}

/// The role of a device that `EvtDriverDeviceAdd` makes: [`Function`], [`Follower`], [`Filter`].
#[diagnostic::on_unimplemented(
    message = "only a device that `EvtDriverDeviceAdd` makes holds a control device",
    label = "this device is `{Self}`",
    note = "a child goes before its parent: let the parent's device hold it"
)]
pub trait AddedRole: PnpRole {}

/// The role of a device whose driver completes the opening of a handle itself: all but [`Filter`], whose opening is the next
/// driver's.
#[diagnostic::on_unimplemented(
    message = "a filter does not complete the opening of a handle: the framework sends it on",
    label = "this is the init of a filter"
)]
pub trait Opens: Role {}

/// A function device: it owns the power policy of its stack, and its queues are power-managed unless they say
/// otherwise.
#[derive(Debug)]
pub enum Function {}

/// A function device that leaves the power policy to another device of its stack
/// ([`give_up_power_policy`](DeviceInit::give_up_power_policy)).
#[derive(Debug)]
pub enum Follower {}

/// A filter device: its queues are not power-managed unless they say so.
#[derive(Debug)]
pub enum Filter {}

/// A physical device: a child that a bus driver has found ([`Device::create_child`]).
#[derive(Debug)]
pub enum Physical {}

/// A control device: the PnP manager does not know it ([`control`](super::control)).
#[derive(Debug)]
pub enum ControlDevice {}

macro_rules! roles {
    ($($role:ident $pnp:literal $owns:literal: $($trait:ident)*;)*) => { $(
        impl role::Sealed for $role {}
        impl Role for $role {
            const PNP: bool = $pnp;
            const OWNS_POWER_POLICY: bool = $owns;
        }
        $(impl $trait for $role {})*
    )* };
}

roles! {
    Function true true: PnpRole AddedRole Opens;
    Follower true false: PnpRole AddedRole Opens;
    Filter true false: PnpRole AddedRole;
    Physical true false: PnpRole Opens;
    ControlDevice false false: Opens;
}

/// How buffers reach the driver: `WDF_DEVICE_IO_TYPE`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IoType {
    /// Copied by the system.
    Buffered,
    /// The application's own pages, which it can write meanwhile.
    Direct,
    /// The system chooses, by size.
    BufferedOrDirect,
    /// By the application's own addresses, which are locked on its thread
    /// ([`Request::lock_input`](crate::request::Request::lock_input)).
    Neither,
}

impl IoType {
    const fn raw(self) -> sys::WDF_DEVICE_IO_TYPE {
        match self {
            Self::Buffered => sys::_WDF_DEVICE_IO_TYPE::WdfDeviceIoBuffered,
            Self::Direct => sys::_WDF_DEVICE_IO_TYPE::WdfDeviceIoDirect,
            Self::BufferedOrDirect => sys::_WDF_DEVICE_IO_TYPE::WdfDeviceIoBufferedOrDirect,
            Self::Neither => sys::_WDF_DEVICE_IO_TYPE::WdfDeviceIoNeither,
        }
    }
}

impl<'id> DeviceInit<'id, Function> {
    /// Makes the device a filter. `WdfFdoInitSetFilter`.
    pub fn into_filter(self) -> DeviceInit<'id, Filter> {
        // SAFETY: before `WdfDeviceCreate`, in `EvtDriverDeviceAdd`.
        unsafe { ddi!(WdfFdoInitSetFilter, self.raw) };
        self.into_role()
    }

    /// Leaves the power policy of the stack to another of its drivers: when the device idles and whether it wakes is then not
    /// this driver's to say. `WdfDeviceInitSetPowerPolicyOwnership`.
    pub fn give_up_power_policy(self) -> DeviceInit<'id, Follower> {
        // SAFETY: before `WdfDeviceCreate`.
        unsafe { ddi!(WdfDeviceInitSetPowerPolicyOwnership, self.raw, 0) };
        self.into_role()
    }
}

impl<'id, R: PnpRole> DeviceInit<'id, R> {
    /// The device is in the paging path or near it: code that powers it down and up must not be paged.
    /// `WdfDeviceInitSetPowerNotPageable`. (No code of a driver in safe Rust is in a pageable section.)
    pub fn set_power_not_pageable(&mut self) {
        // SAFETY: before `WdfDeviceCreate`.
        unsafe { ddi!(WdfDeviceInitSetPowerNotPageable, self.raw) };
    }
}

impl<'id, R: Role> DeviceInit<'id, R> {
    /// # Safety
    /// `raw` is what the framework gave to a callback or returned for this, of a device of this role, and nobody else uses
    /// it.
    pub(crate) const unsafe fn new(raw: PWDFDEVICE_INIT, origin: &'id Origin) -> Self {
        Self { raw, origin: Some(origin), brand: PhantomData, role: PhantomData }
    }

    fn into_role<N: Role>(self) -> DeviceInit<'id, N> {
        DeviceInit { raw: self.raw, origin: self.origin, brand: PhantomData, role: PhantomData }
    }

    /// How the buffers of reads and writes reach the driver; buffered unless said otherwise. `WdfDeviceInitSetIoType`.
    pub fn set_io_type(&mut self, io_type: IoType) {
        // SAFETY: before `WdfDeviceCreate`.
        unsafe { ddi!(WdfDeviceInitSetIoType, self.raw, io_type.raw()) };
    }

    /// Only one handle at a time can be open. `WdfDeviceInitSetExclusive`.
    pub fn set_exclusive(&mut self) {
        // SAFETY: before `WdfDeviceCreate`.
        unsafe { ddi!(WdfDeviceInitSetExclusive, self.raw, 1) };
    }

    /// The type of the device, `FILE_DEVICE_…`; that of an unknown one unless said otherwise. `WdfDeviceInitSetDeviceType`.
    pub fn set_device_type(&mut self, device_type: u32) {
        // SAFETY: before `WdfDeviceCreate`.
        unsafe { ddi!(WdfDeviceInitSetDeviceType, self.raw, device_type) };
    }

    /// Characteristics, `FILE_…`, beside those that the framework sets. `WdfDeviceInitSetCharacteristics`.
    pub fn add_characteristics(&mut self, characteristics: u32) {
        // SAFETY: before `WdfDeviceCreate`.
        unsafe { ddi!(WdfDeviceInitSetCharacteristics, self.raw, characteristics, 1) };
    }

    /// The class by which an administrator can say who may open the device. `WdfDeviceInitSetDeviceClass`.
    pub fn set_device_class(&mut self, class: Guid) {
        let class = class.raw();
        // SAFETY: before `WdfDeviceCreate`; the GUID is read during the call.
        unsafe { ddi!(WdfDeviceInitSetDeviceClass, self.raw, &raw const class) };
    }

    /// Names the device, as in `\Device\Panel`. `WdfDeviceInitAssignName`; PASSIVE_LEVEL.
    ///
    /// Devices of a stack are opened by an interface ([`Device::create_interface`]) and should have no name; a control device
    /// needs one, and usually a [link](Device::create_symbolic_link) to it, to be opened by an application.
    ///
    /// # Errors
    /// STATUS_INVALID_PARAMETER for more than 260 characters; what the framework returned.
    pub fn set_name(self, _cx: &mut Cx<'_, Passive>, name: &str) -> Result<Self> {
        // SAFETY: before `WdfDeviceCreate`; a string that is read during the call.
        let status = with_text::<MAX_NAME, _>(name, |name| unsafe { ddi!(WdfDeviceInitAssignName, self.raw, name) })?;
        NtStatus::check("WdfDeviceInitAssignName", status)?;
        Ok(self)
    }

    /// Says who may open the device, in the Security Descriptor Definition Language. `WdfDeviceInitAssignSDDLString`;
    /// PASSIVE_LEVEL.
    ///
    /// # Errors
    /// STATUS_INVALID_PARAMETER for more than 512 characters; what the framework returned.
    pub fn set_security(self, _cx: &mut Cx<'_, Passive>, sddl: &str) -> Result<Self> {
        // SAFETY: before `WdfDeviceCreate`; a string that is read during the call.
        let status =
            with_text::<MAX_SDDL, _>(sddl, |sddl| unsafe { ddi!(WdfDeviceInitAssignSDDLString, self.raw, sddl) })?;
        NtStatus::check("WdfDeviceInitAssignSDDLString", status)?;
        Ok(self)
    }

    /// Makes the device, with its context. `WdfDeviceInitSetRequestAttributes`, `WdfDeviceCreate`; PASSIVE_LEVEL.
    ///
    /// # Errors
    /// What the framework, or a field of the context, returned. The framework deletes what was made when the error is
    /// returned from the callback.
    pub fn create<T: ObjectContext, I: ContextInit<T>>(
        self,
        _cx: &mut Cx<'_, Passive>,
        context: I,
    ) -> Result<NewDevice<'id, T, R>> {
        let mut raw = self.raw;
        let mut requests = header::attributes::<T::Requests>();
        // SAFETY: before `WdfDeviceCreate`. From here on every request of this device has a header.
        unsafe { ddi!(WdfDeviceInitSetRequestAttributes, raw, &raw mut requests) };
        let mut attributes = context::attributes::<T>(ptr::null_mut());
        let mut device = ptr::null_mut();
        // SAFETY: the callback's own init, given up here; PASSIVE_LEVEL.
        let status = unsafe { ddi!(WdfDeviceCreate, &raw mut raw, &raw mut attributes, &raw mut device) };
        NtStatus::check("WdfDeviceCreate", status)?;
        if let Some(origin) = self.origin {
            origin.made.set(device);
        }
        // SAFETY: just created with these attributes; it lives at least as long as the callback, whose brand `'id` is.
        let block = unsafe { context::install::<T>(device.cast(), ptr::null(), context) }?;
        // SAFETY: of a device.
        let device = unsafe { Device::from_block(block) };
        if !R::PNP {
            device.is_control();
        }
        Ok(NewDevice { device, brand: PhantomData, role: PhantomData })
    }
}

impl<R: Role> AsRaw for DeviceInit<'_, R> {
    type Raw = PWDFDEVICE_INIT;

    fn as_raw(&self) -> PWDFDEVICE_INIT {
        self.raw
    }
}

impl<'id> DeviceInit<'id, Function> {
    /// What a driver's own `EvtDriverDeviceAdd` was given. See [`raw`](crate::raw). Its device has no
    /// [`PowerPolicy`](crate::power_policy::PowerPolicy): making one fails with STATUS_INVALID_DEVICE_REQUEST.
    ///
    /// # Safety
    /// `raw` is the argument of an `EvtDriverDeviceAdd` that runs during `'id`; no device was made of it, and only this value
    /// makes one.
    pub const unsafe fn from_raw(raw: PWDFDEVICE_INIT) -> Self {
        Self { raw, origin: None, brand: PhantomData, role: PhantomData }
    }
}

impl Added<'_> {
    /// The proof for a device that was made by raw calls. See [`raw`](crate::raw).
    ///
    /// # Safety
    /// A device was made of the [`DeviceInit`] with this brand.
    pub const unsafe fn assume() -> Self {
        Self { brand: PhantomData, token: PhantomData }
    }
}

impl<'id, T: ObjectContext, R: PnpRole> NewDevice<'id, T, R> {
    /// The device is complete: the proof to return from the callback.
    pub fn added(self) -> Added<'id> {
        Added { brand: PhantomData, token: PhantomData }
    }
}

impl<T: ObjectContext, R: Role> Deref for NewDevice<'_, T, R> {
    type Target = Device<T>;

    fn deref(&self) -> &Device<T> {
        self.device
    }
}

/// Undoes what was made of an init that its driver allocated.
///
/// # Safety
/// `init` was allocated by this driver, `made` is null or the device that was made of it, which consumed it, and is in no
/// list of children. Nobody uses either any more.
pub(crate) unsafe fn discard(init: PWDFDEVICE_INIT, made: WDFDEVICE) {
    if made.is_null() {
        // SAFETY: no device was made of it.
        unsafe { ddi!(WdfDeviceInitFree, init) };
    } else {
        // SAFETY: such a device is deleted by its driver.
        unsafe { ddi!(WdfObjectDelete, made.cast()) };
    }
}

/// The longest name of a device.
pub(super) const MAX_NAME: usize = 260;
/// The longest description of who may open it.
pub(super) const MAX_SDDL: usize = 512;
