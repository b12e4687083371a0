//! Collections and strings.

use std::ptr::null_mut;

use wdk_sys::{NT_SUCCESS, NTSTATUS, UNICODE_STRING, WDFCOLLECTION, WDFOBJECT, WDFSTRING};

use super::ddi;
use super::handle::{Collection, Object, Text};
use super::object::{Attributes, attributes, created};

impl Collection {
    /// `WdfCollectionCreate`.
    ///
    /// # Errors
    ///
    /// The status that is not a success.
    pub fn create(attributes: &Attributes) -> Result<Self, NTSTATUS> {
        let mut raw = attributes.to_raw();
        let mut out: WDFCOLLECTION = null_mut();
        let status = ddi!(WdfCollectionCreate, &raw mut raw, &raw mut out);
        created(status, Self::from(out), attributes)
    }

    /// A collection under this parent.
    #[must_use]
    pub fn of(parent: impl Into<Object>) -> Self {
        Self::create(&attributes().parent(parent)).expect("a collection")
    }

    /// `WdfCollectionAdd`.
    pub fn append(self, item: impl Into<Object>) -> NTSTATUS {
        ddi!(WdfCollectionAdd, self.raw(), item.into().raw())
    }

    /// `WdfCollectionRemove`.
    pub fn remove(self, item: impl Into<Object>) {
        ddi!(WdfCollectionRemove, self.raw(), item.into().raw());
    }

    /// `WdfCollectionRemoveItem`.
    pub fn remove_at(self, index: u32) {
        ddi!(WdfCollectionRemoveItem, self.raw(), index);
    }

    /// `WdfCollectionGetCount`.
    #[must_use]
    pub fn count(self) -> u32 {
        ddi!(WdfCollectionGetCount, self.raw())
    }

    /// `WdfCollectionGetItem`.
    #[must_use]
    pub fn item(self, index: u32) -> Option<Object> {
        some(ddi!(WdfCollectionGetItem, self.raw(), index))
    }

    /// `WdfCollectionGetFirstItem`.
    #[must_use]
    pub fn first(self) -> Option<Object> {
        some(ddi!(WdfCollectionGetFirstItem, self.raw()))
    }

    /// `WdfCollectionGetLastItem`.
    #[must_use]
    pub fn last(self) -> Option<Object> {
        some(ddi!(WdfCollectionGetLastItem, self.raw()))
    }
}

fn some(handle: WDFOBJECT) -> Option<Object> {
    (!handle.is_null()).then(|| Object::from(handle))
}

/// A `UNICODE_STRING` over UTF-16 units, which must outlive it.
#[must_use]
pub fn unicode(units: &[u16]) -> UNICODE_STRING {
    let length = u16::try_from(units.len() * 2).expect("a short string");
    UNICODE_STRING { Length: length, MaximumLength: length, Buffer: units.as_ptr().cast_mut() }
}

/// The UTF-16 units of a text.
#[must_use]
pub fn utf16(text: &str) -> Vec<u16> {
    text.encode_utf16().collect()
}

/// The text that a `UNICODE_STRING` holds.
///
/// # Panics
///
/// If it is no text.
#[must_use]
pub fn text_of(string: &UNICODE_STRING) -> String {
    if string.Length == 0 {
        return String::new();
    }
    // SAFETY: the framework wrote the string, and its owner lives.
    let units = unsafe { std::slice::from_raw_parts(string.Buffer, usize::from(string.Length / 2)) };
    String::from_utf16(units).expect("text")
}

impl Text {
    /// `WdfStringCreate` of this `UNICODE_STRING`.
    ///
    /// # Errors
    ///
    /// The status that is not a success.
    pub fn create(string: Option<&UNICODE_STRING>, attributes: &Attributes) -> Result<Self, NTSTATUS> {
        let mut raw = attributes.to_raw();
        let mut out: WDFSTRING = null_mut();
        let string = string.map_or(std::ptr::null(), std::ptr::from_ref);
        let status = ddi!(WdfStringCreate, string, &raw mut raw, &raw mut out);
        if NT_SUCCESS(status) { created(status, Self::from(out), attributes) } else { Err(status) }
    }

    /// A string object that holds this text.
    ///
    /// # Panics
    ///
    /// If the framework does not create it.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let units = utf16(text);
        Self::create(Some(&unicode(&units)), &attributes()).expect("a string")
    }

    /// `WdfStringGetUnicodeString`.
    #[must_use]
    pub fn unicode(self) -> UNICODE_STRING {
        let mut out = UNICODE_STRING::default();
        ddi!(WdfStringGetUnicodeString, self.raw(), &raw mut out);
        out
    }

    /// The text that it holds.
    #[must_use]
    pub fn text(self) -> String {
        text_of(&self.unicode())
    }
}
