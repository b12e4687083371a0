//! `KeWaitForSingleObject` and `KeWaitForMultipleObjects`.
//!
//! A timeout is virtual time; a wait that nobody can end any more is reported as a deadlock, as every wait is.
#![expect(unsafe_code, reason = "defines symbols of the kernel, and reads the driver's pointers")]

use wdf_sim_sys::{
    APC_LEVEL, BOOLEAN, DISPATCH_LEVEL, KPROCESSOR_MODE, NTSTATUS, PLARGE_INTEGER, PVOID, STATUS_SUCCESS,
    STATUS_TIMEOUT, STATUS_WAIT_0, ULONG,
};

use super::{at_most, begin};
use crate::exec::{nt, with};

/// `WaitAll`.
const WAIT_ALL: i32 = 0;
/// `MAXIMUM_WAIT_OBJECTS`.
const MAXIMUM: u32 = 64;

/// Waits; above APC_LEVEL only a timeout of zero is allowed.
fn wait(name: &'static str, objects: Vec<usize>, all: bool, timeout: PLARGE_INTEGER) -> NTSTATUS {
    begin(name);
    // SAFETY: the driver's pointer, NULL or valid.
    let timeout = (!timeout.is_null()).then(|| unsafe { timeout.cast::<i64>().read_unaligned() });
    at_most(name, if timeout == Some(0) { DISPATCH_LEVEL } else { APC_LEVEL });
    // A time of zero is long past, relative or absolute.
    let until = timeout.map(|timeout| with(|kernel| if timeout == 0 { *kernel.now } else { kernel.due(timeout) }));
    nt::wait(name, objects, all, until)
}

#[unsafe(no_mangle)]
extern "C" fn KeWaitForSingleObject(
    object: PVOID,
    _reason: i32,
    _mode: KPROCESSOR_MODE,
    _alertable: BOOLEAN,
    timeout: PLARGE_INTEGER,
) -> NTSTATUS {
    wait("KeWaitForSingleObject", vec![object as usize], false, timeout)
}

/// A macro in newer headers: another name of the same routine.
#[unsafe(no_mangle)]
extern "C" fn KeWaitForMutexObject(
    mutex: PVOID,
    reason: i32,
    mode: KPROCESSOR_MODE,
    alertable: BOOLEAN,
    timeout: PLARGE_INTEGER,
) -> NTSTATUS {
    KeWaitForSingleObject(mutex, reason, mode, alertable, timeout)
}

#[unsafe(no_mangle)]
unsafe extern "C" fn KeWaitForMultipleObjects(
    count: ULONG,
    objects: *const PVOID,
    kind: i32,
    _reason: i32,
    _mode: KPROCESSOR_MODE,
    _alertable: BOOLEAN,
    timeout: PLARGE_INTEGER,
    _blocks: PVOID,
) -> NTSTATUS {
    const NAME: &str = "KeWaitForMultipleObjects";
    super::required(NAME, "Object", objects);
    // SAFETY: the driver's array of so many pointers.
    let objects = unsafe { std::slice::from_raw_parts(objects, count.min(MAXIMUM) as usize) };
    let all = kind == WAIT_ALL;
    let status = wait(NAME, objects.iter().map(|object| *object as usize).collect(), all, timeout);
    if all && status != STATUS_TIMEOUT {
        return STATUS_SUCCESS;
    }
    debug_assert!(status == STATUS_TIMEOUT || status >= STATUS_WAIT_0);
    status
}
