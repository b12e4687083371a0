//! The four questions one may ask of an `NTSTATUS`.
//!
//! An `NTSTATUS` carries its severity in the top two bits: success, informational, warning, error.
//! The values themselves are in `status.rs`. `wdk-sys` writes these as functions too; in C they are
//! macros of ntdef.h.

use crate::NTSTATUS;

/// Whether `nt_status` is a success or informational: `0..=0x7FFF_FFFF`.
#[must_use]
pub const fn NT_SUCCESS(nt_status: NTSTATUS) -> bool {
    nt_status >= 0
}

/// Whether `nt_status` is informational: `0x4000_0000..=0x7FFF_FFFF`.
#[must_use]
pub const fn NT_INFORMATION(nt_status: NTSTATUS) -> bool {
    severity(nt_status) == 1
}

/// Whether `nt_status` is a warning: `0x8000_0000..=0xBFFF_FFFF`.
#[must_use]
pub const fn NT_WARNING(nt_status: NTSTATUS) -> bool {
    severity(nt_status) == 2
}

/// Whether `nt_status` is an error: `0xC000_0000..=0xFFFF_FFFF`.
#[must_use]
pub const fn NT_ERROR(nt_status: NTSTATUS) -> bool {
    severity(nt_status) == 3
}

const fn severity(nt_status: NTSTATUS) -> u32 {
    nt_status.cast_unsigned() >> 30
}
