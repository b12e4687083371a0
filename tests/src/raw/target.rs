//! What a driver does with targets, and how it makes requests of its own for them.

use std::ptr::null_mut;
use std::rc::Rc;

use wdk_sys::{
    _WDF_IO_TARGET_OPEN_TYPE as open_type, _WDF_MEMORY_DESCRIPTOR_TYPE as descriptor, IRP, NT_SUCCESS, NTSTATUS,
    PDEVICE_OBJECT, PFILE_OBJECT, PWDFMEMORY_OFFSET, ULONG_PTR, UNICODE_STRING, WDF_IO_TARGET_OPEN_PARAMS,
    WDF_MEMORY_DESCRIPTOR, WDFDEVICE, WDFIOTARGET, WDFMEMORY, WDFMEMORY_OFFSET, WDFREQUEST,
};

use super::handle::{Device, Memory, Request, Target};
use super::object::Attributes;
use super::send::options;
use super::{ddi, registry};

pub(super) fn size_of_u32<T>() -> u32 {
    u32::try_from(size_of::<T>()).expect("a small structure")
}

/// `WdfRequestCreate` without a target, under these attributes.
///
/// # Errors
///
/// The status that is not a success.
pub fn own_request(attributes: &Attributes) -> Result<Request, NTSTATUS> {
    create_request(attributes, null_mut())
}

fn create_request(attributes: &Attributes, target: WDFIOTARGET) -> Result<Request, NTSTATUS> {
    let mut raw = attributes.to_raw();
    let mut out: WDFREQUEST = std::ptr::dangling_mut();
    let status = ddi!(WdfRequestCreate, &raw mut raw, target, &raw mut out);
    let request = Request::from(out);
    if NT_SUCCESS(status) {
        attributes.register(request.into());
        Ok(request)
    } else {
        Err(status)
    }
}

impl Request {
    /// `WdfRequestCreateFromIrp`, of an IRP that stays the driver's.
    ///
    /// # Errors
    ///
    /// The status that is not a success.
    pub fn around(irp: &mut IRP, attributes: &Attributes) -> Result<Self, NTSTATUS> {
        let mut raw = attributes.to_raw();
        let mut out: WDFREQUEST = null_mut();
        let status = ddi!(WdfRequestCreateFromIrp, &raw mut raw, std::ptr::from_mut(irp), 0, &raw mut out);
        if NT_SUCCESS(status) { Ok(Self::from(out)) } else { Err(status) }
    }
}

impl Device {
    /// `WdfDeviceGetIoTarget`.
    #[must_use]
    pub fn target(self) -> Option<Target> {
        let target: WDFIOTARGET = ddi!(WdfDeviceGetIoTarget, self.raw());
        (!target.is_null()).then(|| Target::from(target))
    }

    /// `WdfIoTargetCreate`.
    ///
    /// # Errors
    ///
    /// The status that is not a success.
    pub fn new_target(self, attributes: &Attributes) -> Result<Target, NTSTATUS> {
        let mut raw = attributes.to_raw();
        let mut out: WDFIOTARGET = null_mut();
        let status = ddi!(WdfIoTargetCreate, self.raw(), &raw mut raw, &raw mut out);
        if NT_SUCCESS(status) {
            attributes.register(Target::from(out).into());
            Ok(Target::from(out))
        } else {
            Err(status)
        }
    }

    /// `WdfDeviceCreateSymbolicLink`.
    pub fn link(self, name: &str) -> NTSTATUS {
        with_string(name, |mut name| ddi!(WdfDeviceCreateSymbolicLink, self.raw(), &raw mut name))
    }
}

fn with_string<R>(text: &str, call: impl FnOnce(UNICODE_STRING) -> R) -> R {
    let mut characters: Vec<u16> = text.encode_utf16().collect();
    let length = u16::try_from(characters.len() * 2).expect("a short string");
    call(UNICODE_STRING { Length: length, MaximumLength: length, Buffer: characters.as_mut_ptr() })
}

/// How a target is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening<'a> {
    /// By this name.
    Name(&'a str),
    /// As before.
    Again,
    /// The device of this address.
    Existing(usize),
    /// The device of this address, and the file of that one.
    File(usize, usize),
    /// By a type that the framework does not know.
    Unknown,
}

fn offset(part: Option<(usize, usize)>) -> WDFMEMORY_OFFSET {
    let (offset, length) = part.unwrap_or((0, 0));
    WDFMEMORY_OFFSET { BufferOffset: offset, BufferLength: length }
}

fn part_pointer(part: Option<(usize, usize)>, raw: &mut WDFMEMORY_OFFSET) -> PWDFMEMORY_OFFSET {
    if part.is_some() { &raw mut *raw } else { null_mut() }
}

