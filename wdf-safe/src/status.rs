//! `NTSTATUS`, and the errors of this crate.
//!
//! *Where it stands.* Row 1. Inside the crate a status crosses the border with the framework in `NtStatus::check`.
//!
//! *Key types.* [`NtStatus`]; [`Error`], a status and the call that returned it; [`Result`].
//!
//! *Wraps.* "Using NTSTATUS Values".

use crate::sys;
use core::fmt;

/// A status code of Windows.
///
/// Not a boolean, and "success" is not "ok": STATUS_TIMEOUT and STATUS_OBJECT_NAME_EXISTS count as successes. So this
/// crate returns [`Result`]s whose `Ok` says what was obtained, and a driver meets a bare status only where it
/// completes a request.
///
/// # Invariants
/// Never STATUS_PENDING, with which no request may be completed.
///
/// ```
/// # use wdf_sim as _;
/// use wdf_safe::status::NtStatus;
///
/// assert!(NtStatus::SUCCESS.is_success());
/// assert!(!NtStatus::CANCELLED.is_success());
/// assert_eq!(NtStatus::new(0x103), None, "STATUS_PENDING");
/// assert_eq!(format!("{}", NtStatus::CANCELLED), "0xC0000120");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct NtStatus(sys::NTSTATUS);

impl NtStatus {
    /// STATUS_SUCCESS.
    pub const SUCCESS: Self = Self(sys::STATUS_SUCCESS);
    /// STATUS_BUFFER_OVERFLOW, a warning: there was more data than fitted.
    pub const BUFFER_OVERFLOW: Self = Self(sys::STATUS_BUFFER_OVERFLOW);
    /// STATUS_BUFFER_TOO_SMALL.
    pub const BUFFER_TOO_SMALL: Self = Self(sys::STATUS_BUFFER_TOO_SMALL);
    /// STATUS_CANCELLED.
    pub const CANCELLED: Self = Self(sys::STATUS_CANCELLED);
    /// STATUS_DEVICE_BUSY.
    pub const DEVICE_BUSY: Self = Self(sys::STATUS_DEVICE_BUSY);
    /// STATUS_DEVICE_CONFIGURATION_ERROR: the device was not assigned what its driver needs.
    pub const DEVICE_CONFIGURATION_ERROR: Self = Self(sys::STATUS_DEVICE_CONFIGURATION_ERROR);
    /// STATUS_DEVICE_NOT_READY.
    pub const DEVICE_NOT_READY: Self = Self(sys::STATUS_DEVICE_NOT_READY);
    /// STATUS_INSUFFICIENT_RESOURCES.
    pub const INSUFFICIENT_RESOURCES: Self = Self(sys::STATUS_INSUFFICIENT_RESOURCES);
    /// STATUS_INVALID_BUFFER_SIZE.
    pub const INVALID_BUFFER_SIZE: Self = Self(sys::STATUS_INVALID_BUFFER_SIZE);
    /// STATUS_INVALID_DEVICE_REQUEST: the device does not know this request.
    pub const INVALID_DEVICE_REQUEST: Self = Self(sys::STATUS_INVALID_DEVICE_REQUEST);
    /// STATUS_INVALID_DEVICE_STATE.
    pub const INVALID_DEVICE_STATE: Self = Self(sys::STATUS_INVALID_DEVICE_STATE);
    /// STATUS_INVALID_PARAMETER.
    pub const INVALID_PARAMETER: Self = Self(sys::STATUS_INVALID_PARAMETER);
    /// STATUS_IO_TIMEOUT.
    pub const IO_TIMEOUT: Self = Self(sys::STATUS_IO_TIMEOUT);
    /// STATUS_NO_MORE_ENTRIES.
    pub const NO_MORE_ENTRIES: Self = Self(sys::STATUS_NO_MORE_ENTRIES);
    /// STATUS_NOT_FOUND.
    pub const NOT_FOUND: Self = Self(sys::STATUS_NOT_FOUND);
    /// STATUS_NOT_SUPPORTED.
    pub const NOT_SUPPORTED: Self = Self(sys::STATUS_NOT_SUPPORTED);
    /// STATUS_OBJECT_NAME_EXISTS, which counts as a success.
    pub const OBJECT_NAME_EXISTS: Self = Self(sys::STATUS_OBJECT_NAME_EXISTS);
    /// STATUS_OBJECT_NAME_NOT_FOUND.
    pub const OBJECT_NAME_NOT_FOUND: Self = Self(sys::STATUS_OBJECT_NAME_NOT_FOUND);
    /// STATUS_OBJECT_TYPE_MISMATCH.
    pub const OBJECT_TYPE_MISMATCH: Self = Self(sys::STATUS_OBJECT_TYPE_MISMATCH);
    /// STATUS_TIMEOUT, which counts as a success.
    pub const TIMEOUT: Self = Self(sys::STATUS_TIMEOUT);
    /// STATUS_UNSUCCESSFUL.
    pub const UNSUCCESSFUL: Self = Self(sys::STATUS_UNSUCCESSFUL);

