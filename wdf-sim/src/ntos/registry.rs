//! `Zw..Key`, `Zw..ValueKey` and `Rtl..Registry..`: the registry that `WdfRegistry*` sees too, by the kernel's handles.
//!
//! There is no file system: opening a file says that the name was not found, which drivers must bear on Windows too.
#![expect(unsafe_code, reason = "defines symbols of the kernel, and reads and writes through the driver's pointers")]

use wdf_sim_sys::{
    HANDLE, NTSTATUS, PASSIVE_LEVEL, PCUNICODE_STRING, PCWSTR, PHANDLE, PVOID, SIZE_T, STATUS_BUFFER_OVERFLOW,
    STATUS_BUFFER_TOO_SMALL, STATUS_INVALID_HANDLE, STATUS_INVALID_PARAMETER, STATUS_OBJECT_NAME_NOT_FOUND,
    STATUS_SUCCESS, ULONG, UNICODE_STRING, USHORT,
};

use super::{at_most, begin};
use crate::exec::{self, with};
use crate::kernel::registry::{Registry, Value, is_string};
use crate::violation::{Outcome, Rule, Violation};

/// `REG_CREATED_NEW_KEY` and `REG_OPENED_EXISTING_KEY`.
const DISPOSITIONS: [ULONG; 2] = [1, 2];
/// `RTL_REGISTRY_HANDLE`: the path is a handle.
const BY_HANDLE: ULONG = 0x4000_0000;
/// `RTL_REGISTRY_OPTIONAL`: as for the same without it.
const OPTIONAL: ULONG = 0x8000_0000;
/// `PagedPool`, and the tag of strings that are allocated for a driver.
const PAGED_POOL: i32 = 1;
/// See [`PAGED_POOL`].
const TAG: ULONG = u32::from_le_bytes(*b"qrtR");
/// The paths that `Rtl..Registry..` know by number.
const PLACES: [&str; 5] = [
    "",
    r"\REGISTRY\MACHINE\SYSTEM\CURRENTCONTROLSET\SERVICES",
    r"\REGISTRY\MACHINE\SYSTEM\CURRENTCONTROLSET\CONTROL",
    r"\REGISTRY\MACHINE\SOFTWARE\MICROSOFT\WINDOWS NT\CURRENTVERSION",
    r"\REGISTRY\MACHINE\HARDWARE\DEVICEMAP",
];

/// `OBJECT_ATTRIBUTES`.
#[repr(C)]
#[derive(Clone, Copy)]
struct ObjectAttributes {
    length: ULONG,
    root: HANDLE,
    name: PCUNICODE_STRING,
    attributes: ULONG,
    security: [PVOID; 2],
}

/// `RTL_QUERY_REGISTRY_TABLE`.
#[repr(C)]
#[derive(Clone, Copy)]
struct Row {
    routine: Option<unsafe extern "C" fn(PCWSTR, ULONG, PVOID, ULONG, PVOID, PVOID) -> NTSTATUS>,
    flags: ULONG,
    name: PCWSTR,
    context: PVOID,
    default_kind: ULONG,
    default_data: PVOID,
    default_length: ULONG,
}

/// `RTL_QUERY_REGISTRY_REQUIRED` and `RTL_QUERY_REGISTRY_DIRECT`.
const REQUIRED: ULONG = 4;
/// See [`REQUIRED`].
const DIRECT: ULONG = 0x20;
/// What a row may have in its flags here; types that are checked, in the highest byte, are taken as said.
const FLAGS: ULONG = REQUIRED | DIRECT | 0x100 | 0xFF00_0000;

