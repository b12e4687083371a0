//! What a request asks for, and what came of it at its target.
//!
//! The structures are [`_WDF_REQUEST_PARAMETERS`], 40 bytes, and [`_WDF_REQUEST_COMPLETION_PARAMS`], 72. The functions that
//! fill them are in `request.rs`.
//!
//! Facts: wdfrequest.h of KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdfrequest/>.

use crate::declare::{layout, zeroed_default};
use crate::{
    IO_STATUS_BLOCK, LONGLONG, PIO_SECURITY_CONTEXT, PVOID, PWDF_USB_REQUEST_COMPLETION_PARAMS, UCHAR, ULONG,
    ULONG_PTR, USHORT, WDF_REQUEST_TYPE, WDFMEMORY,
};

/// 40 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub struct _WDF_REQUEST_PARAMETERS {
    pub Size: USHORT,
    pub MinorFunction: UCHAR,
    pub Type: WDF_REQUEST_TYPE,
    pub Parameters: _WDF_REQUEST_PARAMETERS__bindgen_ty_1,
}
pub type WDF_REQUEST_PARAMETERS = _WDF_REQUEST_PARAMETERS;
pub type PWDF_REQUEST_PARAMETERS = *mut _WDF_REQUEST_PARAMETERS;
zeroed_default!(_WDF_REQUEST_PARAMETERS);
layout!(_WDF_REQUEST_PARAMETERS: size 40, align 8, {
    Size: 0, MinorFunction: 2, Type: 4, Parameters: 8,
});

/// 32 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub union _WDF_REQUEST_PARAMETERS__bindgen_ty_1 {
    pub Create: _WDF_REQUEST_PARAMETERS__bindgen_ty_1__bindgen_ty_1,
    pub Read: _WDF_REQUEST_PARAMETERS__bindgen_ty_1__bindgen_ty_2,
    pub Write: _WDF_REQUEST_PARAMETERS__bindgen_ty_1__bindgen_ty_3,
    pub DeviceIoControl: _WDF_REQUEST_PARAMETERS__bindgen_ty_1__bindgen_ty_4,
    pub Others: _WDF_REQUEST_PARAMETERS__bindgen_ty_1__bindgen_ty_5,
}
zeroed_default!(_WDF_REQUEST_PARAMETERS__bindgen_ty_1);
layout!(_WDF_REQUEST_PARAMETERS__bindgen_ty_1: size 32, align 8, {
    Create: 0, Read: 0, Write: 0, DeviceIoControl: 0, Others: 0,
});

/// 32 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_REQUEST_PARAMETERS__bindgen_ty_1__bindgen_ty_1 {
    pub SecurityContext: PIO_SECURITY_CONTEXT,
    pub Options: ULONG,
    pub __bindgen_padding_0: [u8; 4],
    pub FileAttributes: USHORT,
    pub ShareAccess: USHORT,
    pub __bindgen_padding_1: [u8; 4],
    pub EaLength: ULONG,
}
zeroed_default!(_WDF_REQUEST_PARAMETERS__bindgen_ty_1__bindgen_ty_1);
layout!(_WDF_REQUEST_PARAMETERS__bindgen_ty_1__bindgen_ty_1: size 32, align 8, {
    SecurityContext: 0, Options: 8, FileAttributes: 16, ShareAccess: 18, EaLength: 24,
});

/// 24 bytes.
#[repr(C)]
#[derive(Debug, Default, Copy, Clone)]
pub struct _WDF_REQUEST_PARAMETERS__bindgen_ty_1__bindgen_ty_2 {
    pub Length: usize,
    pub Key: ULONG,
    pub DeviceOffset: LONGLONG,
}
layout!(_WDF_REQUEST_PARAMETERS__bindgen_ty_1__bindgen_ty_2: size 24, align 8, {
    Length: 0, Key: 8, DeviceOffset: 16,
});

/// 24 bytes.
#[repr(C)]
#[derive(Debug, Default, Copy, Clone)]
pub struct _WDF_REQUEST_PARAMETERS__bindgen_ty_1__bindgen_ty_3 {
    pub Length: usize,
    pub Key: ULONG,
    pub DeviceOffset: LONGLONG,
}
layout!(_WDF_REQUEST_PARAMETERS__bindgen_ty_1__bindgen_ty_3: size 24, align 8, {
    Length: 0, Key: 8, DeviceOffset: 16,
});

/// 32 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_REQUEST_PARAMETERS__bindgen_ty_1__bindgen_ty_4 {
    pub OutputBufferLength: usize,
    pub InputBufferLength: usize,
    pub IoControlCode: ULONG,
    pub Type3InputBuffer: PVOID,
}
zeroed_default!(_WDF_REQUEST_PARAMETERS__bindgen_ty_1__bindgen_ty_4);
layout!(_WDF_REQUEST_PARAMETERS__bindgen_ty_1__bindgen_ty_4: size 32, align 8, {
    OutputBufferLength: 0, InputBufferLength: 8, IoControlCode: 16, Type3InputBuffer: 24,
});

