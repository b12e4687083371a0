//! `WDFFILEOBJECT`: an open handle to the device, from create through cleanup to close.
//!
//! Configuration ([`_WDF_FILEOBJECT_CONFIG`], 40 bytes), callbacks and functions.
//!
//! Facts: wdffileobject.h and wdfdevice.h of KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdffileobject/>.

use crate::declare::{layout, wdf_functions, zeroed_default};
use crate::{PFILE_OBJECT, PUNICODE_STRING, ULONG, WDF_TRI_STATE, WDFDEVICE, WDFFILEOBJECT, WDFREQUEST};

pub mod _WDF_FILEOBJECT_CLASS {
    pub type Type = core::ffi::c_int;
    pub const WdfFileObjectInvalid: Type = 0;
    pub const WdfFileObjectNotRequired: Type = 1;
    pub const WdfFileObjectWdfCanUseFsContext: Type = 2;
    pub const WdfFileObjectWdfCanUseFsContext2: Type = 3;
    pub const WdfFileObjectWdfCannotUseFsContexts: Type = 4;
    pub const WdfFileObjectCanBeOptional: Type = -0x8000_0000;
}
pub use self::_WDF_FILEOBJECT_CLASS::Type as WDF_FILEOBJECT_CLASS;
pub type PWDF_FILEOBJECT_CLASS = *mut _WDF_FILEOBJECT_CLASS::Type;

pub type EVT_WDF_DEVICE_FILE_CREATE =
    Option<unsafe extern "C" fn(Device: WDFDEVICE, Request: WDFREQUEST, FileObject: WDFFILEOBJECT)>;
pub type PFN_WDF_DEVICE_FILE_CREATE = EVT_WDF_DEVICE_FILE_CREATE;

pub type EVT_WDF_FILE_CLOSE = Option<unsafe extern "C" fn(FileObject: WDFFILEOBJECT)>;
pub type PFN_WDF_FILE_CLOSE = EVT_WDF_FILE_CLOSE;

pub type EVT_WDF_FILE_CLEANUP = Option<unsafe extern "C" fn(FileObject: WDFFILEOBJECT)>;
pub type PFN_WDF_FILE_CLEANUP = EVT_WDF_FILE_CLEANUP;

/// 40 bytes.
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct _WDF_FILEOBJECT_CONFIG {
    pub Size: ULONG,
    pub EvtDeviceFileCreate: PFN_WDF_DEVICE_FILE_CREATE,
    pub EvtFileClose: PFN_WDF_FILE_CLOSE,
    pub EvtFileCleanup: PFN_WDF_FILE_CLEANUP,
    pub AutoForwardCleanupClose: WDF_TRI_STATE,
    pub FileObjectClass: WDF_FILEOBJECT_CLASS,
}
pub type WDF_FILEOBJECT_CONFIG = _WDF_FILEOBJECT_CONFIG;
pub type PWDF_FILEOBJECT_CONFIG = *mut _WDF_FILEOBJECT_CONFIG;
zeroed_default!(_WDF_FILEOBJECT_CONFIG);
layout!(_WDF_FILEOBJECT_CONFIG: size 40, align 8, {
    Size: 0, EvtDeviceFileCreate: 8, EvtFileClose: 16, EvtFileCleanup: 24,
    AutoForwardCleanupClose: 32, FileObjectClass: 36,
});

wdf_functions! {
    #[index(WdfFileObjectGetFileNameTableIndex)]
    #[pointer(PFN_WDFFILEOBJECTGETFILENAME)]
    fn WdfFileObjectGetFileName(FileObject: WDFFILEOBJECT) -> PUNICODE_STRING;

    #[index(WdfFileObjectGetFlagsTableIndex)]
    #[pointer(PFN_WDFFILEOBJECTGETFLAGS)]
    fn WdfFileObjectGetFlags(FileObject: WDFFILEOBJECT) -> ULONG;

    #[index(WdfFileObjectGetDeviceTableIndex)]
    #[pointer(PFN_WDFFILEOBJECTGETDEVICE)]
    fn WdfFileObjectGetDevice(FileObject: WDFFILEOBJECT) -> WDFDEVICE;

    #[index(WdfFileObjectWdmGetFileObjectTableIndex)]
    #[pointer(PFN_WDFFILEOBJECTWDMGETFILEOBJECT)]
    fn WdfFileObjectWdmGetFileObject(FileObject: WDFFILEOBJECT) -> PFILE_OBJECT;

    #[index(WdfFileObjectGetInitiatorProcessIdTableIndex)]
    #[pointer(PFN_WDFFILEOBJECTGETINITIATORPROCESSID)]
    fn WdfFileObjectGetInitiatorProcessId(FileObject: WDFFILEOBJECT) -> ULONG;
}