/// The text of a driver's string.
///
/// # Safety
///
/// The pointer is NULL or valid, and so is the string's buffer for its length.
unsafe fn text(string: PCUNICODE_STRING) -> String {
    if string.is_null() {
        return String::new();
    }
    // SAFETY: it is not NULL, so the caller vouches for it.
    let UNICODE_STRING { Length: length, Buffer: buffer, .. } = unsafe { string.read_unaligned() };
    let mut units = vec![0_u16; usize::from(length / 2)];
    if !units.is_empty() {
        // SAFETY: the buffer holds the string's length, as the caller vouches.
        unsafe { buffer.cast::<u8>().copy_to_nonoverlapping(units.as_mut_ptr().cast(), units.len() * 2) };
    }
    String::from_utf16_lossy(&units)
}

/// The text of a driver's characters, which end with a zero.
///
/// # Safety
///
/// The pointer is NULL or valid as far as the zero.
unsafe fn characters(string: PCWSTR) -> String {
    let mut units = Vec::new();
    if !string.is_null() {
        loop {
            // SAFETY: no zero was found yet, so the caller vouches for it.
            let place = unsafe { string.add(units.len()) };
            // SAFETY: as above.
            match unsafe { place.read_unaligned() } {
                0 => break,
                unit => units.push(unit),
            }
        }
    }
    String::from_utf16_lossy(&units)
}

/// The path that a driver's attributes name.
///
/// # Safety
///
/// The pointer is valid, and so are those in it.
unsafe fn path_of(name: &'static str, attributes: PVOID) -> Result<String, NTSTATUS> {
    super::required(name, "ObjectAttributes", attributes);
    // SAFETY: the caller vouches for it.
    let attributes = unsafe { attributes.cast::<ObjectAttributes>().read_unaligned() };
    if attributes.length as usize != size_of::<ObjectAttributes>() {
        return Err(STATUS_INVALID_PARAMETER);
    }
    let root = if attributes.root.is_null() { None } else { Some(key(attributes.root)?) };
    // SAFETY: the caller vouches for it.
    Registry::path(root.as_deref(), &unsafe { text(attributes.name) })
}

/// The path of an open key.
pub(super) fn key(handle: HANDLE) -> Result<String, NTSTATUS> {
    with(|kernel| kernel.key_of_handle(handle as usize)).ok_or(STATUS_INVALID_HANDLE)
}

/// A routine that may wait begins.
pub(super) fn begin_passive(name: &'static str) {
    begin(name);
    at_most(name, PASSIVE_LEVEL);
}

