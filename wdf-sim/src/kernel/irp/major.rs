//! The kinds of I/O.
//!
//! Key types: [`Major`], which a test names where it plays the next driver (`machine/lower.rs`).

use super::Side;

/// The kind of I/O; the numbers are those of `IRP_MJ_*`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Major {
    /// A handle is opened.
    Create = 0x00,
    /// The last reference to a handle is gone.
    Close = 0x02,
    /// A read.
    Read = 0x03,
    /// A write.
    Write = 0x04,
    /// A device control.
    DeviceControl = 0x0E,
    /// A device control from another driver.
    InternalDeviceControl = 0x0F,
    /// A handle is closed.
    Cleanup = 0x12,
}

impl Major {
    /// The kind with this number.
    pub(crate) const fn from_code(code: u8) -> Option<Self> {
        Some(match code {
            0x00 => Self::Create,
            0x02 => Self::Close,
            0x03 => Self::Read,
            0x04 => Self::Write,
            0x0E => Self::DeviceControl,
            0x0F => Self::InternalDeviceControl,
            0x12 => Self::Cleanup,
            _ => return None,
        })
    }

    /// Whether it is a device control, from wherever.
    pub(crate) const fn is_control(self) -> bool {
        matches!(self, Self::DeviceControl | Self::InternalDeviceControl)
    }

    /// Whether it is of the kinds that go to queues: not what opens and closes a handle.
    pub(crate) const fn is_io(self) -> bool {
        matches!(self, Self::Read | Self::Write) || self.is_control()
    }

    /// Whether I/O of this kind has a buffer on this side.
    pub(crate) const fn has(self, side: Side) -> bool {
        match side {
            Side::Input => matches!(self, Self::Write) || self.is_control(),
            Side::Output => matches!(self, Self::Read) || self.is_control(),
        }
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Close => "close",
            Self::Cleanup => "cleanup",
            Self::Read => "read",
            Self::Write => "write",
            Self::DeviceControl => "device control",
            Self::InternalDeviceControl => "internal device control",
        }
    }
}
