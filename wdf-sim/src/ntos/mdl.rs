//! `MDL`: memory described by its pages.
//!
//! Driver, application and hardware share one address space here, so a page is mapped where it lies, and its frame has
//! the page's own number. What a driver may do with an MDL follows its flags, which the headers' macros read too.
#![expect(unsafe_code, reason = "defines symbols of the kernel, and writes the driver's MDLs")]

use std::ptr;

use wdf_sim_sys::{BOOLEAN, CCHAR, CSHORT, DISPATCH_LEVEL, MDL, PMDL, PVOID, ULONG};

use super::{at_most, begin, required};
use crate::exec::{self, check, with};
use crate::kernel::mdl::{LOCKED, NONPAGED, PAGE, WRITE};
use crate::kernel::system::MAPPING;
use crate::violation::{Rule, Violation};

/// What is allocated, for a report.
const WHAT: &str = "MDL";
/// Nothing is ever mapped below this address.
const LOWEST: usize = 0x1_0000;

const MAPPED_TO_SYSTEM_VA: CSHORT = 0x1;
const PAGES_LOCKED: CSHORT = LOCKED.cast_signed();
const SOURCE_IS_NONPAGED_POOL: CSHORT = NONPAGED.cast_signed();
const PARTIAL: CSHORT = 0x10;
const PARTIAL_HAS_BEEN_MAPPED: CSHORT = 0x20;
const WRITE_OPERATION: CSHORT = WRITE.cast_signed();
/// `MDL_IO_SPACE`, .. a description that something stands behind.
const HAS_PAGES: CSHORT = PAGES_LOCKED | SOURCE_IS_NONPAGED_POOL | PARTIAL;

/// How many pages an address range touches.
const fn pages(address: usize, length: usize) -> usize {
    (address % PAGE + length).div_ceil(PAGE)
}

/// The size of an MDL with its page frames.
const fn size(address: usize, length: usize) -> usize {
    size_of::<MDL>() + pages(address, length) * size_of::<usize>()
}

fn misused(text: String) -> Box<Violation> {
    Violation::undefined(Rule::MdlMisused, text)
}

/// The MDL is no NULL, and not that of a request which was completed.
fn alive(name: &'static str, mdl: PMDL) {
    required(name, "MemoryDescriptorList", mdl);
    check(|kernel| {
        if kernel.mdl_is_gone(mdl as usize) {
            return Err(misused(format!("{name}: the MDL at {mdl:p} is of a request that was completed")));
        }
        Ok(())
    });
}

/// Begins to describe a range.
///
/// # Safety
///
/// There is room for the MDL.
unsafe fn describe(mdl: PMDL, address: usize, length: usize) {
    let value = MDL {
        Size: CSHORT::try_from(size(address, length)).unwrap_or(CSHORT::MAX),
        StartVa: (address - address % PAGE) as PVOID,
        ByteCount: length as ULONG,
        ByteOffset: (address % PAGE) as ULONG,
        ..MDL::default()
    };
    // SAFETY: the caller vouches for the room.
    unsafe { mdl.write_unaligned(value) };
}

/// The address that an MDL describes.
///
/// # Safety
///
/// The MDL is valid.
unsafe fn address_of(mdl: PMDL) -> usize {
    // SAFETY: the caller vouches for it.
    let MDL { StartVa: start, ByteOffset: offset, .. } = unsafe { mdl.read_unaligned() };
    start as usize + offset as usize
}