    /// The status of this code; `None` for STATUS_PENDING, which is not a result.
    #[must_use]
    pub const fn new(code: i32) -> Option<Self> {
        if code == sys::STATUS_PENDING { None } else { Some(Self(code)) }
    }

    /// The code.
    #[must_use]
    pub const fn code(self) -> i32 {
        self.0
    }

    /// `NT_SUCCESS`: a success or an informational code.
    #[must_use]
    pub const fn is_success(self) -> bool {
        sys::NT_SUCCESS(self.0)
    }

    /// At the border: what a call of the framework returned.
    pub(crate) const fn check(ddi: &'static str, code: sys::NTSTATUS) -> Result<()> {
        if sys::NT_SUCCESS(code) { Ok(()) } else { Err(Error::Ddi { ddi, status: Self(code) }) }
    }

    /// At the border: a failure as the framework returned it. (No failure is STATUS_PENDING.)
    pub(crate) const fn from_failure(code: sys::NTSTATUS) -> Self {
        if sys::NT_SUCCESS(code) { Self::UNSUCCESSFUL } else { Self(code) }
    }
}

impl fmt::Display for NtStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#010X}", self.0)
    }
}

impl fmt::Debug for NtStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NtStatus({:#010X})", self.0)
    }
}

impl core::error::Error for NtStatus {}

/// What can go wrong.
///
/// ```
/// # use wdf_sim as _;
/// use wdf_safe::status::{Error, NtStatus};
///
/// fn device_add() -> Result<(), Error> {
///     Err(NtStatus::NOT_SUPPORTED)?
/// }
/// assert_eq!(device_add().unwrap_err().status(), NtStatus::NOT_SUPPORTED);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A call of the framework failed.
    #[error("{ddi} returned {status}")]
    Ddi {
        /// The function.
        ddi: &'static str,
        /// What it returned.
        status: NtStatus,
    },
    /// The framework on this machine is older than this function.
    #[error("the framework on this machine has no {ddi}")]
    Missing {
        /// The function.
        ddi: &'static str,
    },
    /// The place for a child object in its parent's context is taken: it is set once.
    #[error("this place for a child object is taken")]
    ChildExists,
    /// A change of this kind is under way on the queue: the framework knows one at a time.
    #[error("a change of the queue's state is under way")]
    Busy,
    /// The call is for PASSIVE_LEVEL, and the thread, which another driver chose, runs above it.
    #[error("the thread runs above PASSIVE_LEVEL")]
    IrqlTooHigh,
    /// An interrupt is made for a device that was not made by a `DeviceConfig`.
    #[error("the device was not made by a DeviceConfig, which interrupts need")]
    NoDeviceConfig,
    /// The system has no memory for it.
    #[error("there is no memory")]
    OutOfMemory,
    /// A status of the driver's own.
    #[error("{0}")]
    Status(#[from] NtStatus),
}

impl Error {
    /// The status to return to the system.
    #[must_use]
    pub const fn status(self) -> NtStatus {
        match self {
            Self::Ddi { status, .. } | Self::Status(status) => status,
            // By a table, which is less code in every callback that can fail than a branch for each.
            own => OWN[own.row()],
        }
    }

    /// Which variant it is.
    const fn row(self) -> usize {
        match self {
            Self::Ddi { .. } => 0,
            Self::Missing { .. } => 1,
            Self::ChildExists => 2,
            Self::Busy => 3,
            Self::IrqlTooHigh => 4,
            Self::NoDeviceConfig => 5,
            Self::OutOfMemory => 6,
            Self::Status(_) => 7,
        }
    }

    /// At the border: what a callback that returns this error tells the framework. Never a success.
    pub(crate) const fn to_failure(self) -> sys::NTSTATUS {
        let status = self.status();
        if status.is_success() { sys::STATUS_UNSUCCESSFUL } else { status.code() }
    }
}

/// The statuses of the variants, in their order; the first and the last have their own.
const OWN: [NtStatus; 8] = [
    NtStatus::UNSUCCESSFUL,
    NtStatus::NOT_SUPPORTED,
    NtStatus::INVALID_DEVICE_STATE,
    NtStatus::DEVICE_BUSY,
    NtStatus::INVALID_DEVICE_STATE,
    NtStatus::INVALID_DEVICE_STATE,
    NtStatus::INSUFFICIENT_RESOURCES,
    NtStatus::UNSUCCESSFUL,
];

/// The result of what can fail.
pub type Result<T, E = Error> = core::result::Result<T, E>;
