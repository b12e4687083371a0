//! `ZwQueryKey`, `ZwEnumerateKey` and `ZwEnumerateValueKey`: what a key has in it.
//!
//! Keys come in the order of their names, values in the order in which they were added. Nothing has a class, and the time of
//! the last write is not kept.
#![expect(unsafe_code, reason = "defines symbols of the kernel, and writes through the driver's pointers")]

use wdf_sim_sys::{HANDLE, NTSTATUS, PVOID, STATUS_NO_MORE_ENTRIES, ULONG};

use super::{begin_passive, give, information, key};
use crate::exec::with;
use crate::kernel::registry::{Registry, bytes_of};
use crate::ntos::required;

/// A number of 32 bits.
fn number(value: usize) -> [u8; 4] {
    u32::try_from(value).unwrap_or(u32::MAX).to_le_bytes()
}

/// The length of a name in bytes.
fn length(name: &str) -> usize {
    name.encode_utf16().count() * 2
}

/// A key as one of the classes of information has it: all its bytes, and how many of them are its head.
fn of_key(registry: &Registry, path: &str, class: i32) -> Result<Option<(Vec<u8>, usize)>, NTSTATUS> {
    /// The time of the last write, and the title's index.
    const BEGIN: [u8; 12] = [0; 12];
    /// No class: its place, and its length.
    const NO_CLASS: [[u8; 4]; 2] = [[0xFF; 4], [0; 4]];
    let name = registry.name(path)?;
    let units: Vec<u8> = bytes_of(&name.encode_utf16().collect::<Vec<_>>());
    let longest = |lengths: &mut dyn Iterator<Item = usize>| number(lengths.max().unwrap_or(0));
    Ok(Some(match class {
        // KeyBasicInformation
        0 => ([&BEGIN[..], &number(units.len()), &units].concat(), 16),
        // KeyNodeInformation
        1 => ([&BEGIN[..], NO_CLASS.as_flattened(), &number(units.len()), &units].concat(), 24),
        // KeyFullInformation
        2 => {
            let (keys, values) = (registry.subkeys(path)?, registry.values(path)?);
            let names = keys.iter().map(|key| registry.name(key).map(length)).collect::<Result<Vec<_>, _>>()?;
            let mut all = [&BEGIN[..], NO_CLASS.as_flattened()].concat();
            all.extend(number(keys.len()));
            all.extend(longest(&mut names.into_iter()));
            all.extend(number(0));
            all.extend(number(values.len()));
            all.extend(longest(&mut values.iter().map(|(name, _)| length(name))));
            all.extend(longest(&mut values.iter().map(|(_, value)| value.data.len())));
            let head = all.len();
            (all, head)
        }
        // KeyNameInformation
        3 => {
            let units: Vec<u8> = bytes_of(&path.encode_utf16().collect::<Vec<_>>());
            ([&number(units.len())[..], &units].concat(), 4)
        }
        _ => return Ok(None),
    }))
}

/// Tells a driver what is found at the key that a handle names.
///
/// # Safety
///
/// The answer's pointers are valid: `out` for writes of `room` bytes, or there are none.
unsafe fn tell(
    name: &'static str,
    handle: HANDLE,
    find: impl FnOnce(&Registry, &str) -> Result<Option<(Vec<u8>, usize)>, NTSTATUS>,
    (out, room, needed): (PVOID, ULONG, *mut ULONG),
) -> NTSTATUS {
    begin_passive(name);
    required(name, "ResultLength", needed);
    match key(handle).and_then(|path| with(|kernel| find(&kernel.registry, &path))) {
        // SAFETY: the caller vouches for it.
        Ok(all) => unsafe { give(all, out, room, needed) },
        Err(status) => status,
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ZwQueryKey(handle: HANDLE, class: i32, out: PVOID, room: ULONG, needed: *mut ULONG) -> NTSTATUS {
    let find = |registry: &Registry, path: &str| of_key(registry, path, class);
    // SAFETY: the driver's pointers.
    unsafe { tell("ZwQueryKey", handle, find, (out, room, needed)) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ZwEnumerateKey(
    handle: HANDLE,
    index: ULONG,
    class: i32,
    out: PVOID,
    room: ULONG,
    needed: *mut ULONG,
) -> NTSTATUS {
    let find = |registry: &Registry, path: &str| {
        let keys = registry.subkeys(path)?;
        let path = keys.get(index as usize).ok_or(STATUS_NO_MORE_ENTRIES)?;
        of_key(registry, path, class)
    };
    // SAFETY: the driver's pointers.
    unsafe { tell("ZwEnumerateKey", handle, find, (out, room, needed)) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ZwEnumerateValueKey(
    handle: HANDLE,
    index: ULONG,
    class: i32,
    out: PVOID,
    room: ULONG,
    needed: *mut ULONG,
) -> NTSTATUS {
    let find = |registry: &Registry, path: &str| {
        let values = registry.values(path)?;
        let (name, value) = values.get(index as usize).ok_or(STATUS_NO_MORE_ENTRIES)?;
        Ok(information(class, name, value))
    };
    // SAFETY: the driver's pointers.
    unsafe { tell("ZwEnumerateValueKey", handle, find, (out, room, needed)) }
}
