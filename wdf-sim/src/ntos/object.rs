//! `Ob..`: counted references to the system's objects, of which drivers mostly know threads.
//!
//! A reference that was taken must be dropped, and only then; what the pointer names is not looked at.
#![expect(unsafe_code, reason = "defines symbols of the kernel, and writes the driver's pointer")]

use std::ptr;

use wdf_sim_sys::{
    CCHAR, DISPATCH_LEVEL, HANDLE, NTSTATUS, PASSIVE_LEVEL, PVOID, STATUS_INVALID_HANDLE, STATUS_SUCCESS, ULONG,
};

use super::{at_most, begin, required};
use crate::exec::{check, with};

/// `STATUS_OBJECT_TYPE_MISMATCH`.
const TYPE_MISMATCH: NTSTATUS = 0xC000_0024_u32.cast_signed();

/// A variable of the kernel that points to an object's type. What a type has in it is the kernel's own.
#[repr(transparent)]
pub(crate) struct TypeVariable(*const usize);

// SAFETY: it is never written, and what it points to is never written.
unsafe impl Sync for TypeVariable {}

macro_rules! types {
    ($($name:ident $pointer:ident $type:ident;)*) => {$(
        static $type: usize = 0;
        static $pointer: TypeVariable = TypeVariable(&raw const $type);
        #[unsafe(no_mangle)]
        static $name: TypeVariable = TypeVariable((&raw const $pointer).cast());
    )*};
}

types! {
    PsThreadType THREAD_POINTER THREAD;
    PsProcessType PROCESS_POINTER PROCESS;
    IoFileObjectType FILE_POINTER FILE;
    IoDriverObjectType DRIVER_POINTER DRIVER;
    IoDeviceObjectType DEVICE_POINTER DEVICE;
    ExEventObjectType EVENT_POINTER EVENT;
    ExSemaphoreObjectType SEMAPHORE_POINTER SEMAPHORE;
    CmKeyObjectType KEY_POINTER KEY;
    SeTokenObjectType TOKEN_POINTER TOKEN;
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ObReferenceObjectByHandle(
    handle: HANDLE,
    _access: ULONG,
    kind: PVOID,
    _mode: CCHAR,
    object: *mut PVOID,
    _information: PVOID,
) -> NTSTATUS {
    const NAME: &str = "ObReferenceObjectByHandle";
    begin(NAME);
    at_most(NAME, PASSIVE_LEVEL);
    required(NAME, "Object", object);
    // SAFETY: the driver's pointer, not NULL.
    unsafe { object.write(ptr::null_mut()) };
    let Some(address) = with(|kernel| kernel.object_of_handle(handle as usize)) else {
        return STATUS_INVALID_HANDLE;
    };
    let is_thread = with(|kernel| kernel.thread_with_object(address).is_some());
    if is_thread && !kind.is_null() && !ptr::eq(kind.cast(), &raw const THREAD) {
        return TYPE_MISMATCH;
    }
    with(|kernel| kernel.reference_system_object(address));
    // SAFETY: as above.
    unsafe { object.write(address as PVOID) };
    STATUS_SUCCESS
}

#[unsafe(no_mangle)]
unsafe extern "C" fn ObReferenceObjectByHandleWithTag(
    handle: HANDLE,
    access: ULONG,
    kind: PVOID,
    mode: CCHAR,
    _tag: ULONG,
    object: *mut PVOID,
    information: PVOID,
) -> NTSTATUS {
    // SAFETY: the caller's own pointers.
    unsafe { ObReferenceObjectByHandle(handle, access, kind, mode, object, information) }
}

#[unsafe(no_mangle)]
extern "C" fn ObReferenceObjectByPointer(object: PVOID, _access: ULONG, _kind: PVOID, _mode: CCHAR) -> NTSTATUS {
    ObfReferenceObject(object);
    STATUS_SUCCESS
}

#[unsafe(no_mangle)]
extern "C" fn ObfReferenceObject(object: PVOID) -> isize {
    const NAME: &str = "ObReferenceObject";
    begin(NAME);
    at_most(NAME, DISPATCH_LEVEL);
    required(NAME, "Object", object);
    with(|kernel| kernel.reference_system_object(object as usize)).cast_signed()
}

#[unsafe(no_mangle)]
extern "C" fn ObfReferenceObjectWithTag(object: PVOID, _tag: ULONG) -> isize {
    ObfReferenceObject(object)
}

#[unsafe(no_mangle)]
extern "C" fn ObfDereferenceObject(object: PVOID) -> isize {
    const NAME: &str = "ObDereferenceObject";
    begin(NAME);
    at_most(NAME, DISPATCH_LEVEL);
    required(NAME, "Object", object);
    check(|kernel| kernel.dereference_system_object(NAME, object as usize)).cast_signed()
}

#[unsafe(no_mangle)]
extern "C" fn ObfDereferenceObjectWithTag(object: PVOID, _tag: ULONG) -> isize {
    ObfDereferenceObject(object)
}

#[unsafe(no_mangle)]
extern "C" fn ObDereferenceObjectDeferDelete(object: PVOID) {
    ObfDereferenceObject(object);
}

#[unsafe(no_mangle)]
extern "C" fn ObDereferenceObjectDeferDeleteWithTag(object: PVOID, _tag: ULONG) {
    ObfDereferenceObject(object);
}
