//! `ExAllocatePool..` and `ExFreePool..`.
#![expect(unsafe_code, reason = "defines symbols of the kernel")]

use wdf_sim_sys::{
    APC_LEVEL, DISPATCH_LEVEL, POOL_FLAG_PAGED, POOL_FLAG_UNINITIALIZED, POOL_FLAGS, POOL_TYPE, PVOID, SIZE_T, ULONG,
};

use super::{at_most, begin};
use crate::exec::{check, with};

/// The tag of memory that was allocated without one: "None".
const NO_TAG: ULONG = u32::from_le_bytes(*b"None");
/// The bit of a `POOL_TYPE` that says paged pool.
const PAGED: POOL_TYPE = 1;

fn allocate(name: &'static str, paged: bool, size: usize, tag: ULONG, zeroed: bool) -> PVOID {
    begin(name);
    at_most(name, if paged { APC_LEVEL } else { DISPATCH_LEVEL });
    if crate::exec::fault::failed_call(|| name) {
        return std::ptr::null_mut();
    }
    with(|kernel| kernel.allocate_pool(size, tag, zeroed)) as PVOID
}

/// The older routines give memory for a size of 0 too.
fn allocate_typed(name: &'static str, kind: POOL_TYPE, size: SIZE_T, tag: ULONG, zeroed: bool) -> PVOID {
    let tag = if tag == 0 { NO_TAG } else { tag };
    allocate(name, kind & PAGED != 0, (size as usize).max(1), tag, zeroed)
}

#[unsafe(no_mangle)]
extern "C" fn ExAllocatePool2(flags: POOL_FLAGS, size: SIZE_T, tag: ULONG) -> PVOID {
    let zeroed = flags & POOL_FLAG_UNINITIALIZED == 0;
    allocate("ExAllocatePool2", flags & POOL_FLAG_PAGED != 0, size as usize, tag, zeroed)
}

#[unsafe(no_mangle)]
extern "C" fn ExAllocatePool3(
    flags: POOL_FLAGS,
    size: SIZE_T,
    tag: ULONG,
    _parameters: PVOID,
    _parameter_count: ULONG,
) -> PVOID {
    let zeroed = flags & POOL_FLAG_UNINITIALIZED == 0;
    allocate("ExAllocatePool3", flags & POOL_FLAG_PAGED != 0, size as usize, tag, zeroed)
}

#[unsafe(no_mangle)]
pub(super) extern "C" fn ExAllocatePoolWithTag(kind: POOL_TYPE, size: SIZE_T, tag: ULONG) -> PVOID {
    allocate_typed("ExAllocatePoolWithTag", kind, size, tag, false)
}

#[unsafe(no_mangle)]
extern "C" fn ExAllocatePoolWithQuotaTag(kind: POOL_TYPE, size: SIZE_T, tag: ULONG) -> PVOID {
    allocate_typed("ExAllocatePoolWithQuotaTag", kind, size, tag, false)
}

#[unsafe(no_mangle)]
extern "C" fn ExAllocatePoolWithTagPriority(kind: POOL_TYPE, size: SIZE_T, tag: ULONG, _priority: i32) -> PVOID {
    allocate_typed("ExAllocatePoolWithTagPriority", kind, size, tag, false)
}

#[unsafe(no_mangle)]
extern "C" fn ExAllocatePool(kind: POOL_TYPE, size: SIZE_T) -> PVOID {
    allocate_typed("ExAllocatePool", kind, size, NO_TAG, false)
}

/// An inline function in the newer headers, as the next one is.
#[unsafe(no_mangle)]
extern "C" fn ExAllocatePoolZero(kind: POOL_TYPE, size: SIZE_T, tag: ULONG) -> PVOID {
    allocate_typed("ExAllocatePoolZero", kind, size, tag, true)
}

#[unsafe(no_mangle)]
extern "C" fn ExAllocatePoolUninitialized(kind: POOL_TYPE, size: SIZE_T, tag: ULONG) -> PVOID {
    allocate_typed("ExAllocatePoolUninitialized", kind, size, tag, false)
}

fn free(name: &'static str, memory: PVOID, tag: Option<ULONG>) {
    begin(name);
    at_most(name, DISPATCH_LEVEL);
    check(|kernel| kernel.free_pool(memory as usize, tag));
}

#[unsafe(no_mangle)]
extern "C" fn ExFreePoolWithTag(memory: PVOID, tag: ULONG) {
    free("ExFreePoolWithTag", memory, Some(tag));
}

#[unsafe(no_mangle)]
pub(super) extern "C" fn ExFreePool(memory: PVOID) {
    free("ExFreePool", memory, None);
}

#[unsafe(no_mangle)]
extern "C" fn ExFreePool2(memory: PVOID, tag: ULONG, _parameters: PVOID, _parameter_count: ULONG) {
    free("ExFreePool2", memory, Some(tag));
}
