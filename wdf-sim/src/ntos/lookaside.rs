//! Lookaside lists: `ExInitializeNPagedLookasideList` and its like.
//!
//! Taking from a list and giving back are inline functions of the headers, over the list's own bytes, so those are laid
//! out here as the headers have them. A list that was initialised must be deleted, which frees what it holds.
#![expect(unsafe_code, reason = "defines symbols of the kernel, and writes the driver's lists")]

use std::ffi::c_void;

use wdf_sim_sys::{
    APC_LEVEL, DISPATCH_LEVEL, LIST_ENTRY, NTSTATUS, POOL_TYPE, PVOID, SIZE_T, STATUS_INVALID_PARAMETER_3,
    STATUS_INVALID_PARAMETER_4, STATUS_INVALID_PARAMETER_5, STATUS_SUCCESS, ULONG, USHORT,
};

use super::slist::{self, Header};
use super::{at_most, begin, pool, required};
use crate::exec::{check, with};

/// What is initialised, for a report.
const WHAT: &str = "lookaside list";
/// `ExMinimumLookasideDepth`, and how deep a list may grow.
const DEPTH: (USHORT, USHORT) = (4, 256);
/// `PagedPool`.
const PAGED: POOL_TYPE = 1;
/// The bits of `Flags` that are added to the pool's type: `POOL_RAISE_IF_ALLOCATION_FAILURE`, `POOL_NX_ALLOCATION`.
const TYPE_FLAGS: ULONG = 0x10 | 0x200;
/// `EX_LOOKASIDE_LIST_EX_FLAGS_RAISE_ON_FAIL`, `.._FAIL_NO_RAISE`.
const EX_FLAGS: ULONG = 3;

type Allocate = unsafe extern "C" fn(POOL_TYPE, SIZE_T, ULONG) -> PVOID;
type Free = unsafe extern "C" fn(PVOID);
type AllocateEx = unsafe extern "C" fn(POOL_TYPE, SIZE_T, ULONG, *mut General) -> PVOID;
type FreeEx = unsafe extern "C" fn(PVOID, *mut General);

/// `GENERAL_LOOKASIDE`, without what rounds it up to whole cache lines: `LOOKASIDE_LIST_EX` is just this.
#[repr(C)]
struct General {
    head: Header,
    depth: USHORT,
    maximum_depth: USHORT,
    total_allocates: ULONG,
    allocate_misses: ULONG,
    total_frees: ULONG,
    free_misses: ULONG,
    kind: POOL_TYPE,
    tag: ULONG,
    size: ULONG,
    allocate: Allocator,
    free: Freer,
    list: LIST_ENTRY,
    last: [ULONG; 2],
    future: [ULONG; 2],
}

const _: () = assert!(size_of::<General>() == 0x60 && std::mem::offset_of!(General, allocate) == 0x30);

/// Which of the two a list has is what its kind says.
#[derive(Clone, Copy)]
#[repr(C)]
union Allocator {
    plain: Allocate,
    ex: AllocateEx,
}

#[derive(Clone, Copy)]
#[repr(C)]
union Freer {
    plain: Free,
    ex: FreeEx,
}

unsafe extern "C" fn allocate(kind: POOL_TYPE, size: SIZE_T, tag: ULONG) -> PVOID {
    pool::ExAllocatePoolWithTag(kind, size, tag)
}

unsafe extern "C" fn free(memory: PVOID) {
    pool::ExFreePool(memory);
}

unsafe extern "C" fn allocate_ex(kind: POOL_TYPE, size: SIZE_T, tag: ULONG, _list: *mut General) -> PVOID {
    pool::ExAllocatePoolWithTag(kind, size, tag)
}

unsafe extern "C" fn free_ex(memory: PVOID, _list: *mut General) {
    pool::ExFreePool(memory);
}

/// Fills in a list. Its memory holds an entry, so that is the least size.
///
/// # Safety
///
/// The list is valid.
unsafe fn initialize(list: *mut General, kind: POOL_TYPE, size: SIZE_T, tag: ULONG, with_them: (Allocator, Freer)) {
    let size = (size as usize).max(size_of::<*mut c_void>());
    let general = General {
        head: Header::EMPTY,
        depth: DEPTH.0,
        maximum_depth: DEPTH.1,
        total_allocates: 0,
        allocate_misses: 0,
        total_frees: 0,
        free_misses: 0,
        kind,
        tag,
        size: size as ULONG,
        allocate: with_them.0,
        free: with_them.1,
        list: LIST_ENTRY::default(),
        last: [0; 2],
        future: [0; 2],
    };
    // SAFETY: the caller vouches for the list.
    unsafe { list.write(general) };
    with(|kernel| kernel.keep_at(WHAT, list as usize));
}

