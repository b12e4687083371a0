//! `UNICODE_STRING`.
//!
//! Cases are folded as far as one UTF-16 unit becomes one.
#![expect(unsafe_code, reason = "defines symbols of the kernel, and reads and writes the driver's strings")]

use wdf_sim_sys::{
    BOOLEAN, NTSTATUS, PASSIVE_LEVEL, PCUNICODE_STRING, PCWSTR, PUNICODE_STRING, STATUS_BUFFER_OVERFLOW,
    STATUS_BUFFER_TOO_SMALL, STATUS_INVALID_PARAMETER, STATUS_NAME_TOO_LONG, STATUS_SUCCESS, ULONG, UNICODE_STRING,
    USHORT, WCHAR,
};

use super::{at_most, required};

/// The longest string with its terminating zero, in bytes.
const LONGEST: usize = 0xFFFE;

/// A string's UTF-16 units.
///
/// # Safety
///
/// The string is valid.
pub(super) unsafe fn units<'a>(string: PCUNICODE_STRING) -> &'a [u16] {
    // SAFETY: the caller vouches for it.
    let UNICODE_STRING { Length: length, Buffer: buffer, .. } = unsafe { string.read_unaligned() };
    if length < 2 {
        return &[];
    }
    required("UNICODE_STRING", "Buffer", buffer);
    // SAFETY: a string's buffer holds its length.
    unsafe { std::slice::from_raw_parts(buffer, usize::from(length / 2)) }
}

/// Writes as many units as fit, and a zero behind them if that fits too. How many were written.
///
/// # Safety
///
/// The string is valid.
pub(super) unsafe fn write_units(string: PUNICODE_STRING, text: &[u16]) -> usize {
    // SAFETY: the caller vouches for it.
    let UNICODE_STRING { MaximumLength: room, Buffer: buffer, .. } = unsafe { string.read_unaligned() };
    let room = usize::from(room / 2);
    let count = text.len().min(room);
    // SAFETY: the buffer holds its maximum length. The text may be part of it.
    unsafe { std::ptr::copy(text.as_ptr(), buffer, count) };
    if count < room {
        // SAFETY: as above: the place is within the buffer.
        let end = unsafe { buffer.add(count) };
        // SAFETY: as above.
        unsafe { end.write(0) };
    }
    // SAFETY: the caller vouches for the string.
    unsafe { (*string).Length = (count * 2) as USHORT };
    count
}

/// How many units a string has that ends with a zero.
///
/// # Safety
///
/// The pointer is valid.
unsafe fn length_of(text: PCWSTR) -> usize {
    let mut length = 0;
    let mut at = text;
    // SAFETY: the string ends with a zero, which was not passed yet.
    while unsafe { at.read_unaligned() } != 0 {
        length += 1;
        // SAFETY: as above.
        at = unsafe { at.add(1) };
    }
    length
}