/// 32 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_REQUEST_PARAMETERS__bindgen_ty_1__bindgen_ty_5 {
    pub Arg1: PVOID,
    pub Arg2: PVOID,
    pub IoControlCode: ULONG,
    pub Arg4: PVOID,
}
zeroed_default!(_WDF_REQUEST_PARAMETERS__bindgen_ty_1__bindgen_ty_5);
layout!(_WDF_REQUEST_PARAMETERS__bindgen_ty_1__bindgen_ty_5: size 32, align 8, {
    Arg1: 0, Arg2: 8, IoControlCode: 16, Arg4: 24,
});

/// 72 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub struct _WDF_REQUEST_COMPLETION_PARAMS {
    pub Size: ULONG,
    pub Type: WDF_REQUEST_TYPE,
    pub IoStatus: IO_STATUS_BLOCK,
    pub Parameters: _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1,
}
pub type WDF_REQUEST_COMPLETION_PARAMS = _WDF_REQUEST_COMPLETION_PARAMS;
pub type PWDF_REQUEST_COMPLETION_PARAMS = *mut _WDF_REQUEST_COMPLETION_PARAMS;
zeroed_default!(_WDF_REQUEST_COMPLETION_PARAMS);
layout!(_WDF_REQUEST_COMPLETION_PARAMS: size 72, align 8, {
    Size: 0, Type: 4, IoStatus: 8, Parameters: 24,
});

/// 48 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub union _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1 {
    pub Write: _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_1,
    pub Read: _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_2,
    pub Ioctl: _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_3,
    pub Others: _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_4,
    pub Usb: _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_5,
}
zeroed_default!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1);
layout!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1: size 48, align 8, {
    Write: 0, Read: 0, Ioctl: 0, Others: 0, Usb: 0,
});

/// 24 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_1 {
    pub Buffer: WDFMEMORY,
    pub Length: usize,
    pub Offset: usize,
}
zeroed_default!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_1);
layout!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_1: size 24, align 8, {
    Buffer: 0, Length: 8, Offset: 16,
});

/// 24 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_2 {
    pub Buffer: WDFMEMORY,
    pub Length: usize,
    pub Offset: usize,
}
zeroed_default!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_2);
layout!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_2: size 24, align 8, {
    Buffer: 0, Length: 8, Offset: 16,
});

/// 48 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_3 {
    pub IoControlCode: ULONG,
    pub Input: _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_3__bindgen_ty_1,
    pub Output: _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_3__bindgen_ty_2,
}
zeroed_default!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_3);
layout!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_3: size 48, align 8, {
    IoControlCode: 0, Input: 8, Output: 24,
});

/// 16 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_3__bindgen_ty_1 {
    pub Buffer: WDFMEMORY,
    pub Offset: usize,
}
zeroed_default!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_3__bindgen_ty_1);
layout!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_3__bindgen_ty_1: size 16, align 8, {
    Buffer: 0, Offset: 8,
});

/// 24 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_3__bindgen_ty_2 {
    pub Buffer: WDFMEMORY,
    pub Offset: usize,
    pub Length: usize,
}
zeroed_default!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_3__bindgen_ty_2);
layout!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_3__bindgen_ty_2: size 24, align 8, {
    Buffer: 0, Offset: 8, Length: 16,
});

/// 32 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub struct _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_4 {
    pub Argument1: _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_4__bindgen_ty_1,
    pub Argument2: _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_4__bindgen_ty_2,
    pub Argument3: _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_4__bindgen_ty_3,
    pub Argument4: _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_4__bindgen_ty_4,
}
zeroed_default!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_4);
layout!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_4: size 32, align 8, {
    Argument1: 0, Argument2: 8, Argument3: 16, Argument4: 24,
});

/// 8 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub union _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_4__bindgen_ty_1 {
    pub Ptr: PVOID,
    pub Value: ULONG_PTR,
}
zeroed_default!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_4__bindgen_ty_1);
layout!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_4__bindgen_ty_1: size 8, align 8, {
    Ptr: 0, Value: 0,
});

/// 8 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub union _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_4__bindgen_ty_2 {
    pub Ptr: PVOID,
    pub Value: ULONG_PTR,
}
zeroed_default!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_4__bindgen_ty_2);
layout!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_4__bindgen_ty_2: size 8, align 8, {
    Ptr: 0, Value: 0,
});

/// 8 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub union _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_4__bindgen_ty_3 {
    pub Ptr: PVOID,
    pub Value: ULONG_PTR,
}
zeroed_default!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_4__bindgen_ty_3);
layout!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_4__bindgen_ty_3: size 8, align 8, {
    Ptr: 0, Value: 0,
});

/// 8 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub union _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_4__bindgen_ty_4 {
    pub Ptr: PVOID,
    pub Value: ULONG_PTR,
}
zeroed_default!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_4__bindgen_ty_4);
layout!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_4__bindgen_ty_4: size 8, align 8, {
    Ptr: 0, Value: 0,
});

/// 8 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_5 {
    pub Completion: PWDF_USB_REQUEST_COMPLETION_PARAMS,
}
zeroed_default!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_5);
layout!(_WDF_REQUEST_COMPLETION_PARAMS__bindgen_ty_1__bindgen_ty_5: size 8, align 8, {
    Completion: 0,
});
