//! A device's hardware: the resources that it was assigned, and its registers.
//!
//! *Where it stands.* Row 2. `EvtDevicePrepareHardware` is given the [`Resources`]; registers are mapped there into a field of
//! the device's context, and reached through it.
//!
//! *Key types.* [`Resources`]; [`Registers`], the field; [`Window`], what is mapped, while it is.
//!
//! *Wraps.* "Hardware Resources for Framework-Based Drivers", "Reading and Writing to Device Registers",
//! `WdfCmResourceListGetCount`, `WdfCmResourceListGetDescriptor`, `MmMapIoSpaceEx`, `MmUnmapIoSpace`,
//! `READ_REGISTER_ULONG` and its kin.
//!
//! # When registers may be touched
//!
//! From the device's start until `EvtDeviceReleaseHardware`. After that the system may give the addresses to another device.
//! So [`Registers::with`] is a question, whose answer is `None` when they are not mapped, and the release of the hardware waits
//! for who is inside. A service routine, and whoever holds the lock of a connected interrupt, asks
//! [`Registers::in_service`]: a device's interrupts are connected only while it has its hardware.
#![expect(unsafe_code, reason = "device memory is mapped and touched")]

use crate::context::{Block, Init, ObjectContext};
use crate::device::{CHAIN, Device};
use crate::irql::{AtMostDispatch, Cx, InterruptLevel, Passive};
use crate::mapping::{self, Mapping};
use crate::status::{NtStatus, Result};
use crate::sys::{self, WDFCMRESLIST, WDFOBJECT, ddi, register};
use core::fmt;
use core::marker::PhantomData;

/// What a device was assigned, as the processor sees it: given to `EvtDevicePrepareHardware`.
#[derive(Debug)]
pub struct Resources<'r> {
    list: WDFCMRESLIST,
    callback: PhantomData<&'r ()>,
}

/// A range of device memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MemoryRange {
    /// Its physical address.
    pub start: u64,
    /// How many bytes it has.
    pub length: usize,
}

impl Resources<'_> {
    /// # Safety
    /// `list` is the list of translated resources of a running `EvtDevicePrepareHardware`, during the lifetime.
    pub(crate) const unsafe fn new(list: WDFCMRESLIST) -> Self {
        Self { list, callback: PhantomData }
    }

    /// The descriptors, in the order of the list.
    fn descriptors(&self) -> impl Iterator<Item = sys::CM_PARTIAL_RESOURCE_DESCRIPTOR> {
        // SAFETY: a live list.
        let count = unsafe { ddi!(WdfCmResourceListGetCount, self.list) };
        (0..count).filter_map(|index| {
            // SAFETY: a live list.
            let descriptor = unsafe { ddi!(WdfCmResourceListGetDescriptor, self.list, index) };
            // SAFETY: NULL, or a descriptor that stays until the callback returns.
            unsafe { descriptor.as_ref() }.copied()
        })
    }

    /// The range of device memory of this number among those of the device.
    pub fn memory(&self, number: usize) -> Option<MemoryRange> {
        let kind = sys::CmResourceTypeMemory;
        let descriptor = self.descriptors().filter(|descriptor| u32::from(descriptor.Type) == kind).nth(number)?;
        // SAFETY: a range of memory, by its type.
        let range = unsafe { descriptor.u.Memory };
        let start = range.Start;
        // SAFETY: all parts of it are integers.
        let start = unsafe { start.QuadPart }.cast_unsigned();
        Some(MemoryRange { start, length: range.Length as usize })
    }

    /// How many interrupts the device was assigned.
    pub fn interrupts(&self) -> usize {
        let kind = sys::CmResourceTypeInterrupt;
        self.descriptors().filter(|descriptor| u32::from(descriptor.Type) == kind).count()
    }
}

/// The registers of a device, `SIZE` bytes of them: a field of the device's context, into which they are mapped by
/// [`Device::map_registers`] and which they leave when the device loses its hardware.
///
/// ```
/// # use wdf_sim as _;
/// use wdf_safe::hardware::{Registers, Resources};
/// use wdf_safe::prelude::*;
///
/// const STATUS: usize = 0;
/// const DATA: usize = 4;
///
/// #[object_context]
/// struct Port {
///     registers: Registers<8>,
/// }
///
/// #[evt_device_prepare_hardware]
/// fn prepare(cx: &mut Cx<'_, Passive>, device: &Device<Port>, resources: &Resources<'_>) -> Result<()> {
///     device.map_registers(cx, resources, 0, |port| &port.registers)
/// }
///
/// fn send(cx: &mut Cx<'_, Dispatch>, port: &Port, word: u32) -> Option<bool> {
///     port.registers.with(cx, |registers, _cx| {
///         let is_ready = registers.read32::<STATUS>() != 0;
///         if is_ready {
///             registers.write32::<DATA>(word);
///         }
///         is_ready
///     })
/// }
/// ```
///
/// # Invariants
/// What is mapped here has `SIZE` bytes at least.
pub struct Registers<const SIZE: usize> {
    mapping: Mapping,
}

impl<const SIZE: usize> Registers<SIZE> {
    /// The initialiser of registers that are not mapped.
    pub const fn init() -> RegistersInit<SIZE> {
        RegistersInit(())
    }

    /// Runs `f` with the registers; `None`, and nothing is run, when they are not mapped. The release of the device's hardware
    /// waits for `f`. IRQL <= DISPATCH_LEVEL.
    pub fn with<L: AtMostDispatch, R>(
        &self,
        cx: &mut Cx<'_, L>,
        f: impl FnOnce(&Window<'_, SIZE>, &mut Cx<'_, L>) -> R,
    ) -> Option<R> {
        let (_mapped, base) = self.mapping.enter()?;
        // INVARIANT: mapped, `SIZE` bytes at least, until `_mapped` is dropped, after `f`.
        Some(f(&Window { base, lifetime: PhantomData }, cx))
    }

