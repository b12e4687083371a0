//! The headers that the drivers include lay out what KMDF lays out, and call it at its places.
//!
//! A C file of assertions is written from the facts, for everything that the headers define, and compiled.

use std::fmt::Write;
use std::fs;

use serde_json::Value;

use super::build::{Setup, Succeeds, folder};

const NTDDK: &str = include_str!("../c/include/km/ntddk.h");
const WDF: [&str; 4] = [
    include_str!("../c/include/wdf/wdf.h"),
    include_str!("../c/include/wdf/wdfcontrol.h"),
    include_str!("../c/include/wdf/wdfiotarget.h"),
    include_str!("../c/include/wdf/wdfpreprocess.h"),
];

/// All headers.
fn headers() -> impl Iterator<Item = &'static str> {
    [NTDDK].into_iter().chain(WDF)
}

fn facts() -> Value {
    serde_json::from_str(include_str!("../parity/kmdf-1.33-x86_64.json")).expect("the facts are JSON")
}

/// Whether the headers have this word.
fn has(word: &str) -> bool {
    let is_part = |character: char| character.is_ascii_alphanumeric() || character == '_';
    headers().any(|text| text.split(|character| !is_part(character)).any(|part| part == word))
}

/// Whether the headers define this structure or union, rather than only name it.
fn defines(name: &str) -> bool {
    let head = |kind: &str| format!("{kind} {name} {{");
    headers().any(|text| text.contains(&head("struct")) || text.contains(&head("union")))
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().expect("an object").iter()
}

#[test]
fn structures_enumerations_and_places_are_those_of_the_facts() {
    let facts = facts();
    let mut source = "#include <wdf.h>\n".to_owned();
    let mut counts = [0; 3];
    for (name, layout) in entries(&facts["structs"]).filter(|(name, _)| defines(name)) {
        let kind = if name == "_LARGE_INTEGER" { "union" } else { "struct" };
        let (size, align) = (&layout["size"], &layout["align"]);
        writeln!(source, "_Static_assert(sizeof({kind} {name}) == {size}, \"size of {name}\");").expect("a string");
        writeln!(source, "_Static_assert(_Alignof({kind} {name}) == {align}, \"alignment of {name}\");")
            .expect("a string");
        for (field, offset) in entries(&layout["offsets"]).filter(|(field, _)| !field.starts_with("__bindgen")) {
            writeln!(source, "_Static_assert(offsetof({kind} {name}, {field}) == {offset}, \"{name}.{field}\");")
                .expect("a string");
        }
        counts[0] += 1;
    }
    for (_, values) in entries(&facts["enums"]) {
        for (name, value) in entries(values).filter(|(name, _)| has(name)) {
            writeln!(source, "_Static_assert({name} == {value}, \"{name}\");").expect("a string");
            counts[1] += 1;
        }
    }
    for function in facts["functions"].as_array().expect("an array") {
        let (name, index) = (function["name"].as_str().expect("a name"), &function["index"]);
        if has(&format!("{name}TableIndex")) {
            writeln!(source, "_Static_assert({name}TableIndex == {index}, \"{name}\");").expect("a string");
            counts[2] += 1;
        }
    }
    assert!(counts[0] >= 14 && counts[1] >= 30 && counts[2] >= 40, "too little was compared: {counts:?}");

    fs::create_dir_all(folder()).expect("a folder for the file");
    let file = folder().join("layouts.c");
    fs::write(&file, source).expect("a file for the assertions");
    Setup::default().driver_compiler().arg("-fsyntax-only").arg(&file).succeeds();
}

#[test]
fn functions_take_as_many_arguments_as_the_facts_say() {
    let facts = facts();
    let mut count = 0;
    for line in WDF.iter().flat_map(|text| text.lines()).filter_map(|line| line.strip_prefix("WDF_FUNCTION_")) {
        let (arguments, rest) = line.split_once('(').expect("a macro's arguments");
        let name = rest.split(", ").nth(1).expect("a function's name").trim_end_matches(',');
        let functions = facts["functions"].as_array().expect("an array");
        let function = functions.iter().find(|function| function["name"] == name).expect("a function of the table");
        let expected = function["params"].as_array().map_or(0, Vec::len);
        assert_eq!(arguments.parse(), Ok(expected), "{name}");
        count += 1;
    }
    assert!(count >= 40, "only {count} functions were found");
}
