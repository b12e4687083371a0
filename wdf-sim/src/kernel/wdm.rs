//! The I/O manager's objects as a driver sees them that looks behind the framework's: `IRP` with its stack location and
//! MDLs, `DEVICE_OBJECT`, `FILE_OBJECT`.
//!
//! They are made when a driver first asks for one, from what the machine knows, and are the driver's to read: the
//! headers' inline functions follow their pointers. Nothing that a driver writes there is read back. An IRP that was
//! completed is filled with a pattern that makes following its pointers a fault, and stays so until the run ends.
//!
//! Key types: [`Wdm`], [`Packet`]. Facts: wdm.h; `fxrequestkm.cpp:GetMdl` for the framework's own MDL.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;

use wdf_sim_sys::{
    CHAR, DEVICE_OBJECT, DRIVER_OBJECT, FILE_OBJECT, IO_STACK_LOCATION, IRP, LARGE_INTEGER, NTSTATUS, PMDL, PVOID,
    STATUS_BUFFER_TOO_SMALL, ULONG, USHORT,
};

use super::Kernel;
use super::driver_irp::DriverIrps;
use super::irp::{Block, IrpId, Major, Side, Transfer};
use super::mdl::{LOCKED, NONPAGED, WRITE, describe};
use super::object::Id;

/// `IO_TYPE_DEVICE`, `IO_TYPE_FILE`, `IO_TYPE_IRP`.
const TYPES: (i16, i16, i16) = (3, 5, 6);
/// The devices that an IRP passes here: the driver's, and the one below it.
const STACK: usize = 2;
/// `DO_BUFFERED_IO`, `DO_DIRECT_IO`.
const DEVICE_FLAGS: (ULONG, ULONG) = (0x4, 0x10);
/// `FILE_DEVICE_UNKNOWN`.
const UNKNOWN: ULONG = 0x22;
/// `IRP_BUFFERED_IO`, `IRP_INPUT_OPERATION`.
const PACKET_FLAGS: (ULONG, ULONG) = (0x10, 0x40);
/// How many IRPs are kept when they are gone.
const KEPT: usize = 1024;
/// Bytes of an IRP that is gone: no address begins with them.
const GONE: u64 = 0xA5A5_A5A5_A5A5_A5A5;

type DeviceObjects = [Shown<DEVICE_OBJECT>; 2];

/// What drivers were given so far.
#[derive(Debug, Default)]
pub(crate) struct Wdm {
    /// By the serial of the IRP.
    packets: BTreeMap<u32, Box<Packet>>,
    /// IRPs that were completed, as many as are kept.
    gone: VecDeque<Box<Packet>>,
    /// By the device's serial, since handles are used again: its handle, its own object, and the one below.
    devices: BTreeMap<u32, (usize, Box<DeviceObjects>)>,
    /// IRPs that drivers made.
    pub(crate) made: DriverIrps,
    /// IRPs, by their serials, that a driver was shown before the framework and has in hand.
    in_hand: BTreeMap<u32, IrpId>,
    /// By the file's serial.
    files: BTreeMap<u32, Box<Shown<FILE_OBJECT>>>,
}

/// A structure of the kernel's, of which no text is made.
#[derive(Default)]
#[repr(transparent)]
pub(crate) struct Shown<T>(T);

impl<T> fmt::Debug for Shown<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Shown").finish_non_exhaustive()
    }
}

/// An IRP with its stack locations behind it.
#[derive(Debug, Default)]
#[repr(C)]
pub(crate) struct Packet {
    irp: Shown<IRP>,
    /// With one more, for who looks there by mistake (after `IoSkipCurrentIrpStackLocation`).
    stack: Shown<[IO_STACK_LOCATION; STACK + 1]>,
    /// The I/O manager's MDL, for direct I/O, and the one that the framework makes of a system buffer.
    mdl: Block,
    own_mdl: Block,
    /// The queue that its driver chose for it, while `EvtIoInCallerContext` comes before that, and the queue's number.
    chosen: Option<(Id, u32)>,
}

