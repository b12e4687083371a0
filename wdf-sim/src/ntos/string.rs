//! `ANSI_STRING`, and the conversions between it and `UNICODE_STRING`.
//!
//! The system's code page is Latin-1 here: what it does not have becomes a question mark.
#![expect(unsafe_code, reason = "defines symbols of the kernel, and reads and writes the driver's strings")]

use std::ffi::c_char;

use wdf_sim_sys::{
    BOOLEAN, NTSTATUS, PASSIVE_LEVEL, PCUNICODE_STRING, PUNICODE_STRING, PVOID, STATUS_BUFFER_OVERFLOW,
    STATUS_INVALID_PARAMETER_2, STATUS_NO_MEMORY, STATUS_SUCCESS, UNICODE_STRING, USHORT,
};

use super::unicode::{units, write_units};
use super::{at_most, required};
use crate::exec::{check, with};

/// The tag of strings that the kernel allocates.
const TAG: u32 = u32::from_le_bytes(*b"Strg");

/// `ANSI_STRING`, which is `STRING` and `OEM_STRING` too.
#[repr(C)]
#[derive(Clone, Copy)]
pub(super) struct AnsiString {
    length: USHORT,
    maximum_length: USHORT,
    buffer: *mut c_char,
}

/// # Safety
///
/// The string is valid.
unsafe fn bytes<'a>(string: *const AnsiString) -> &'a [u8] {
    // SAFETY: the caller vouches for it.
    let AnsiString { length, buffer, .. } = unsafe { string.read_unaligned() };
    if length == 0 {
        return &[];
    }
    required("ANSI_STRING", "Buffer", buffer);
    // SAFETY: a string's buffer holds its length.
    unsafe { std::slice::from_raw_parts(buffer.cast::<u8>(), usize::from(length)) }
}

fn upper(byte: u8) -> u8 {
    byte.to_ascii_uppercase()
}

#[unsafe(no_mangle)]
unsafe extern "C" fn RtlInitAnsiString(out: *mut AnsiString, source: *const c_char) {
    required("RtlInitAnsiString", "DestinationString", out);
    let length = if source.is_null() {
        0
    } else {
        // SAFETY: the driver's pointer, NULL or a C string.
        unsafe { std::ffi::CStr::from_ptr(source) }.count_bytes().min(0xFFFE)
    };
    let maximum_length = if source.is_null() { 0 } else { length + 1 };
    let string =
        AnsiString { length: length as USHORT, maximum_length: maximum_length as USHORT, buffer: source.cast_mut() };
    // SAFETY: the driver's pointer, not NULL.
    unsafe { out.write_unaligned(string) };
}

#[unsafe(no_mangle)]
unsafe extern "C" fn RtlInitString(out: *mut AnsiString, source: *const c_char) {
    // SAFETY: the caller's own pointers.
    unsafe { RtlInitAnsiString(out, source) };
}

#[unsafe(no_mangle)]
unsafe extern "C" fn RtlCompareString(first: *const AnsiString, second: *const AnsiString, fold: BOOLEAN) -> i32 {
    // SAFETY: the driver's string is valid.
    let first = unsafe { bytes(first) };
    // SAFETY: as above.
    let second = unsafe { bytes(second) };
    let key = |byte: &u8| if fold != 0 { upper(*byte) } else { *byte };
    let different = first.iter().map(key).zip(second.iter().map(key)).find(|(a, b)| a != b);
    different.map_or(first.len() as i32 - second.len() as i32, |(a, b)| i32::from(a) - i32::from(b))
}

#[unsafe(no_mangle)]
unsafe extern "C" fn RtlEqualString(first: *const AnsiString, second: *const AnsiString, fold: BOOLEAN) -> BOOLEAN {
    // SAFETY: the caller's own pointers.
    BOOLEAN::from(unsafe { RtlCompareString(first, second, fold) } == 0)
}

#[unsafe(no_mangle)]
unsafe extern "C" fn RtlCopyString(to: *mut AnsiString, from: *const AnsiString) {
    required("RtlCopyString", "DestinationString", to);
    let source = if from.is_null() {
        &[]
    } else {
        // SAFETY: the driver's string is valid.
        unsafe { bytes(from) }
    };
    // SAFETY: the driver's string is valid.
    let AnsiString { maximum_length, buffer, .. } = unsafe { to.read_unaligned() };
    let length = source.len().min(usize::from(maximum_length));
    // SAFETY: the buffer holds its maximum length.
    unsafe { std::ptr::copy(source.as_ptr(), buffer.cast::<u8>(), length) };
    // SAFETY: the driver's string is valid.
    unsafe { (*to).length = length as USHORT };
}

