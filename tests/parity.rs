//! `wdf-sim-sys` declares what KMDF 1.33 has, no more and no otherwise.
//!
//! The stand-in is right only if a driver compiled against it lays out its structures, finds its
//! functions and reads its constants as one compiled against the WDK. Each test here compares one
//! kind of declaration, as our source text spells it (`parity/source.rs`), with the facts
//! (`parity/facts.rs`). That the text means what it says is checked by the compiler: the crate
//! asserts every size, alignment and offset that its `layout!` lines claim.

#[path = "parity/facts.rs"]
mod facts;
#[path = "parity/source.rs"]
mod source;

use std::collections::BTreeMap;

use facts::{constants, facts};
use source::{Signature, Source, callback_signature, integer, respelled, text_of};

#[test]
fn every_function_has_its_released_place_in_the_table() {
    let facts = facts();
    let mut expected: Vec<(String, i64)> = Vec::new();
    for (position, function) in facts.functions.iter().enumerate() {
        assert_eq!(function.index, position, "the facts are in order");
        expected.push((format!("{}TableIndex", function.name), position as i64));
    }
    let entries = facts.function_table_entries as i64;
    expected.push(("WdfFunctionTableNumEntries".to_owned(), entries));
    assert_eq!(Source::read().enums["_WDFFUNCENUM"], expected);
}

#[test]
fn every_function_that_wdf_h_declares_is_declared_with_its_parameters_and_return_type() {
    let source = Source::read();
    let mut differences = Differences::default();
    for function in facts().functions {
        let name = &function.name;
        let (Some(params), Some(returns)) = (function.params, function.returns) else {
            continue;
        };
        let Some(ours) = source.functions.get(name) else {
            differences.push(format!("{name} is not declared"));
            continue;
        };
        differences.compare(name, &ours.signature, &signature(&params, &returns));
        differences.compare(name, &ours.index, &format!("{name}TableIndex"));
        let pointer = format!("PFN_{}", name.to_uppercase());
        differences.compare(name, &ours.pointer, &pointer);
    }
    differences.assert_none();
}