fn memory_raw(memory: Option<Memory>) -> WDFMEMORY {
    memory.map_or(null_mut(), Memory::raw)
}

fn described(bytes: &mut [u8]) -> WDF_MEMORY_DESCRIPTOR {
    let mut raw = WDF_MEMORY_DESCRIPTOR { Type: descriptor::WdfMemoryDescriptorTypeBuffer, ..Default::default() };
    raw.u.BufferType.Buffer = bytes.as_mut_ptr().cast();
    raw.u.BufferType.Length = u32::try_from(bytes.len()).expect("a short buffer");
    raw
}

impl Target {
    /// `WdfIoTargetGetState`.
    #[must_use]
    pub fn state(self) -> i32 {
        ddi!(WdfIoTargetGetState, self.raw())
    }

    /// `WdfIoTargetGetDevice`.
    #[must_use]
    pub fn device(self) -> Device {
        let device: WDFDEVICE = ddi!(WdfIoTargetGetDevice, self.raw());
        Device::from(device)
    }

    /// `WdfIoTargetWdmGetTargetDeviceObject`.
    #[must_use]
    pub fn device_object(self) -> usize {
        let object: PDEVICE_OBJECT = ddi!(WdfIoTargetWdmGetTargetDeviceObject, self.raw());
        object as usize
    }

    /// `WdfIoTargetWdmGetTargetFileObject`.
    #[must_use]
    pub fn file_object(self) -> usize {
        let object: PFILE_OBJECT = ddi!(WdfIoTargetWdmGetTargetFileObject, self.raw());
        object as usize
    }

    /// `WdfIoTargetStart`.
    pub fn start(self) -> NTSTATUS {
        ddi!(WdfIoTargetStart, self.raw())
    }

    /// `WdfIoTargetStop`.
    pub fn stop(self, action: i32) {
        ddi!(WdfIoTargetStop, self.raw(), action);
    }

    /// `WdfIoTargetPurge`.
    pub fn purge(self, action: i32) {
        ddi!(WdfIoTargetPurge, self.raw(), action);
    }

    /// `WdfIoTargetClose`.
    pub fn close(self) {
        ddi!(WdfIoTargetClose, self.raw());
    }

    /// `WdfIoTargetCloseForQueryRemove`.
    pub fn close_for_query(self) {
        ddi!(WdfIoTargetCloseForQueryRemove, self.raw());
    }

    /// `WdfIoTargetOpen`.
    pub fn open(self, how: Opening<'_>) -> NTSTATUS {
        self.open_with(how, size_of_u32::<WDF_IO_TARGET_OPEN_PARAMS>())
    }

    /// `WdfIoTargetOpen`, with this size of its parameters and with the callbacks that were registered.
    pub fn open_with(self, how: Opening<'_>, size: u32) -> NTSTATUS {
        let has = |name| registry::with(|registry| registry.targets.contains_key(&(self.0, name)));
        let mut params = WDF_IO_TARGET_OPEN_PARAMS {
            Size: size,
            EvtIoTargetQueryRemove: has("query remove").then_some(registry::query_remove),
            EvtIoTargetRemoveCanceled: has("remove canceled").then_some(registry::remove_canceled),
            EvtIoTargetRemoveComplete: has("remove complete").then_some(registry::remove_complete),
            ..Default::default()
        };
        let name = if let Opening::Name(name) = how { name } else { "" };
        with_string(name, |name| {
            params.Type = match how {
                Opening::Name(_) => open_type::WdfIoTargetOpenByName,
                Opening::Again => open_type::WdfIoTargetOpenReopen,
                Opening::Existing(_) | Opening::File(..) => open_type::WdfIoTargetOpenUseExistingDevice,
                Opening::Unknown => 9,
            };
            if name.Length > 0 {
                params.TargetDeviceName = name;
            }
            if let Opening::Existing(address) | Opening::File(address, _) = how {
                params.TargetDeviceObject = address as PDEVICE_OBJECT;
            }
            if let Opening::File(_, address) = how {
                params.TargetFileObject = address as PFILE_OBJECT;
            }
            ddi!(WdfIoTargetOpen, self.raw(), &raw mut params)
        })
    }

    /// Registers a callback for the next open: `query remove`, `remove canceled` or `remove complete`.
    pub fn on(self, name: &'static str, callback: impl Fn(Self) -> NTSTATUS + 'static) {
        registry::with(|registry| registry.targets.insert((self.0, name), Rc::new(callback)));
    }

