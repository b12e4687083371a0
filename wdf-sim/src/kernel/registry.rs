//! The registry: keys and values in memory, found by path without regard to case.
//!
//! A key is named by its path, so one that was deleted is missed by whoever still has it open.
//!
//! Key types: [`Registry`], [`RegKey`], [`Value`]. Facts: `fxregistryapi.cpp`, `fxregkeykm.cpp`; the pages of `ZwCreateKey`,
//! `ZwDeleteKey` and `ZwQueryValueKey`.

use std::collections::BTreeMap;

use wdf_sim_sys::{
    NTSTATUS, STATUS_CANNOT_DELETE, STATUS_KEY_DELETED, STATUS_OBJECT_NAME_NOT_FOUND, STATUS_OBJECT_PATH_SYNTAX_BAD,
};

/// The types of values.
pub(crate) const REG_SZ: u32 = 1;
/// See [`REG_SZ`].
pub(crate) const REG_EXPAND_SZ: u32 = 2;
/// See [`REG_SZ`].
pub(crate) const REG_BINARY: u32 = 3;
/// See [`REG_SZ`].
pub(crate) const REG_DWORD: u32 = 4;
/// See [`REG_SZ`].
pub(crate) const REG_MULTI_SZ: u32 = 7;

/// The root of what drivers see.
const ROOT: &str = r"\REGISTRY\MACHINE";

/// A value's type and bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Value {
    pub(crate) kind: u32,
    pub(crate) data: Vec<u8>,
}

#[derive(Debug, Default)]
struct Key {
    /// As whoever made it spelled it.
    name: String,
    /// By name in capitals.
    values: BTreeMap<String, Named>,
    /// How many values were ever added.
    added: u64,
}

impl Key {
    /// A key of this path.
    fn at(path: &str) -> Self {
        Self { name: path.rsplit('\\').next().unwrap_or_default().to_owned(), ..Self::default() }
    }
}

/// A value with its name as it was given, and its place among the others.
#[derive(Debug)]
struct Named {
    name: String,
    place: u64,
    value: Value,
}

/// `WDFKEY`: an open key.
#[derive(Debug)]
pub(crate) struct RegKey {
    pub(crate) path: String,
}

#[derive(Debug)]
pub(crate) struct Registry {
    /// By path in capitals.
    keys: BTreeMap<String, Key>,
}

impl Default for Registry {
    fn default() -> Self {
        Self { keys: BTreeMap::from([(r"\REGISTRY".to_owned(), Key::default()), (ROOT.to_owned(), Key::default())]) }
    }
}

impl Registry {
    /// The path of a key that is named from another, or from the root.
    pub(crate) fn path(parent: Option<&str>, name: &str) -> Result<String, NTSTATUS> {
        let absolute = name.starts_with('\\');
        match parent {
            Some(_) if absolute => Err(STATUS_OBJECT_PATH_SYNTAX_BAD),
            Some(parent) if name.is_empty() => Ok(parent.to_owned()),
            Some(parent) => Ok(format!("{parent}\\{}", name.trim_end_matches('\\'))),
            None if absolute => Ok(name.trim_end_matches('\\').to_owned()),
            None => Err(STATUS_OBJECT_PATH_SYNTAX_BAD),
        }
    }

    /// Whether there is such a key.
    pub(crate) fn open(&self, path: &str) -> Result<(), NTSTATUS> {
        if self.keys.contains_key(&path.to_uppercase()) { Ok(()) } else { Err(STATUS_OBJECT_NAME_NOT_FOUND) }
    }

    /// Makes a key if it is not there, under one that is: true if it is new.
    pub(crate) fn create(&mut self, path: &str) -> Result<bool, NTSTATUS> {
        if self.open(path).is_ok() {
            return Ok(false);
        }
        let (parent, _) = path.rsplit_once('\\').ok_or(STATUS_OBJECT_PATH_SYNTAX_BAD)?;
        self.open(parent)?;
        self.keys.insert(path.to_uppercase(), Key::at(path));
        Ok(true)
    }

