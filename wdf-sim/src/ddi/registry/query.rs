//! `WdfRegistryQuery..`: reading values of a key.
//!
//! Facts: `fxregistryapi.cpp`.
#![expect(unsafe_code, reason = "functions of the table: the driver's pointers are read and written")]

use wdf_sim_sys::{
    NTSTATUS, PCUNICODE_STRING, POOL_TYPE, PULONG, PUNICODE_STRING, PUSHORT, PVOID, PWDF_DRIVER_GLOBALS,
    PWDF_OBJECT_ATTRIBUTES, STATUS_BUFFER_OVERFLOW, STATUS_INVALID_BUFFER_SIZE, STATUS_OBJECT_TYPE_MISMATCH,
    STATUS_SUCCESS, ULONG, UNICODE_STRING, USHORT, WDFCOLLECTION, WDFKEY, WDFMEMORY, WDFSTRING,
};

use super::place;
use crate::ddi::memory::make_holding;
use crate::ddi::{arg, named, string};
use crate::exec::with;
use crate::kernel::attributes::Allows;
use crate::kernel::object::Kind;
use crate::kernel::registry::{REG_DWORD, REG_MULTI_SZ, Value, is_string, units_of};
use crate::kernel::string::Text;

/// Reads a value.
///
/// # Safety
///
/// The pointer is NULL or valid.
unsafe fn query(ddi: &'static str, key: WDFKEY, value_name: PCUNICODE_STRING) -> Result<Value, NTSTATUS> {
    // SAFETY: the caller vouches for it.
    let (path, value_name) = unsafe { place(ddi, key, value_name) }?;
    with(|kernel| kernel.registry.value(&path, &value_name).cloned())
}

/// Copies as many bytes of a value as fit: whether all did.
///
/// # Safety
///
/// The buffer is valid for so many bytes.
unsafe fn copy(data: &[u8], buffer: PVOID, room: usize) -> bool {
    if data.len() > room {
        return false;
    }
    if !data.is_empty() && !buffer.is_null() {
        // SAFETY: the caller vouches for the buffer, in which the data fits.
        unsafe { data.as_ptr().copy_to_nonoverlapping(buffer.cast::<u8>(), data.len()) };
    }
    true
}

fn length_of(data: &[u8]) -> ULONG {
    ULONG::try_from(data.len()).expect("a value's length came from a ULONG")
}

pub(in crate::ddi) unsafe extern "C" fn query_value(
    _: PWDF_DRIVER_GLOBALS,
    key: WDFKEY,
    value_name: PCUNICODE_STRING,
    room: ULONG,
    buffer: PVOID,
    queried: PULONG,
    kind: PULONG,
) -> NTSTATUS {
    // SAFETY: the driver's pointer, NULL or valid.
    let value = match unsafe { query("WdfRegistryQueryValue", key, value_name) } {
        Ok(value) => value,
        Err(status) => return status,
    };
    // SAFETY: the driver's pointer, NULL or valid.
    unsafe { arg::write_optional(queried, length_of(&value.data)) };
    // SAFETY: the driver's pointer, NULL or valid.
    unsafe { arg::write_optional(kind, value.kind) };
    // SAFETY: the driver vouches for its buffer.
    if unsafe { copy(&value.data, buffer, room as usize) } { STATUS_SUCCESS } else { STATUS_BUFFER_OVERFLOW }
}

pub(in crate::ddi) unsafe extern "C" fn query_memory(
    _: PWDF_DRIVER_GLOBALS,
    key: WDFKEY,
    value_name: PCUNICODE_STRING,
    _pool: POOL_TYPE,
    attributes: PWDF_OBJECT_ATTRIBUTES,
    out: *mut WDFMEMORY,
    kind: PULONG,
) -> NTSTATUS {
    const DDI: &str = "WdfRegistryQueryMemory";
    // SAFETY: the driver's pointer, NULL or valid.
    unsafe { arg::write(DDI, "Memory", out, std::ptr::null_mut()) };
    // SAFETY: the driver's pointer, NULL or valid.
    let value = match unsafe { query(DDI, key, value_name) } {
        Ok(value) => value,
        Err(status) => return status,
    };
    // SAFETY: the driver's pointer, NULL or valid.
    let attributes = match unsafe { arg::attributes(attributes, Allows::PARENT) } {
        Ok(attributes) => attributes,
        Err(status) => return status,
    };
    match make_holding(DDI, attributes, &value.data) {
        Ok(id) => {
            // SAFETY: the driver's pointer, NULL or valid.
            unsafe { arg::write_optional(kind, value.kind) };
            // SAFETY: the driver's pointer, checked above.
            unsafe { arg::write(DDI, "Memory", out, id.handle() as WDFMEMORY) };
            STATUS_SUCCESS
        }
        Err(status) => status,
    }
}