#[test]
fn no_function_is_declared_that_wdf_h_does_not_declare() {
    let facts = facts();
    let mut ours = Source::read().functions;
    for function in facts.functions.iter().filter(|f| f.params.is_some()) {
        ours.remove(&function.name);
    }
    assert_eq!(ours.into_keys().collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn every_callback_has_its_parameters_and_return_type() {
    let source = Source::read();
    let mut differences = Differences::default();
    for (name, callback) in facts().callbacks {
        let ours = source.aliases.get(&name).and_then(callback_signature);
        let expected = signature(&callback.params, &callback.returns);
        differences.compare(&name, &ours, &Some(expected));
        let pointer = name.replacen("EVT_", "PFN_", 1);
        let ours = source.aliases.get(&pointer).map(text_of);
        differences.compare(&pointer, &ours, &Some(name));
    }
    differences.assert_none();
}

#[test]
fn every_structure_has_its_size_alignment_and_offsets() {
    let source = Source::read();
    let mut differences = Differences::default();
    for (name, expected) in facts().structs {
        let Some(ours) = source.layouts.get(&name) else {
            differences.push(format!("{name} has no layout! line"));
            continue;
        };
        differences.compare(&name, &ours.size, &expected.size);
        differences.compare(&name, &ours.align, &expected.align);
        for (field, offset) in expected.offsets {
            let place = format!("{name}.{field}");
            differences.compare(&place, &ours.offsets.get(&field), &Some(&offset));
        }
    }
    differences.assert_none();
}

#[test]
fn every_structure_has_its_fields_in_order_and_of_their_types() {
    let source = Source::read();
    let mut differences = Differences::default();
    for (name, expected) in facts().structs {
        let Some(ours) = source.structs.get(&name) else {
            differences.push(format!("{name} is not declared"));
            continue;
        };
        if expected.types.0.is_empty() {
            // A union, of which the facts give the members' names alone.
            let members: BTreeMap<_, _> = ours.iter().cloned().collect();
            for member in expected.offsets.keys() {
                differences.compare(&name, &members.contains_key(member), &true);
            }
            continue;
        }
        let expected = expected.types.0.into_iter();
        let expected: Vec<_> = expected.map(|(field, ty)| (field, respelled(&ty))).collect();
        differences.compare(&name, ours, &expected);
    }
    differences.assert_none();
}

#[test]
fn every_structure_goes_by_the_names_of_its_header() {
    let source = Source::read();
    let mut differences = Differences::default();
    for name in facts().structs.into_keys() {
        if name.contains("__bindgen_ty") {
            continue;
        }
        let plain = name.trim_start_matches('_');
        let alias = |name: &str| source.aliases.get(name).map(text_of);
        differences.compare(plain, &alias(plain), &Some(name.clone()));
        for (pointer, to) in [("P", "*mut"), ("PC", "*const"), ("LP", "*mut"), ("LPC", "*const")] {
            let pointer = format!("{pointer}{plain}");
            if let Some(ours) = alias(&pointer) {
                differences.compare(&pointer, &ours, &respelled(&format!("{to} {name}")));
            }
        }
    }
    differences.assert_none();
}

#[test]
fn every_enumeration_has_its_values_and_is_an_int() {
    let source = Source::read();
    let mut differences = Differences::default();
    for (name, expected) in facts().enums {
        let expected = expected.0.into_iter();
        let expected = expected.map(|(value, number)| (value, as_int(number))).collect();
        differences.compare(&name, &source.enums.get(&name), &Some(&expected));
        let ty = source.aliases.get(&format!("{name}::Type")).map(text_of);
        differences.compare(&name, &ty, &Some(text_of(&int())));
        if name != "_WDFSTRUCTENUM" {
            let alias = name.trim_start_matches('_');
            let ours = source.aliases.get(alias).map(text_of);
            let expected = respelled(&format!("self::{name}::Type"));
            differences.compare(alias, &ours, &Some(expected));
        }
    }
    differences.assert_none();
}

#[test]
fn every_constant_has_the_type_and_value_of_wdk_sys() {
    let ours = Source::read().constants;
    let mut differences = Differences::default();
    for (name, expected) in constants() {
        let Some((ty, value)) = ours.get(&name) else {
            differences.push(format!("{name} is not declared"));
            continue;
        };
        differences.compare(&name, ty, &expected.ty);
        match integer(expected.value.trim_end_matches("_i32")) {
            Some(expected) => differences.compare(&name, &integer(value), &Some(expected)),
            None => {
                let null = value == "null_mut ()" && expected.value == "core::ptr::null_mut()";
                differences.compare(&name, &null, &true);
            }
        }
    }
    differences.assert_none();
}

#[test]
fn the_table_is_linked_under_the_versioned_symbol() {
    let source = Source::read();
    assert_eq!(source.link_names.get("WdfFunctions"), Some(&facts().function_table_symbol));
}

/// A signature of the facts, respelled as ours are.
fn signature(params: &[(String, String)], returns: &str) -> Signature {
    let params = params.iter().map(|(name, ty)| (name.clone(), respelled(ty)));
    Signature { params: params.collect(), returns: respelled(returns) }
}

/// The type of every enumeration under the Windows compilers.
fn int() -> syn::Type {
    syn::parse_quote!(core::ffi::c_int)
}

/// `0x8000_0000` as an `int` holds it.
fn as_int(value: i64) -> i64 {
    i64::from(value as i32)
}

/// What was found to differ, all of it, since one wrong declaration seldom comes alone.
#[derive(Default)]
struct Differences(Vec<String>);

impl Differences {
    fn push(&mut self, difference: String) {
        self.0.push(difference);
    }

    fn compare<T: PartialEq + std::fmt::Debug>(&mut self, what: &str, ours: &T, facts: &T) {
        if ours != facts {
            self.push(format!("{what}\n    ours:  {ours:?}\n    facts: {facts:?}"));
        }
    }

    #[track_caller]
    fn assert_none(self) {
        assert!(self.0.is_empty(), "{}", self.0.join("\n"));
    }
}
