//! Constants that a KMDF driver uses: interrupt levels, device types, I/O function codes, pool
//! flags and NULLs.
//!
//! A choice: the real `wdk-sys` has every constant of the headers. Types are those that `wdk-sys`
//! gives them, so a comparison with a `KIRQL` or a `BOOLEAN`, which are `u8`, needs a cast there as
//! here.
//!
//! Facts: wdm.h, ntdef.h, wdftypes.h and wdffuncenum.h of the WDK with KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/>.

use core::ptr::null_mut;

use crate::{POOL_FLAGS, PVOID, PWDF_OBJECT_ATTRIBUTES};

// Interrupt request levels.
pub const APC_LEVEL: u32 = 1;
pub const CLOCK_LEVEL: u32 = 13;
pub const CMCI_LEVEL: u32 = 5;
pub const DISPATCH_LEVEL: u32 = 2;
pub const HIGH_LEVEL: u32 = 15;
pub const LOW_LEVEL: u32 = 0;
pub const PASSIVE_LEVEL: u32 = 0;

// `BOOLEAN`.
pub const FALSE: u32 = 0;
pub const TRUE: u32 = 1;

// Severities of an `NTSTATUS`.
pub const STATUS_SEVERITY_ERROR: u32 = 3;
pub const STATUS_SEVERITY_INFORMATIONAL: u32 = 1;
pub const STATUS_SEVERITY_SUCCESS: u32 = 0;
pub const STATUS_SEVERITY_WARNING: u32 = 2;

// KMDF.
pub const WDF_ALWAYS_AVAILABLE_FUNCTION_COUNT: u32 = 453;
pub const WDF_DRIVER_GLOBALS_NAME_LEN: u32 = 32;
pub const WDF_FIRST_VERSION_SUPPORTING_CLIENT_VERSION_HIGHER_THAN_FRAMEWORK: u32 = 25;
pub const WDF_NO_CONTEXT: PVOID = null_mut();
pub const WDF_NO_EVENT_CALLBACK: PVOID = null_mut();
pub const WDF_NO_HANDLE: PVOID = null_mut();
pub const WDF_NO_OBJECT_ATTRIBUTES: PWDF_OBJECT_ATTRIBUTES = null_mut();
pub const WDF_NO_SEND_OPTIONS: PVOID = null_mut();
pub const WDF_REGKEY_DEVICE_SUBKEY: u32 = 0;
pub const WDF_REGKEY_DRIVER_SUBKEY: u32 = 0;

