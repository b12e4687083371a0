//! Registry keys.
//!
//! *Where it stands.* Row 2: opened on a [`Driver`] or a [`Device`], or below another key.
//!
//! *Key types.* [`Key`], open during a closure; [`Value`]; [`KeyAccess`], [`DeviceKey`].
//!
//! *Wraps.* "Introduction to Registry Keys for Drivers", `WdfDriverOpenParametersRegistryKey`, `WdfDeviceOpenRegistryKey`,
//! `WdfRegistryOpenKey`, `WdfRegistryCreateKey`, `WdfRegistryClose`, `WdfRegistryQuery…`, `WdfRegistryAssign…`,
//! `WdfRegistryRemoveValue`; PASSIVE_LEVEL.
//!
//! A key is open while a closure runs, and closed afterwards, whatever comes of it: it can be kept nowhere. What is read is
//! the work of whoever may write there, which is not only the driver: it is data, not a promise.
#![expect(unsafe_code, reason = "calls of the framework with a key's handle")]

mod value;

pub use self::value::{Strings, Value};

use crate::context::ObjectContext;
use crate::device::Device;
use crate::driver::Driver;
use crate::irql::{Cx, Passive};
use crate::pool::{Paged, PoolVec, Tag};
use crate::raw::AsRaw;
use crate::status::{NtStatus, Result};
use crate::sys::{self, NTSTATUS, STATUS_BUFFER_OVERFLOW, WDFKEY, ddi};
use core::fmt;
use core::marker::PhantomData;
use core::ptr;

/// An open key, during the closure that it was opened for.
///
/// ```
/// # use wdf_sim as _;
/// use wdf_safe::pool::Tag;
/// use wdf_safe::prelude::*;
/// use wdf_safe::registry::KeyAccess;
/// use wdf_safe::target::wide;
///
/// const TAG: Tag = Tag::new(*b"Parm");
/// static RATE: [u16; 4] = wide(b"Rate");
/// static PORTS: [u16; 5] = wide(b"Ports");
///
/// /// How fast, and how many ports: `HKLM\System\CurrentControlSet\Services\<driver>\Parameters`.
/// fn parameters(cx: &mut Cx<'_, Passive>, driver: &Driver) -> Result<(u32, usize)> {
///     driver.parameters(cx, KeyAccess::Read, |cx, key| {
///         let rate = match key.query_u32(cx, &RATE) {
///             Err(error) if error.status() == NtStatus::OBJECT_NAME_NOT_FOUND => 9600,
///             rate => rate?,
///         };
///         let ports = key.query_strings(cx, TAG, &PORTS)?;
///         Ok((rate, ports.iter(cx).count()))
///     })?
/// }
/// ```
///
/// # Invariants
/// `raw` is a key that is open during `'k`.
pub struct Key<'k> {
    raw: WDFKEY,
    open: PhantomData<(&'k (), *const ())>,
}

/// For what a key is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyAccess {
    /// KEY_READ.
    Read,
    /// KEY_WRITE.
    Write,
    /// Both.
    ReadWrite,
}

/// Which of a device's keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviceKey {
    /// PLUGPLAY_REGKEY_DEVICE: of this one device.
    Hardware,
    /// PLUGPLAY_REGKEY_DRIVER: of the driver for this device.
    Software,
}

/// REG_SZ of winnt.h: a string.
pub const REG_SZ: u32 = 1;
/// REG_EXPAND_SZ: a string in which names of environment variables stand.
pub const REG_EXPAND_SZ: u32 = 2;
/// REG_BINARY: bytes.
pub const REG_BINARY: u32 = 3;
/// REG_DWORD: a number of four bytes.
pub const REG_DWORD: u32 = 4;
/// REG_MULTI_SZ: strings.
pub const REG_MULTI_SZ: u32 = 7;

impl KeyAccess {
    const fn mask(self) -> u32 {
        // KEY_READ and KEY_WRITE of winnt.h.
        match self {
            Self::Read => 0x2_0019,
            Self::Write => 0x2_0006,
            Self::ReadWrite => 0x2_001F,
        }
    }
}

/// Closes on the way out, also if a test's panic unwinds.
struct Close(WDFKEY);

impl Drop for Close {
    fn drop(&mut self) {
        // SAFETY: `opened` made this of an open key, at PASSIVE_LEVEL, where it drops it.
        unsafe { ddi!(WdfRegistryClose, self.0) };
    }
}

