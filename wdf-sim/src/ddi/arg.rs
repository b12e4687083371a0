//! Reading and writing through a driver's pointers.
//!
//! Every function of this file is unsafe for one reason: the pointer is the driver's, which vouches that it is NULL or
//! valid for what the framework's documentation says.

use wdf_sim_sys::{NTSTATUS, STATUS_SUCCESS, ULONG, WDF_OBJECT_ATTRIBUTES, WDF_OBJECT_CONTEXT_TYPE_INFO};

use crate::exec;
use crate::kernel::attributes::{Allows, Attributes, TypeInfo};
use crate::kernel::object::Id;
use crate::site::Site;
use crate::violation::{Rule, Violation};

/// Sizes of the type information: with and without its last two members.
const TYPE_INFO_SIZES: [usize; 2] = [size_of::<WDF_OBJECT_CONTEXT_TYPE_INFO>(), 24];

/// Ends the run if a required pointer is NULL.
pub(super) fn required<T>(ddi: &str, name: &str, pointer: *const T) {
    if pointer.is_null() {
        let text = format!("{ddi}: {name} is NULL");
        // The third parameter is where the call returns to (`FxVerifierNullBugCheck`).
        let from = Site::here().address().unwrap_or_default() as u64;
        exec::stop(Violation::wdf(Rule::RequiredParameterIsNull, [4, 0, from], text));
    }
}

/// Reads a required structure.
///
/// # Safety
///
/// The pointer is NULL or valid for reads of a `T`.
pub(super) unsafe fn read<T: Copy>(ddi: &str, name: &str, pointer: *const T) -> T {
    required(ddi, name, pointer);
    // SAFETY: it is not NULL, so the caller vouches for it.
    unsafe { pointer.read_unaligned() }
}

/// Reads a structure that begins with its size. Of one whose size is wrong, which the function is about to refuse, nothing
/// but the size is read.
///
/// # Safety
///
/// The pointer is NULL or valid for as many bytes as its first member says, and for that.
pub(super) unsafe fn sized<T: Copy + Default>(ddi: &str, name: &str, pointer: *const T) -> T {
    // SAFETY: as the caller vouches.
    unsafe { sized_or(ddi, name, pointer, &[]) }
}

/// As [`sized`], of which a driver of an older version may pass less: what it does not pass is zero.
///
/// # Safety
///
/// As for [`sized`]; none of the older sizes is more than that of a `T`.
pub(super) unsafe fn sized_or<T: Copy + Default>(ddi: &str, name: &str, pointer: *const T, older: &[usize]) -> T {
    // SAFETY: the caller vouches for it.
    let size = unsafe { read(ddi, name, pointer.cast::<ULONG>()) } as usize;
    let is_right = size == size_of::<T>() || older.contains(&size);
    let length = if is_right { size } else { size_of::<ULONG>() };
    let mut value = T::default();
    let to = (&raw mut value).cast::<u8>();
    // SAFETY: the caller vouches for so many bytes, and the value has room for them.
    unsafe { pointer.cast::<u8>().copy_to_nonoverlapping(to, length) };
    value
}

/// Writes a result.
///
/// # Safety
///
/// The pointer is NULL or valid for writes of a `T`.
pub(super) unsafe fn write<T>(ddi: &str, name: &str, pointer: *mut T, value: T) {
    required(ddi, name, pointer);
    // SAFETY: it is not NULL, so the caller vouches for it.
    unsafe { pointer.write_unaligned(value) };
}

/// Writes a result that the driver may not want.
///
/// # Safety
///
/// The pointer is NULL or valid for writes of a `T`.
pub(super) unsafe fn write_optional<T>(pointer: *mut T, value: T) {
    if !pointer.is_null() {
        // SAFETY: it is not NULL, so the caller vouches for it.
        unsafe { pointer.write_unaligned(value) };
    }
}

/// What making an object came to: its handle is the result, or a status says why there is none.
///
/// # Safety
///
/// The pointer is NULL or valid for the write of a handle.
pub(super) unsafe fn give<H>(ddi: &str, name: &str, out: *mut *mut H, made: Result<Id, NTSTATUS>) -> NTSTATUS {
    match made {
        Ok(id) => {
            // SAFETY: the caller vouches for it.
            unsafe { write(ddi, name, out, id.handle() as *mut H) };
            STATUS_SUCCESS
        }
        Err(status) => status,
    }
}

/// The attributes that a driver passes, or what the framework takes for none.
///
/// # Safety
///
/// The pointer is NULL or valid for reads of the structure, and so is what it points to.
pub(super) unsafe fn attributes(
    pointer: *const WDF_OBJECT_ATTRIBUTES,
    allows: Allows,
) -> Result<Option<Attributes>, NTSTATUS> {
    if pointer.is_null() {
        return Ok(None);
    }
    // SAFETY: the caller vouches for it, and it is not NULL.
    let raw = unsafe { sized("attributes", "Attributes", pointer) };
    let type_info = if raw.ContextTypeInfo.is_null() {
        None
    } else {
        // SAFETY: the attributes point to type information, for which the caller vouches.
        Some(unsafe { type_info(raw.ContextTypeInfo) })
    };
    let attributes = Attributes {
        size_is_right: raw.Size as usize == size_of::<WDF_OBJECT_ATTRIBUTES>(),
        cleanup: raw.EvtCleanupCallback,
        destroy: raw.EvtDestroyCallback,
        level: raw.ExecutionLevel,
        scope: raw.SynchronizationScope,
        parent: raw.ParentObject as usize,
        size_override: raw.ContextSizeOverride,
        type_info,
    };
    attributes.validate(allows)?;
    Ok(Some(attributes))
}

/// # Safety
///
/// The pointer is valid for reads of the structure.
pub(super) unsafe fn type_info(pointer: *const WDF_OBJECT_CONTEXT_TYPE_INFO) -> TypeInfo {
    // SAFETY: the caller vouches for it; each version begins with its size.
    let raw = unsafe { sized_or("attributes", "ContextTypeInfo", pointer, &TYPE_INFO_SIZES) };
    let size_is_right = TYPE_INFO_SIZES.contains(&(raw.Size as usize));
    let has_unique = raw.Size as usize == TYPE_INFO_SIZES[0] && !raw.UniqueType.is_null();
    TypeInfo {
        address: if has_unique { raw.UniqueType as usize } else { pointer as usize },
        size_is_right,
        has_name: !raw.ContextName.is_null(),
        size: raw.ContextSize,
    }
}