/// Writes the page frames behind the MDL.
///
/// # Safety
///
/// The MDL is valid, with the room that was counted for it.
unsafe fn fill_frames(mdl: PMDL) {
    // SAFETY: the caller vouches for it.
    let MDL { StartVa: start, ByteOffset: offset, ByteCount: length, .. } = unsafe { mdl.read_unaligned() };
    // SAFETY: as above: the frames follow the structure.
    let frames = unsafe { mdl.add(1) }.cast::<usize>();
    for index in 0..pages(offset as usize, length as usize) {
        // SAFETY: as above.
        let frame = unsafe { frames.add(index) };
        // SAFETY: as above.
        unsafe { frame.write_unaligned(start as usize / PAGE + index) };
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn IoAllocateMdl(
    address: PVOID,
    length: ULONG,
    _secondary: BOOLEAN,
    _quota: BOOLEAN,
    irp: PVOID,
) -> PMDL {
    const NAME: &str = "IoAllocateMdl";
    begin(NAME);
    at_most(NAME, DISPATCH_LEVEL);
    if !irp.is_null() {
        let text = "IoAllocateMdl: the framework owns the IRP, so a driver cannot add to its MDLs";
        check(|_| -> crate::kernel::Result<()> { Err(misused(text.to_owned())) });
    }
    let (address, length) = (address as usize, length as usize);
    let mdl = with(|kernel| kernel.keep(WHAT, size(address, length))) as PMDL;
    // SAFETY: the memory was allocated for this.
    unsafe { describe(mdl, address, length) };
    mdl
}

#[unsafe(no_mangle)]
unsafe extern "C" fn IoFreeMdl(mdl: PMDL) {
    const NAME: &str = "IoFreeMdl";
    begin(NAME);
    at_most(NAME, DISPATCH_LEVEL);
    required(NAME, "Mdl", mdl);
    check(|kernel| kernel.expect_kept(NAME, WHAT, mdl as usize));
    // SAFETY: it is one that IoAllocateMdl allocated.
    let flags = unsafe { (*mdl).MdlFlags };
    check(|kernel| {
        if flags & PAGES_LOCKED != 0 && flags & PARTIAL == 0 {
            return Err(misused(format!("{NAME}: the pages of the MDL at {mdl:p} are locked")));
        }
        kernel.give_back(NAME, WHAT, mdl as usize)
    });
}

#[unsafe(no_mangle)]
unsafe extern "C" fn MmBuildMdlForNonPagedPool(mdl: PMDL) {
    const NAME: &str = "MmBuildMdlForNonPagedPool";
    begin(NAME);
    at_most(NAME, DISPATCH_LEVEL);
    alive(NAME, mdl);
    // SAFETY: the driver's MDL is valid.
    let address = unsafe { address_of(mdl) };
    // SAFETY: as above.
    unsafe { (*mdl).MdlFlags |= SOURCE_IS_NONPAGED_POOL };
    // SAFETY: as above.
    unsafe { (*mdl).MappedSystemVa = address as PVOID };
    // SAFETY: as above.
    unsafe { fill_frames(mdl) };
}

#[unsafe(no_mangle)]
unsafe extern "C" fn MmProbeAndLockPages(mdl: PMDL, _mode: CCHAR, operation: i32) {
    const NAME: &str = "MmProbeAndLockPages";
    begin(NAME);
    at_most(NAME, DISPATCH_LEVEL);
    alive(NAME, mdl);
    // SAFETY: the driver's MDL is valid.
    let address = unsafe { address_of(mdl) };
    // SAFETY: as above.
    let flags = unsafe { (*mdl).MdlFlags };
    if flags & HAS_PAGES != 0 {
        exec::stop(misused(format!("{NAME}: the MDL at {mdl:p} describes locked pages, or pool, already")));
    }
    if address < LOWEST {
        let text = format!("{NAME} raised STATUS_ACCESS_VIOLATION: no memory is at {address:#x}");
        exec::stop(Violation::undefined(Rule::InvalidMemoryAccess, text));
    }
    let write = if operation == 0 { 0 } else { WRITE_OPERATION };
    // SAFETY: as above.
    unsafe { (*mdl).MdlFlags = flags | PAGES_LOCKED | write };
    // SAFETY: as above.
    unsafe { fill_frames(mdl) };
}

#[unsafe(no_mangle)]
unsafe extern "C" fn MmUnlockPages(mdl: PMDL) {
    const NAME: &str = "MmUnlockPages";
    begin(NAME);
    at_most(NAME, DISPATCH_LEVEL);
    alive(NAME, mdl);
    // SAFETY: the driver's MDL is valid.
    let flags = unsafe { (*mdl).MdlFlags };
    if flags & PAGES_LOCKED == 0 || flags & (SOURCE_IS_NONPAGED_POOL | PARTIAL) != 0 {
        exec::stop(misused(format!("{NAME}: the pages of the MDL at {mdl:p} are not locked")));
    }
    // SAFETY: as above.
    unsafe { (*mdl).MdlFlags &= !(PAGES_LOCKED | MAPPED_TO_SYSTEM_VA | WRITE_OPERATION) };
}

#[unsafe(no_mangle)]
unsafe extern "C" fn MmMapLockedPagesSpecifyCache(
    mdl: PMDL,
    mode: CCHAR,
    _cache: i32,
    _at: PVOID,
    _bug_check: ULONG,
    _priority: ULONG,
) -> PVOID {
    const NAME: &str = "MmMapLockedPagesSpecifyCache";
    begin(NAME);
    at_most(NAME, DISPATCH_LEVEL);
    alive(NAME, mdl);
    // SAFETY: the driver's MDL is valid.
    let flags = unsafe { (*mdl).MdlFlags };
    if flags & HAS_PAGES == 0 || flags & (MAPPED_TO_SYSTEM_VA | SOURCE_IS_NONPAGED_POOL) != 0 {
        exec::stop(misused(format!("{NAME}: the MDL at {mdl:p} has no locked pages, or they are mapped already")));
    }
    // SAFETY: as above.
    let address = unsafe { address_of(mdl) } as PVOID;
    if mode == 0 {
        let partial = if flags & PARTIAL != 0 { PARTIAL_HAS_BEEN_MAPPED } else { 0 };
        // SAFETY: as above.
        unsafe { (*mdl).MdlFlags = flags | MAPPED_TO_SYSTEM_VA | partial };
        // SAFETY: as above.
        unsafe { (*mdl).MappedSystemVa = address };
    }
    address
}

#[unsafe(no_mangle)]
unsafe extern "C" fn MmMapLockedPages(mdl: PMDL, mode: CCHAR) -> PVOID {
    // SAFETY: the caller's own MDL.
    unsafe { MmMapLockedPagesSpecifyCache(mdl, mode, 1, ptr::null_mut(), 1, 16) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn MmUnmapLockedPages(_address: PVOID, mdl: PMDL) {
    const NAME: &str = "MmUnmapLockedPages";
    begin(NAME);
    at_most(NAME, DISPATCH_LEVEL);
    alive(NAME, mdl);
    // SAFETY: the driver's MDL is valid.
    unsafe { (*mdl).MdlFlags &= !(MAPPED_TO_SYSTEM_VA | PARTIAL_HAS_BEEN_MAPPED) };
}

#[unsafe(no_mangle)]
unsafe extern "C" fn IoBuildPartialMdl(source: PMDL, target: PMDL, address: PVOID, length: ULONG) {
    const NAME: &str = "IoBuildPartialMdl";
    begin(NAME);
    at_most(NAME, DISPATCH_LEVEL);
    alive(NAME, source);
    required(NAME, "TargetMdl", target);
    // SAFETY: the driver's MDL is valid.
    let MDL { MdlFlags: flags, ByteCount: count, .. } = unsafe { source.read_unaligned() };
    // SAFETY: as above.
    let begin = unsafe { address_of(source) };
    let count = count as usize;
    let address = address as usize;
    let length = if length == 0 { (begin + count).saturating_sub(address) } else { length as usize };
    if address < begin || address + length > begin + count {
        exec::stop(misused(format!("{NAME}: the range is not within what the source describes")));
    }
    // SAFETY: as above.
    let room = unsafe { (*target).Size };
    if usize::try_from(room).is_ok_and(|room| room < size(address, length)) {
        exec::stop(misused(format!("{NAME}: the target is too small for the range")));
    }
    // SAFETY: the driver's MDL is valid, and as large as was looked at above.
    unsafe { describe(target, address, length) };
    // SAFETY: as above.
    unsafe { (*target).Size = room };
    let of_source = flags & (SOURCE_IS_NONPAGED_POOL | MAPPED_TO_SYSTEM_VA | WRITE_OPERATION);
    // SAFETY: as above.
    unsafe { (*target).MdlFlags = PARTIAL | of_source };
    // SAFETY: as above.
    unsafe { (*target).MappedSystemVa = address as PVOID };
    // SAFETY: as above.
    unsafe { fill_frames(target) };
}

#[unsafe(no_mangle)]
extern "C" fn MmSizeOfMdl(address: PVOID, length: usize) -> usize {
    size(address as usize, length)
}

/// Addresses are physical as they are, as there is no other space.
#[unsafe(no_mangle)]
extern "C" fn MmGetPhysicalAddress(address: PVOID) -> i64 {
    (address as usize as u64).cast_signed()
}

#[unsafe(no_mangle)]
extern "C" fn MmMapIoSpace(address: i64, length: usize, _cache: i32) -> PVOID {
    const NAME: &str = "MmMapIoSpace";
    begin(NAME);
    at_most(NAME, DISPATCH_LEVEL);
    if length == 0 {
        return ptr::null_mut();
    }
    with(|kernel| {
        let mapped = kernel.device_memory(address.cast_unsigned(), length);
        kernel.keep_at(MAPPING, mapped);
        mapped as PVOID
    })
}

#[unsafe(no_mangle)]
extern "C" fn MmMapIoSpaceEx(address: i64, length: usize, _protection: ULONG) -> PVOID {
    MmMapIoSpace(address, length, 0)
}

#[unsafe(no_mangle)]
extern "C" fn MmUnmapIoSpace(address: PVOID, _length: usize) {
    const NAME: &str = "MmUnmapIoSpace";
    begin(NAME);
    at_most(NAME, DISPATCH_LEVEL);
    check(|kernel| kernel.give_back(NAME, MAPPING, address as usize));
}
