//! `WDFOBJECT`: attributes, contexts, references and deletion, which all objects have.
//!
//! Every creating function takes a [`_WDF_OBJECT_ATTRIBUTES`], 56 bytes; a context's type is a
//! [`_WDF_OBJECT_CONTEXT_TYPE_INFO`], 40 bytes, told from others by its address.
//!
//! Facts: wdfobject.h of KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdfobject/>.

use crate::declare::{layout, wdf_functions, zeroed_default};
use crate::{GUID, LONG, LPCSTR, NTSTATUS, PCCH, PVOID, ULONG, ULONG_PTR, WDFOBJECT};

pub type PFN_GET_UNIQUE_CONTEXT_TYPE = Option<unsafe extern "C" fn() -> PCWDF_OBJECT_CONTEXT_TYPE_INFO>;

pub mod _WDF_EXECUTION_LEVEL {
    pub type Type = core::ffi::c_int;
    pub const WdfExecutionLevelInvalid: Type = 0;
    pub const WdfExecutionLevelInheritFromParent: Type = 1;
    pub const WdfExecutionLevelPassive: Type = 2;
    pub const WdfExecutionLevelDispatch: Type = 3;
}
pub use self::_WDF_EXECUTION_LEVEL::Type as WDF_EXECUTION_LEVEL;

pub mod _WDF_SYNCHRONIZATION_SCOPE {
    pub type Type = core::ffi::c_int;
    pub const WdfSynchronizationScopeInvalid: Type = 0;
    pub const WdfSynchronizationScopeInheritFromParent: Type = 1;
    pub const WdfSynchronizationScopeDevice: Type = 2;
    pub const WdfSynchronizationScopeQueue: Type = 3;
    pub const WdfSynchronizationScopeNone: Type = 4;
}
pub use self::_WDF_SYNCHRONIZATION_SCOPE::Type as WDF_SYNCHRONIZATION_SCOPE;

pub type EVT_WDF_OBJECT_CONTEXT_CLEANUP = Option<unsafe extern "C" fn(Object: WDFOBJECT)>;
pub type PFN_WDF_OBJECT_CONTEXT_CLEANUP = EVT_WDF_OBJECT_CONTEXT_CLEANUP;

pub type EVT_WDF_OBJECT_CONTEXT_DESTROY = Option<unsafe extern "C" fn(Object: WDFOBJECT)>;
pub type PFN_WDF_OBJECT_CONTEXT_DESTROY = EVT_WDF_OBJECT_CONTEXT_DESTROY;

/// 56 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_OBJECT_ATTRIBUTES {
    pub Size: ULONG,
    pub EvtCleanupCallback: PFN_WDF_OBJECT_CONTEXT_CLEANUP,
    pub EvtDestroyCallback: PFN_WDF_OBJECT_CONTEXT_DESTROY,
    pub ExecutionLevel: WDF_EXECUTION_LEVEL,
    pub SynchronizationScope: WDF_SYNCHRONIZATION_SCOPE,
    pub ParentObject: WDFOBJECT,
    pub ContextSizeOverride: usize,
    pub ContextTypeInfo: PCWDF_OBJECT_CONTEXT_TYPE_INFO,
}
pub type WDF_OBJECT_ATTRIBUTES = _WDF_OBJECT_ATTRIBUTES;
pub type PWDF_OBJECT_ATTRIBUTES = *mut _WDF_OBJECT_ATTRIBUTES;
zeroed_default!(_WDF_OBJECT_ATTRIBUTES);
layout!(_WDF_OBJECT_ATTRIBUTES: size 56, align 8, {
    Size: 0, EvtCleanupCallback: 8, EvtDestroyCallback: 16, ExecutionLevel: 24,
    SynchronizationScope: 28, ParentObject: 32, ContextSizeOverride: 40, ContextTypeInfo: 48,
});

