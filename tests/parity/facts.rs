//! The facts: KMDF 1.33's binary interface as bindgen reads it off the public headers.
//!
//! `kmdf-1.33-x86_64.json` holds functions, callbacks, structures and enumerations, types spelled as
//! `wdk-sys` 0.5.2 spells them; `wdk_sys_constants.tsv` holds constants with the type that `wdk-sys`
//! gives them. Nothing here looks at our own source; that is `source.rs`.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};

/// What the JSON file holds.
#[derive(Deserialize)]
pub(crate) struct Facts {
    pub(crate) function_table_entries: usize,
    pub(crate) function_table_symbol: String,
    pub(crate) functions: Vec<Function>,
    pub(crate) callbacks: BTreeMap<String, Callback>,
    pub(crate) structs: BTreeMap<String, Struct>,
    pub(crate) enums: BTreeMap<String, Ordered<i64>>,
}

/// An entry of the table. The parameters leave out the driver's globals, which come first.
#[derive(Deserialize)]
pub(crate) struct Function {
    pub(crate) index: usize,
    pub(crate) name: String,
    /// `None` if wdf.h and what it includes do not declare the function.
    pub(crate) params: Option<Vec<(String, String)>>,
    pub(crate) returns: Option<String>,
}

/// A callback's signature.
#[derive(Deserialize)]
pub(crate) struct Callback {
    pub(crate) params: Vec<(String, String)>,
    pub(crate) returns: String,
}

/// A structure or union.
#[derive(Deserialize)]
pub(crate) struct Struct {
    pub(crate) size: usize,
    pub(crate) align: usize,
    /// Of the named fields.
    pub(crate) offsets: BTreeMap<String, usize>,
    /// In order of declaration, bindgen's padding and anonymous members among them. Empty for a
    /// union.
    pub(crate) types: Ordered<String>,
}

/// A constant's type and value, both as text.
pub(crate) struct Constant {
    pub(crate) ty: String,
    pub(crate) value: String,
}

/// Names in the order of the file, which is that of the header, and what they name.
pub(crate) struct Ordered<T>(pub(crate) Vec<(String, T)>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Ordered<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Names<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Names<T> {
            type Value = Ordered<T>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut names = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    names.push(entry);
                }
                Ok(Ordered(names))
            }
        }

        deserializer.deserialize_map(Names(PhantomData))
    }
}

/// Reads the JSON file.
pub(crate) fn facts() -> Facts {
    serde_json::from_str(include_str!("kmdf-1.33-x86_64.json")).expect("the facts are as declared")
}

/// Reads the table of constants, by name; those that `wdk-sys` lacks are left out.
pub(crate) fn constants() -> BTreeMap<String, Constant> {
    include_str!("wdk_sys_constants.tsv")
        .lines()
        .skip(1)
        .map(|line| line.split('\t').collect::<Vec<_>>())
        .filter(|row| !row[1].starts_with("(not in wdk-sys"))
        .map(|row| {
            let (ty, value) = (row[1].to_owned(), row[2].to_owned());
            (row[0].to_owned(), Constant { ty, value })
        })
        .collect()
}