    /// Makes a key, and those above it.
    pub(crate) fn ensure(&mut self, path: &str) {
        let ends = path.match_indices('\\').skip(1).map(|(at, _)| at);
        for part in ends.chain([path.len()]).map(|end| &path[..end]) {
            self.keys.entry(part.to_uppercase()).or_insert_with(|| Key::at(part));
        }
    }

    /// Deletes a key that has none below it.
    pub(crate) fn delete(&mut self, path: &str) -> Result<(), NTSTATUS> {
        let path = path.to_uppercase();
        let below = format!("{path}\\");
        if self.keys.keys().any(|key| key.starts_with(&below)) {
            return Err(STATUS_CANNOT_DELETE);
        }
        self.keys.remove(&path).map(|_| ()).ok_or(STATUS_KEY_DELETED)
    }

    fn key(&self, path: &str) -> Result<&Key, NTSTATUS> {
        self.keys.get(&path.to_uppercase()).ok_or(STATUS_KEY_DELETED)
    }

    /// The name of a key as whoever made it spelled it.
    pub(crate) fn name(&self, path: &str) -> Result<&str, NTSTATUS> {
        Ok(&self.key(path)?.name)
    }

    /// The paths of the keys right below one, in the order of their names.
    pub(crate) fn subkeys(&self, path: &str) -> Result<Vec<&str>, NTSTATUS> {
        self.key(path)?;
        let below = format!("{}\\", path.to_uppercase());
        let is_child = |key: &&String| key.strip_prefix(&below).is_some_and(|rest| !rest.contains('\\'));
        Ok(self.keys.keys().filter(is_child).map(String::as_str).collect())
    }

    /// The values of a key with their names, in the order in which they were added.
    pub(crate) fn values(&self, path: &str) -> Result<Vec<(&str, &Value)>, NTSTATUS> {
        let mut all: Vec<&Named> = self.key(path)?.values.values().collect();
        all.sort_by_key(|named| named.place);
        Ok(all.into_iter().map(|named| (named.name.as_str(), &named.value)).collect())
    }

    pub(crate) fn value(&self, path: &str, name: &str) -> Result<&Value, NTSTATUS> {
        let key = self.key(path)?;
        key.values.get(&name.to_uppercase()).map(|named| &named.value).ok_or(STATUS_OBJECT_NAME_NOT_FOUND)
    }

    pub(crate) fn set_value(&mut self, path: &str, name: &str, value: Value) -> Result<(), NTSTATUS> {
        let key = self.keys.get_mut(&path.to_uppercase()).ok_or(STATUS_KEY_DELETED)?;
        key.added += 1;
        let new = Named { name: name.to_owned(), place: key.added, value: value.clone() };
        key.values.entry(name.to_uppercase()).or_insert(new).value = value;
        Ok(())
    }

    pub(crate) fn delete_value(&mut self, path: &str, name: &str) -> Result<(), NTSTATUS> {
        let key = self.keys.get_mut(&path.to_uppercase()).ok_or(STATUS_KEY_DELETED)?;
        key.values.remove(&name.to_uppercase()).map(|_| ()).ok_or(STATUS_OBJECT_NAME_NOT_FOUND)
    }
}

/// Whether a value's type is one of strings that end with a zero.
pub(crate) const fn is_string(kind: u32) -> bool {
    matches!(kind, REG_SZ | REG_EXPAND_SZ | REG_MULTI_SZ)
}

/// The bytes of UTF-16 units.
pub(crate) fn bytes_of(units: &[u16]) -> Vec<u8> {
    units.iter().flat_map(|unit| unit.to_le_bytes()).collect()
}

/// The UTF-16 units of bytes; half a unit at the end is left out.
pub(crate) fn units_of(bytes: &[u8]) -> Vec<u16> {
    bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect()
}