/// Appends a string object for each string of the value.
pub(in crate::ddi) unsafe extern "C" fn query_multi_string(
    _: PWDF_DRIVER_GLOBALS,
    key: WDFKEY,
    value_name: PCUNICODE_STRING,
    attributes: PWDF_OBJECT_ATTRIBUTES,
    collection: WDFCOLLECTION,
) -> NTSTATUS {
    const DDI: &str = "WdfRegistryQueryMultiString";
    arg::required(DDI, "Collection", collection);
    // SAFETY: the driver's pointer, NULL or valid.
    let value = match unsafe { query(DDI, key, value_name) } {
        Ok(value) => value,
        Err(status) => return status,
    };
    let collection = named(DDI, collection, Kind::Collection);
    let units = units_of(&value.data);
    if value.kind != REG_MULTI_SZ || value.data.len() % 2 != 0 || !units.ends_with(&[0, 0]) {
        return STATUS_OBJECT_TYPE_MISMATCH;
    }
    for text in units.split(|unit| *unit == 0).take_while(|text| !text.is_empty()) {
        match string::create_of(DDI, Some(text), attributes) {
            Ok(string) => {
                let item = named(DDI, string, Kind::String);
                with(|kernel| kernel.add_to_collection(collection, item));
            }
            Err(status) => return status,
        }
    }
    STATUS_SUCCESS
}

pub(in crate::ddi) unsafe extern "C" fn query_unicode_string(
    _: PWDF_DRIVER_GLOBALS,
    key: WDFKEY,
    value_name: PCUNICODE_STRING,
    length: PUSHORT,
    out: PUNICODE_STRING,
) -> NTSTATUS {
    const DDI: &str = "WdfRegistryQueryUnicodeString";
    // SAFETY: the driver's pointer, NULL or valid.
    let value = match unsafe { query(DDI, key, value_name) } {
        Ok(value) => value,
        Err(status) => return status,
    };
    let mut wanted = UNICODE_STRING::default();
    if !out.is_null() {
        // SAFETY: the driver's pointer, not NULL.
        wanted = unsafe { arg::read(DDI, "Value", out) };
        // SAFETY: as above; its buffer holds its length.
        if let Err(status) = unsafe { string::units(out) } {
            return status;
        }
    }
    // SAFETY: the driver vouches for its string's buffer.
    let fits = unsafe { copy(&value.data, wanted.Buffer.cast(), usize::from(wanted.MaximumLength)) };
    if fits && !is_string(value.kind) {
        return STATUS_OBJECT_TYPE_MISMATCH;
    }
    // SAFETY: the driver's pointer, NULL or valid.
    unsafe { arg::write_optional(length, length_of(&value.data) as USHORT) };
    if !fits {
        return STATUS_BUFFER_OVERFLOW;
    }
    if !out.is_null() {
        let zero = if value.data.ends_with(&[0, 0]) { 2 } else { 0 };
        wanted.Length = (value.data.len() - zero) as USHORT;
        // SAFETY: the driver's pointer, not NULL.
        unsafe { arg::write(DDI, "Value", out, wanted) };
    }
    STATUS_SUCCESS
}

pub(in crate::ddi) unsafe extern "C" fn query_string(
    _: PWDF_DRIVER_GLOBALS,
    key: WDFKEY,
    value_name: PCUNICODE_STRING,
    out: WDFSTRING,
) -> NTSTATUS {
    const DDI: &str = "WdfRegistryQueryString";
    arg::required(DDI, "String", out);
    // SAFETY: the driver's pointer, NULL or valid.
    let value = match unsafe { query(DDI, key, value_name) } {
        Ok(value) => value,
        Err(status) => return status,
    };
    let id = named(DDI, out, Kind::String);
    if !is_string(value.kind) {
        return STATUS_OBJECT_TYPE_MISMATCH;
    }
    if value.data.len() > usize::from(USHORT::MAX) {
        return STATUS_INVALID_BUFFER_SIZE;
    }
    let units = units_of(&value.data);
    let text = Text::new(units.strip_suffix(&[0]).unwrap_or(&units));
    with(|kernel| *kernel.objects.string_mut(id) = text);
    STATUS_SUCCESS
}

pub(in crate::ddi) unsafe extern "C" fn query_ulong(
    _: PWDF_DRIVER_GLOBALS,
    key: WDFKEY,
    value_name: PCUNICODE_STRING,
    out: PULONG,
) -> NTSTATUS {
    const DDI: &str = "WdfRegistryQueryULong";
    arg::required(DDI, "Value", out);
    // SAFETY: the driver's pointer, NULL or valid.
    let value = match unsafe { query(DDI, key, value_name) } {
        Ok(value) => value,
        Err(status) => return status,
    };
    let Ok(bytes) = <[u8; 4]>::try_from(value.data.as_slice()) else {
        let overflows = value.kind == REG_DWORD && value.data.len() > 4;
        return if overflows { STATUS_BUFFER_OVERFLOW } else { STATUS_OBJECT_TYPE_MISMATCH };
    };
    if value.kind != REG_DWORD {
        return STATUS_OBJECT_TYPE_MISMATCH;
    }
    // SAFETY: the driver's pointer, checked above.
    unsafe { arg::write(DDI, "Value", out, ULONG::from_le_bytes(bytes)) };
    STATUS_SUCCESS
}
