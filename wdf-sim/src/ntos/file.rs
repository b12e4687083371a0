//! Files and handles: `ZwClose` closes keys, and no file is found.
//!
//! There is no file system: opening a file says that the name was not found, which drivers must bear on Windows too.
//!
//! Facts: the pages of `ZwCreateFile`, `ZwClose`.

use wdf_sim_sys::{
    HANDLE, NTSTATUS, PASSIVE_LEVEL, PHANDLE, PVOID, STATUS_INVALID_HANDLE, STATUS_OBJECT_NAME_NOT_FOUND,
    STATUS_SUCCESS, ULONG,
};

use crate::exec::with;
use crate::ntos::registry::begin_passive;
use crate::ntos::{at_most, begin};

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
