//! The registry, as the scene finds it and leaves it to the driver.
#![expect(unsafe_code, reason = "defines the symbols of the header, and reads and writes through C's pointers")]

use std::ffi::{c_char, c_void};
use std::slice;

use wdf_sim::{Device, Driver, RegistryValue};

use crate::device::read;
use crate::handle::call;
use crate::machine::text;

/// `REG_BINARY`, `REG_DWORD`.
const BINARY: u32 = 3;
const DWORD: u32 = 4;

/// The type and the bytes of a value, as the registry stores it.
fn stored(value: RegistryValue) -> (u32, Vec<u8>) {
    let units = |text: &str| text.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    match value {
        RegistryValue::Dword(number) => (DWORD, number.to_le_bytes().to_vec()),
        RegistryValue::Text(text) => (1, units(&text)),
        RegistryValue::Texts(texts) => (7, texts.iter().flat_map(|text| units(text)).chain([0, 0]).collect()),
        RegistryValue::Binary(data) => (BINARY, data),
        RegistryValue::Other(kind, data) => (kind, data),
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn wdf_sim_registry_set(
    key: *const c_char,
    name: *const c_char,
    kind: u32,
    data: *const c_void,
    length: usize,
) {
    // SAFETY: the scene passes a C string.
    let key = unsafe { text(key) };
    // SAFETY: as above.
    let name = unsafe { text(name) };
    let data: &[u8] = if length == 0 {
        &[]
    } else {
        // SAFETY: the scene passes so many bytes.
        unsafe { slice::from_raw_parts(data.cast(), length) }
    };
    call(|machine| machine.set_registry_value(&key, &name, &RegistryValue::Other(kind, data.to_vec())));
}

#[unsafe(no_mangle)]
unsafe extern "C" fn wdf_sim_registry_get(
    key: *const c_char,
    name: *const c_char,
    kind: *mut u32,
    buffer: *mut c_void,
    length: usize,
) -> usize {
    // SAFETY: the scene passes a C string.
    let key = unsafe { text(key) };
    // SAFETY: as above.
    let name = unsafe { text(name) };
    call(|machine| {
        let Some((its_kind, data)) = machine.registry_value(&key, &name).map(stored) else { return usize::MAX };
        if !kind.is_null() {
            // SAFETY: the scene's pointer, not NULL.
            unsafe { kind.write(its_kind) };
        }
        let copied = if buffer.is_null() { 0 } else { data.len().min(length) };
        if copied > 0 {
            // SAFETY: the scene's buffer has so many bytes, and so has the value.
            unsafe { buffer.cast::<u8>().copy_from_nonoverlapping(data.as_ptr(), copied) };
        }
        data.len()
    })
}

/// Gives C a path, as much of it as there is room for with its end.
///
/// # Safety
///
/// The buffer is valid for writes of so many bytes.
unsafe fn give_path(path: &str, buffer: *mut c_char, room: usize) -> usize {
    if room > 0 {
        let copied = path.len().min(room - 1);
        // SAFETY: the caller vouches for the buffer.
        unsafe { buffer.copy_from_nonoverlapping(path.as_ptr().cast(), copied) };
        // SAFETY: there is room for the end.
        let end = unsafe { buffer.add(copied) };
        // SAFETY: as above.
        unsafe { end.write(0) };
    }
    path.len()
}

#[unsafe(no_mangle)]
unsafe extern "C" fn wdf_sim_driver_key(driver: *const Driver, buffer: *mut c_char, room: usize) -> usize {
    let path = call(|_| {
        // SAFETY: the scene passes a handle that it was given.
        unsafe { read(driver) }.registry_path()
    });
    // SAFETY: the scene's buffer.
    unsafe { give_path(&path, buffer, room) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn wdf_sim_device_key(device: *const Device, buffer: *mut c_char, room: usize) -> usize {
    let path = call(|_| {
        // SAFETY: the scene passes a handle that it was given.
        unsafe { read(device) }.hardware_key()
    });
    // SAFETY: the scene's buffer.
    unsafe { give_path(&path, buffer, room) }
}
