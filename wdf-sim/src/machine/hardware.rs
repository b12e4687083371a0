//! The test's side of hardware: the resources of a device, and its interrupts.
//!
//! Key types: [`Resources`], [`Hardware`].

use wdf_sim_sys::{
    _CM_PARTIAL_RESOURCE_DESCRIPTOR__bindgen_ty_1__bindgen_ty_1 as Range,
    _CM_PARTIAL_RESOURCE_DESCRIPTOR__bindgen_ty_1__bindgen_ty_3 as InterruptPart,
    _CM_PARTIAL_RESOURCE_DESCRIPTOR__bindgen_ty_1__bindgen_ty_4__bindgen_ty_1__bindgen_ty_1 as MessagePart,
    CM_PARTIAL_RESOURCE_DESCRIPTOR, CmResourceTypeInterrupt, CmResourceTypeMemory, CmResourceTypePort, DISPATCH_LEVEL,
    LARGE_INTEGER,
};

use crate::exec::{hardware, interrupt, pnp, with};
use crate::kernel::resource::{Line, Resource};
use crate::machine::{Device, Driver, Machine, Status};

/// `CmResourceShareDeviceExclusive` and `CmResourceShareShared`.
const SHARE: [u8; 2] = [1, 3];
/// `CM_RESOURCE_INTERRUPT_LATCHED` and `CM_RESOURCE_INTERRUPT_MESSAGE`.
const LATCHED: u16 = 1;
/// See [`LATCHED`].
const MESSAGE: u16 = 2;
/// The highest DIRQL of the simulated machine.
const HIGHEST: u8 = 12;

/// The hardware resources of a device, in the order in which its driver sees them.
///
/// ```
/// use wdf_sim::Resources;
///
/// let resources = Resources::new().memory(0xF000_0000, 0x1000).line(10, 5);
/// assert_eq!(resources.len(), 2);
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Resources(Vec<Resource>);

impl Resources {
    /// None.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Device memory at this physical address.
    pub fn memory(self, start: u64, length: u32) -> Self {
        self.range(CmResourceTypeMemory, start, length)
    }

    /// Ports from this one on.
    pub fn port(self, start: u64, length: u32) -> Self {
        self.range(CmResourceTypePort, start, length)
    }

    /// A level-sensitive interrupt line with this vector, which interrupts at this level.
    ///
    /// # Panics
    ///
    /// If the vector is 0, or the level is not a device's (3 to 12).
    pub fn line(self, vector: u32, irql: u8) -> Self {
        self.interrupt(Line { vector, irql, latched: false, shared: false, messages: None })
    }

    /// As [`line`](Self::line), shared with other devices.
    ///
    /// # Panics
    ///
    /// As [`line`](Self::line).
    pub fn shared_line(self, vector: u32, irql: u8) -> Self {
        self.interrupt(Line { vector, irql, latched: false, shared: true, messages: None })
    }

    /// As [`line`](Self::line), edge-triggered.
    ///
    /// # Panics
    ///
    /// As [`line`](Self::line).
    pub fn latched_line(self, vector: u32, irql: u8) -> Self {
        self.interrupt(Line { vector, irql, latched: true, shared: false, messages: None })
    }

    /// So many messages with successive vectors (MSI), each an interrupt of its own.
    ///
    /// # Panics
    ///
    /// As [`line`](Self::line), or if there are no messages.
    pub fn messages(self, count: u16, vector: u32, irql: u8) -> Self {
        assert!(count > 0, "a message interrupt has at least one message");
        self.interrupt(Line { vector, irql, latched: true, shared: false, messages: Some(count) })
    }

    fn range(mut self, kind: u32, start: u64, length: u32) -> Self {
        let mut descriptor = descriptor(kind, false, 0);
        descriptor.u.Generic = Range { Start: LARGE_INTEGER { QuadPart: start.cast_signed() }, Length: length };
        self.0.push(Resource { raw: descriptor, translated: descriptor, line: None });
        self
    }

    fn interrupt(mut self, line: Line) -> Self {
        let dirql = u8::try_from(DISPATCH_LEVEL + 1).expect("a level")..=HIGHEST;
        assert!(line.vector > 0 && dirql.contains(&line.irql), "an interrupt has a vector and a device's IRQL");
        let flags = if line.latched { LATCHED } else { 0 } | if line.messages.is_some() { MESSAGE } else { 0 };
        let mut translated = descriptor(CmResourceTypeInterrupt, line.shared, flags);
        translated.u.Interrupt = InterruptPart { Level: u32::from(line.irql), Vector: line.vector, Affinity: 3 };
        let mut raw = translated;
        if let Some(count) = line.messages {
            raw.u.MessageInterrupt.__bindgen_anon_1.Raw =
                MessagePart { Reserved: 0, MessageCount: count, Vector: line.vector, Affinity: 3 };
        }
        self.0.push(Resource { raw, translated, line: Some(line) });
        self
    }
}