impl Kernel {
    /// The device object of a device, or the one below it.
    pub(crate) fn device_object(&mut self, device: Id, below: bool) -> usize {
        let serial = self.objects.get(device).serial;
        if !self.wdm.devices.contains_key(&serial) {
            let driver = self.driver_object_of(device);
            let transfer = self.objects.device(device).transfer;
            let flags = match transfer {
                Transfer::Buffered => DEVICE_FLAGS.0,
                Transfer::Direct => DEVICE_FLAGS.1,
                Transfer::Neither => 0,
            };
            let make = |stack_size| DEVICE_OBJECT {
                Type: TYPES.0,
                Size: size_of::<DEVICE_OBJECT>() as USHORT,
                ReferenceCount: 1,
                DriverObject: driver,
                Flags: flags,
                DeviceType: UNKNOWN,
                StackSize: stack_size,
                ..DEVICE_OBJECT::default()
            };
            let mut both = Box::new([Shown(make(STACK as CHAR)), Shown(make(1))]);
            both[1].0.AttachedDevice = &raw mut both[0].0;
            self.wdm.devices.insert(serial, (device.handle(), both));
        }
        let (_, both) = self.wdm.devices.get_mut(&serial).expect("it was made just now");
        &raw mut both[usize::from(below)].0 as usize
    }

    fn driver_object_of(&self, device: Id) -> *mut DRIVER_OBJECT {
        let mut at = Some(device);
        while let Some(id) = at {
            if self.objects.kind(id) == super::object::Kind::Driver {
                return self.objects.driver(id).wdm as *mut DRIVER_OBJECT;
            }
            at = self.objects.get(id).parent;
        }
        std::ptr::null_mut()
    }

    /// The handle of the device that has this device object, or has it below.
    pub(crate) fn device_with_object(&self, address: usize) -> Option<(usize, bool)> {
        self.wdm.devices.values().find_map(|(handle, both)| {
            let place = both.iter().position(|object| &raw const object.0 as usize == address)?;
            Some((*handle, place == 1))
        })
    }

    /// The file object of an open file. It names the lowest device of the stack, which the name that was opened leads to.
    pub(crate) fn file_object(&mut self, file: Id) -> usize {
        let device = self.objects.file(file).device;
        let state = self.objects.device(device);
        let is_lowest = state.pdo.is_some() || state.control.is_some();
        let device = self.device_object(device, !is_lowest);
        let serial = self.objects.get(file).serial;
        let made = self.wdm.files.entry(serial).or_insert_with(|| {
            Box::new(Shown(FILE_OBJECT {
                Type: TYPES.1,
                Size: size_of::<FILE_OBJECT>() as i16,
                DeviceObject: device as *mut DEVICE_OBJECT,
                ReadAccess: 1,
                WriteAccess: 1,
                ..FILE_OBJECT::default()
            }))
        });
        &raw mut made.0 as usize
    }

    /// The serial of the file whose file object lies at this address.
    pub(crate) fn file_with_object(&self, address: usize) -> Option<u32> {
        let is_it = |made: &Shown<FILE_OBJECT>| &raw const made.0 as usize == address;
        self.wdm.files.iter().find(|(_, made)| is_it(made)).map(|(serial, _)| *serial)
    }

    /// The device that a request was sent to; a driver's own request was sent to none.
    pub(crate) fn device_of_request(&self, id: Id) -> Option<Id> {
        let request = self.objects.request(id);
        let by_file = || self.irps.get(request.irp).file.map(|file| self.objects.file(file).device);
        request.queue.map(|queue| self.objects.queue(queue).device).or_else(by_file)
    }

    /// The bytes of an IRP that is not completed.
    pub(crate) fn packet(&mut self, device: Option<Id>, id: IrpId) -> usize {
        let serial = self.irps.get(id).serial;
        if !self.wdm.packets.contains_key(&serial) {
            let packet = self.make_packet(device, id);
            self.wdm.packets.insert(serial, packet);
        }
        let packet = self.wdm.packets.get_mut(&serial).expect("it was made just now");
        &raw mut packet.irp.0 as usize
    }

