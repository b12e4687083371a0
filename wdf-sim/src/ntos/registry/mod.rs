//! `Zw..Key` and `Zw..ValueKey`: the registry that `WdfRegistry*` sees too, by the kernel's handles; by paths in `rtl.rs`.
#![expect(unsafe_code, reason = "defines symbols of the kernel, and reads and writes through the driver's pointers")]

mod enumerate;
mod rtl;

use wdf_sim_sys::{
    HANDLE, NTSTATUS, PASSIVE_LEVEL, PCUNICODE_STRING, PHANDLE, PVOID, STATUS_BUFFER_OVERFLOW, STATUS_BUFFER_TOO_SMALL,
    STATUS_INVALID_HANDLE, STATUS_INVALID_PARAMETER, STATUS_SUCCESS, ULONG, UNICODE_STRING,
};

use super::{at_most, begin};
use crate::exec::with;
use crate::kernel::registry::{Registry, Value};

/// `REG_CREATED_NEW_KEY` and `REG_OPENED_EXISTING_KEY`.
const DISPOSITIONS: [ULONG; 2] = [1, 2];
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
