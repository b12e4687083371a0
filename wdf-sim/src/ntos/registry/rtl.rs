//! The registry by paths: `RtlWriteRegistryValue` and its like, which need no handle.
//!
//! Facts: the pages of `RtlQueryRegistryValues`, `RtlCheckRegistryKey`.

use wdf_sim_sys::{
    HANDLE, NTSTATUS, PCWSTR, PVOID, SIZE_T, STATUS_BUFFER_TOO_SMALL, STATUS_INVALID_PARAMETER,
    STATUS_OBJECT_NAME_NOT_FOUND, STATUS_SUCCESS, ULONG, UNICODE_STRING, USHORT,
};

use super::{begin_passive, bytes, key, status_of};
use crate::exec::{self, with};
use crate::kernel::registry::{Registry, Value, is_string};
use crate::ntos::{pool, required};
use crate::violation::{Outcome, Rule, Violation};

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
    required(NAME, "QueryTable", table);
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
        string.Buffer = pool::ExAllocatePoolWithTag(PAGED_POOL, data.len() as SIZE_T, TAG).cast();
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