    fn make_packet(&mut self, device: Option<Id>, id: IrpId) -> Box<Packet> {
        let device_object = device.map_or(0, |device| self.device_object(device, false));
        let file = self.irps.get(id).file;
        let file_object = file.map_or(0, |file| self.file_object(file));
        let thread = super::system::thread_object(self.running);
        let irp = self.irps.get_mut(id);
        let (input, input_length) = irp.input();
        let output_length = irp.output_length;
        let is_control = irp.major.is_control();
        let is_read = irp.major == Major::Read;
        let mut packet = Box::<Packet>::default();
        let mut data = &mut irp.system;
        let system = if data.len() > 0 { data.address() } else { 0 };
        if irp.direct.len() > 0 {
            data = &mut irp.direct;
        }
        let (data, data_length) = (data.address(), data.len());

        let value = &mut packet.irp.0;
        value.Type = TYPES.2;
        value.Size = (size_of::<IRP>() + STACK * size_of::<IO_STACK_LOCATION>()) as USHORT;
        value.RequestorMode = i8::from(irp.from_user);
        value.StackCount = STACK as CHAR;
        value.CurrentLocation = STACK as CHAR;
        value.Cancel = u8::from(irp.cancel);
        value.Tail.Overlay.Thread = thread as _;
        value.Tail.Overlay.OriginalFileObject = file_object as _;
        let has_data = if is_control { output_length > 0 } else { data_length > 0 };
        match irp.transfer {
            Transfer::Buffered => {
                value.AssociatedIrp.SystemBuffer = system as PVOID;
                value.Flags = PACKET_FLAGS.0 | if is_read { PACKET_FLAGS.1 } else { 0 };
            }
            Transfer::Direct => {
                let is_in_direct = is_control && irp.ioctl & 3 == 1;
                let write = if irp.major == Major::Write || is_in_direct { 0 } else { WRITE };
                if is_control {
                    value.AssociatedIrp.SystemBuffer = system as PVOID;
                }
                if has_data {
                    packet.mdl = describe(data, data_length, LOCKED | write);
                    value.MdlAddress = packet.mdl.address() as PMDL;
                }
            }
            Transfer::Neither => value.UserBuffer = if has_data { data } else { 0 } as PVOID,
        }

        let here = &mut packet.stack.0[STACK - 1];
        here.MajorFunction = irp.major as u8;
        here.DeviceObject = device_object as *mut DEVICE_OBJECT;
        here.FileObject = file_object as *mut FILE_OBJECT;
        let offset = LARGE_INTEGER { QuadPart: irp.offset };
        match irp.major {
            Major::Read => {
                here.Parameters.Read.Length = output_length as ULONG;
                here.Parameters.Read.ByteOffset = offset;
            }
            Major::Write => {
                here.Parameters.Write.Length = input_length as ULONG;
                here.Parameters.Write.ByteOffset = offset;
            }
            Major::DeviceControl | Major::InternalDeviceControl => {
                let neither = irp.transfer == Transfer::Neither && input_length > 0;
                here.Parameters.DeviceIoControl.OutputBufferLength = output_length as ULONG;
                here.Parameters.DeviceIoControl.InputBufferLength = input_length as ULONG;
                here.Parameters.DeviceIoControl.IoControlCode = irp.ioctl;
                here.Parameters.DeviceIoControl.Type3InputBuffer = if neither { input } else { 0 } as PVOID;
            }
            _ => {}
        }
        let here = &raw mut *here;
        packet.irp.0.Tail.Overlay.__bindgen_anon_2.__bindgen_anon_1.CurrentStackLocation = here;
        packet
    }

    /// A driver is shown an IRP before the framework sees it: its address.
    pub(crate) fn take_in_hand(&mut self, device: Id, id: IrpId) -> usize {
        let serial = self.irps.get(id).serial;
        self.wdm.in_hand.insert(serial, id);
        self.packet(Some(device), id)
    }

    /// The queue that was chosen for an IRP, with its number.
    pub(super) fn chosen_for(&mut self, id: IrpId) -> Option<&mut Option<(Id, u32)>> {
        let serial = self.irps.get(id).serial;
        self.wdm.packets.get_mut(&serial).map(|packet| &mut packet.chosen)
    }

