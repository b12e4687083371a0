//! The test's side of the registry: what drivers find there, and what they wrote.
//!
//! Key types: [`RegistryValue`].

use crate::exec::with;
use crate::kernel::registry::{
    REG_BINARY, REG_DWORD, REG_EXPAND_SZ, REG_MULTI_SZ, REG_SZ, Registry, Value, bytes_of, units_of,
};
use crate::machine::{Device, Driver, Machine};

/// A value in the registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RegistryValue {
    /// `REG_DWORD`.
    Dword(u32),
    /// `REG_SZ`, and `REG_EXPAND_SZ` when read.
    Text(String),
    /// `REG_MULTI_SZ`.
    Texts(Vec<String>),
    /// `REG_BINARY`.
    Binary(Vec<u8>),
    /// Another type, by its number.
    Other(u32, Vec<u8>),
}

impl RegistryValue {
    fn to_value(&self) -> Value {
        let units = |text: &str| text.encode_utf16().chain([0]).collect::<Vec<u16>>();
        let (kind, data) = match self {
            Self::Dword(number) => (REG_DWORD, number.to_le_bytes().to_vec()),
            Self::Text(text) => (REG_SZ, bytes_of(&units(text))),
            Self::Texts(texts) => {
                let all: Vec<u16> = texts.iter().flat_map(|text| units(text)).chain([0]).collect();
                (REG_MULTI_SZ, bytes_of(&all))
            }
            Self::Binary(data) => (REG_BINARY, data.clone()),
            Self::Other(kind, data) => (*kind, data.clone()),
        };
        Value { kind, data }
    }

    fn from_value(value: &Value) -> Self {
        let text = |units: &[u16]| String::from_utf16_lossy(units);
        let units = units_of(&value.data);
        match (value.kind, <[u8; 4]>::try_from(value.data.as_slice())) {
            (REG_DWORD, Ok(bytes)) => Self::Dword(u32::from_le_bytes(bytes)),
            (REG_SZ | REG_EXPAND_SZ, _) => Self::Text(text(units.strip_suffix(&[0]).unwrap_or(&units))),
            (REG_MULTI_SZ, _) => {
                let parts = units.split(|unit| *unit == 0).take_while(|part| !part.is_empty());
                Self::Texts(parts.map(text).collect())
            }
            (REG_BINARY, _) => Self::Binary(value.data.clone()),
            (kind, _) => Self::Other(kind, value.data.clone()),
        }
    }
}

fn path(key: &str) -> String {
    Registry::path(None, key)
        .unwrap_or_else(|_| panic!("{key:?} is no path of the registry: it begins with a backslash"))
}

impl Machine {
    /// Puts a value into the registry, and makes the key and those above it.
    ///
    /// # Panics
    ///
    /// If the key is no absolute path, `\Registry\Machine\…`.
    pub fn set_registry_value(&self, key: &str, name: &str, value: &RegistryValue) {
        let path = path(key);
        with(|kernel| {
            kernel.registry.ensure(&path);
            kernel.registry.set_value(&path, name, value.to_value()).expect("the key is there");
        });
    }

    /// What the registry has, if it is there.
    ///
    /// # Panics
    ///
    /// If the key is no absolute path.
    #[must_use]
    pub fn registry_value(&self, key: &str, name: &str) -> Option<RegistryValue> {
        let path = path(key);
        with(|kernel| kernel.registry.value(&path, name).ok().map(RegistryValue::from_value))
    }
}

impl Driver {
    /// The path of the driver's service key.
    #[must_use]
    pub fn registry_path(&self) -> String {
        with(|kernel| kernel.objects.driver(self.id).registry_path())
    }
}

impl Device {
    /// The path of the key that `PLUGPLAY_REGKEY_DEVICE` means.
    #[must_use]
    pub fn hardware_key(&self) -> String {
        with(|kernel| kernel.hardware_key(self.id))
    }
}
