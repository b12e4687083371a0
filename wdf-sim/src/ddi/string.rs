//! `WdfString*`, and the `UNICODE_STRING`s that other functions take.
#![expect(unsafe_code, reason = "functions of the table: the driver's pointers are read and written")]

use wdf_sim_sys::{
    NTSTATUS, PCUNICODE_STRING, PUNICODE_STRING, PWDF_DRIVER_GLOBALS, PWDF_OBJECT_ATTRIBUTES,
    STATUS_INVALID_DEVICE_REQUEST, STATUS_INVALID_PARAMETER, STATUS_SUCCESS, UNICODE_STRING, USHORT, WDFSTRING,
};

use super::object::{insert, parent_or, the_driver};
use super::{arg, begin, enter, passive_only};
use crate::exec::with;
use crate::kernel::attributes::Allows;
use crate::kernel::object::{Body, Kind};
use crate::kernel::string::Text;
use crate::kernel::{Level, Scope};

/// A driver's string, as the framework checks it: whole characters that lie in its room, and a buffer for them.
///
/// # Safety
///
/// The pointer is valid, and so is the string's buffer for its length.
pub(super) unsafe fn units(string: PCUNICODE_STRING) -> Result<Vec<u16>, NTSTATUS> {
    // SAFETY: the caller vouches for it.
    let UNICODE_STRING { Length: length, MaximumLength: room, Buffer: buffer } = unsafe { string.read_unaligned() };
    if length % 2 != 0 || room % 2 != 0 || length > room || (buffer.is_null() && room != 0) {
        return Err(STATUS_INVALID_PARAMETER);
    }
    let mut units = vec![0; usize::from(length / 2)];
    if !units.is_empty() {
        let to = units.as_mut_ptr().cast::<u8>();
        // SAFETY: the buffer holds the string's length, as the caller vouches, and the vector has room for it.
        unsafe { buffer.cast::<u8>().copy_to_nonoverlapping(to, usize::from(length)) };
    }
    Ok(units)
}

/// Creates a string object that holds this.
pub(super) fn create_of(
    ddi: &'static str,
    units: Option<&[u16]>,
    attributes: PWDF_OBJECT_ATTRIBUTES,
) -> Result<WDFSTRING, NTSTATUS> {
    // SAFETY: the driver's pointer, NULL or valid.
    let attributes = unsafe { arg::attributes(attributes, Allows::PARENT) }?;
    let parent = parent_or(ddi, attributes, the_driver());
    let body = Body::String(units.map_or_else(Text::default, Text::new));
    insert(parent, attributes, Level::Passive, Scope::None, body).map(|id| id.handle() as WDFSTRING)
}

pub(super) unsafe extern "C" fn create(
    _: PWDF_DRIVER_GLOBALS,
    string: PCUNICODE_STRING,
    attributes: PWDF_OBJECT_ATTRIBUTES,
    out: *mut WDFSTRING,
) -> NTSTATUS {
    const DDI: &str = "WdfStringCreate";
    begin(DDI);
    // SAFETY: the driver's pointer, NULL or valid.
    unsafe { arg::write(DDI, "String", out, std::ptr::null_mut()) };
    if !passive_only(DDI) {
        return STATUS_INVALID_DEVICE_REQUEST;
    }
    // SAFETY: the driver's pointer, not NULL.
    let units = match (!string.is_null()).then(|| unsafe { units(string) }).transpose() {
        Ok(units) => units,
        Err(status) => return status,
    };
    match create_of(DDI, units.as_deref(), attributes) {
        Ok(string) => {
            // SAFETY: the driver's pointer, checked above.
            unsafe { arg::write(DDI, "String", out, string) };
            STATUS_SUCCESS
        }
        Err(status) => status,
    }
}

/// The driver gets a string that lies in the object: it is valid as long as that.
pub(super) unsafe extern "C" fn get_unicode_string(_: PWDF_DRIVER_GLOBALS, string: WDFSTRING, out: PUNICODE_STRING) {
    const DDI: &str = "WdfStringGetUnicodeString";
    let id = enter(DDI, string, Kind::String);
    arg::required(DDI, "UnicodeString", out);
    if !passive_only(DDI) {
        return;
    }
    let place = with(|kernel| kernel.objects.string_mut(id).place());
    let (address, length, room) = place.unwrap_or((0, 0, 0));
    let fit = |bytes: usize| USHORT::try_from(bytes).expect("it came from a UNICODE_STRING");
    let text = UNICODE_STRING { Length: fit(length), MaximumLength: fit(room), Buffer: address as *mut u16 };
    // SAFETY: the driver's pointer, checked above.
    unsafe { arg::write(DDI, "UnicodeString", out, text) };
}
