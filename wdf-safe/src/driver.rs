//! The driver object, and how it is made.
//!
//! *Where it stands.* Row 2. `DriverEntry` is given a [`DriverInit`] and returns the proof that it made the driver
//! object of it ([`register::DriverConfig`](crate::register::DriverConfig)).
//!
//! *Key types.* [`DriverInit<'id>`](DriverInit), [`Loaded<'id>`](Loaded), [`Driver<T>`](Driver).
//!
//! *Wraps.* "Creating a Framework Driver Object", `WdfDriverCreate`.
#![expect(unsafe_code, reason = "a handle is a context block, found by a call")]

use crate::brand::{Brand, Token};
use crate::context::{self, Block, ObjectContext};
use crate::object::{Object, sealed};
use crate::raw::AsRaw;
use crate::sys::{PCUNICODE_STRING, PDRIVER_OBJECT, WDFDRIVER, WDFOBJECT};
use core::marker::PhantomData;

/// The driver, behind a reference: `&Driver<T>` is one pointer.
///
/// # Invariants
/// A `&Driver<T>` is the context block of the live driver object, which was created with a context of type `T`, and is
/// ready.
#[derive(Debug)]
#[repr(transparent)]
pub struct Driver<T = ()> {
    block: Block<T>,
}

impl<T: ObjectContext> Driver<T> {
    /// The driver's own context.
    pub fn context(&self) -> &T {
        self.block.value()
    }

    /// The driver of this handle; `None` when its context is not ready.
    ///
    /// # Safety
    /// `driver` lives during `'a`, and was created with a context of type `T`.
    #[inline]
    pub(crate) unsafe fn from_handle<'a>(driver: WDFDRIVER) -> Option<&'a Self> {
        // SAFETY: the caller's promise.
        unsafe { context::find::<T>(driver.cast()) }.map(|block| {
            // SAFETY: of the driver object.
            unsafe { Self::from_block(block) }
        })
    }

    /// # Safety
    /// `block` is that of the driver object.
    pub(crate) unsafe fn from_block(block: &Block<T>) -> &Self {
        // INVARIANT: the caller's promise.
        // SAFETY: `Self` is transparent over the block.
        unsafe { &*core::ptr::from_ref(block).cast() }
    }
}

// SAFETY: a block of the live driver object (invariant).
unsafe impl<T: ObjectContext> sealed::Sealed for Driver<T> {
    fn handle(&self) -> WDFOBJECT {
        self.block.handle()
    }
}

impl<T: ObjectContext> Object for Driver<T> {}

impl<T: ObjectContext> AsRaw for Driver<T> {
    type Raw = WDFDRIVER;

    fn as_raw(&self) -> WDFDRIVER {
        self.block.handle().cast()
    }
}

impl<T: ObjectContext> Driver<T> {
    /// The driver of this handle; `None` if it has no context of this type, or one that is not ready yet. See
    /// [`raw`](crate::raw).
    ///
    /// # Safety
    /// `raw` is the driver object, which lives and is not deleted during `'a`.
    pub unsafe fn from_raw<'a>(raw: WDFDRIVER) -> Option<&'a Self> {
        // SAFETY: the caller's promise.
        unsafe { Self::from_handle(raw) }
    }
}

/// What `DriverEntry` is given to make the driver object of.
#[derive(Debug)]
#[must_use = "the driver object is made of it"]
pub struct DriverInit<'id> {
    pub(crate) driver_object: PDRIVER_OBJECT,
    pub(crate) registry_path: PCUNICODE_STRING,
    brand: Brand<'id>,
}

/// The proof that the driver object was made: what `DriverEntry` returns.
#[derive(Debug)]
#[must_use = "return it: it is the proof that the driver object was made"]
pub struct Loaded<'id> {
    brand: Brand<'id>,
    token: Token,
}

impl DriverInit<'_> {
    /// # Safety
    /// The arguments of `DriverEntry`, in a call of it.
    pub(crate) const unsafe fn new(driver_object: PDRIVER_OBJECT, registry_path: PCUNICODE_STRING) -> Self {
        Self { driver_object, registry_path, brand: PhantomData }
    }
}

impl<'id> Loaded<'id> {
    /// The driver object was made of this.
    pub(crate) fn new(_init: DriverInit<'id>) -> Self {
        Self { brand: PhantomData, token: PhantomData }
    }
}
