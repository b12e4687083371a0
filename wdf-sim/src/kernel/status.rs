//! The statuses of the framework's own facility, 0x20, which `wdk-sys` does not have.
//!
//! Facts: wdfstatus.h.

use wdf_sim_sys::NTSTATUS;
use wdf_sim_sys::sim::status_name;

/// The facility of these statuses.
pub(crate) const FACILITY_DRIVER_FRAMEWORK: u32 = 0x20;

macro_rules! statuses {
    ($($name:ident = $value:literal;)*) => {
        $(pub(crate) const $name: NTSTATUS = u32::cast_signed($value);)*

        /// All of them, with their names.
        static NAMES: &[(NTSTATUS, &str)] = &[$(($name, stringify!($name)),)*];
    };
}

statuses! {
    STATUS_WDF_INTERNAL_ERROR = 0xC020_0201;
    STATUS_WDF_PAUSED = 0xC020_0203;
    STATUS_WDF_BUSY = 0xC020_0204;
    STATUS_WDF_OBJECT_ATTRIBUTES_INVALID = 0xC020_0209;
    STATUS_WDF_NO_CALLBACK = 0xC020_020B;
    STATUS_WDF_INCOMPATIBLE_EXECUTION_LEVEL = 0xC020_020C;
    STATUS_WDF_PARENT_ASSIGNMENT_NOT_ALLOWED = 0xC020_020F;
    STATUS_WDF_SYNCHRONIZATION_SCOPE_INVALID = 0xC020_0210;
    STATUS_WDF_EXECUTION_LEVEL_INVALID = 0xC020_0211;
    STATUS_WDF_PARENT_NOT_SPECIFIED = 0xC020_0212;
    STATUS_WDF_NOT_ENOUGH_MAP_REGISTERS = 0xC020_0214;
    STATUS_WDF_REQUEST_INVALID_STATE = 0xC020_0208;
    STATUS_WDF_DEVICE_REMOVED_NOT_SENT = 0xC020_0206;
}

/// A status as messages show it: `STATUS_UNSUCCESSFUL (0xC0000001)`.
pub(crate) fn shown(status: NTSTATUS) -> String {
    let own = NAMES.iter().find(|(value, _)| *value == status).map(|(_, name)| *name);
    match own.or_else(|| status_name(status)) {
        Some(name) => format!("{name} ({status:#010X})"),
        None => format!("{status:#010X}"),
    }
}
