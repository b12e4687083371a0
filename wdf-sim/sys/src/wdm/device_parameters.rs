//! The parameters of an IRP of the PnP or the power manager: members 25 to 39 of the union in `stack_location.rs`.
//!
//! Facts: wdm.h and ntifs.h of the WDK with KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/>.

use crate::declare::{layout, zeroed_default};
use crate::{
    BOOLEAN, BUS_QUERY_ID_TYPE, DEVICE_RELATION_TYPE, DEVICE_TEXT_TYPE, DEVICE_USAGE_NOTIFICATION_TYPE, GUID, LCID,
    PCM_RESOURCE_LIST, PDEVICE_CAPABILITIES, PINTERFACE, PIO_RESOURCE_REQUIREMENTS_LIST, POWER_ACTION, POWER_STATE,
    POWER_STATE_TYPE, PPOWER_SEQUENCE, PVOID, SYSTEM_POWER_STATE, SYSTEM_POWER_STATE_CONTEXT, ULONG, ULONG_PTR, USHORT,
};

/// 4 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_25 {
    pub Type: DEVICE_RELATION_TYPE,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_25);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_25: size 4, align 4, { Type: 0 });

/// 32 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_26 {
    pub InterfaceType: *const GUID,
    pub Size: USHORT,
    pub Version: USHORT,
    pub Interface: PINTERFACE,
    pub InterfaceSpecificData: PVOID,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_26);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_26: size 32, align 8, {
    InterfaceType: 0, Size: 8, Version: 10, Interface: 16, InterfaceSpecificData: 24,
});

/// 8 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_27 {
    pub Capabilities: PDEVICE_CAPABILITIES,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_27);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_27: size 8, align 8, { Capabilities: 0 });

/// 8 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_28 {
    pub IoResourceRequirementList: PIO_RESOURCE_REQUIREMENTS_LIST,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_28);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_28: size 8, align 8, {
    IoResourceRequirementList: 0,
});

/// 32 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_29 {
    pub WhichSpace: ULONG,
    pub Buffer: PVOID,
    pub Offset: ULONG,
    pub __bindgen_padding_0: [u8; 4],
    pub Length: ULONG,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_29);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_29: size 32, align 8, {
    WhichSpace: 0, Buffer: 8, Offset: 16, Length: 24,
});

/// 1 byte.
#[repr(C)]
#[derive(Debug, Default, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_30 {
    pub Lock: BOOLEAN,
}
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_30: size 1, align 1, { Lock: 0 });

/// 4 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_31 {
    pub IdType: BUS_QUERY_ID_TYPE,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_31);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_31: size 4, align 4, { IdType: 0 });

/// 16 bytes.
#[repr(C, align(8))]
#[derive(Debug, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_32 {
    pub DeviceTextType: DEVICE_TEXT_TYPE,
    pub __bindgen_padding_0: [u8; 4],
    pub LocaleId: LCID,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_32);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_32: size 16, align 8, {
    DeviceTextType: 0, LocaleId: 8,
});

/// 16 bytes.
#[repr(C, align(8))]
#[derive(Debug, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_33 {
    pub InPath: BOOLEAN,
    pub Reserved: [BOOLEAN; 3],
    pub __bindgen_padding_0: [u8; 4],
    pub Type: DEVICE_USAGE_NOTIFICATION_TYPE,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_33);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_33: size 16, align 8, {
    InPath: 0, Reserved: 1, Type: 8,
});

/// 4 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_34 {
    pub PowerState: SYSTEM_POWER_STATE,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_34);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_34: size 4, align 4, { PowerState: 0 });

/// 8 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_35 {
    pub PowerSequence: PPOWER_SEQUENCE,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_35);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_35: size 8, align 8, { PowerSequence: 0 });

/// 32 bytes.
#[repr(C, align(8))]
#[derive(Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_36 {
    pub __bindgen_anon_1: _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_36__bindgen_ty_1,
    pub __bindgen_padding_0: [u8; 4],
    pub Type: POWER_STATE_TYPE,
    pub __bindgen_padding_1: [u8; 4],
    pub State: POWER_STATE,
    pub __bindgen_padding_2: [u8; 4],
    pub ShutdownType: POWER_ACTION::Type,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_36);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_36: size 32, align 8, {
    Type: 8, State: 16, ShutdownType: 24,
});

/// 4 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub union _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_36__bindgen_ty_1 {
    pub SystemContext: ULONG,
    pub SystemPowerStateContext: SYSTEM_POWER_STATE_CONTEXT,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_36__bindgen_ty_1);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_36__bindgen_ty_1: size 4, align 4, {
    SystemContext: 0, SystemPowerStateContext: 0,
});

/// 16 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_37 {
    pub AllocatedResources: PCM_RESOURCE_LIST,
    pub AllocatedResourcesTranslated: PCM_RESOURCE_LIST,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_37);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_37: size 16, align 8, {
    AllocatedResources: 0, AllocatedResourcesTranslated: 8,
});

/// 32 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_38 {
    pub ProviderId: ULONG_PTR,
    pub DataPath: PVOID,
    pub BufferSize: ULONG,
    pub Buffer: PVOID,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_38);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_38: size 32, align 8, {
    ProviderId: 0, DataPath: 8, BufferSize: 16, Buffer: 24,
});

/// 32 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_39 {
    pub Argument1: PVOID,
    pub Argument2: PVOID,
    pub Argument3: PVOID,
    pub Argument4: PVOID,
}
zeroed_default!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_39);
layout!(_IO_STACK_LOCATION__bindgen_ty_1__bindgen_ty_39: size 32, align 8, {
    Argument1: 0, Argument2: 8, Argument3: 16, Argument4: 24,
});
