//! Scalars, strings, lists and GUIDs: the words in which every other declaration is written.
//!
//! `LONG` and `ULONG` are `long` in C, which 64-bit Windows keeps at 32 bits and 64-bit Linux does
//! not; here they are `i32` and `u32` everywhere. The larger types are [`_UNICODE_STRING`],
//! [`_LIST_ENTRY`] and [`_GUID`], 16 bytes each, and [`_LARGE_INTEGER`], 8.
//!
//! Facts: ntdef.h, guiddef.h and wdftypes.h of the WDK with KMDF 1.33.

use core::ffi::{c_char, c_int, c_longlong, c_short, c_uchar, c_uint, c_ulonglong, c_ushort, c_void};

use static_assertions::assert_type_eq_all;

use crate::declare::{layout, zeroed_default};

// Characters and integers. `LONG` and `ULONG` are `long` in C, which Windows keeps at 32 bits.
pub type CHAR = c_char;
pub type CCHAR = c_char;
pub type UCHAR = c_uchar;
pub type BYTE = c_uchar;
pub type BOOLEAN = UCHAR;
pub type SHORT = c_short;
pub type CSHORT = c_short;
pub type USHORT = c_ushort;
pub type WORD = c_ushort;
pub type INT = c_int;
pub type UINT = c_uint;
pub type LONG = i32;
pub type LONG32 = c_int;
pub type ULONG = u32;
pub type ULONG32 = c_uint;
pub type DWORD = u32;
pub type LOGICAL = ULONG;
pub type LONGLONG = c_longlong;
pub type LONG64 = c_longlong;
pub type ULONGLONG = c_ulonglong;
pub type ULONG64 = c_ulonglong;
pub type DWORD64 = c_ulonglong;
pub type LONG_PTR = c_longlong;
pub type ULONG_PTR = c_ulonglong;
pub type SIZE_T = ULONG_PTR;
pub type SSIZE_T = LONG_PTR;
pub type wchar_t = c_ushort;
pub type WCHAR = wchar_t;

// Pointers to them.
pub type PVOID = *mut c_void;
pub type PCHAR = *mut CHAR;
pub type PCH = *mut CHAR;
pub type PCCH = *const CHAR;
pub type PSTR = *mut CHAR;
pub type LPSTR = *mut CHAR;
pub type PCSTR = *const CHAR;
pub type LPCSTR = *const CHAR;
pub type PUCHAR = *mut UCHAR;
pub type PBOOLEAN = *mut BOOLEAN;
pub type PSHORT = *mut SHORT;
pub type PUSHORT = *mut USHORT;
pub type PLONG = *mut LONG;
pub type PULONG = *mut ULONG;
pub type PLONGLONG = *mut LONGLONG;
pub type PULONGLONG = *mut ULONGLONG;
pub type PULONG64 = *mut ULONG64;
pub type PLONG_PTR = *mut LONG_PTR;
pub type PULONG_PTR = *mut ULONG_PTR;
pub type PSIZE_T = *mut SIZE_T;
pub type PWCHAR = *mut WCHAR;
pub type PWCH = *mut WCHAR;
pub type PCWCH = *const WCHAR;
pub type PWSTR = *mut WCHAR;
pub type LPWSTR = *mut WCHAR;
pub type PCWSTR = *const WCHAR;
pub type LPCWSTR = *const WCHAR;

// The kernel's own scalars.
pub type HANDLE = *mut c_void;
pub type PHANDLE = *mut HANDLE;
pub type NTSTATUS = LONG;
pub type PNTSTATUS = *mut NTSTATUS;
pub type KIRQL = UCHAR;
pub type PKIRQL = *mut KIRQL;
pub type KPRIORITY = LONG;
pub type KPROCESSOR_MODE = CCHAR;
pub type KAFFINITY = ULONG_PTR;
pub type PKAFFINITY = *mut KAFFINITY;
pub type ACCESS_MASK = DWORD;
pub type PACCESS_MASK = *mut ACCESS_MASK;
pub type SECURITY_INFORMATION = DWORD;
pub type PSECURITY_INFORMATION = *mut DWORD;
pub type PSECURITY_DESCRIPTOR = PVOID;
pub type PSID = PVOID;
pub type LCID = DWORD;
pub type DEVICE_TYPE = DWORD;