/// Memory for a string that the kernel allocates.
fn allocate(size: usize) -> PVOID {
    with(|kernel| kernel.allocate_pool(size, TAG, false)) as PVOID
}

#[unsafe(no_mangle)]
unsafe extern "C" fn RtlUnicodeStringToAnsiString(
    to: *mut AnsiString,
    from: PCUNICODE_STRING,
    allocate_it: BOOLEAN,
) -> NTSTATUS {
    const NAME: &str = "RtlUnicodeStringToAnsiString";
    at_most(NAME, PASSIVE_LEVEL);
    required(NAME, "DestinationString", to);
    required(NAME, "SourceString", from);
    // SAFETY: the driver's string is valid.
    let source = unsafe { units(from) };
    let text: Vec<u8> = source.iter().map(|unit| u8::try_from(*unit).unwrap_or(b'?')).chain([0]).collect();
    let Ok(size) = USHORT::try_from(text.len()) else { return STATUS_INVALID_PARAMETER_2 };
    // SAFETY: the driver's string is valid.
    let mut string = unsafe { to.read_unaligned() };
    if allocate_it != 0 {
        string = AnsiString { length: 0, maximum_length: size, buffer: allocate(text.len()).cast() };
    }
    if string.buffer.is_null() {
        return STATUS_NO_MEMORY;
    }
    let fits = usize::from(string.maximum_length).min(text.len());
    if fits == 0 {
        return STATUS_BUFFER_OVERFLOW;
    }
    // SAFETY: the buffer holds its maximum length.
    unsafe { std::ptr::copy(text.as_ptr(), string.buffer.cast::<u8>(), fits) };
    // SAFETY: it lies in the buffer, as it is not beyond its maximum length.
    let last = unsafe { string.buffer.add(fits - 1) };
    // SAFETY: as above. The string ends with a zero, cut off or not.
    unsafe { last.write(0) };
    string.length = (fits - 1) as USHORT;
    // SAFETY: the driver's pointer, not NULL.
    unsafe { to.write_unaligned(string) };
    if fits < text.len() { STATUS_BUFFER_OVERFLOW } else { STATUS_SUCCESS }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn RtlAnsiStringToUnicodeString(
    to: PUNICODE_STRING,
    from: *const AnsiString,
    allocate_it: BOOLEAN,
) -> NTSTATUS {
    const NAME: &str = "RtlAnsiStringToUnicodeString";
    at_most(NAME, PASSIVE_LEVEL);
    required(NAME, "DestinationString", to);
    required(NAME, "SourceString", from);
    // SAFETY: the driver's string is valid.
    let source: Vec<u16> = unsafe { bytes(from) }.iter().map(|byte| u16::from(*byte)).collect();
    let Ok(size) = USHORT::try_from((source.len() + 1) * 2) else { return STATUS_INVALID_PARAMETER_2 };
    if allocate_it != 0 {
        let buffer = allocate(usize::from(size)).cast::<u16>();
        // SAFETY: the driver's pointer, not NULL.
        unsafe { to.write_unaligned(UNICODE_STRING { Length: 0, MaximumLength: size, Buffer: buffer }) };
    }
    // SAFETY: the driver's string is valid.
    let room = usize::from(unsafe { (*to).MaximumLength });
    if room < usize::from(size) {
        return STATUS_BUFFER_OVERFLOW;
    }
    // SAFETY: as above.
    unsafe { write_units(to, &source) };
    STATUS_SUCCESS
}

/// Frees the buffer of a string that the kernel allocated.
fn free(buffer: PVOID) {
    if !buffer.is_null() {
        check(|kernel| kernel.free_pool(buffer as usize, None));
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn RtlFreeAnsiString(string: *mut AnsiString) {
    required("RtlFreeAnsiString", "AnsiString", string);
    // SAFETY: the driver's string is valid.
    free(unsafe { (*string).buffer }.cast());
    let empty = AnsiString { length: 0, maximum_length: 0, buffer: std::ptr::null_mut() };
    // SAFETY: as above.
    unsafe { string.write_unaligned(empty) };
}

#[unsafe(no_mangle)]
unsafe extern "C" fn RtlFreeUnicodeString(string: PUNICODE_STRING) {
    required("RtlFreeUnicodeString", "UnicodeString", string);
    // SAFETY: the driver's string is valid.
    free(unsafe { (*string).Buffer }.cast());
    let empty = UNICODE_STRING { Length: 0, MaximumLength: 0, Buffer: std::ptr::null_mut() };
    // SAFETY: as above.
    unsafe { string.write_unaligned(empty) };
}
