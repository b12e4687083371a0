//! `Zw..`: a system whose registry and file system hold nothing that the driver asks for.
//!
//! Opening says that the name was not found, which drivers must bear on Windows too; so no handle exists that the other
//! routines could be given.
#![expect(unsafe_code, reason = "defines symbols of the kernel, and writes the driver's handles")]

use wdf_sim_sys::{
    HANDLE, NTSTATUS, PASSIVE_LEVEL, PHANDLE, PVOID, STATUS_INVALID_HANDLE, STATUS_OBJECT_NAME_NOT_FOUND,
    STATUS_SUCCESS, ULONG,
};

use super::{at_most, begin};
use crate::exec::with;

/// An attempt to open something.
fn not_found(name: &'static str, handle: PHANDLE) -> NTSTATUS {
    begin(name);
    at_most(name, PASSIVE_LEVEL);
    super::required(name, "Handle", handle);
    // SAFETY: the driver's pointer, not NULL.
    unsafe { handle.write(std::ptr::null_mut()) };
    STATUS_OBJECT_NAME_NOT_FOUND
}

/// A call with a handle, of which there are none.
fn no_handle(name: &'static str) -> NTSTATUS {
    begin(name);
    at_most(name, PASSIVE_LEVEL);
    STATUS_INVALID_HANDLE
}

#[unsafe(no_mangle)]
extern "C" fn ZwOpenKey(handle: PHANDLE, _access: ULONG, _attributes: PVOID) -> NTSTATUS {
    not_found("ZwOpenKey", handle)
}

#[unsafe(no_mangle)]
extern "C" fn ZwCreateKey(
    handle: PHANDLE,
    _access: ULONG,
    _attributes: PVOID,
    _title: ULONG,
    _class: PVOID,
    _options: ULONG,
    _disposition: *mut ULONG,
) -> NTSTATUS {
    not_found("ZwCreateKey", handle)
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
    ZwFlushKey(_key: HANDLE);
    ZwDeleteKey(_key: HANDLE);
    ZwDeleteValueKey(_key: HANDLE, _name: PVOID);
    ZwQueryValueKey(_key: HANDLE, _name: PVOID, _class: i32, _out: PVOID, _length: ULONG, _result: *mut ULONG);
    ZwSetValueKey(_key: HANDLE, _name: PVOID, _title: ULONG, _type: ULONG, _data: PVOID, _size: ULONG);
    ZwQueryKey(_key: HANDLE, _class: i32, _out: PVOID, _length: ULONG, _result: *mut ULONG);
    ZwReadFile(_file: HANDLE, _event: HANDLE, _apc: PVOID, _context: PVOID, _status: PVOID, _buffer: PVOID,
        _length: ULONG, _offset: PVOID, _key: *mut ULONG);
    ZwWriteFile(_file: HANDLE, _event: HANDLE, _apc: PVOID, _context: PVOID, _status: PVOID, _buffer: PVOID,
        _length: ULONG, _offset: PVOID, _key: *mut ULONG);
    ZwQueryInformationFile(_file: HANDLE, _status: PVOID, _out: PVOID, _length: ULONG, _class: i32);
    ZwSetInformationFile(_file: HANDLE, _status: PVOID, _in: PVOID, _length: ULONG, _class: i32);
}

#[unsafe(no_mangle)]
extern "C" fn RtlQueryRegistryValues(
    _relative_to: ULONG,
    _path: PVOID,
    _table: PVOID,
    _context: PVOID,
    _environment: PVOID,
) -> NTSTATUS {
    begin("RtlQueryRegistryValues");
    at_most("RtlQueryRegistryValues", PASSIVE_LEVEL);
    STATUS_OBJECT_NAME_NOT_FOUND
}

#[unsafe(no_mangle)]
extern "C" fn RtlCheckRegistryKey(_relative_to: ULONG, _path: PVOID) -> NTSTATUS {
    begin("RtlCheckRegistryKey");
    at_most("RtlCheckRegistryKey", PASSIVE_LEVEL);
    STATUS_OBJECT_NAME_NOT_FOUND
}