// What Windows compilers make of C's types, whatever the target makes of them.
assert_type_eq_all!(LONG, NTSTATUS, KPRIORITY, i32);
assert_type_eq_all!(ULONG, DWORD, ACCESS_MASK, u32);
assert_type_eq_all!(ULONG_PTR, SIZE_T, KAFFINITY, ULONGLONG, u64);
assert_type_eq_all!(USHORT, WCHAR, u16);
assert_type_eq_all!(BOOLEAN, UCHAR, KIRQL, u8);
assert_type_eq_all!(INT, i32);

pub mod _WDF_TRI_STATE {
    pub type Type = core::ffi::c_int;
    pub const WdfFalse: Type = 0;
    pub const WdfTrue: Type = 1;
    pub const WdfUseDefault: Type = 2;
}
pub use self::_WDF_TRI_STATE::Type as WDF_TRI_STATE;
pub type PWDF_TRI_STATE = *mut _WDF_TRI_STATE::Type;

/// 8 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub union _LARGE_INTEGER {
    pub __bindgen_anon_1: _LARGE_INTEGER__bindgen_ty_1,
    pub u: _LARGE_INTEGER__bindgen_ty_2,
    pub QuadPart: LONGLONG,
}
pub type LARGE_INTEGER = _LARGE_INTEGER;
pub type PLARGE_INTEGER = *mut _LARGE_INTEGER;
pub type PHYSICAL_ADDRESS = LARGE_INTEGER;
pub type PPHYSICAL_ADDRESS = *mut LARGE_INTEGER;
zeroed_default!(_LARGE_INTEGER);
layout!(_LARGE_INTEGER: size 8, align 8, { __bindgen_anon_1: 0, u: 0, QuadPart: 0 });

/// 8 bytes.
#[repr(C)]
#[derive(Debug, Default, Copy, Clone)]
pub struct _LARGE_INTEGER__bindgen_ty_1 {
    pub LowPart: ULONG,
    pub HighPart: LONG,
}
layout!(_LARGE_INTEGER__bindgen_ty_1: size 8, align 4, { LowPart: 0, HighPart: 4 });

/// 8 bytes.
#[repr(C)]
#[derive(Debug, Default, Copy, Clone)]
pub struct _LARGE_INTEGER__bindgen_ty_2 {
    pub LowPart: ULONG,
    pub HighPart: LONG,
}
layout!(_LARGE_INTEGER__bindgen_ty_2: size 8, align 4, { LowPart: 0, HighPart: 4 });

/// 16 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _UNICODE_STRING {
    pub Length: USHORT,
    pub MaximumLength: USHORT,
    pub Buffer: PWSTR,
}
pub type UNICODE_STRING = _UNICODE_STRING;
pub type PUNICODE_STRING = *mut _UNICODE_STRING;
pub type PCUNICODE_STRING = *const _UNICODE_STRING;
zeroed_default!(_UNICODE_STRING);
layout!(_UNICODE_STRING: size 16, align 8, { Length: 0, MaximumLength: 2, Buffer: 8 });

/// 16 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _LIST_ENTRY {
    pub Flink: *mut _LIST_ENTRY,
    pub Blink: *mut _LIST_ENTRY,
}
pub type LIST_ENTRY = _LIST_ENTRY;
pub type PLIST_ENTRY = *mut _LIST_ENTRY;
pub type PRLIST_ENTRY = *mut _LIST_ENTRY;
zeroed_default!(_LIST_ENTRY);
layout!(_LIST_ENTRY: size 16, align 8, { Flink: 0, Blink: 8 });

/// 16 bytes.
#[repr(C)]
#[derive(Debug, Default, Copy, Clone)]
pub struct _GUID {
    pub Data1: u32,
    pub Data2: c_ushort,
    pub Data3: c_ushort,
    pub Data4: [c_uchar; 8],
}
pub type GUID = _GUID;
pub type LPGUID = *mut _GUID;
pub type LPCGUID = *const _GUID;
layout!(_GUID: size 16, align 4, { Data1: 0, Data2: 4, Data3: 6, Data4: 8 });

/// 8 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _SINGLE_LIST_ENTRY {
    pub Next: *mut _SINGLE_LIST_ENTRY,
}
pub type SINGLE_LIST_ENTRY = _SINGLE_LIST_ENTRY;
pub type PSINGLE_LIST_ENTRY = *mut _SINGLE_LIST_ENTRY;
zeroed_default!(_SINGLE_LIST_ENTRY);
layout!(_SINGLE_LIST_ENTRY: size 8, align 8, { Next: 0 });