fn upper(unit: u16) -> u16 {
    let Some(character) = char::from_u32(u32::from(unit)) else { return unit };
    let mut folded = character.to_uppercase();
    match (folded.next(), folded.next()) {
        (Some(one), None) => u16::try_from(u32::from(one)).unwrap_or(unit),
        _ => unit,
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn RtlInitUnicodeString(out: PUNICODE_STRING, source: PCWSTR) {
    required("RtlInitUnicodeString", "DestinationString", out);
    let length = if source.is_null() {
        0
    } else {
        // SAFETY: the driver's string ends with a zero.
        unsafe { length_of(source) }
    };
    let length = (length * 2).min(LONGEST - 2);
    let maximum = if source.is_null() { 0 } else { length + 2 };
    let string =
        UNICODE_STRING { Length: length as USHORT, MaximumLength: maximum as USHORT, Buffer: source.cast_mut() };
    // SAFETY: the driver's pointer, not NULL.
    unsafe { out.write_unaligned(string) };
}

#[unsafe(no_mangle)]
unsafe extern "C" fn RtlInitUnicodeStringEx(out: PUNICODE_STRING, source: PCWSTR) -> NTSTATUS {
    // SAFETY: the driver's pointer, NULL or a string that ends with a zero.
    if !source.is_null() && unsafe { length_of(source) } * 2 > LONGEST - 2 {
        return STATUS_NAME_TOO_LONG;
    }
    // SAFETY: the caller's own pointers.
    unsafe { RtlInitUnicodeString(out, source) };
    STATUS_SUCCESS
}

#[unsafe(no_mangle)]
unsafe extern "C" fn RtlCopyUnicodeString(to: PUNICODE_STRING, from: PCUNICODE_STRING) {
    required("RtlCopyUnicodeString", "DestinationString", to);
    let source = if from.is_null() {
        &[]
    } else {
        // SAFETY: the driver's string is valid.
        unsafe { units(from) }
    };
    // SAFETY: the driver's string is valid.
    unsafe { write_units(to, source) };
}

/// Appends units if they fit.
///
/// # Safety
///
/// The string is valid.
unsafe fn append(to: PUNICODE_STRING, text: &[u16]) -> NTSTATUS {
    // SAFETY: the caller vouches for it.
    let before = unsafe { units(to) };
    // SAFETY: as above.
    let room = usize::from(unsafe { (*to).MaximumLength });
    if (before.len() + text.len()) * 2 > room {
        return STATUS_BUFFER_TOO_SMALL;
    }
    let all: Vec<u16> = before.iter().chain(text).copied().collect();
    // SAFETY: the caller vouches for the string.
    unsafe { write_units(to, &all) };
    STATUS_SUCCESS
}

#[unsafe(no_mangle)]
unsafe extern "C" fn RtlAppendUnicodeStringToString(to: PUNICODE_STRING, from: PCUNICODE_STRING) -> NTSTATUS {
    required("RtlAppendUnicodeStringToString", "Destination", to);
    required("RtlAppendUnicodeStringToString", "Source", from);
    // SAFETY: the driver's string is valid.
    let text = unsafe { units(from) };
    // SAFETY: as above.
    unsafe { append(to, text) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn RtlAppendUnicodeToString(to: PUNICODE_STRING, from: PCWSTR) -> NTSTATUS {
    required("RtlAppendUnicodeToString", "Destination", to);
    if from.is_null() {
        return STATUS_SUCCESS;
    }
    // SAFETY: the driver's string ends with a zero.
    let length = unsafe { length_of(from) };
    // SAFETY: as above.
    let text = unsafe { std::slice::from_raw_parts(from, length) };
    // SAFETY: the driver's string is valid.
    unsafe { append(to, text) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn RtlCompareUnicodeString(first: PCUNICODE_STRING, second: PCUNICODE_STRING, fold: BOOLEAN) -> i32 {
    const NAME: &str = "RtlCompareUnicodeString";
    at_most(NAME, PASSIVE_LEVEL);
    required(NAME, "String1", first);
    required(NAME, "String2", second);
    // SAFETY: the driver's string is valid.
    let first = unsafe { units(first) };
    // SAFETY: as above.
    let second = unsafe { units(second) };
    let key = |unit: &u16| if fold != 0 { upper(*unit) } else { *unit };
    let different = first.iter().map(key).zip(second.iter().map(key)).find(|(a, b)| a != b);
    different.map_or((first.len() as i32 - second.len() as i32) * 2, |(a, b)| i32::from(a) - i32::from(b))
}

#[unsafe(no_mangle)]
unsafe extern "C" fn RtlEqualUnicodeString(
    first: PCUNICODE_STRING,
    second: PCUNICODE_STRING,
    fold: BOOLEAN,
) -> BOOLEAN {
    // SAFETY: the caller's own pointers.
    BOOLEAN::from(unsafe { RtlCompareUnicodeString(first, second, fold) } == 0)
}

#[unsafe(no_mangle)]
unsafe extern "C" fn RtlPrefixUnicodeString(
    prefix: PCUNICODE_STRING,
    string: PCUNICODE_STRING,
    fold: BOOLEAN,
) -> BOOLEAN {
    const NAME: &str = "RtlPrefixUnicodeString";
    at_most(NAME, PASSIVE_LEVEL);
    required(NAME, "String1", prefix);
    required(NAME, "String2", string);
    // SAFETY: the driver's string is valid.
    let prefix = unsafe { units(prefix) };
    // SAFETY: as above.
    let string = unsafe { units(string) };
    let key = |unit: &u16| if fold != 0 { upper(*unit) } else { *unit };
    BOOLEAN::from(prefix.len() <= string.len() && prefix.iter().map(key).eq(string[..prefix.len()].iter().map(key)))
}

#[unsafe(no_mangle)]
extern "C" fn RtlUpcaseUnicodeChar(unit: WCHAR) -> WCHAR {
    upper(unit)
}

#[unsafe(no_mangle)]
extern "C" fn RtlDowncaseUnicodeChar(unit: WCHAR) -> WCHAR {
    let Some(character) = char::from_u32(u32::from(unit)) else { return unit };
    let mut folded = character.to_lowercase();
    match (folded.next(), folded.next()) {
        (Some(one), None) => u16::try_from(u32::from(one)).unwrap_or(unit),
        _ => unit,
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn RtlIntegerToUnicodeString(value: ULONG, base: ULONG, out: PUNICODE_STRING) -> NTSTATUS {
    const NAME: &str = "RtlIntegerToUnicodeString";
    at_most(NAME, PASSIVE_LEVEL);
    required(NAME, "String", out);
    let text = match base {
        0 | 10 => format!("{value}"),
        2 => format!("{value:b}"),
        8 => format!("{value:o}"),
        16 => format!("{value:X}"),
        _ => return STATUS_INVALID_PARAMETER,
    };
    let text: Vec<u16> = text.encode_utf16().collect();
    // SAFETY: the driver's string is valid.
    if usize::from(unsafe { (*out).MaximumLength }) < text.len() * 2 {
        return STATUS_BUFFER_OVERFLOW;
    }
    // SAFETY: as above.
    unsafe { write_units(out, &text) };
    STATUS_SUCCESS
}

#[unsafe(no_mangle)]
unsafe extern "C" fn RtlUnicodeStringToInteger(from: PCUNICODE_STRING, base: ULONG, out: *mut ULONG) -> NTSTATUS {
    const NAME: &str = "RtlUnicodeStringToInteger";
    at_most(NAME, PASSIVE_LEVEL);
    required(NAME, "String", from);
    required(NAME, "Value", out);
    // SAFETY: the driver's string is valid.
    let text = String::from_utf16_lossy(unsafe { units(from) });
    let text = text.trim_start_matches(|character: char| character <= ' ');
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (base, digits) = match base {
        0 => [("0x", 16), ("0o", 8), ("0b", 2)]
            .into_iter()
            .find_map(|(prefix, base)| Some((base, text.strip_prefix(prefix)?)))
            .unwrap_or((10, text)),
        2 | 8 | 10 | 16 => (base, text),
        _ => return STATUS_INVALID_PARAMETER,
    };
    let digits = digits.chars().map_while(|digit| digit.to_digit(base));
    let value = digits.fold(0_u32, |value, digit| value.wrapping_mul(base).wrapping_add(digit));
    // SAFETY: the driver's pointer, not NULL.
    unsafe { out.write_unaligned(if negative { value.wrapping_neg() } else { value }) };
    STATUS_SUCCESS
}
