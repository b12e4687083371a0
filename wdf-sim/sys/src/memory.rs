//! `WDFMEMORY` and `WDFLOOKASIDE`: buffers, and lists of buffers of one size.
//!
//! A buffer is described to an I/O target by a [`_WDF_MEMORY_DESCRIPTOR`], 24 bytes, in one of
//! three forms.
//!
//! Facts: wdfmemory.h of KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdfmemory/>.

use crate::declare::{layout, wdf_functions, zeroed_default};
use crate::{NTSTATUS, PMDL, POOL_TYPE, PVOID, PWDF_OBJECT_ATTRIBUTES, ULONG, WDFLOOKASIDE, WDFMEMORY};

pub mod _WDF_MEMORY_DESCRIPTOR_TYPE {
    pub type Type = core::ffi::c_int;
    pub const WdfMemoryDescriptorTypeInvalid: Type = 0;
    pub const WdfMemoryDescriptorTypeBuffer: Type = 1;
    pub const WdfMemoryDescriptorTypeMdl: Type = 2;
    pub const WdfMemoryDescriptorTypeHandle: Type = 3;
}
pub use self::_WDF_MEMORY_DESCRIPTOR_TYPE::Type as WDF_MEMORY_DESCRIPTOR_TYPE;

/// 16 bytes.
#[repr(C)]
#[derive(Debug, Default, Copy, Clone)]
pub struct _WDFMEMORY_OFFSET {
    pub BufferOffset: usize,
    pub BufferLength: usize,
}
pub type WDFMEMORY_OFFSET = _WDFMEMORY_OFFSET;
pub type PWDFMEMORY_OFFSET = *mut _WDFMEMORY_OFFSET;
layout!(_WDFMEMORY_OFFSET: size 16, align 8, { BufferOffset: 0, BufferLength: 8 });

/// 24 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub struct _WDF_MEMORY_DESCRIPTOR {
    pub Type: WDF_MEMORY_DESCRIPTOR_TYPE,
    pub u: _WDF_MEMORY_DESCRIPTOR__bindgen_ty_1,
}
pub type WDF_MEMORY_DESCRIPTOR = _WDF_MEMORY_DESCRIPTOR;
pub type PWDF_MEMORY_DESCRIPTOR = *mut _WDF_MEMORY_DESCRIPTOR;
zeroed_default!(_WDF_MEMORY_DESCRIPTOR);
layout!(_WDF_MEMORY_DESCRIPTOR: size 24, align 8, { Type: 0, u: 8 });

/// 16 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub union _WDF_MEMORY_DESCRIPTOR__bindgen_ty_1 {
    pub BufferType: _WDF_MEMORY_DESCRIPTOR__bindgen_ty_1__bindgen_ty_1,
    pub MdlType: _WDF_MEMORY_DESCRIPTOR__bindgen_ty_1__bindgen_ty_2,
    pub HandleType: _WDF_MEMORY_DESCRIPTOR__bindgen_ty_1__bindgen_ty_3,
}
zeroed_default!(_WDF_MEMORY_DESCRIPTOR__bindgen_ty_1);
layout!(_WDF_MEMORY_DESCRIPTOR__bindgen_ty_1: size 16, align 8, {
    BufferType: 0, MdlType: 0, HandleType: 0,
});

/// 16 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_MEMORY_DESCRIPTOR__bindgen_ty_1__bindgen_ty_1 {
    pub Buffer: PVOID,
    pub Length: ULONG,
}
zeroed_default!(_WDF_MEMORY_DESCRIPTOR__bindgen_ty_1__bindgen_ty_1);
layout!(_WDF_MEMORY_DESCRIPTOR__bindgen_ty_1__bindgen_ty_1: size 16, align 8, {
    Buffer: 0, Length: 8,
});

