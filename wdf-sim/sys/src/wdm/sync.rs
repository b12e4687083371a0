//! Events, DPCs, spin locks and processor groups of the kernel.
//!
//! The framework's own locks are in `lock.rs`, its DPCs in `dpc.rs`.
//!
//! Facts: wdm.h of the WDK with KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/>.

use crate::declare::{layout, zeroed_default};
use crate::{DISPATCHER_HEADER, KAFFINITY, PVOID, SINGLE_LIST_ENTRY, UCHAR, ULONG, ULONG_PTR, USHORT};

pub type KSPIN_LOCK = ULONG_PTR;
pub type PKSPIN_LOCK = *mut KSPIN_LOCK;
pub type KDEFERRED_ROUTINE = Option<
    unsafe extern "C" fn(Dpc: *mut _KDPC, DeferredContext: PVOID, SystemArgument1: PVOID, SystemArgument2: PVOID),
>;
pub type PKDEFERRED_ROUTINE = KDEFERRED_ROUTINE;

/// The values of a `KPROCESSOR_MODE`.
pub mod _MODE {
    pub type Type = core::ffi::c_int;
    pub const KernelMode: Type = 0;
    pub const UserMode: Type = 1;
    pub const MaximumMode: Type = 2;
}
pub use self::_MODE::Type as MODE;

pub mod _KINTERRUPT_MODE {
    pub type Type = core::ffi::c_int;
    pub const LevelSensitive: Type = 0;
    pub const Latched: Type = 1;
}
pub use self::_KINTERRUPT_MODE::Type as KINTERRUPT_MODE;

/// 16 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _KSPIN_LOCK_QUEUE {
    pub Next: *mut _KSPIN_LOCK_QUEUE,
    pub Lock: PKSPIN_LOCK,
}
pub type KSPIN_LOCK_QUEUE = _KSPIN_LOCK_QUEUE;
pub type PKSPIN_LOCK_QUEUE = *mut _KSPIN_LOCK_QUEUE;
zeroed_default!(_KSPIN_LOCK_QUEUE);
layout!(_KSPIN_LOCK_QUEUE: size 16, align 8, { Next: 0, Lock: 8 });

/// 64 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub struct _KDPC {
    pub __bindgen_anon_1: _KDPC__bindgen_ty_1,
    pub DpcListEntry: SINGLE_LIST_ENTRY,
    pub ProcessorHistory: KAFFINITY,
    pub DeferredRoutine: PKDEFERRED_ROUTINE,
    pub DeferredContext: PVOID,
    pub SystemArgument1: PVOID,
    pub SystemArgument2: PVOID,
    pub DpcData: PVOID,
}
pub type KDPC = _KDPC;
pub type PKDPC = *mut _KDPC;
zeroed_default!(_KDPC);
layout!(_KDPC: size 64, align 8, {
    __bindgen_anon_1: 0, DpcListEntry: 8, ProcessorHistory: 16, DeferredRoutine: 24,
    DeferredContext: 32, SystemArgument1: 40, SystemArgument2: 48, DpcData: 56,
});

/// 4 bytes.
#[repr(C)]
#[derive(Copy, Clone)]
pub union _KDPC__bindgen_ty_1 {
    pub TargetInfoAsUlong: ULONG,
    pub __bindgen_anon_1: _KDPC__bindgen_ty_1__bindgen_ty_1,
}
zeroed_default!(_KDPC__bindgen_ty_1);
layout!(_KDPC__bindgen_ty_1: size 4, align 4, { TargetInfoAsUlong: 0, __bindgen_anon_1: 0 });

/// 4 bytes.
#[repr(C)]
#[derive(Debug, Default, Copy, Clone)]
pub struct _KDPC__bindgen_ty_1__bindgen_ty_1 {
    pub Type: UCHAR,
    pub Importance: UCHAR,
    pub Number: USHORT,
}
layout!(_KDPC__bindgen_ty_1__bindgen_ty_1: size 4, align 2, { Type: 0, Importance: 1, Number: 2 });

/// 16 bytes.
#[repr(C)]
#[derive(Debug, Default, Copy, Clone)]
pub struct _GROUP_AFFINITY {
    pub Mask: KAFFINITY,
    pub Group: USHORT,
    pub Reserved: [USHORT; 3],
}
pub type GROUP_AFFINITY = _GROUP_AFFINITY;
pub type PGROUP_AFFINITY = *mut _GROUP_AFFINITY;
layout!(_GROUP_AFFINITY: size 16, align 8, { Mask: 0, Group: 8, Reserved: 10 });

/// 24 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _KEVENT {
    pub Header: DISPATCHER_HEADER,
}
pub type KEVENT = _KEVENT;
pub type PKEVENT = *mut _KEVENT;
pub type PRKEVENT = *mut _KEVENT;
zeroed_default!(_KEVENT);
layout!(_KEVENT: size 24, align 8, { Header: 0 });

pub mod _EVENT_TYPE {
    pub type Type = core::ffi::c_int;
    pub const NotificationEvent: Type = 0;
    pub const SynchronizationEvent: Type = 1;
}
pub use self::_EVENT_TYPE::Type as EVENT_TYPE;

/// Why a thread waits, for those who look at it.
pub mod _KWAIT_REASON {
    pub type Type = core::ffi::c_int;
    pub const Executive: Type = 0;
    pub const FreePage: Type = 1;
    pub const PageIn: Type = 2;
    pub const PoolAllocation: Type = 3;
    pub const DelayExecution: Type = 4;
    pub const Suspended: Type = 5;
    pub const UserRequest: Type = 6;
}
pub use self::_KWAIT_REASON::Type as KWAIT_REASON;
