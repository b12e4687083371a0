//! GUIDs as strings: `{6B29FC40-CA47-1067-B31D-00DD010662DA}`.
#![expect(unsafe_code, reason = "defines symbols of the kernel, and reads and writes the driver's strings")]

use wdf_sim_sys::{
    GUID, NTSTATUS, PASSIVE_LEVEL, PCUNICODE_STRING, PUNICODE_STRING, STATUS_INVALID_PARAMETER, STATUS_SUCCESS,
    UNICODE_STRING,
};

use super::unicode::{units, write_units};
use super::{at_most, required};
use crate::exec::with;

/// The tag of strings that the kernel allocates.
const TAG: u32 = u32::from_le_bytes(*b"Strg");
/// How long the text is.
const LENGTH: usize = 38;

#[unsafe(no_mangle)]
unsafe extern "C" fn RtlStringFromGUID(guid: *const GUID, out: PUNICODE_STRING) -> NTSTATUS {
    const NAME: &str = "RtlStringFromGUID";
    at_most(NAME, PASSIVE_LEVEL);
    required(NAME, "Guid", guid);
    required(NAME, "GuidString", out);
    // SAFETY: the driver's pointer, not NULL.
    let GUID { Data1: first, Data2: second, Data3: third, Data4: rest } = unsafe { guid.read_unaligned() };
    let [a, b, node @ ..] = rest;
    let node: String = node.iter().map(|byte| format!("{byte:02X}")).collect();
    let text: Vec<u16> =
        format!("{{{first:08X}-{second:04X}-{third:04X}-{a:02X}{b:02X}-{node}}}").encode_utf16().collect();
    let size = (LENGTH + 1) * size_of::<u16>();
    let buffer = with(|kernel| kernel.allocate_pool(size, TAG, true)) as *mut u16;
    // SAFETY: as above.
    unsafe { out.write_unaligned(UNICODE_STRING { Length: 0, MaximumLength: size as u16, Buffer: buffer }) };
    // SAFETY: the string was made just now.
    unsafe { write_units(out, &text) };
    STATUS_SUCCESS
}

/// The number in so many hexadecimal digits.
fn number(text: &str, range: std::ops::Range<usize>) -> Option<u64> {
    let digits = text.get(range)?;
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u64::from_str_radix(digits, 16).ok())?
}

fn parse(text: &str) -> Option<GUID> {
    let marks = [(0, '{'), (9, '-'), (14, '-'), (19, '-'), (24, '-'), (LENGTH - 1, '}')];
    if text.len() != LENGTH || !marks.iter().all(|(at, mark)| text.as_bytes()[*at] == *mark as u8) {
        return None;
    }
    let clock = number(text, 20..24)? as u16;
    let node = number(text, 25..37)?;
    let [a, b] = clock.to_be_bytes();
    let [_, _, c, d, e, f, g, h] = node.to_be_bytes();
    Some(GUID {
        Data1: number(text, 1..9)? as u32,
        Data2: number(text, 10..14)? as u16,
        Data3: number(text, 15..19)? as u16,
        Data4: [a, b, c, d, e, f, g, h],
    })
}

#[unsafe(no_mangle)]
unsafe extern "C" fn RtlGUIDFromString(text: PCUNICODE_STRING, out: *mut GUID) -> NTSTATUS {
    const NAME: &str = "RtlGUIDFromString";
    at_most(NAME, PASSIVE_LEVEL);
    required(NAME, "GuidString", text);
    required(NAME, "Guid", out);
    // SAFETY: the driver's string is valid.
    let text = String::from_utf16_lossy(unsafe { units(text) });
    let Some(guid) = parse(&text) else { return STATUS_INVALID_PARAMETER };
    // SAFETY: the driver's pointer, not NULL.
    unsafe { out.write_unaligned(guid) };
    STATUS_SUCCESS
}