/// 40 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_OBJECT_CONTEXT_TYPE_INFO {
    pub Size: ULONG,
    pub ContextName: LPCSTR,
    pub ContextSize: usize,
    pub UniqueType: PCWDF_OBJECT_CONTEXT_TYPE_INFO,
    pub EvtDriverGetUniqueContextType: PFN_GET_UNIQUE_CONTEXT_TYPE,
}
pub type WDF_OBJECT_CONTEXT_TYPE_INFO = _WDF_OBJECT_CONTEXT_TYPE_INFO;
pub type PWDF_OBJECT_CONTEXT_TYPE_INFO = *mut _WDF_OBJECT_CONTEXT_TYPE_INFO;
pub type PCWDF_OBJECT_CONTEXT_TYPE_INFO = *const _WDF_OBJECT_CONTEXT_TYPE_INFO;
zeroed_default!(_WDF_OBJECT_CONTEXT_TYPE_INFO);
layout!(_WDF_OBJECT_CONTEXT_TYPE_INFO: size 40, align 8, {
    Size: 0, ContextName: 8, ContextSize: 16, UniqueType: 24, EvtDriverGetUniqueContextType: 32,
});

/// 16 bytes.
#[repr(C)]
#[derive(Debug, Default, Copy, Clone)]
pub struct _WDF_CUSTOM_TYPE_CONTEXT {
    pub Size: ULONG,
    pub Data: ULONG_PTR,
}
pub type WDF_CUSTOM_TYPE_CONTEXT = _WDF_CUSTOM_TYPE_CONTEXT;
pub type PWDF_CUSTOM_TYPE_CONTEXT = *mut _WDF_CUSTOM_TYPE_CONTEXT;
layout!(_WDF_CUSTOM_TYPE_CONTEXT: size 16, align 8, { Size: 0, Data: 8 });

wdf_functions! {
    #[index(WdfObjectGetTypedContextWorkerTableIndex)]
    #[pointer(PFN_WDFOBJECTGETTYPEDCONTEXTWORKER)]
    fn WdfObjectGetTypedContextWorker(
        Handle: WDFOBJECT,
        TypeInfo: PCWDF_OBJECT_CONTEXT_TYPE_INFO,
    ) -> PVOID;

    #[index(WdfObjectAllocateContextTableIndex)]
    #[pointer(PFN_WDFOBJECTALLOCATECONTEXT)]
    fn WdfObjectAllocateContext(
        Handle: WDFOBJECT,
        ContextAttributes: PWDF_OBJECT_ATTRIBUTES,
        Context: *mut PVOID,
    ) -> NTSTATUS;

    #[index(WdfObjectContextGetObjectTableIndex)]
    #[pointer(PFN_WDFOBJECTCONTEXTGETOBJECT)]
    fn WdfObjectContextGetObject(ContextPointer: PVOID) -> WDFOBJECT;

    #[index(WdfObjectReferenceActualTableIndex)]
    #[pointer(PFN_WDFOBJECTREFERENCEACTUAL)]
    fn WdfObjectReferenceActual(Handle: WDFOBJECT, Tag: PVOID, Line: LONG, File: PCCH);

    #[index(WdfObjectDereferenceActualTableIndex)]
    #[pointer(PFN_WDFOBJECTDEREFERENCEACTUAL)]
    fn WdfObjectDereferenceActual(Handle: WDFOBJECT, Tag: PVOID, Line: LONG, File: PCCH);

    #[index(WdfObjectCreateTableIndex)]
    #[pointer(PFN_WDFOBJECTCREATE)]
    fn WdfObjectCreate(Attributes: PWDF_OBJECT_ATTRIBUTES, Object: *mut WDFOBJECT) -> NTSTATUS;

    #[index(WdfObjectDeleteTableIndex)]
    #[pointer(PFN_WDFOBJECTDELETE)]
    fn WdfObjectDelete(Object: WDFOBJECT);

    #[index(WdfObjectQueryTableIndex)]
    #[pointer(PFN_WDFOBJECTQUERY)]
    fn WdfObjectQuery(
        Object: WDFOBJECT,
        Guid: *const GUID,
        QueryBufferLength: ULONG,
        QueryBuffer: PVOID,
    ) -> NTSTATUS;
}