/// # Safety
///
/// The list is valid.
unsafe fn initialize_plain(
    name: &'static str,
    list: *mut General,
    routines: (Option<Allocate>, Option<Free>),
    kind: POOL_TYPE,
    size: SIZE_T,
    tag: ULONG,
) {
    begin(name);
    at_most(name, DISPATCH_LEVEL);
    required(name, "Lookaside", list);
    let routines = (Allocator { plain: routines.0.unwrap_or(allocate) }, Freer { plain: routines.1.unwrap_or(free) });
    // SAFETY: the caller vouches for the list.
    unsafe { initialize(list, kind, size, tag, routines) };
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ExInitializeNPagedLookasideList(
    list: *mut General,
    allocate: Option<Allocate>,
    free: Option<Free>,
    flags: ULONG,
    size: SIZE_T,
    tag: ULONG,
    _depth: USHORT,
) {
    let kind = (flags & TYPE_FLAGS) as POOL_TYPE;
    // SAFETY: the driver's list is valid.
    unsafe { initialize_plain("ExInitializeNPagedLookasideList", list, (allocate, free), kind, size, tag) };
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ExInitializePagedLookasideList(
    list: *mut General,
    allocate: Option<Allocate>,
    free: Option<Free>,
    flags: ULONG,
    size: SIZE_T,
    tag: ULONG,
    _depth: USHORT,
) {
    at_most("ExInitializePagedLookasideList", APC_LEVEL);
    let kind = PAGED | (flags & TYPE_FLAGS) as POOL_TYPE;
    // SAFETY: the driver's list is valid.
    unsafe { initialize_plain("ExInitializePagedLookasideList", list, (allocate, free), kind, size, tag) };
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ExInitializeLookasideListEx(
    list: *mut General,
    allocate: Option<AllocateEx>,
    free: Option<FreeEx>,
    kind: POOL_TYPE,
    flags: ULONG,
    size: SIZE_T,
    tag: ULONG,
    _depth: USHORT,
) -> NTSTATUS {
    const NAME: &str = "ExInitializeLookasideListEx";
    begin(NAME);
    at_most(NAME, DISPATCH_LEVEL);
    required(NAME, "Lookaside", list);
    // Raising an exception and failing without one exclude each other.
    if flags & !EX_FLAGS != 0 || flags == EX_FLAGS {
        return STATUS_INVALID_PARAMETER_5;
    }
    if flags != 0 && allocate.is_some() {
        return STATUS_INVALID_PARAMETER_3;
    }
    if kind < 0 {
        return STATUS_INVALID_PARAMETER_4;
    }
    let routines = (Allocator { ex: allocate.unwrap_or(allocate_ex) }, Freer { ex: free.unwrap_or(free_ex) });
    // SAFETY: the driver's list is valid.
    unsafe { initialize(list, kind, size, tag, routines) };
    STATUS_SUCCESS
}

/// Frees what a list holds.
///
/// # Safety
///
/// The list was initialised, and frees with routines of this form.
unsafe fn flush(name: &'static str, list: *mut General, ex: bool) {
    begin(name);
    at_most(name, DISPATCH_LEVEL);
    check(|kernel| kernel.expect_kept(name, WHAT, list as usize));
    loop {
        // SAFETY: the caller vouches for the list.
        let entry = unsafe { slist::pop(name, list.cast()) };
        if entry.is_null() {
            return;
        }
        // SAFETY: the caller vouches for the list.
        let freer = unsafe { (*list).free };
        if ex {
            // SAFETY: the list has routines of this form.
            let free = unsafe { freer.ex };
            // SAFETY: the entry is memory that the list's own routine allocated.
            unsafe { free(entry.cast(), list) };
        } else {
            // SAFETY: the list has routines of this form.
            let free = unsafe { freer.plain };
            // SAFETY: as above.
            unsafe { free(entry.cast()) };
        }
    }
}

macro_rules! deletes {
    ($($name:ident $ex:literal)*) => {$(
        #[unsafe(no_mangle)]
        unsafe extern "C" fn $name(list: *mut General) {
            // SAFETY: the driver's list, which is an initialised one.
            unsafe { flush(stringify!($name), list, $ex) };
            check(|kernel| kernel.give_back(stringify!($name), WHAT, list as usize));
        }
    )*};
}

deletes! { ExDeleteNPagedLookasideList false ExDeletePagedLookasideList false ExDeleteLookasideListEx true }

#[unsafe(no_mangle)]
unsafe extern "C" fn ExFlushLookasideListEx(list: *mut General) {
    // SAFETY: the driver's list, which is an initialised one.
    unsafe { flush("ExFlushLookasideListEx", list, true) };
}

/// Functions where the headers have none inline.
#[unsafe(no_mangle)]
unsafe extern "C" fn ExAllocateFromLookasideListEx(list: *mut General) -> PVOID {
    // SAFETY: the driver's list is valid.
    unsafe { (*list).total_allocates += 1 };
    // SAFETY: as above.
    let entry = unsafe { slist::pop("ExAllocateFromLookasideListEx", list.cast()) };
    if !entry.is_null() {
        return entry.cast();
    }
    // SAFETY: as above.
    let general = unsafe { &mut *list };
    general.allocate_misses += 1;
    // SAFETY: a list of this kind has routines of this form.
    let allocate = unsafe { general.allocate.ex };
    // SAFETY: the driver gave the routine for this.
    unsafe { allocate(general.kind, SIZE_T::from(general.size), general.tag, list) }
}
