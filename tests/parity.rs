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
#[path = "parity/targets.rs"]
mod targets;
#[path = "parity/used.rs"]
mod used;

use std::collections::{BTreeMap, BTreeSet};

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

#[test]
fn nothing_of_a_driver_uses_an_item_that_wdk_sys_does_not_have() {
    let known = known();
    let used = used::used();
    let unknown: Vec<_> = used.iter().filter(|(name, _)| !known.contains(name.as_str())).collect();
    assert!(unknown.is_empty(), "not known to be in wdk-sys: {unknown:#?}");
    assert!(used.contains_key("WdfRequestCompleteTableIndex"), "the functions of the table are among them");
    assert!(used.contains_key("ntddk::KeBugCheckEx"), "what is compiled for the kernel alone is among them");
    println!("{} items: {}", used.len(), used.keys().cloned().collect::<Vec<_>>().join(", "));
}

/// The names that `wdk-sys` has, as far as the facts have them, and those at its root that no header declares so.
fn known() -> BTreeSet<String> {
    // Generated by bindgen from guiddef.h, ntdef.h, wdm.h, wdfglobals.h and wdffuncenum.h; `WdfFunctions` and `NT_SUCCESS`
    // are written by hand in wdk-sys.
    let others = [
        "ntddk::DbgPrintEx",
        "ntddk::ExAllocatePool2",
        "ntddk::ExFreePoolWithTag",
        "ntddk::KeBugCheckEx",
        "ntddk::KeGetCurrentIrql",
        "ntddk::KeInitializeEvent",
        "ntddk::KeSetEvent",
        "ntddk::KeWaitForSingleObject",
        "ntddk::MmMapIoSpaceEx",
        "ntddk::MmMapLockedPagesSpecifyCache",
        "ntddk::MmUnmapIoSpace",
        "GUID",
        "KEVENT",
        "KPROCESSOR_MODE",
        "MDL",
        "_EVENT_TYPE",
        "_KWAIT_REASON",
        "_MODE",
        "PAGE_NOCACHE",
        "PAGE_READWRITE",
        "CM_PARTIAL_RESOURCE_DESCRIPTOR",
        "CmResourceTypeInterrupt",
        "CmResourceTypeMemory",
        "LARGE_INTEGER",
        "NT_SUCCESS",
        "POOL_FLAGS",
        "PWDF_DRIVER_GLOBALS",
        "UNICODE_STRING",
        "WdfDriverGlobals",
        "WdfFunctionCount",
        "WdfFunctions",
        "_MEMORY_CACHING_TYPE",
        "_WDFFUNCENUM",
        "_WDFSTRUCTENUM",
        "WdfClientVersionHigherThanFramework",
        "WdfStructureCount",
        "WdfStructures",
    ];
    let mut known: BTreeSet<String> = others.map(str::to_owned).into();
    let facts = facts();
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
        words.map(str::to_owned).collect()
    };
    for function in &facts.functions {
        known.insert(format!("{}TableIndex", function.name));
        known.insert(format!("PFN_{}", function.name.to_uppercase()));
        for (_, ty) in function.params.iter().flatten() {
            known.extend(words(ty));
        }
    }
    for (name, callback) in &facts.callbacks {
        known.insert(name.replacen("EVT_", "PFN_", 1));
        known.extend(callback.params.iter().flat_map(|(_, ty)| words(ty)));
    }
    for (name, structure) in &facts.structs {
        known.insert(name.trim_start_matches('_').to_owned());
        known.extend(structure.types.0.iter().flat_map(|(_, ty)| words(ty)));
    }
    for name in facts.enums.keys() {
        known.insert(name.clone());
        known.insert(name.trim_start_matches('_').to_owned());
    }
    known.extend(constants().into_keys());
    known
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
