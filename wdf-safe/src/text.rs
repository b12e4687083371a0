//! Strings for the kernel, on the stack.
//!
//! *Where it stands.* Row 1, under the functions of devices and their inits that take a name.
//!
//! *Key types.* None: [`with_text`].
//!
//! *Wraps.* `UNICODE_STRING`.

use crate::status::{NtStatus, Result};
use crate::sys::{PCUNICODE_STRING, UNICODE_STRING};

/// Calls with a string of the kernel, which is read during the call.
///
/// # Errors
/// STATUS_INVALID_PARAMETER for more than `N` characters of UTF-16.
pub(crate) fn with_text<const N: usize, R>(text: &str, call: impl FnOnce(PCUNICODE_STRING) -> R) -> Result<R> {
    const { assert!(N <= (u16::MAX / 2) as usize, "the length of a string, in bytes, has 16 bits") };
    let mut characters = [0_u16; N];
    let mut length = 0;
    for character in text.encode_utf16() {
        let Some(place) = characters.get_mut(length) else {
            return Err(NtStatus::INVALID_PARAMETER.into());
        };
        *place = character;
        length += 1;
    }
    // At most 65,535, by the assertion above.
    let bytes = (length * size_of::<u16>()) as u16;
    let string = UNICODE_STRING { Length: bytes, MaximumLength: bytes, Buffer: characters.as_mut_ptr() };
    Ok(call(&raw const string))
}