    /// `WdfRequestCreate` for this target.
    ///
    /// # Errors
    ///
    /// The status that is not a success.
    pub fn request(self, attributes: &Attributes) -> Result<Request, NTSTATUS> {
        create_request(attributes, self.raw())
    }

    /// `WdfIoTargetFormatRequestForRead`, into this part of a memory.
    pub fn format_read(
        self,
        request: Request,
        memory: Option<Memory>,
        part: Option<(usize, usize)>,
        at: i64,
    ) -> NTSTATUS {
        let (mut part_raw, mut at) = (offset(part), at);
        let part = part_pointer(part, &mut part_raw);
        ddi!(WdfIoTargetFormatRequestForRead, self.raw(), request.raw(), memory_raw(memory), part, &raw mut at)
    }

    /// `WdfIoTargetFormatRequestForWrite`, from this part of a memory.
    pub fn format_write(
        self,
        request: Request,
        memory: Option<Memory>,
        part: Option<(usize, usize)>,
        at: i64,
    ) -> NTSTATUS {
        let (mut part_raw, mut at) = (offset(part), at);
        let part = part_pointer(part, &mut part_raw);
        ddi!(WdfIoTargetFormatRequestForWrite, self.raw(), request.raw(), memory_raw(memory), part, &raw mut at)
    }

    /// `WdfIoTargetFormatRequestForIoctl`.
    pub fn format_ioctl(self, request: Request, code: u32, input: Option<Memory>, output: Option<Memory>) -> NTSTATUS {
        let (input, output) = (memory_raw(input), memory_raw(output));
        ddi!(WdfIoTargetFormatRequestForIoctl, self.raw(), request.raw(), code, input, null_mut(), output, null_mut())
    }

    /// `WdfIoTargetFormatRequestForInternalIoctl`.
    pub fn format_internal(
        self,
        request: Request,
        code: u32,
        input: Option<Memory>,
        output: Option<Memory>,
    ) -> NTSTATUS {
        let (input, output) = (memory_raw(input), memory_raw(output));
        ddi!(
            WdfIoTargetFormatRequestForInternalIoctl,
            self.raw(),
            request.raw(),
            code,
            input,
            null_mut(),
            output,
            null_mut()
        )
    }

    /// `WdfIoTargetFormatRequestForInternalIoctlOthers`.
    pub fn format_others(self, request: Request, code: u32, arguments: [Option<Memory>; 3]) -> NTSTATUS {
        let [first, second, fourth] = arguments.map(memory_raw);
        ddi!(
            WdfIoTargetFormatRequestForInternalIoctlOthers,
            self.raw(),
            request.raw(),
            code,
            first,
            null_mut(),
            second,
            null_mut(),
            fourth,
            null_mut()
        )
    }

    /// `WdfIoTargetSendReadSynchronously` into memory of the test's: the status and what was read.
    pub fn read_now(self, request: Option<Request>, length: usize, timeout: i64) -> (NTSTATUS, Vec<u8>) {
        let mut bytes = vec![0; length];
        let (mut memory, mut options) = (described(&mut bytes), options(1, timeout));
        let mut count: ULONG_PTR = 0;
        let request = request.map_or(null_mut(), Request::raw);
        let status = ddi!(
            WdfIoTargetSendReadSynchronously,
            self.raw(),
            request,
            &raw mut memory,
            null_mut(),
            &raw mut options,
            &raw mut count
        );
        bytes.truncate(usize::try_from(count).expect("a short buffer"));
        (status, bytes)
    }

    /// `WdfIoTargetSendWriteSynchronously`: the status and how many bytes.
    pub fn write_now(self, bytes: &[u8]) -> (NTSTATUS, u64) {
        let mut bytes = bytes.to_vec();
        let mut memory = described(&mut bytes);
        let mut count: ULONG_PTR = 0;
        let status = ddi!(
            WdfIoTargetSendWriteSynchronously,
            self.raw(),
            null_mut(),
            &raw mut memory,
            null_mut(),
            null_mut(),
            &raw mut count
        );
        (status, count)
    }

    /// `WdfIoTargetSendIoctlSynchronously`: the status and the output.
    pub fn ioctl_now(self, code: u32, input: &[u8], length: usize) -> (NTSTATUS, Vec<u8>) {
        let (mut input, mut output) = (input.to_vec(), vec![0; length]);
        let (mut from, mut to) = (described(&mut input), described(&mut output));
        let mut count: ULONG_PTR = 0;
        let status = ddi!(
            WdfIoTargetSendIoctlSynchronously,
            self.raw(),
            null_mut(),
            code,
            &raw mut from,
            &raw mut to,
            null_mut(),
            &raw mut count
        );
        output.truncate(usize::try_from(count).expect("a short buffer"));
        (status, output)
    }
}