// Types of devices.
pub const FILE_DEVICE_8042_PORT: u32 = 39;
pub const FILE_DEVICE_ACPI: u32 = 50;
pub const FILE_DEVICE_BATTERY: u32 = 41;
pub const FILE_DEVICE_BEEP: u32 = 1;
pub const FILE_DEVICE_BIOMETRIC: u32 = 68;
pub const FILE_DEVICE_BLUETOOTH: u32 = 65;
pub const FILE_DEVICE_BUS_EXTENDER: u32 = 42;
pub const FILE_DEVICE_CD_ROM: u32 = 2;
pub const FILE_DEVICE_CD_ROM_FILE_SYSTEM: u32 = 3;
pub const FILE_DEVICE_CHANGER: u32 = 48;
pub const FILE_DEVICE_CONTROLLER: u32 = 4;
pub const FILE_DEVICE_CRYPT_PROVIDER: u32 = 63;
pub const FILE_DEVICE_DATALINK: u32 = 5;
pub const FILE_DEVICE_DFS: u32 = 6;
pub const FILE_DEVICE_DFS_FILE_SYSTEM: u32 = 53;
pub const FILE_DEVICE_DFS_VOLUME: u32 = 54;
pub const FILE_DEVICE_DISK: u32 = 7;
pub const FILE_DEVICE_DISK_FILE_SYSTEM: u32 = 8;
pub const FILE_DEVICE_DVD: u32 = 51;
pub const FILE_DEVICE_FILE_SYSTEM: u32 = 9;
pub const FILE_DEVICE_FIPS: u32 = 58;
pub const FILE_DEVICE_FULLSCREEN_VIDEO: u32 = 52;
pub const FILE_DEVICE_INFINIBAND: u32 = 59;
pub const FILE_DEVICE_INPORT_PORT: u32 = 10;
pub const FILE_DEVICE_KEYBOARD: u32 = 11;
pub const FILE_DEVICE_KS: u32 = 47;
pub const FILE_DEVICE_KSEC: u32 = 57;
pub const FILE_DEVICE_MAILSLOT: u32 = 12;
pub const FILE_DEVICE_MASS_STORAGE: u32 = 45;
pub const FILE_DEVICE_MIDI_IN: u32 = 13;
pub const FILE_DEVICE_MIDI_OUT: u32 = 14;
pub const FILE_DEVICE_MODEM: u32 = 43;
pub const FILE_DEVICE_MOUSE: u32 = 15;
pub const FILE_DEVICE_MT_COMPOSITE: u32 = 66;
pub const FILE_DEVICE_MT_TRANSPORT: u32 = 67;
pub const FILE_DEVICE_MULTI_UNC_PROVIDER: u32 = 16;
pub const FILE_DEVICE_NAMED_PIPE: u32 = 17;
pub const FILE_DEVICE_NETWORK: u32 = 18;
pub const FILE_DEVICE_NETWORK_BROWSER: u32 = 19;
pub const FILE_DEVICE_NETWORK_FILE_SYSTEM: u32 = 20;
pub const FILE_DEVICE_NETWORK_REDIRECTOR: u32 = 40;
pub const FILE_DEVICE_NULL: u32 = 21;
pub const FILE_DEVICE_PARALLEL_PORT: u32 = 22;
pub const FILE_DEVICE_PHYSICAL_NETCARD: u32 = 23;
pub const FILE_DEVICE_PMI: u32 = 69;
pub const FILE_DEVICE_PRINTER: u32 = 24;
pub const FILE_DEVICE_SCANNER: u32 = 25;
pub const FILE_DEVICE_SCREEN: u32 = 28;
pub const FILE_DEVICE_SERENUM: u32 = 55;
pub const FILE_DEVICE_SERIAL_MOUSE_PORT: u32 = 26;
pub const FILE_DEVICE_SERIAL_PORT: u32 = 27;
pub const FILE_DEVICE_SMARTCARD: u32 = 49;
pub const FILE_DEVICE_SMB: u32 = 46;
pub const FILE_DEVICE_SOUND: u32 = 29;
pub const FILE_DEVICE_STREAMS: u32 = 30;
pub const FILE_DEVICE_TAPE: u32 = 31;
pub const FILE_DEVICE_TAPE_FILE_SYSTEM: u32 = 32;
pub const FILE_DEVICE_TERMSRV: u32 = 56;
pub const FILE_DEVICE_TRANSPORT: u32 = 33;
pub const FILE_DEVICE_UNKNOWN: u32 = 34;
pub const FILE_DEVICE_VDM: u32 = 44;
pub const FILE_DEVICE_VIDEO: u32 = 35;
pub const FILE_DEVICE_VIRTUAL_DISK: u32 = 36;
pub const FILE_DEVICE_VMBUS: u32 = 62;
pub const FILE_DEVICE_WAVE_IN: u32 = 37;
pub const FILE_DEVICE_WAVE_OUT: u32 = 38;
pub const FILE_DEVICE_WPD: u32 = 64;

// Characteristics of devices, and access to files.
pub const FILE_ANY_ACCESS: u32 = 0x0;
pub const FILE_DEVICE_IS_MOUNTED: u32 = 0x20;
pub const FILE_DEVICE_SECURE_OPEN: u32 = 0x100;
pub const FILE_READ_ACCESS: u32 = 0x1;
pub const FILE_READ_ATTRIBUTES: u32 = 0x80;
pub const FILE_READ_DATA: u32 = 0x1;
pub const FILE_READ_EA: u32 = 0x8;
pub const FILE_READ_ONLY_DEVICE: u32 = 0x2;
pub const FILE_WRITE_ACCESS: u32 = 0x2;
pub const FILE_WRITE_ATTRIBUTES: u32 = 0x100;
pub const FILE_WRITE_DATA: u32 = 0x2;
pub const FILE_WRITE_EA: u32 = 0x10;
pub const FILE_WRITE_ONCE_MEDIA: u32 = 0x8;