/// Runs `f` with the key that the call opens.
fn opened<R>(
    ddi: &'static str,
    cx: &mut Cx<'_, Passive>,
    open: impl FnOnce(*mut WDFKEY) -> NTSTATUS,
    f: impl FnOnce(&mut Cx<'_, Passive>, &Key<'_>) -> R,
) -> Result<R> {
    let mut raw = ptr::null_mut();
    NtStatus::check(ddi, open(&raw mut raw))?;
    let _close = Close(raw);
    // INVARIANT: just opened, and closed after `f`.
    Ok(f(cx, &Key { raw, open: PhantomData }))
}

impl<T: ObjectContext> Driver<T> {
    /// Runs `f` with the driver's `Parameters` key open. `WdfDriverOpenParametersRegistryKey`, `WdfRegistryClose`;
    /// PASSIVE_LEVEL.
    ///
    /// # Errors
    /// STATUS_OBJECT_NAME_NOT_FOUND when there is none (opened for writing, it is made); what else the framework returned.
    pub fn parameters<R>(
        &self,
        cx: &mut Cx<'_, Passive>,
        access: KeyAccess,
        f: impl FnOnce(&mut Cx<'_, Passive>, &Key<'_>) -> R,
    ) -> Result<R> {
        // SAFETY: the live driver object, PASSIVE_LEVEL; no attributes; a place for the handle.
        let open = |key| unsafe {
            ddi!(WdfDriverOpenParametersRegistryKey, self.as_raw(), access.mask(), ptr::null_mut(), key)
        };
        opened("WdfDriverOpenParametersRegistryKey", cx, open, f)
    }
}

impl<T: ObjectContext> Device<T> {
    /// Runs `f` with one of the device's keys open. `WdfDeviceOpenRegistryKey`, `WdfRegistryClose`; PASSIVE_LEVEL.
    ///
    /// # Errors
    /// What the framework returned.
    pub fn registry_key<R>(
        &self,
        cx: &mut Cx<'_, Passive>,
        which: DeviceKey,
        access: KeyAccess,
        f: impl FnOnce(&mut Cx<'_, Passive>, &Key<'_>) -> R,
    ) -> Result<R> {
        // PLUGPLAY_REGKEY_DEVICE and PLUGPLAY_REGKEY_DRIVER of wdm.h.
        let which: u32 = match which {
            DeviceKey::Hardware => 1,
            DeviceKey::Software => 2,
        };
        // SAFETY: a live device, PASSIVE_LEVEL; no attributes; a place for the handle.
        let open =
            |key| unsafe { ddi!(WdfDeviceOpenRegistryKey, self.as_raw(), which, access.mask(), ptr::null_mut(), key) };
        opened("WdfDeviceOpenRegistryKey", cx, open, f)
    }
}

/// A name as the framework takes it: read during the call.
fn name_of(name: &[u16]) -> Result<sys::UNICODE_STRING> {
    let length = u16::try_from(size_of_val(name)).map_err(|_| NtStatus::INVALID_PARAMETER)?;
    Ok(sys::UNICODE_STRING { Length: length, MaximumLength: length, Buffer: name.as_ptr().cast_mut() })
}

