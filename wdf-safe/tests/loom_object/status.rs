//! As much of wdf-safe's errors as the words need.

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Error {
    Busy,
    Status(NtStatus),
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NtStatus;

impl NtStatus {
    pub(crate) const INSUFFICIENT_RESOURCES: Self = Self;
}

impl From<NtStatus> for Error {
    fn from(status: NtStatus) -> Self {
        Self::Status(status)
    }
}

pub(crate) type Result<T> = core::result::Result<T, Error>;
