//! Making interrupts.
//!
//! *Where it stands.* Row 5, called where a device is made.
//!
//! *Key types.* [`InterruptConfig`].
//!
//! *Wraps.* `WDF_INTERRUPT_CONFIG`, `WdfInterruptCreate`.
#![expect(unsafe_code, reason = "calls of the framework")]

use crate::context;
use crate::device::TOLD;
use crate::handler::{self, InterruptChangeHandler, IsrHandler, NoticeHandler};
use crate::interrupt::{Interrupt, Line};
use crate::irql::{Cx, Dispatch, InterruptLevel, Passive};
use crate::object::{CallbackParent, Child};
use crate::status::{Error, NtStatus, Result};
use crate::sync::Ordering;
use crate::sys::{self, WDFINTERRUPT, ddi};
use crate::trampoline;
use core::fmt;
use core::marker::PhantomData;
use core::ptr;

/// The configuration of an interrupt for a parent `P`, with an `S` in its lock, handled at the level `H`. What the
/// handlers' signatures say need not be written out: a service routine that takes a `Cx<Dirql>` is called at DIRQL, one
/// that takes a `Cx<PassiveIsr>` at PASSIVE_LEVEL.
///
/// The framework gives a device's interrupts the interrupt resources of the device in the order in which they are made.
/// One for which there is no resource is never connected.
#[must_use = "nothing is made before `create`"]
pub struct InterruptConfig<P, S, H> {
    config: sys::WDF_INTERRUPT_CONFIG,
    parent: PhantomData<fn() -> P>,
    lock: PhantomData<fn() -> (S, H)>,
}

impl<P: CallbackParent, S: Send + 'static, H: InterruptLevel> InterruptConfig<P, S, H> {
    /// An interrupt with this service routine (`EvtInterruptIsr`) and this DPC (`EvtInterruptDpc`).
    ///
    /// The service routine is given what is in the lock and the number of the message, and says whether the interrupt was
    /// its device's. It has the DPC called with [`Interrupt::queue_deferred`].
    pub fn new<F, G>(isr: F, _dpc: G) -> Self
    where
        F: IsrHandler<P, S, H>,
        G: NoticeHandler<Interrupt<P, S, H>, Dispatch>,
    {
        handler::assert_no_bytes::<G>();
        let mut this = Self::serviced(isr);
        this.config.EvtInterruptDpc = Some(trampoline::interrupt::dpc::<P, S, H, G>);
        this
    }

    /// An interrupt with this service routine (`EvtInterruptIsr`) and this work item (`EvtInterruptWorkItem`), which is
    /// called at PASSIVE_LEVEL.
    ///
    /// The device's power-down waits for the work item: it may not wait for what goes on only when the device is up.
    pub fn with_work_item<F, G>(isr: F, _work: G) -> Self
    where
        F: IsrHandler<P, S, H>,
        G: NoticeHandler<Interrupt<P, S, H>, Passive>,
    {
        handler::assert_no_bytes::<G>();
        let mut this = Self::serviced(isr);
        this.config.EvtInterruptWorkItem = Some(trampoline::interrupt::work_item::<P, S, H, G>);
        this
    }

    fn serviced<F>(_isr: F) -> Self
    where
        F: IsrHandler<P, S, H>,
    {
        handler::assert_no_bytes::<F>();
        let mut config = sys::config::interrupt();
        config.EvtInterruptIsr = Some(trampoline::interrupt::isr::<P, S, H, F>);
        config.PassiveHandling = u8::from(H::PASSIVE);
        Self { config, parent: PhantomData, lock: PhantomData }
    }

    /// Has the hardware interrupt from now on: `EvtInterruptEnable`, called when the device has entered D0, with the lock
    /// held. If it fails the device does not start.
    pub fn enable<F>(mut self, _enable: F) -> Self
    where
        F: InterruptChangeHandler<P, S, H>,
    {
        handler::assert_no_bytes::<F>();
        self.config.EvtInterruptEnable = Some(trampoline::interrupt::change::<P, S, H, F>);
        self
    }

    /// Has the hardware interrupt no more: `EvtInterruptDisable`, called when the device will leave D0, with the lock held.
    pub fn disable<F>(mut self, _disable: F) -> Self
    where
        F: InterruptChangeHandler<P, S, H>,
    {
        handler::assert_no_bytes::<F>();
        self.config.EvtInterruptDisable = Some(trampoline::interrupt::change::<P, S, H, F>);
        self
    }

    /// Synchronises the DPC or work item with the parent's callbacks as far as those are with each other:
    /// `AutomaticSerialization`. (It is not otherwise, whatever the documentation of the scopes says.)
    pub const fn serialized(mut self) -> Self {
        self.config.AutomaticSerialization = 1;
        self
    }

    /// Makes the interrupt, and keeps it in a place of its parent's context. It is connected when the device starts.
    /// `WdfInterruptCreate`; in `EvtDriverDeviceAdd`.
    ///
    /// `data` is what is in the interrupt's lock.
    ///
    /// # Errors
    /// [`ChildExists`](Error::ChildExists) when the place is taken; [`NoDeviceConfig`](Error::NoDeviceConfig) when the
    /// device was not made by a [`DeviceConfig`](super::DeviceConfig), which tells wdf-safe when interrupts are
    /// connected; what the framework returned: STATUS_INVALID_DEVICE_STATE when the device has started.
    pub fn create<'p>(
        mut self,
        _cx: &mut Cx<'_, Passive>,
        parent: &'p P,
        data: S,
        place: impl for<'a> FnOnce(&'a P::Context) -> &'a Child<Interrupt<P, S, H>>,
    ) -> Result<&'p Interrupt<P, S, H>> {
        let place = place(parent.context_of());
        place.vacant()?;
        let device = parent.device_block();
        if device.told().load(Ordering::Relaxed) != TOLD {
            return Err(Error::NoDeviceConfig);
        }
        // The framework takes a parent only for the sake of its lock; the device is the parent else.
        let owner = if self.config.AutomaticSerialization == 0 { ptr::null_mut() } else { parent.handle() };
        let mut attributes = context::attributes::<Line<S>>(owner);
        let mut interrupt: WDFINTERRUPT = ptr::null_mut();
        // SAFETY: a live device, structures with their sizes set, a live parent of that device; the trampolines were
        // compiled for `P`, `S` and `H`.
        let status = unsafe {
            ddi!(
                WdfInterruptCreate,
                device.handle().cast(),
                &raw mut self.config,
                &raw mut attributes,
                &raw mut interrupt
            )
        };
        NtStatus::check("WdfInterruptCreate", status)?;
        let line = Line::new(device, data);
        // SAFETY: just created with these attributes, for `parent`, whose block a `&P` is; it lives as long as its device.
        let block = unsafe { context::install::<Line<S>>(interrupt.cast(), ptr::from_ref(parent).cast(), line) }?;
        // SAFETY: of an interrupt that is handled at `H`, whose parent block is a `P`.
        let interrupt = unsafe { Interrupt::from_block(block) };
        // SAFETY: created under the parent or its device, and deleted with it; the place is in the context of the parent,
        // or of an object under it.
        unsafe { place.set(interrupt) }?;
        Ok(interrupt)
    }
}

impl<P, S, H> fmt::Debug for InterruptConfig<P, S, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InterruptConfig").finish_non_exhaustive()
    }
}