// Flags of a `DEVICE_OBJECT`.
pub const DO_BUFFERED_IO: u32 = 0x4;
pub const DO_BUS_ENUMERATED_DEVICE: u32 = 0x1000;
pub const DO_DEVICE_HAS_NAME: u32 = 0x40;
pub const DO_DEVICE_INITIALIZING: u32 = 0x80;
pub const DO_DIRECT_IO: u32 = 0x10;
pub const DO_DISALLOW_EXECUTE: u32 = 0x0080_0000;
pub const DO_EXCLUSIVE: u32 = 0x8;
pub const DO_FORCE_NEITHER_IO: u32 = 0x0008_0000;
pub const DO_LONG_TERM_REQUESTS: u32 = 0x200;
pub const DO_LOW_PRIORITY_FILESYSTEM: u32 = 0x0001_0000;
pub const DO_MAP_IO_BUFFER: u32 = 0x20;
pub const DO_NEVER_LAST_DEVICE: u32 = 0x400;
pub const DO_POWER_INRUSH: u32 = 0x4000;
pub const DO_POWER_PAGABLE: u32 = 0x2000;
pub const DO_SHUTDOWN_REGISTERED: u32 = 0x800;
pub const DO_SUPPORTS_TRANSACTIONS: u32 = 0x0004_0000;
pub const DO_SYSTEM_BOOT_PARTITION: u32 = 0x100;
pub const DO_SYSTEM_CRITICAL_PARTITION: u32 = 0x0040_0000;
pub const DO_SYSTEM_SYSTEM_PARTITION: u32 = 0x0020_0000;
pub const DO_VERIFY_VOLUME: u32 = 0x2;
pub const DO_VOLUME_DEVICE_OBJECT: u32 = 0x0010_0000;

// How an I/O control code passes its buffers.
pub const METHOD_BUFFERED: u32 = 0;
pub const METHOD_DIRECT_FROM_HARDWARE: u32 = 2;
pub const METHOD_DIRECT_TO_HARDWARE: u32 = 1;
pub const METHOD_IN_DIRECT: u32 = 1;
pub const METHOD_NEITHER: u32 = 3;
pub const METHOD_OUT_DIRECT: u32 = 2;

// Priority boosts of a completion.
pub const IO_CD_ROM_INCREMENT: u32 = 1;
pub const IO_DISK_INCREMENT: u32 = 1;
pub const IO_KEYBOARD_INCREMENT: u32 = 6;
pub const IO_MAILSLOT_INCREMENT: u32 = 2;
pub const IO_MOUSE_INCREMENT: u32 = 6;
pub const IO_NAMED_PIPE_INCREMENT: u32 = 2;
pub const IO_NETWORK_INCREMENT: u32 = 2;
pub const IO_NO_INCREMENT: u32 = 0;
pub const IO_PARALLEL_INCREMENT: u32 = 1;
pub const IO_SERIAL_INCREMENT: u32 = 2;
pub const IO_SOUND_INCREMENT: u32 = 8;
pub const IO_VIDEO_INCREMENT: u32 = 1;

// Major functions of an IRP.
pub const IRP_MJ_CLEANUP: u32 = 18;
pub const IRP_MJ_CLOSE: u32 = 2;
pub const IRP_MJ_CREATE: u32 = 0;
pub const IRP_MJ_CREATE_MAILSLOT: u32 = 19;
pub const IRP_MJ_CREATE_NAMED_PIPE: u32 = 1;
pub const IRP_MJ_DEVICE_CHANGE: u32 = 24;
pub const IRP_MJ_DEVICE_CONTROL: u32 = 14;
pub const IRP_MJ_DIRECTORY_CONTROL: u32 = 12;
pub const IRP_MJ_FILE_SYSTEM_CONTROL: u32 = 13;
pub const IRP_MJ_FLUSH_BUFFERS: u32 = 9;
pub const IRP_MJ_INTERNAL_DEVICE_CONTROL: u32 = 15;
pub const IRP_MJ_LOCK_CONTROL: u32 = 17;
pub const IRP_MJ_MAXIMUM_FUNCTION: u32 = 27;
pub const IRP_MJ_PNP: u32 = 27;
pub const IRP_MJ_PNP_POWER: u32 = 27;
pub const IRP_MJ_POWER: u32 = 22;
pub const IRP_MJ_QUERY_EA: u32 = 7;
pub const IRP_MJ_QUERY_INFORMATION: u32 = 5;
pub const IRP_MJ_QUERY_QUOTA: u32 = 25;
pub const IRP_MJ_QUERY_SECURITY: u32 = 20;
pub const IRP_MJ_QUERY_VOLUME_INFORMATION: u32 = 10;
pub const IRP_MJ_READ: u32 = 3;
pub const IRP_MJ_SCSI: u32 = 15;
pub const IRP_MJ_SET_EA: u32 = 8;
pub const IRP_MJ_SET_INFORMATION: u32 = 6;
pub const IRP_MJ_SET_QUOTA: u32 = 26;
pub const IRP_MJ_SET_SECURITY: u32 = 21;
pub const IRP_MJ_SET_VOLUME_INFORMATION: u32 = 11;
pub const IRP_MJ_SHUTDOWN: u32 = 16;
pub const IRP_MJ_SYSTEM_CONTROL: u32 = 23;
pub const IRP_MJ_WRITE: u32 = 4;