impl Key<'_> {
    /// Runs `f` with the key of this name below this one open. `WdfRegistryOpenKey`, `WdfRegistryClose`; PASSIVE_LEVEL.
    ///
    /// # Errors
    /// STATUS_OBJECT_NAME_NOT_FOUND when there is none; what else the framework returned.
    pub fn open<R>(
        &self,
        cx: &mut Cx<'_, Passive>,
        name: &[u16],
        access: KeyAccess,
        f: impl FnOnce(&mut Cx<'_, Passive>, &Key<'_>) -> R,
    ) -> Result<R> {
        let name = name_of(name)?;
        // SAFETY: an open key (invariant), PASSIVE_LEVEL; a name; no attributes; a place for the handle.
        let open =
            |key| unsafe { ddi!(WdfRegistryOpenKey, self.raw, &raw const name, access.mask(), ptr::null_mut(), key) };
        opened("WdfRegistryOpenKey", cx, open, f)
    }

    /// As [`open`](Self::open); the key is made if there is none. `WdfRegistryCreateKey`, `WdfRegistryClose`; PASSIVE_LEVEL.
    ///
    /// # Errors
    /// What the framework returned.
    pub fn create<R>(
        &self,
        cx: &mut Cx<'_, Passive>,
        name: &[u16],
        access: KeyAccess,
        f: impl FnOnce(&mut Cx<'_, Passive>, &Key<'_>) -> R,
    ) -> Result<R> {
        // REG_OPTION_NON_VOLATILE of winnt.h.
        const NON_VOLATILE: u32 = 0;
        let name = name_of(name)?;
        // SAFETY: as in `open`; it is not asked whether the key was there.
        let open = |key| unsafe {
            let (disposition, attributes) = (ptr::null_mut(), ptr::null_mut());
            ddi!(
                WdfRegistryCreateKey,
                self.raw,
                &raw const name,
                access.mask(),
                NON_VOLATILE,
                disposition,
                attributes,
                key
            )
        };
        opened("WdfRegistryCreateKey", cx, open, f)
    }

    /// A number: a value of the type REG_DWORD. `WdfRegistryQueryULong`; PASSIVE_LEVEL.
    ///
    /// # Errors
    /// STATUS_OBJECT_NAME_NOT_FOUND when there is none, STATUS_OBJECT_TYPE_MISMATCH when it is of another type; what else the
    /// framework returned.
    pub fn query_u32(&self, _cx: &mut Cx<'_, Passive>, name: &[u16]) -> Result<u32> {
        let (name, mut number) = (name_of(name)?, 0);
        // SAFETY: an open key (invariant), PASSIVE_LEVEL; a name; a place for the number.
        let status = unsafe { ddi!(WdfRegistryQueryULong, self.raw, &raw const name, &raw mut number) };
        NtStatus::check("WdfRegistryQueryULong", status)?;
        Ok(number)
    }

    /// A value as it is. `WdfRegistryQueryValue`; PASSIVE_LEVEL.
    ///
    /// # Errors
    /// STATUS_OBJECT_NAME_NOT_FOUND when there is none; [`Error::OutOfMemory`](crate::status::Error::OutOfMemory); what else the
    /// framework returned.
    pub fn query(&self, cx: &mut Cx<'_, Passive>, tag: Tag, name: &[u16]) -> Result<Value> {
        let name = name_of(name)?;
        let mut data = PoolVec::<u8, Paged>::new(tag);
        loop {
            let (mut length, mut kind) = (0, 0);
            let bytes = data.get_mut(cx);
            // SAFETY: an open key (invariant), PASSIVE_LEVEL; a name; so many bytes; places for length and type.
            let status = unsafe {
                let (room, place) = (bytes.len() as u32, bytes.as_mut_ptr().cast());
                ddi!(WdfRegistryQueryValue, self.raw, &raw const name, room, place, &raw mut length, &raw mut kind)
            };
            let needed = length as usize;
            // Somebody may have written a longer one since it was last asked how long it is.
            if status == STATUS_BUFFER_OVERFLOW && needed > bytes.len() {
                data = PoolVec::zeroed(cx, tag, needed)?;
                continue;
            }
            NtStatus::check("WdfRegistryQueryValue", status)?;
            data.truncate(cx, needed);
            return Ok(Value { kind, data });
        }
    }

    /// A string: a value of the type REG_SZ or REG_EXPAND_SZ, without the zero at its end. PASSIVE_LEVEL.
    ///
    /// # Errors
    /// STATUS_OBJECT_TYPE_MISMATCH when it is of another type; what else [`query`](Self::query) returns.
    pub fn query_string(&self, cx: &mut Cx<'_, Passive>, tag: Tag, name: &[u16]) -> Result<PoolVec<u16, Paged>> {
        let mut text = self.query(cx, tag, name)?.text(cx, tag, &[REG_SZ, REG_EXPAND_SZ])?;
        let end = text.get(cx).iter().position(|unit| *unit == 0);
        if let Some(end) = end {
            text.truncate(cx, end);
        }
        Ok(text)
    }

    /// Strings: a value of the type REG_MULTI_SZ. PASSIVE_LEVEL.
    ///
    /// # Errors
    /// As of [`query_string`](Self::query_string).
    pub fn query_strings(&self, cx: &mut Cx<'_, Passive>, tag: Tag, name: &[u16]) -> Result<Strings> {
        Ok(Strings(self.query(cx, tag, name)?.text(cx, tag, &[REG_MULTI_SZ])?))
    }

    /// Writes a number. `WdfRegistryAssignULong`; PASSIVE_LEVEL.
    ///
    /// # Errors
    /// What the framework returned: STATUS_ACCESS_DENIED when the key was opened for reading.
    pub fn assign_u32(&self, _cx: &mut Cx<'_, Passive>, name: &[u16], number: u32) -> Result<()> {
        let name = name_of(name)?;
        // SAFETY: an open key (invariant), PASSIVE_LEVEL; a name.
        let status = unsafe { ddi!(WdfRegistryAssignULong, self.raw, &raw const name, number) };
        NtStatus::check("WdfRegistryAssignULong", status)
    }

    /// Writes a string, as REG_SZ. `WdfRegistryAssignUnicodeString`; PASSIVE_LEVEL.
    ///
    /// # Errors
    /// STATUS_INVALID_PARAMETER when it is longer than 32,767 characters; what the framework returned.
    pub fn assign_string(&self, _cx: &mut Cx<'_, Passive>, name: &[u16], text: &[u16]) -> Result<()> {
        let (name, text) = (name_of(name)?, name_of(text)?);
        // SAFETY: an open key (invariant), PASSIVE_LEVEL; a name and a string, read during the call.
        let status = unsafe { ddi!(WdfRegistryAssignUnicodeString, self.raw, &raw const name, &raw const text) };
        NtStatus::check("WdfRegistryAssignUnicodeString", status)
    }

    /// Writes strings, as REG_MULTI_SZ. `WdfRegistryAssignValue`; PASSIVE_LEVEL.
    ///
    /// # Errors
    /// STATUS_INVALID_PARAMETER when one of them is empty or has a zero in it, which would end the list;
    /// [`Error::OutOfMemory`](crate::status::Error::OutOfMemory); what the framework returned.
    pub fn assign_strings(&self, cx: &mut Cx<'_, Passive>, tag: Tag, name: &[u16], texts: &[&[u16]]) -> Result<()> {
        let mut all = PoolVec::<u8, Paged>::new(tag);
        for text in texts {
            if text.is_empty() || text.contains(&0) {
                return Err(NtStatus::INVALID_PARAMETER.into());
            }
            for unit in text.iter().chain(&[0]) {
                all.extend_from_slice(cx, &unit.to_le_bytes())?;
            }
        }
        all.extend_from_slice(cx, &[0, 0])?;
        self.assign(cx, name, REG_MULTI_SZ, &all)
    }

    /// Writes bytes, as REG_BINARY. `WdfRegistryAssignValue`; PASSIVE_LEVEL.
    ///
    /// # Errors
    /// What the framework returned.
    pub fn assign_bytes(&self, cx: &mut Cx<'_, Passive>, tag: Tag, name: &[u16], bytes: &[u8]) -> Result<()> {
        let mut data = PoolVec::<u8, Paged>::new(tag);
        data.extend_from_slice(cx, bytes)?;
        self.assign(cx, name, REG_BINARY, &data)
    }

    fn assign(&self, cx: &Cx<'_, Passive>, name: &[u16], kind: u32, data: &PoolVec<u8, Paged>) -> Result<()> {
        let name = name_of(name)?;
        let bytes = data.get(cx);
        let length = u32::try_from(bytes.len()).map_err(|_| NtStatus::INVALID_PARAMETER)?;
        let place = bytes.as_ptr().cast_mut().cast();
        // SAFETY: an open key (invariant), PASSIVE_LEVEL; a name; so many bytes, read during the call.
        let status = unsafe { ddi!(WdfRegistryAssignValue, self.raw, &raw const name, kind, length, place) };
        NtStatus::check("WdfRegistryAssignValue", status)
    }

    /// Removes a value. `WdfRegistryRemoveValue`; PASSIVE_LEVEL.
    ///
    /// # Errors
    /// STATUS_OBJECT_NAME_NOT_FOUND when there is none; what else the framework returned.
    pub fn remove_value(&self, _cx: &mut Cx<'_, Passive>, name: &[u16]) -> Result<()> {
        let name = name_of(name)?;
        // SAFETY: an open key (invariant), PASSIVE_LEVEL; a name.
        let status = unsafe { ddi!(WdfRegistryRemoveValue, self.raw, &raw const name) };
        NtStatus::check("WdfRegistryRemoveValue", status)
    }
}

impl AsRaw for Key<'_> {
    type Raw = WDFKEY;

    fn as_raw(&self) -> WDFKEY {
        self.raw
    }
}

impl fmt::Debug for Key<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Key").field(&self.raw).finish()
    }
}
