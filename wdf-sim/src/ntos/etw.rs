//! Event tracing, to which nobody listens: a provider is registered, is never enabled, and what it writes goes nowhere.
#![expect(unsafe_code, reason = "defines symbols of the kernel, and writes the driver's registration handle")]

use wdf_sim_sys::{APC_LEVEL, BOOLEAN, NTSTATUS, PVOID, STATUS_INVALID_HANDLE, STATUS_SUCCESS, ULONG};

use super::{at_most, begin, required};
use crate::exec::{check, with};

/// What is registered, for a report.
const WHAT: &str = "event provider";

#[unsafe(no_mangle)]
unsafe extern "C" fn EtwRegister(provider: PVOID, _callback: PVOID, _context: PVOID, handle: *mut u64) -> NTSTATUS {
    const NAME: &str = "EtwRegister";
    begin(NAME);
    at_most(NAME, APC_LEVEL);
    required(NAME, "ProviderId", provider);
    required(NAME, "RegHandle", handle);
    let registered = with(|kernel| kernel.keep(WHAT, 1));
    // SAFETY: the driver's pointer, not NULL.
    unsafe { handle.write(registered as u64) };
    STATUS_SUCCESS
}

#[unsafe(no_mangle)]
extern "C" fn EtwUnregister(handle: u64) -> NTSTATUS {
    const NAME: &str = "EtwUnregister";
    begin(NAME);
    at_most(NAME, APC_LEVEL);
    if handle == 0 {
        return STATUS_INVALID_HANDLE;
    }
    check(|kernel| kernel.give_back(NAME, WHAT, handle as usize));
    STATUS_SUCCESS
}

#[unsafe(no_mangle)]
const extern "C" fn EtwSetInformation(_handle: u64, _class: i32, _information: PVOID, _length: ULONG) -> NTSTATUS {
    STATUS_SUCCESS
}

#[unsafe(no_mangle)]
const extern "C" fn EtwEventEnabled(_handle: u64, _event: PVOID) -> BOOLEAN {
    0
}

#[unsafe(no_mangle)]
const extern "C" fn EtwProviderEnabled(_handle: u64, _level: u8, _keyword: u64) -> BOOLEAN {
    0
}

#[unsafe(no_mangle)]
const extern "C" fn EtwWrite(_handle: u64, _event: PVOID, _activity: PVOID, _count: ULONG, _data: PVOID) -> NTSTATUS {
    STATUS_SUCCESS
}

#[unsafe(no_mangle)]
const extern "C" fn EtwWriteTransfer(
    _handle: u64,
    _event: PVOID,
    _activity: PVOID,
    _related: PVOID,
    _count: ULONG,
    _data: PVOID,
) -> NTSTATUS {
    STATUS_SUCCESS
}

#[unsafe(no_mangle)]
const extern "C" fn EtwWriteString(
    _handle: u64,
    _level: u8,
    _keyword: u64,
    _activity: PVOID,
    _text: PVOID,
) -> NTSTATUS {
    STATUS_SUCCESS
}