    /// The registers, in the service routine or inside the lock of an interrupt of the device; `None` if they were not mapped.
    pub fn in_service<'a, H: InterruptLevel>(&'a self, _cx: &'a Cx<'_, H>) -> Option<Window<'a, SIZE>> {
        let base = self.mapping.base();
        // INVARIANT: such a context is there only while an interrupt of the device is connected (a callback reaches its own
        // device's only), and interrupts are disconnected before the hardware is released.
        (!base.is_null()).then_some(Window { base, lifetime: PhantomData })
    }
}

/// Registers that are mapped, `SIZE` bytes of them. An offset that lies beyond them, or is not aligned, does not compile.
///
/// # Invariants
/// `base` is the address of a mapping of device memory of at least `SIZE` bytes, for the lifetime.
#[derive(Debug)]
pub struct Window<'w, const SIZE: usize> {
    base: *mut u8,
    lifetime: PhantomData<&'w ()>,
}

impl<const SIZE: usize> Window<'_, SIZE> {
    /// Reads the register at this offset. `READ_REGISTER_ULONG`; any IRQL.
    #[inline]
    pub fn read32<const AT: usize>(&self) -> u32 {
        const { assert!(AT.is_multiple_of(4) && AT + 4 <= SIZE, "a register of 32 bits lies aligned, and inside") };
        // SAFETY: inside the mapping (asserted), which is aligned to a page.
        unsafe { register::read32(self.base.wrapping_add(AT).cast()) }
    }

    /// Writes the register at this offset. `WRITE_REGISTER_ULONG`; any IRQL.
    #[inline]
    pub fn write32<const AT: usize>(&self, value: u32) {
        const { assert!(AT.is_multiple_of(4) && AT + 4 <= SIZE, "a register of 32 bits lies aligned, and inside") };
        // SAFETY: inside the mapping (asserted), which is aligned to a page.
        unsafe { register::write32(self.base.wrapping_add(AT).cast(), value) };
    }

    /// Reads the `LENGTH` bytes that begin at this offset, as far as there is room; returns how many. Byte by byte, as
    /// `READ_REGISTER_BUFFER_UCHAR`; any IRQL.
    pub fn read_bytes<const AT: usize, const LENGTH: usize>(&self, to: &mut [u8]) -> usize {
        const { assert!(AT + LENGTH <= SIZE, "the bytes lie inside") };
        for (at, byte) in to.iter_mut().take(LENGTH).enumerate() {
            // SAFETY: inside the mapping (asserted).
            *byte = unsafe { register::read8(self.base.wrapping_add(AT + at)) };
        }
        to.len().min(LENGTH)
    }

    /// Writes to the `LENGTH` bytes that begin at this offset what there is; returns how much fitted. Byte by byte, as
    /// `WRITE_REGISTER_BUFFER_UCHAR`; any IRQL.
    pub fn write_bytes<const AT: usize, const LENGTH: usize>(&self, from: &[u8]) -> usize {
        const { assert!(AT + LENGTH <= SIZE, "the bytes lie inside") };
        for (at, byte) in from.iter().take(LENGTH).enumerate() {
            // SAFETY: inside the mapping (asserted).
            unsafe { register::write8(self.base.wrapping_add(AT + at), *byte) };
        }
        from.len().min(LENGTH)
    }
}

impl<T: ObjectContext> Device<T> {
    /// Maps the device's range of memory of this number into a field of its context, until the device loses its hardware:
    /// wdf-safe unmaps it after `EvtDeviceReleaseHardware`. `MmMapIoSpaceEx`; in `EvtDevicePrepareHardware`, which alone has
    /// the resources.
    ///
    /// # Errors
    /// STATUS_DEVICE_CONFIGURATION_ERROR when there is no such range, or it is too small; [`Error::Busy`](crate::status::Error::Busy) when the field has
    /// its registers already; STATUS_INSUFFICIENT_RESOURCES.
    pub fn map_registers<const SIZE: usize>(
        &self,
        _cx: &mut Cx<'_, Passive>,
        resources: &Resources<'_>,
        number: usize,
        place: impl for<'a> FnOnce(&'a T) -> &'a Registers<SIZE>,
    ) -> Result<()> {
        let range = resources.memory(number).filter(|range| range.length >= SIZE && SIZE > 0);
        let Some(range) = range else {
            return Err(NtStatus::DEVICE_CONFIGURATION_ERROR.into());
        };
        // INVARIANT: of `SIZE` bytes at least.
        place(self.context()).mapping.map(range.start, range.length, self.word(CHAIN))
    }
}

/// The device loses its hardware: its registers are unmapped, once nobody is inside.
pub(crate) fn release(device: &Block<()>, cx: &Cx<'_, Passive>) {
    mapping::release(device.word(CHAIN), cx);
}

impl<const SIZE: usize> fmt::Debug for Registers<SIZE> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registers").finish_non_exhaustive()
    }
}

/// The initialiser of [`Registers`]: see [`Registers::init`].
#[derive(Debug)]
#[must_use = "an initialiser is a field of a context's initialiser"]
pub struct RegistersInit<const SIZE: usize>(());

// SAFETY: writes registers that are not mapped.
unsafe impl<const SIZE: usize> Init<Registers<SIZE>> for RegistersInit<SIZE> {
    unsafe fn init(self, place: *mut Registers<SIZE>, _owner: WDFOBJECT) -> Result<()> {
        // INVARIANT: in the context of an object, where it stays (`Init`).
        let empty = Registers { mapping: Mapping::new() };
        // SAFETY: the caller's promise.
        unsafe { place.write(empty) };
        Ok(())
    }
}