// Minor functions of an IRP.
pub const IRP_MN_CANCEL_REMOVE_DEVICE: u32 = 3;
pub const IRP_MN_CANCEL_STOP_DEVICE: u32 = 6;
pub const IRP_MN_CHANGE_SINGLE_INSTANCE: u32 = 2;
pub const IRP_MN_CHANGE_SINGLE_ITEM: u32 = 3;
pub const IRP_MN_COMPLETE: u32 = 4;
pub const IRP_MN_COMPLETE_MDL: u32 = 6;
pub const IRP_MN_COMPLETE_MDL_DPC: u32 = 7;
pub const IRP_MN_COMPRESSED: u32 = 8;
pub const IRP_MN_DEVICE_ENUMERATED: u32 = 25;
pub const IRP_MN_DEVICE_USAGE_NOTIFICATION: u32 = 22;
pub const IRP_MN_DISABLE_COLLECTION: u32 = 7;
pub const IRP_MN_DISABLE_EVENTS: u32 = 5;
pub const IRP_MN_DPC: u32 = 1;
pub const IRP_MN_EJECT: u32 = 17;
pub const IRP_MN_ENABLE_COLLECTION: u32 = 6;
pub const IRP_MN_ENABLE_EVENTS: u32 = 4;
pub const IRP_MN_EXECUTE_METHOD: u32 = 9;
pub const IRP_MN_FILTER_RESOURCE_REQUIREMENTS: u32 = 13;
pub const IRP_MN_FLUSH_AND_PURGE: u32 = 1;
pub const IRP_MN_KERNEL_CALL: u32 = 4;
pub const IRP_MN_LOAD_FILE_SYSTEM: u32 = 3;
pub const IRP_MN_LOCK: u32 = 1;
pub const IRP_MN_MDL: u32 = 2;
pub const IRP_MN_MDL_DPC: u32 = 3;
pub const IRP_MN_MOUNT_VOLUME: u32 = 1;
pub const IRP_MN_NORMAL: u32 = 0;
pub const IRP_MN_NOTIFY_CHANGE_DIRECTORY: u32 = 2;
pub const IRP_MN_POWER_SEQUENCE: u32 = 1;
pub const IRP_MN_QUERY_ALL_DATA: u32 = 0;
pub const IRP_MN_QUERY_BUS_INFORMATION: u32 = 21;
pub const IRP_MN_QUERY_CAPABILITIES: u32 = 9;
pub const IRP_MN_QUERY_DEVICE_RELATIONS: u32 = 7;
pub const IRP_MN_QUERY_DEVICE_TEXT: u32 = 12;
pub const IRP_MN_QUERY_DIRECTORY: u32 = 1;
pub const IRP_MN_QUERY_ID: u32 = 19;
pub const IRP_MN_QUERY_INTERFACE: u32 = 8;
pub const IRP_MN_QUERY_LEGACY_BUS_INFORMATION: u32 = 24;
pub const IRP_MN_QUERY_PNP_DEVICE_STATE: u32 = 20;
pub const IRP_MN_QUERY_POWER: u32 = 3;
pub const IRP_MN_QUERY_REMOVE_DEVICE: u32 = 1;
pub const IRP_MN_QUERY_RESOURCES: u32 = 10;
pub const IRP_MN_QUERY_RESOURCE_REQUIREMENTS: u32 = 11;
pub const IRP_MN_QUERY_SINGLE_INSTANCE: u32 = 1;
pub const IRP_MN_QUERY_STOP_DEVICE: u32 = 5;
pub const IRP_MN_READ_CONFIG: u32 = 15;
pub const IRP_MN_REGINFO: u32 = 8;
pub const IRP_MN_REGINFO_EX: u32 = 11;
pub const IRP_MN_REMOVE_DEVICE: u32 = 2;
pub const IRP_MN_SCSI_CLASS: u32 = 1;
pub const IRP_MN_SET_LOCK: u32 = 18;
pub const IRP_MN_SET_POWER: u32 = 2;
pub const IRP_MN_START_DEVICE: u32 = 0;
pub const IRP_MN_STOP_DEVICE: u32 = 4;
pub const IRP_MN_SURPRISE_REMOVAL: u32 = 23;
pub const IRP_MN_TRACK_LINK: u32 = 4;
pub const IRP_MN_UNLOCK_ALL: u32 = 3;
pub const IRP_MN_UNLOCK_ALL_BY_KEY: u32 = 4;
pub const IRP_MN_UNLOCK_SINGLE: u32 = 2;
pub const IRP_MN_USER_FS_REQUEST: u32 = 0;
pub const IRP_MN_VERIFY_VOLUME: u32 = 2;
pub const IRP_MN_WAIT_WAKE: u32 = 0;
pub const IRP_MN_WRITE_CONFIG: u32 = 16;