/// What opening and creating have in common.
///
/// # Safety
///
/// The pointers are valid.
unsafe fn open(
    name: &'static str,
    out: PHANDLE,
    attributes: PVOID,
    find: impl FnOnce(&mut Registry, &str) -> Result<(), NTSTATUS>,
) -> NTSTATUS {
    begin_passive(name);
    super::required(name, "KeyHandle", out);
    // SAFETY: the caller vouches for it.
    let path = unsafe { path_of(name, attributes) };
    let opened = path.and_then(|path| {
        with(|kernel| {
            find(&mut kernel.registry, &path)?;
            Ok(kernel.open_key_handle(path))
        })
    });
    match opened {
        Ok(handle) => {
            // SAFETY: the driver's pointer, not NULL.
            unsafe { out.write(handle as HANDLE) };
            STATUS_SUCCESS
        }
        Err(status) => status,
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ZwOpenKey(out: PHANDLE, _access: ULONG, attributes: PVOID) -> NTSTATUS {
    // SAFETY: the driver's pointers.
    unsafe { open("ZwOpenKey", out, attributes, |registry, path| registry.open(path)) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ZwOpenKeyEx(out: PHANDLE, _access: ULONG, attributes: PVOID, _options: ULONG) -> NTSTATUS {
    // SAFETY: the driver's pointers.
    unsafe { open("ZwOpenKeyEx", out, attributes, |registry, path| registry.open(path)) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ZwCreateKey(
    out: PHANDLE,
    _access: ULONG,
    attributes: PVOID,
    _title: ULONG,
    _class: PVOID,
    _options: ULONG,
    disposition: *mut ULONG,
) -> NTSTATUS {
    let mut is_new = false;
    // SAFETY: the driver's pointers.
    let status = unsafe {
        open("ZwCreateKey", out, attributes, |registry, path| {
            is_new = registry.create(path)?;
            Ok(())
        })
    };
    if status == STATUS_SUCCESS && !disposition.is_null() {
        // SAFETY: the driver's pointer, not NULL.
        unsafe { disposition.write(DISPOSITIONS[usize::from(!is_new)]) };
    }
    status
}

#[unsafe(no_mangle)]
extern "C" fn ZwDeleteKey(handle: HANDLE) -> NTSTATUS {
    begin_passive("ZwDeleteKey");
    status_of(key(handle).and_then(|path| with(|kernel| kernel.registry.delete(&path))))
}

#[unsafe(no_mangle)]
extern "C" fn ZwFlushKey(handle: HANDLE) -> NTSTATUS {
    begin_passive("ZwFlushKey");
    status_of(key(handle).map(|_| ()))
}

fn status_of(result: Result<(), NTSTATUS>) -> NTSTATUS {
    result.err().unwrap_or(STATUS_SUCCESS)
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ZwDeleteValueKey(handle: HANDLE, name: PCUNICODE_STRING) -> NTSTATUS {
    begin_passive("ZwDeleteValueKey");
    // SAFETY: the driver's string.
    let name = unsafe { text(name) };
    status_of(key(handle).and_then(|path| with(|kernel| kernel.registry.delete_value(&path, &name))))
}

/// Bytes that a driver passes.
///
/// # Safety
///
/// The pointer is valid for so many, or there are none.
unsafe fn bytes(data: PVOID, length: ULONG) -> Vec<u8> {
    let mut copy = vec![0; length as usize];
    if !copy.is_empty() && !data.is_null() {
        // SAFETY: the caller vouches for it, and the vector is as long.
        unsafe { data.cast::<u8>().copy_to_nonoverlapping(copy.as_mut_ptr(), copy.len()) };
    }
    copy
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ZwSetValueKey(
    handle: HANDLE,
    name: PCUNICODE_STRING,
    _title: ULONG,
    kind: ULONG,
    data: PVOID,
    length: ULONG,
) -> NTSTATUS {
    begin_passive("ZwSetValueKey");
    // SAFETY: the driver's string.
    let name = unsafe { text(name) };
    // SAFETY: the driver's data.
    let value = Value { kind, data: unsafe { bytes(data, length) } };
    status_of(key(handle).and_then(|path| with(|kernel| kernel.registry.set_value(&path, &name, value))))
}

/// A value as one of the classes of information has it: all its bytes, and how many of them are its head.
pub(super) fn information(class: i32, name: &str, value: &Value) -> Option<(Vec<u8>, usize)> {
    let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let number = |number: usize| u32::try_from(number).expect("a short value").to_le_bytes();
    let mut all = [number(0), value.kind.to_le_bytes()].concat();
    Some(match class {
        // KeyValueBasicInformation
        0 => {
            all.extend(number(units.len()));
            all.extend(units);
            (all, 12)
        }
        // KeyValueFullInformation
        1 => {
            let offset = (20 + units.len()).next_multiple_of(8);
            for part in [offset, value.data.len(), units.len()] {
                all.extend(number(part));
            }
            all.extend(units);
            all.resize(offset, 0);
            all.extend(&value.data);
            (all, 20)
        }
        // KeyValuePartialInformation
        2 => {
            all.extend(number(value.data.len()));
            all.extend(&value.data);
            (all, 12)
        }
        _ => return None,
    })
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ZwQueryValueKey(
    handle: HANDLE,
    name: PCUNICODE_STRING,
    class: i32,
    out: PVOID,
    room: ULONG,
    needed: *mut ULONG,
) -> NTSTATUS {
    const NAME: &str = "ZwQueryValueKey";
    begin_passive(NAME);
    super::required(NAME, "ResultLength", needed);
    // SAFETY: the driver's string.
    let name = unsafe { text(name) };
    let value = key(handle).and_then(|path| with(|kernel| kernel.registry.value(&path, &name).cloned()));
    let value = match value {
        Ok(value) => value,
        Err(status) => return status,
    };
    // SAFETY: the driver's buffer has that much room.
    unsafe { give(information(class, &name, &value), out, room, needed) }
}

/// Gives a driver information, as far as its buffer has room, and says how much there is.
///
/// # Safety
///
/// The pointers are valid, the first for writes of so many bytes.
pub(super) unsafe fn give(all: Option<(Vec<u8>, usize)>, out: PVOID, room: ULONG, needed: *mut ULONG) -> NTSTATUS {
    let Some((all, head)) = all else { return STATUS_INVALID_PARAMETER };
    // SAFETY: the caller vouches for it.
    unsafe { needed.write(u32::try_from(all.len()).expect("a short value")) };
    let room = room as usize;
    if room < head {
        return STATUS_BUFFER_TOO_SMALL;
    }
    // SAFETY: as above.
    unsafe { all.as_ptr().copy_to_nonoverlapping(out.cast::<u8>(), all.len().min(room)) };
    if room < all.len() { STATUS_BUFFER_OVERFLOW } else { STATUS_SUCCESS }
}

/// The path that is meant by a number and the rest.
///
/// # Safety
///
/// The pointer is valid as far as its zero, or a handle.
unsafe fn place(relative_to: ULONG, path: PCWSTR) -> Result<String, NTSTATUS> {
    if relative_to & BY_HANDLE != 0 {
        return key(path as HANDLE);
    }
    let root = PLACES.get((relative_to & !OPTIONAL) as usize).ok_or(STATUS_INVALID_PARAMETER)?;
    // SAFETY: the caller vouches for it.
    let path = unsafe { characters(path) };
    if root.is_empty() { Registry::path(None, &path) } else { Registry::path(Some(root), &path) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn RtlCheckRegistryKey(relative_to: ULONG, path: PCWSTR) -> NTSTATUS {
    begin_passive("RtlCheckRegistryKey");
    // SAFETY: the driver's characters.
    status_of(unsafe { place(relative_to, path) }.and_then(|path| with(|kernel| kernel.registry.open(&path))))
}

#[unsafe(no_mangle)]
unsafe extern "C" fn RtlCreateRegistryKey(relative_to: ULONG, path: PCWSTR) -> NTSTATUS {
    begin_passive("RtlCreateRegistryKey");
    // SAFETY: the driver's characters.
    let path = unsafe { place(relative_to, path) };
    status_of(path.and_then(|path| with(|kernel| kernel.registry.create(&path).map(|_| ()))))
}

#[unsafe(no_mangle)]
unsafe extern "C" fn RtlWriteRegistryValue(
    relative_to: ULONG,
    path: PCWSTR,
    name: PCWSTR,
    kind: ULONG,
    data: PVOID,
    length: ULONG,
) -> NTSTATUS {
    begin_passive("RtlWriteRegistryValue");
    // SAFETY: the driver's characters.
    let name = unsafe { characters(name) };
    // SAFETY: the driver's data.
    let value = Value { kind, data: unsafe { bytes(data, length) } };
    // SAFETY: the driver's characters.
    let path = unsafe { place(relative_to, path) };
    status_of(path.and_then(|path| {
        with(|kernel| {
            // It makes the key, as it does not those above it.
            kernel.registry.create(&path)?;
            kernel.registry.set_value(&path, &name, value)
        })
    }))
}

#[unsafe(no_mangle)]
unsafe extern "C" fn RtlDeleteRegistryValue(relative_to: ULONG, path: PCWSTR, name: PCWSTR) -> NTSTATUS {
    begin_passive("RtlDeleteRegistryValue");
    // SAFETY: the driver's characters.
    let name = unsafe { characters(name) };
    // SAFETY: the driver's characters.
    let path = unsafe { place(relative_to, path) };
    status_of(path.and_then(|path| with(|kernel| kernel.registry.delete_value(&path, &name))))
}

#[unsafe(no_mangle)]
unsafe extern "C" fn RtlQueryRegistryValues(
    relative_to: ULONG,
    path: PCWSTR,
    table: PVOID,
    context: PVOID,
    _environment: PVOID,
) -> NTSTATUS {
    const NAME: &str = "RtlQueryRegistryValues";
    begin_passive(NAME);
    super::required(NAME, "QueryTable", table);
    // SAFETY: the driver's characters.
    let path = match unsafe { place(relative_to, path) } {
        Ok(path) => path,
        Err(status) => return status,
    };
    if let Err(status) = with(|kernel| kernel.registry.open(&path)) {
        return if relative_to & OPTIONAL != 0 { STATUS_SUCCESS } else { status };
    }
    for index in 0.. {
        // SAFETY: the row before was not the last one.
        let place = unsafe { table.cast::<Row>().add(index) };
        // SAFETY: as above.
        let row = unsafe { place.read_unaligned() };
        if row.routine.is_none() && row.name.is_null() {
            return STATUS_SUCCESS;
        }
        // SAFETY: the driver's row.
        let status = unsafe { query_row(&path, &row, context) };
        if status != STATUS_SUCCESS {
            return status;
        }
    }
    STATUS_SUCCESS
}

/// Reads the value that a row of a table asks for.
///
/// # Safety
///
/// The row's pointers are as its flags say.
unsafe fn query_row(path: &str, row: &Row, context: PVOID) -> NTSTATUS {
    if row.flags & !FLAGS != 0 || row.name.is_null() {
        let text = format!("RtlQueryRegistryValues with the flags {:#x} is not simulated", row.flags);
        exec::stop(Violation::new(Rule::NotSimulated, Outcome::Leak, text));
    }
    // SAFETY: the caller vouches for it.
    let name = unsafe { characters(row.name) };
    let found = with(|kernel| kernel.registry.value(path, &name).cloned());
    let mut value = match found {
        Ok(value) => value,
        Err(_) if row.flags & REQUIRED != 0 => return STATUS_OBJECT_NAME_NOT_FOUND,
        Err(_) if row.default_kind == 0 => return STATUS_SUCCESS,
        Err(_) => {
            // A string's length may be left out.
            let mut length = row.default_length;
            if length == 0 && is_string(row.default_kind) {
                // SAFETY: the caller vouches for it.
                let default = unsafe { characters(row.default_data as PCWSTR) };
                length = ULONG::try_from((default.encode_utf16().count() + 1) * 2).unwrap_or(ULONG::MAX);
            }
            // SAFETY: the caller vouches for it.
            Value { kind: row.default_kind, data: unsafe { bytes(row.default_data, length) } }
        }
    };
    let length = ULONG::try_from(value.data.len()).expect("a short value");
    if row.flags & DIRECT == 0 {
        let Some(routine) = row.routine else { return STATUS_INVALID_PARAMETER };
        let data = value.data.as_mut_ptr();
        // SAFETY: the driver's routine, with the arguments of a RTL_QUERY_REGISTRY_ROUTINE.
        return exec::foreign(|| unsafe { routine(row.name, value.kind, data.cast(), length, context, row.context) });
    }
    if is_string(value.kind) {
        // SAFETY: with this flag a string's context is a UNICODE_STRING.
        return unsafe { store_string(row.context.cast::<UNICODE_STRING>(), &value.data) };
    }
    if value.data.len() > size_of::<ULONG>() {
        let text = format!("RtlQueryRegistryValues of {length} bytes, directly, is not simulated");
        exec::stop(Violation::new(Rule::NotSimulated, Outcome::Leak, text));
    }
    // SAFETY: with this flag the context has room for a ULONG.
    unsafe { value.data.as_ptr().copy_to_nonoverlapping(row.context.cast::<u8>(), value.data.len()) };
    STATUS_SUCCESS
}

/// Stores a string where a driver wants it; it gets a buffer from the pool if it has none.
///
/// # Safety
///
/// The pointer is valid, and the string's buffer as long as it says.
unsafe fn store_string(to: *mut UNICODE_STRING, data: &[u8]) -> NTSTATUS {
    let length = USHORT::try_from(data.len()).unwrap_or(USHORT::MAX);
    // SAFETY: the caller vouches for it.
    let mut string = unsafe { to.read_unaligned() };
    if string.Buffer.is_null() {
        string.Buffer = super::pool::ExAllocatePoolWithTag(PAGED_POOL, data.len() as SIZE_T, TAG).cast();
        string.MaximumLength = length;
    } else if string.MaximumLength < length {
        return STATUS_BUFFER_TOO_SMALL;
    }
    // SAFETY: the buffer has that much room.
    unsafe { data.as_ptr().copy_to_nonoverlapping(string.Buffer.cast::<u8>(), usize::from(length)) };
    string.Length = if data.ends_with(&[0, 0]) { length - 2 } else { length };
    // SAFETY: the caller vouches for it.
    unsafe { to.write_unaligned(string) };
    STATUS_SUCCESS
}

/// An attempt to open a file.
fn not_found(name: &'static str, handle: PHANDLE) -> NTSTATUS {
    begin_passive(name);
    super::required(name, "Handle", handle);
    // SAFETY: the driver's pointer, not NULL.
    unsafe { handle.write(std::ptr::null_mut()) };
    STATUS_OBJECT_NAME_NOT_FOUND
}

/// A call with a file's handle, of which there are none.
fn no_handle(name: &'static str) -> NTSTATUS {
    begin_passive(name);
    STATUS_INVALID_HANDLE
}

#[unsafe(no_mangle)]
extern "C" fn ZwOpenFile(
    handle: PHANDLE,
    _access: ULONG,
    _attributes: PVOID,
    _status: PVOID,
    _share: ULONG,
    _options: ULONG,
) -> NTSTATUS {
    not_found("ZwOpenFile", handle)
}

#[unsafe(no_mangle)]
extern "C" fn ZwCreateFile(
    handle: PHANDLE,
    _access: ULONG,
    _attributes: PVOID,
    _status: PVOID,
    _size: PVOID,
    _file_attributes: ULONG,
    _share: ULONG,
    _disposition: ULONG,
    _options: ULONG,
    _extended: PVOID,
    _extended_length: ULONG,
) -> NTSTATUS {
    not_found("ZwCreateFile", handle)
}

#[unsafe(no_mangle)]
extern "C" fn ZwClose(handle: HANDLE) -> NTSTATUS {
    begin("ZwClose");
    at_most("ZwClose", PASSIVE_LEVEL);
    if with(|kernel| kernel.close_handle(handle as usize)) { STATUS_SUCCESS } else { STATUS_INVALID_HANDLE }
}

macro_rules! without_handles {
    ($($name:ident($($argument:ident: $type:ty),*);)*) => {$(
        #[unsafe(no_mangle)]
        extern "C" fn $name($($argument: $type),*) -> NTSTATUS {
            no_handle(stringify!($name))
        }
    )*};
}

without_handles! {
    ZwReadFile(_file: HANDLE, _event: HANDLE, _apc: PVOID, _context: PVOID, _status: PVOID, _buffer: PVOID,
        _length: ULONG, _offset: PVOID, _key: *mut ULONG);
    ZwWriteFile(_file: HANDLE, _event: HANDLE, _apc: PVOID, _context: PVOID, _status: PVOID, _buffer: PVOID,
        _length: ULONG, _offset: PVOID, _key: *mut ULONG);
    ZwQueryInformationFile(_file: HANDLE, _status: PVOID, _out: PVOID, _length: ULONG, _class: i32);
    ZwSetInformationFile(_file: HANDLE, _status: PVOID, _in: PVOID, _length: ULONG, _class: i32);
}