    /// The driver has it no more: it goes on to the next one, or back to the framework.
    pub(crate) fn leave_hand(&mut self, id: IrpId) {
        let serial = self.irps.get(id).serial;
        self.wdm.in_hand.remove(&serial);
    }

    /// Whether a driver was shown an IRP and has neither completed it nor passed it on.
    pub(crate) fn has_irp_in_hand(&self) -> bool {
        !self.wdm.in_hand.is_empty()
    }

    /// The IRP in a driver's hands that lies here.
    pub(crate) fn presented_at(&self, address: usize) -> Option<IrpId> {
        let is_it = |serial: &u32| {
            self.wdm.packets.get(serial).is_some_and(|packet| &raw const packet.irp.0 as usize == address)
        };
        self.wdm.in_hand.iter().find(|(serial, _)| is_it(serial)).map(|(_, id)| *id)
    }

    /// The MDL of a request's buffer. The framework makes one itself for a system buffer, and only one: who asks for the
    /// other side of a buffered control gets the same.
    pub(crate) fn mdl(&mut self, device: Option<Id>, id: IrpId, side: Side) -> Result<usize, NTSTATUS> {
        self.packet(device, id);
        let irp = self.irps.get_mut(id);
        let serial = irp.serial;
        let is_control = irp.major.is_control();
        let (address, length) = irp.buffer(side);
        let is_direct = irp.transfer == Transfer::Direct && (!is_control || side == Side::Output);
        let packet = self.wdm.packets.get_mut(&serial).expect("it was made above");
        if is_direct {
            let mdl = packet.irp.0.MdlAddress as usize;
            return if mdl == 0 { Err(STATUS_BUFFER_TOO_SMALL) } else { Ok(mdl) };
        }
        if length == 0 {
            return Err(STATUS_BUFFER_TOO_SMALL);
        }
        if packet.own_mdl.len() == 0 {
            packet.own_mdl = describe(address, length, NONPAGED);
        }
        Ok(packet.own_mdl.address())
    }

    /// Whether there was an MDL here, of a request that is completed.
    pub(crate) fn mdl_is_gone(&mut self, address: usize) -> bool {
        let is_it = |packet: &mut Box<Packet>| {
            [&mut packet.mdl, &mut packet.own_mdl].into_iter().any(|mdl| mdl.len() > 0 && mdl.address() == address)
        };
        self.wdm.gone.iter_mut().any(is_it)
    }

    /// `IoCancelIrp` has set the flag.
    pub(crate) fn show_cancel(&mut self, id: IrpId) {
        if self.wdm.packets.is_empty() {
            return;
        }
        let serial = self.irps.get(id).serial;
        if let Some(packet) = self.wdm.packets.get_mut(&serial) {
            packet.irp.0.Cancel = 1;
        }
    }

    /// The IRP is the I/O manager's again: who still has its address shall notice.
    pub(crate) fn retire_packet(&mut self, serial: u32) {
        if self.wdm.packets.is_empty() {
            return;
        }
        let Some(mut packet) = self.wdm.packets.remove(&serial) else { return };
        self.wdm.in_hand.remove(&serial);
        let gone = GONE as usize;
        let irp = &mut packet.irp.0;
        irp.Type = 0;
        irp.MdlAddress = gone as PMDL;
        irp.AssociatedIrp.SystemBuffer = gone as PVOID;
        irp.UserBuffer = gone as PVOID;
        irp.Tail.Overlay.Thread = gone as _;
        irp.Tail.Overlay.OriginalFileObject = gone as _;
        irp.Tail.Overlay.__bindgen_anon_2.__bindgen_anon_1.CurrentStackLocation = gone as _;
        packet.stack = Shown::default();
        for mdl in [&mut packet.mdl, &mut packet.own_mdl] {
            mdl.fill(GONE as u8);
            // Not mapped: who wants to know where the pages are must ask the kernel, which knows that they are gone.
            mdl.put(10, &LOCKED.to_ne_bytes());
        }
        self.wdm.gone.push_back(packet);
        if self.wdm.gone.len() > KEPT {
            self.wdm.gone.pop_front();
        }
    }
}