// Flags of a stack location.
pub const SL_ALLOW_RAW_MOUNT: u32 = 0x1;
pub const SL_CASE_SENSITIVE: u32 = 0x80;
pub const SL_ERROR_RETURNED: u32 = 0x2;
pub const SL_EXCLUSIVE_LOCK: u32 = 0x2;
pub const SL_FAIL_IMMEDIATELY: u32 = 0x1;
pub const SL_FORCE_ACCESS_CHECK: u32 = 0x1;
pub const SL_FORCE_DIRECT_WRITE: u32 = 0x10;
pub const SL_FT_SEQUENTIAL_WRITE: u32 = 0x8;
pub const SL_INDEX_SPECIFIED: u32 = 0x4;
pub const SL_INVOKE_ON_CANCEL: u32 = 0x20;
pub const SL_INVOKE_ON_ERROR: u32 = 0x80;
pub const SL_INVOKE_ON_SUCCESS: u32 = 0x40;
pub const SL_KEY_SPECIFIED: u32 = 0x1;
pub const SL_OPEN_PAGING_FILE: u32 = 0x2;
pub const SL_OPEN_TARGET_DIRECTORY: u32 = 0x4;
pub const SL_OVERRIDE_VERIFY_VOLUME: u32 = 0x2;
pub const SL_PENDING_RETURNED: u32 = 0x1;
pub const SL_READ_ACCESS_GRANTED: u32 = 0x1;
pub const SL_REALTIME_STREAM: u32 = 0x20;
pub const SL_RESTART_SCAN: u32 = 0x1;
pub const SL_RETURN_SINGLE_ENTRY: u32 = 0x2;
pub const SL_STOP_ON_SYMLINK: u32 = 0x8;
pub const SL_WATCH_TREE: u32 = 0x1;
pub const SL_WRITE_ACCESS_GRANTED: u32 = 0x4;
pub const SL_WRITE_THROUGH: u32 = 0x4;

// Flags of an MDL.
pub const MDL_ALLOCATED_FIXED_SIZE: u32 = 0x8;
pub const MDL_ALLOCATED_MUST_SUCCEED: u32 = 0x4000;
pub const MDL_DESCRIBES_AWE: u32 = 0x400;
pub const MDL_FREE_EXTRA_PTES: u32 = 0x200;
pub const MDL_INTERNAL: u32 = 0x8000;
pub const MDL_IO_PAGE_READ: u32 = 0x40;
pub const MDL_IO_SPACE: u32 = 0x800;
pub const MDL_MAPPED_TO_SYSTEM_VA: u32 = 0x1;
pub const MDL_MAPPING_CAN_FAIL: u32 = 0x2000;
pub const MDL_NETWORK_HEADER: u32 = 0x1000;
pub const MDL_PAGES_LOCKED: u32 = 0x2;
pub const MDL_PARENT_MAPPED_SYSTEM_VA: u32 = 0x100;
pub const MDL_PARTIAL: u32 = 0x10;
pub const MDL_PARTIAL_HAS_BEEN_MAPPED: u32 = 0x20;
pub const MDL_SOURCE_IS_NONPAGED_POOL: u32 = 0x4;
pub const MDL_WRITE_OPERATION: u32 = 0x80;

