//! Which thread, process and processor this is, and which system.
#![expect(unsafe_code, reason = "defines symbols of the kernel, and writes the driver's structures")]

use wdf_sim_sys::{BOOLEAN, CCHAR, HANDLE, NTSTATUS, PVOID, STATUS_SUCCESS, ULONG, USHORT};

use super::required;
use crate::exec::{me, with};
use crate::kernel::system::{APPLICATION, PROCESSORS};
use crate::kernel::thread::Role;

/// The made-up address of the one process that all threads of the test belong to.
const PROCESS: usize = 0xFFFF_C100_0000_0000;

/// `RTL_OSVERSIONINFOW` without its text.
#[repr(C)]
struct Version {
    size: ULONG,
    major: ULONG,
    minor: ULONG,
    build: ULONG,
    platform: ULONG,
}

/// The process that the system's own threads belong to.
const SYSTEM: u32 = 4;

#[unsafe(no_mangle)]
extern "C" fn PsGetCurrentProcessId() -> HANDLE {
    let is_application = with(|kernel| kernel.thread(me()).role == Role::Application);
    (if is_application { APPLICATION } else { SYSTEM }) as usize as HANDLE
}

#[unsafe(no_mangle)]
extern "C" fn PsGetCurrentThreadId() -> HANDLE {
    super::thread::number_of(me()) as HANDLE
}

#[unsafe(no_mangle)]
extern "C" fn PsGetCurrentThread() -> PVOID {
    super::thread::current() as PVOID
}

#[unsafe(no_mangle)]
extern "C" fn KeGetCurrentThread() -> PVOID {
    PsGetCurrentThread()
}

#[unsafe(no_mangle)]
const extern "C" fn PsGetCurrentProcess() -> PVOID {
    PROCESS as PVOID
}

#[unsafe(no_mangle)]
const extern "C" fn IoGetCurrentProcess() -> PVOID {
    PROCESS as PVOID
}

/// The simulated callers are applications: `UserMode`.
#[unsafe(no_mangle)]
extern "C" fn ExGetPreviousMode() -> CCHAR {
    CCHAR::from(with(|kernel| kernel.thread(me()).role == Role::Application))
}

#[unsafe(no_mangle)]
extern "C" fn KeGetCurrentProcessorNumber() -> ULONG {
    me().0 % PROCESSORS
}

#[unsafe(no_mangle)]
unsafe extern "C" fn KeGetCurrentProcessorNumberEx(number: *mut [u16; 2]) -> ULONG {
    let index = me().0 % PROCESSORS;
    if !number.is_null() {
        // SAFETY: the driver's PROCESSOR_NUMBER, 4 bytes: the group, then the number and a reserved byte.
        unsafe { number.write_unaligned([0, index as u16]) };
    }
    index
}

#[unsafe(no_mangle)]
unsafe extern "C" fn KeQueryActiveProcessorCount(active: *mut u64) -> ULONG {
    if !active.is_null() {
        // SAFETY: the driver's KAFFINITY.
        unsafe { active.write_unaligned((1 << PROCESSORS) - 1) };
    }
    PROCESSORS
}

#[unsafe(no_mangle)]
const extern "C" fn KeQueryActiveProcessorCountEx(_group: USHORT) -> ULONG {
    PROCESSORS
}

#[unsafe(no_mangle)]
const extern "C" fn KeQueryMaximumProcessorCountEx(_group: USHORT) -> ULONG {
    PROCESSORS
}

/// Windows 11, version 22H2.
#[unsafe(no_mangle)]
unsafe extern "C" fn RtlGetVersion(out: PVOID) -> NTSTATUS {
    required("RtlGetVersion", "VersionInformation", out);
    let out = out.cast::<Version>();
    // SAFETY: the driver's structure, whose size it gives in its first member.
    let size = unsafe { (*out).size };
    // SAFETY: it is at least as large as this much of it.
    unsafe { out.write_unaligned(Version { size, major: 10, minor: 0, build: 22621, platform: 2 }) };
    STATUS_SUCCESS
}

#[unsafe(no_mangle)]
const extern "C" fn RtlIsNtDdiVersionAvailable(_version: ULONG) -> BOOLEAN {
    1
}

#[unsafe(no_mangle)]
const extern "C" fn IoIsWdmVersionAvailable(_major: u8, _minor: u8) -> BOOLEAN {
    1
}

#[unsafe(no_mangle)]
const extern "C" fn KeQueryMaximumProcessorCount() -> ULONG {
    PROCESSORS
}

#[unsafe(no_mangle)]
const extern "C" fn KeQueryActiveProcessors() -> u64 {
    (1 << PROCESSORS) - 1
}

#[unsafe(no_mangle)]
const extern "C" fn KeQueryActiveGroupCount() -> USHORT {
    1
}

#[unsafe(no_mangle)]
const extern "C" fn KeQueryMaximumGroupCount() -> USHORT {
    1
}

#[unsafe(no_mangle)]
const extern "C" fn KeQueryHighestNodeNumber() -> USHORT {
    0
}

#[unsafe(no_mangle)]
const extern "C" fn KeGetCurrentNodeNumber() -> USHORT {
    0
}