fn descriptor(kind: u32, shared: bool, flags: u16) -> CM_PARTIAL_RESOURCE_DESCRIPTOR {
    CM_PARTIAL_RESOURCE_DESCRIPTOR {
        Type: u8::try_from(kind).expect("a type of resource"),
        ShareDisposition: SHARE[usize::from(shared)],
        Flags: flags,
        ..Default::default()
    }
}

impl Driver {
    /// As [`add_device`](Driver::add_device), for a device that has been assigned these resources.
    ///
    /// # Errors
    ///
    /// The status with which the driver refused the device or its start.
    ///
    /// # Panics
    ///
    /// If the driver has been unloaded.
    pub fn add_device_with(&self, resources: &Resources) -> Result<Device, Status> {
        self.add(|driver| pnp::add_device(driver, resources.0.clone(), 0))
    }
}

impl Machine {
    /// Where device memory lies that is at this physical address: what a driver sees there that maps it, and its
    /// address for the test to play the device with. It begins as zeros, and lives until the run ends.
    #[must_use]
    pub fn device_memory(&self, start: u64, length: usize) -> usize {
        with(|kernel| kernel.device_memory(start, length))
    }
}

impl Machine {
    /// A device that the test plays: so many bytes of memory at this physical address, zero at first, until the run ends.
    ///
    /// ```
    /// use wdf_sim::Explorer;
    ///
    /// Explorer::calm().run(|machine| {
    ///     let card = machine.hardware(0xF000_0000, 0x100);
    ///     card.on_write(move |offset| {
    ///         // A driver that writes the register at 0 makes the device interrupt.
    ///         if offset == 0 {
    ///             card.interrupt(10);
    ///         }
    ///     });
    ///     card.write32(4, 7);
    ///     assert_eq!(card.read32(4), 7);
    /// });
    /// ```
    #[must_use]
    pub fn hardware(&self, start: u64, length: usize) -> Hardware {
        Hardware { base: hardware::add(start, length) }
    }
}

/// A device that the test plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hardware {
    base: usize,
}

impl Hardware {
    /// What the device does when a driver has written at an offset, through `wdf-safe` or by `wdf_sim_sys::sim::register`: on
    /// the driver's thread, at its IRQL.
    pub fn on_write(&self, act: impl Fn(usize) + 'static) {
        hardware::on_write(self.base, act);
    }

    /// Reads 32 bits of the device's memory.
    ///
    /// # Panics
    ///
    /// If they are not all the device's.
    #[must_use]
    pub fn read32(&self, offset: usize) -> u32 {
        let mut bytes = [0; 4];
        hardware::read(self.base, offset, &mut bytes);
        u32::from_le_bytes(bytes)
    }

    /// Writes 32 bits of the device's memory.
    ///
    /// # Panics
    ///
    /// As of [`read32`](Self::read32).
    pub fn write32(&self, offset: usize, value: u32) {
        hardware::write(self.base, offset, &value.to_le_bytes());
    }

    /// Reads bytes of the device's memory.
    ///
    /// # Panics
    ///
    /// As of [`read32`](Self::read32).
    #[must_use]
    pub fn read(&self, offset: usize, length: usize) -> Vec<u8> {
        let mut bytes = vec![0; length];
        hardware::read(self.base, offset, &mut bytes);
        bytes
    }

    /// Writes bytes of the device's memory.
    ///
    /// # Panics
    ///
    /// As of [`read32`](Self::read32).
    pub fn write(&self, offset: usize, bytes: &[u8]) {
        hardware::write(self.base, offset, bytes);
    }

    /// Raises the interrupt with this vector; a processor services it when the scheduler lets it.
    pub fn interrupt(&self, vector: u32) {
        interrupt::raise(vector);
    }
}

impl Device {
    /// Raises the interrupt with this vector, and waits until a processor serviced it: true if a driver claimed it,
    /// which may be one that shares the vector. Nobody claims an interrupt that is not connected.
    pub fn interrupt(&self, vector: u32) -> bool {
        interrupt::raise_and_wait(vector)
    }

    /// Raises the interrupt with this vector; a processor services it when the scheduler lets it.
    pub fn begin_interrupt(&self, vector: u32) {
        interrupt::raise(vector);
    }

    /// How many of its interrupts are connected.
    #[must_use]
    pub fn connected_interrupts(&self) -> usize {
        with(|kernel| {
            let interrupts = kernel.interrupts_of(self.id);
            interrupts.into_iter().filter(|id| kernel.objects.interrupt(*id).connected).count()
        })
    }
}