// Flags of a pool allocation.
pub const POOL_FLAG_CACHE_ALIGNED: POOL_FLAGS = 0x0000_0000_0000_0008;
pub const POOL_FLAG_NON_PAGED: POOL_FLAGS = 0x0000_0000_0000_0040;
pub const POOL_FLAG_NON_PAGED_EXECUTE: POOL_FLAGS = 0x0000_0000_0000_0080;
pub const POOL_FLAG_OPTIONAL_END: POOL_FLAGS = 0x8000_0000_0000_0000;
pub const POOL_FLAG_OPTIONAL_START: POOL_FLAGS = 0x0000_0001_0000_0000;
pub const POOL_FLAG_PAGED: POOL_FLAGS = 0x0000_0000_0000_0100;
pub const POOL_FLAG_RAISE_ON_FAILURE: POOL_FLAGS = 0x0000_0000_0000_0020;
pub const POOL_FLAG_REQUIRED_END: POOL_FLAGS = 0x0000_0000_8000_0000;
pub const POOL_FLAG_REQUIRED_START: POOL_FLAGS = 0x0000_0000_0000_0001;
pub const POOL_FLAG_RESERVED1: POOL_FLAGS = 0x0000_0000_0000_0010;
pub const POOL_FLAG_RESERVED2: POOL_FLAGS = 0x0000_0000_0000_0200;
pub const POOL_FLAG_RESERVED3: POOL_FLAGS = 0x0000_0000_0000_0400;
pub const POOL_FLAG_SESSION: POOL_FLAGS = 0x0000_0000_0000_0004;
pub const POOL_FLAG_SPECIAL_POOL: POOL_FLAGS = 0x0000_0001_0000_0000;
pub const POOL_FLAG_UNINITIALIZED: POOL_FLAGS = 0x0000_0000_0000_0002;
pub const POOL_FLAG_USE_QUOTA: POOL_FLAGS = 0x0000_0000_0000_0001;

// Pages.
pub const PAGE_SHIFT: u32 = 12;
pub const PAGE_SIZE: u32 = 4_096;

// Limits, and options of file systems.
pub const DO_NOT_PURGE_DIRTY_PAGES: u32 = 4;
pub const DO_NOT_RETRY_PURGE: u32 = 2;
pub const FILE_READ_ONLY_VOLUME: u32 = 524_288;
pub const FILE_WRITE_THROUGH: u32 = 2;
pub const FILE_WRITE_TO_END_OF_FILE: u32 = 4_294_967_295;
pub const IO_NO_PARAMETER_CHECKING: u32 = 256;
pub const MAXIMUM_ALLOWED: u32 = 33_554_432;
pub const MAXIMUM_ENCRYPTION_VALUE: u32 = 4;
pub const MAXIMUM_EXPANSION_SIZE: u32 = 71_680;
pub const MAXIMUM_FILENAME_LENGTH: u32 = 256;
pub const MAXIMUM_LEADBYTES: u32 = 12;
pub const MAXIMUM_PRIORITY: u32 = 32;
pub const MAXIMUM_PROCESSORS: u32 = 64;
pub const MAXIMUM_PROC_PER_GROUP: u32 = 64;
pub const MAXIMUM_REPARSE_DATA_BUFFER_SIZE: u32 = 16_384;
pub const MAXIMUM_SUSPEND_COUNT: u32 = 127;
pub const MAXIMUM_WAIT_OBJECTS: u32 = 64;
pub const MAXIMUM_XSTATE_FEATURES: u32 = 64;

// How memory is mapped.
pub const PAGE_NOCACHE: u32 = 512;
pub const PAGE_READWRITE: u32 = 4;