/// 16 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_MEMORY_DESCRIPTOR__bindgen_ty_1__bindgen_ty_2 {
    pub Mdl: PMDL,
    pub BufferLength: ULONG,
}
zeroed_default!(_WDF_MEMORY_DESCRIPTOR__bindgen_ty_1__bindgen_ty_2);
layout!(_WDF_MEMORY_DESCRIPTOR__bindgen_ty_1__bindgen_ty_2: size 16, align 8, {
    Mdl: 0, BufferLength: 8,
});

/// 16 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_MEMORY_DESCRIPTOR__bindgen_ty_1__bindgen_ty_3 {
    pub Memory: WDFMEMORY,
    pub Offsets: PWDFMEMORY_OFFSET,
}
zeroed_default!(_WDF_MEMORY_DESCRIPTOR__bindgen_ty_1__bindgen_ty_3);
layout!(_WDF_MEMORY_DESCRIPTOR__bindgen_ty_1__bindgen_ty_3: size 16, align 8, {
    Memory: 0, Offsets: 8,
});

wdf_functions! {
    #[index(WdfMemoryCreateTableIndex)]
    #[pointer(PFN_WDFMEMORYCREATE)]
    fn WdfMemoryCreate(
        Attributes: PWDF_OBJECT_ATTRIBUTES,
        PoolType: POOL_TYPE,
        PoolTag: ULONG,
        BufferSize: usize,
        Memory: *mut WDFMEMORY,
        Buffer: *mut PVOID,
    ) -> NTSTATUS;

    #[index(WdfMemoryCreatePreallocatedTableIndex)]
    #[pointer(PFN_WDFMEMORYCREATEPREALLOCATED)]
    fn WdfMemoryCreatePreallocated(
        Attributes: PWDF_OBJECT_ATTRIBUTES,
        Buffer: PVOID,
        BufferSize: usize,
        Memory: *mut WDFMEMORY,
    ) -> NTSTATUS;

    #[index(WdfMemoryGetBufferTableIndex)]
    #[pointer(PFN_WDFMEMORYGETBUFFER)]
    fn WdfMemoryGetBuffer(Memory: WDFMEMORY, BufferSize: *mut usize) -> PVOID;

    #[index(WdfMemoryAssignBufferTableIndex)]
    #[pointer(PFN_WDFMEMORYASSIGNBUFFER)]
    fn WdfMemoryAssignBuffer(Memory: WDFMEMORY, Buffer: PVOID, BufferSize: usize) -> NTSTATUS;

    #[index(WdfMemoryCopyToBufferTableIndex)]
    #[pointer(PFN_WDFMEMORYCOPYTOBUFFER)]
    fn WdfMemoryCopyToBuffer(
        SourceMemory: WDFMEMORY,
        SourceOffset: usize,
        Buffer: PVOID,
        NumBytesToCopyTo: usize,
    ) -> NTSTATUS;

    #[index(WdfMemoryCopyFromBufferTableIndex)]
    #[pointer(PFN_WDFMEMORYCOPYFROMBUFFER)]
    fn WdfMemoryCopyFromBuffer(
        DestinationMemory: WDFMEMORY,
        DestinationOffset: usize,
        Buffer: PVOID,
        NumBytesToCopyFrom: usize,
    ) -> NTSTATUS;

    #[index(WdfLookasideListCreateTableIndex)]
    #[pointer(PFN_WDFLOOKASIDELISTCREATE)]
    fn WdfLookasideListCreate(
        LookasideAttributes: PWDF_OBJECT_ATTRIBUTES,
        BufferSize: usize,
        PoolType: POOL_TYPE,
        MemoryAttributes: PWDF_OBJECT_ATTRIBUTES,
        PoolTag: ULONG,
        Lookaside: *mut WDFLOOKASIDE,
    ) -> NTSTATUS;

    #[index(WdfMemoryCreateFromLookasideTableIndex)]
    #[pointer(PFN_WDFMEMORYCREATEFROMLOOKASIDE)]
    fn WdfMemoryCreateFromLookaside(Lookaside: WDFLOOKASIDE, Memory: *mut WDFMEMORY) -> NTSTATUS;
}
