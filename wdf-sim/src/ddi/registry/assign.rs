//! `WdfRegistryAssign*`: writing values.
//!
//! Facts: `fxregistryapi.cpp`.
#![expect(unsafe_code, reason = "functions of the table: the driver's pointers are read")]

use wdf_sim_sys::{
    NTSTATUS, PCUNICODE_STRING, PVOID, PWDF_DRIVER_GLOBALS, PWDFMEMORY_OFFSET, STATUS_INVALID_PARAMETER,
    STATUS_SUCCESS, ULONG, WDFCOLLECTION, WDFKEY, WDFMEMORY, WDFMEMORY_OFFSET, WDFSTRING,
};

use super::place;
use crate::ddi::memory::{check_range, extent};
use crate::ddi::{arg, named, string};
use crate::exec::with;
use crate::kernel::object::Kind;
use crate::kernel::registry::{REG_DWORD, REG_MULTI_SZ, REG_SZ, Value, bytes_of};

/// Writes a value.
///
/// # Safety
///
/// The pointer is NULL or valid.
unsafe fn assign(
    ddi: &'static str,
    key: WDFKEY,
    value_name: PCUNICODE_STRING,
    value: impl FnOnce() -> Result<Value, NTSTATUS>,
) -> NTSTATUS {
    // SAFETY: the caller vouches for it.
    let place = unsafe { place(ddi, key, value_name) };
    let done = place.and_then(|(path, name)| {
        let value = value()?;
        with(|kernel| kernel.registry.set_value(&path, &name, value))
    });
    done.err().unwrap_or(STATUS_SUCCESS)
}

/// The bytes at a driver's address.
///
/// # Safety
///
/// The pointer is valid for reads of so many bytes.
unsafe fn bytes_at(ddi: &str, address: PVOID, length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    if length > 0 {
        arg::required(ddi, "Value", address);
        // SAFETY: the caller vouches for the source, and the vector has room for it.
        unsafe { address.cast::<u8>().copy_to_nonoverlapping(bytes.as_mut_ptr(), length) };
    }
    bytes
}

pub(in crate::ddi) unsafe extern "C" fn value(
    _: PWDF_DRIVER_GLOBALS,
    key: WDFKEY,
    value_name: PCUNICODE_STRING,
    kind: ULONG,
    length: ULONG,
    data: PVOID,
) -> NTSTATUS {
    const DDI: &str = "WdfRegistryAssignValue";
    // SAFETY: the driver vouches for its value's length.
    let data = || Ok(Value { kind, data: unsafe { bytes_at(DDI, data, length as usize) } });
    // SAFETY: the driver's pointers, NULL or valid.
    unsafe { assign(DDI, key, value_name, data) }
}

pub(in crate::ddi) unsafe extern "C" fn memory(
    _: PWDF_DRIVER_GLOBALS,
    key: WDFKEY,
    value_name: PCUNICODE_STRING,
    kind: ULONG,
    memory: WDFMEMORY,
    offsets: PWDFMEMORY_OFFSET,
) -> NTSTATUS {
    const DDI: &str = "WdfRegistryAssignMemory";
    arg::required(DDI, "Memory", memory);
    // SAFETY: the driver's pointer, which is read only if it is not NULL.
    let offsets: Option<WDFMEMORY_OFFSET> = (!offsets.is_null()).then(|| unsafe { arg::read(DDI, "Offsets", offsets) });
    let data = || {
        let (address, size) = extent(DDI, memory);
        let (offset, length) = offsets.map_or((0, 0), |part| (part.BufferOffset, part.BufferLength));
        let length = if length == 0 { size.saturating_sub(offset) } else { length };
        check_range(size, offset, length)?;
        // SAFETY: the range lies in the memory, which lives.
        Ok(Value { kind, data: unsafe { bytes_at(DDI, (address + offset) as PVOID, length) } })
    };
    // SAFETY: the driver's pointer, NULL or valid.
    unsafe { assign(DDI, key, value_name, data) }
}

pub(in crate::ddi) unsafe extern "C" fn ulong(
    _: PWDF_DRIVER_GLOBALS,
    key: WDFKEY,
    value_name: PCUNICODE_STRING,
    number: ULONG,
) -> NTSTATUS {
    let value = Value { kind: REG_DWORD, data: number.to_le_bytes().to_vec() };
    // SAFETY: the driver's pointer, NULL or valid.
    unsafe { assign("WdfRegistryAssignULong", key, value_name, || Ok(value)) }
}

/// A string with the zero behind it.
fn text(units: &[u16]) -> Value {
    let with_zero: Vec<u16> = units.iter().copied().chain([0]).collect();
    Value { kind: REG_SZ, data: bytes_of(&with_zero) }
}

pub(in crate::ddi) unsafe extern "C" fn unicode_string(
    _: PWDF_DRIVER_GLOBALS,
    key: WDFKEY,
    value_name: PCUNICODE_STRING,
    value: PCUNICODE_STRING,
) -> NTSTATUS {
    const DDI: &str = "WdfRegistryAssignUnicodeString";
    arg::required(DDI, "Value", value);
    // SAFETY: the driver's pointer, checked above.
    let units = unsafe { string::units(value) };
    // SAFETY: the driver's pointer, NULL or valid.
    unsafe { assign(DDI, key, value_name, || units.map(|units| text(&units))) }
}

pub(in crate::ddi) unsafe extern "C" fn string(
    _: PWDF_DRIVER_GLOBALS,
    key: WDFKEY,
    value_name: PCUNICODE_STRING,
    value: WDFSTRING,
) -> NTSTATUS {
    const DDI: &str = "WdfRegistryAssignString";
    arg::required(DDI, "String", value);
    let data = || {
        let id = named(DDI, value, Kind::String);
        Ok(text(&with(|kernel| kernel.objects.string(id).units().to_vec())))
    };
    // SAFETY: the driver's pointer, NULL or valid.
    unsafe { assign(DDI, key, value_name, data) }
}

pub(in crate::ddi) unsafe extern "C" fn multi_string(
    _: PWDF_DRIVER_GLOBALS,
    key: WDFKEY,
    value_name: PCUNICODE_STRING,
    collection: WDFCOLLECTION,
) -> NTSTATUS {
    const DDI: &str = "WdfRegistryAssignMultiString";
    arg::required(DDI, "StringsCollection", collection);
    let data = || {
        let id = named(DDI, collection, Kind::Collection);
        with(|kernel| {
            let items = &kernel.objects.collection(id).items;
            if items.iter().any(|item| kernel.objects.kind(*item) != Kind::String) {
                return Err(STATUS_INVALID_PARAMETER);
            }
            let mut units = Vec::new();
            for item in items {
                units.extend_from_slice(kernel.objects.string(*item).units());
                units.push(0);
            }
            units.push(0);
            Ok(Value { kind: REG_MULTI_SZ, data: bytes_of(&units) })
        })
    };
    // SAFETY: the driver's pointer, NULL or valid.
    unsafe { assign(DDI, key, value_name, data) }
}
