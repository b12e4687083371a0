//! The facts as a C header: what `.ci/wdk-sys` has bindgen read, as `wdk-sys` has it read the WDK's.
//!
//! It declares handles, enumerations, structures, callbacks, the types of the table's functions and the symbols a driver is bound to,
//! in C, from `parity/kmdf-1.33-x86_64.json`; types of the kernel's own headers are left to those. What the facts do not have (some
//! members of unions) is memory of the right size, under the same name.

#[expect(dead_code, reason = "the constants are those of the kernel's headers")]
#[path = "../parity/facts.rs"]
mod facts;

use std::collections::BTreeSet;

use facts::{Facts, facts};

fn main() {
    let facts = facts();
    let header = Header { facts: &facts };
    handles(&facts).iter().for_each(|handle| println!("typedef struct {handle}__ {{ int unused; }} *{handle};"));
    println!("{FIRST}");
    for (name, values) in facts.enums.iter().filter(|(name, _)| of_the_framework(name)) {
        let values: Vec<String> = values.0.iter().map(|(value, number)| format!("{value} = {number}")).collect();
        println!("typedef enum {name} {{ {} }} {};", values.join(", "), name.trim_start_matches('_'));
    }
    for name in header.structures() {
        let alias = name.trim_start_matches('_');
        println!("typedef struct {name} {alias}, *P{alias}; typedef const struct {name} *PC{alias};");
    }
    for (name, callback) in &facts.callbacks {
        let pointer = name.replacen("EVT_", "PFN_", 1);
        let signature = parameters(&callback.params);
        println!("typedef {} {name}({signature}); typedef {name} *{pointer};", c_type(&callback.returns));
    }
    let mut done = BTreeSet::new();
    header.structures().for_each(|name| header.structure(name, &mut done));
    for function in &facts.functions {
        if let (Some(params), Some(returns)) = (&function.params, &function.returns) {
            let globals = ("DriverGlobals".to_owned(), "PWDF_DRIVER_GLOBALS".to_owned());
            let params: Vec<_> = std::iter::once(globals).chain(params.iter().cloned()).collect();
            let name = function.name.to_uppercase();
            println!("typedef {} (*PFN_{name})({});", c_type(returns), parameters(&params));
        }
    }
    let indices = facts.functions.iter().map(|function| format!("{}TableIndex = {}", function.name, function.index));
    let indices: Vec<String> = indices.collect();
    let entries = facts.function_table_entries;
    println!(
        "typedef enum _WDFFUNCENUM {{ {}, WdfFunctionTableNumEntries = {entries} }} WDFFUNCENUM;",
        indices.join(", ")
    );
    println!("extern const WDFFUNC *{};", facts.function_table_symbol);
    println!("{LAST}");
}

/// What no table of the facts has, before the structures.
const FIRST: &str = "\
typedef HANDLE WDFOBJECT;
typedef PVOID WDFCONTEXT;
typedef VOID (*WDFFUNC)(VOID);
typedef struct WDFDEVICE_INIT WDFDEVICE_INIT, *PWDFDEVICE_INIT;
typedef struct WDFCXDEVICE_INIT *PWDFCXDEVICE_INIT;
struct _WDF_OBJECT_CONTEXT_TYPE_INFO;
typedef const struct _WDF_OBJECT_CONTEXT_TYPE_INFO *(*PFN_GET_UNIQUE_CONTEXT_TYPE)(void);";

/// And after them: wdfglobals.h, wdffuncenum.h.
const LAST: &str = "\
extern PWDF_DRIVER_GLOBALS WdfDriverGlobals;
extern ULONG WdfFunctionCount;
extern BOOLEAN WdfClientVersionHigherThanFramework;
extern ULONG WdfStructureCount;
typedef size_t *WDF_STRUCT_INFO;
extern WDF_STRUCT_INFO WdfStructures;";

struct Header<'a> {
    facts: &'a Facts,
}

impl Header<'_> {
    /// The structures with a name in the header.
    fn structures(&self) -> impl Iterator<Item = &str> {
        let names = self.facts.structs.keys().map(String::as_str);
        names.filter(|name| of_the_framework(name) && !name.contains("__bindgen_ty"))
    }

    /// A structure, after those that it contains.
    fn structure(&self, name: &str, done: &mut BTreeSet<String>) {
        if !done.insert(name.to_owned()) {
            return;
        }
        let inside =
            self.facts.structs.keys().filter(|other| *other == name || other.starts_with(&format!("{name}__")));
        let members = inside.flat_map(|other| &self.facts.structs[other].types.0);
        let contained: Vec<String> = members.map(|(_, kind)| format!("_{kind}")).collect();
        for other in contained.iter().filter(|other| of_the_framework(other) && self.facts.structs.contains_key(*other))
        {
            self.structure(other, done);
        }
        println!("struct {name} {{ {} }};", self.members(name));
    }

    fn members(&self, name: &str) -> String {
        let structure = &self.facts.structs[name];
        if structure.types.0.is_empty() {
            // A union: its members' types are numbered in their order.
            let members = structure.offsets.keys().map(String::as_str).collect::<Vec<_>>();
            let ordered = order(name).unwrap_or(&members);
            let members = ordered.iter().enumerate().map(|(number, member)| {
                let inner = format!("{name}__bindgen_ty_{}", number + 1);
                if self.facts.structs.contains_key(&inner) {
                    format!("struct {{ {} }} {member};", self.members(&inner))
                } else {
                    match COMPLETION.iter().find(|(known, _)| name.contains("COMPLETION") && known == member) {
                        Some((_, content)) => format!("struct {{ {content} }} {member};"),
                        None => format!("int {member}[{}];", structure.size / 4),
                    }
                }
            });
            return members.collect::<Vec<_>>().join(" ");
        }
        let members = structure.types.0.iter().filter(|(member, _)| !member.starts_with("__bindgen_padding"));
        let members = members.map(|(member, kind)| match self.facts.structs.get(kind) {
            Some(inner) if kind.contains("__bindgen_ty") => {
                let what = if inner.types.0.is_empty() { "union" } else { "struct" };
                let member = if member.starts_with("__bindgen_anon") { "" } else { member };
                format!("{what} {{ {} }} {member};", self.members(kind))
            }
            None if kind.contains("__bindgen_ty") => format!("PVOID {member};"),
            _ => format!("{};", declared(kind, member)),
        });
        members.collect::<Vec<_>>().join(" ")
    }
}

/// The members of a union in the order of the header, where that is not the alphabet's.
fn order(name: &str) -> Option<&'static [&'static str]> {
    let known: &[(&str, &[&str])] = &[
        ("_WDF_MEMORY_DESCRIPTOR__bindgen_ty_1", &["BufferType", "MdlType", "HandleType"]),
        ("_WDF_REQUEST_PARAMETERS__bindgen_ty_1", &["Create", "Read", "Write", "DeviceIoControl", "Others"]),
    ];
    known.iter().find(|(union, _)| *union == name).map(|(_, members)| *members)
}

/// What `WDF_REQUEST_COMPLETION_PARAMS` has for each type of request.
const COMPLETION: [(&str, &str); 5] = [
    ("Write", "WDFMEMORY Buffer; size_t Length; size_t Offset;"),
    ("Read", "WDFMEMORY Buffer; size_t Length; size_t Offset;"),
    (
        "Ioctl",
        "ULONG IoControlCode; struct { WDFMEMORY Buffer; size_t Offset; } Input; \
         struct { WDFMEMORY Buffer; size_t Offset; size_t Length; } Output;",
    ),
    (
        "Others",
        "union { PVOID Ptr; ULONG_PTR Value; } Argument1; union { PVOID Ptr; ULONG_PTR Value; } Argument2; \
         union { PVOID Ptr; ULONG_PTR Value; } Argument3; union { PVOID Ptr; ULONG_PTR Value; } Argument4;",
    ),
    ("Usb", "PVOID Completion;"),
];

fn of_the_framework(name: &str) -> bool {
    name.starts_with("_WDF") || name.starts_with("WDF")
}

/// Every handle that a signature or a structure names.
fn handles(facts: &Facts) -> BTreeSet<String> {
    let functions = facts.functions.iter().flat_map(|function| function.params.iter().flatten().chain(None));
    let of_functions = functions.map(|(_, kind)| kind.as_str());
    let of_callbacks =
        facts.callbacks.values().flat_map(|callback| callback.params.iter().map(|(_, kind)| kind.as_str()));
    let of_structures =
        facts.structs.values().flat_map(|structure| structure.types.0.iter().map(|(_, kind)| kind.as_str()));
    let words = of_functions.chain(of_callbacks).chain(of_structures).flat_map(|kind| kind.split([' ', '*', ';', '[']));
    let others = ["WDFOBJECT", "WDFCONTEXT", "WDFFUNC"];
    let is_handle = |word: &&str| {
        word.starts_with("WDF") && word.chars().all(|letter| letter.is_ascii_uppercase()) && !others.contains(word)
    };
    words.filter(is_handle).map(str::to_owned).collect()
}

fn parameters(params: &[(String, String)]) -> String {
    let named = params.iter().enumerate().map(|(number, (name, kind))| {
        if name.is_empty() { declared(kind, &format!("a{number}")) } else { declared(kind, name) }
    });
    let all: Vec<String> = named.collect();
    if all.is_empty() { "void".to_owned() } else { all.join(", ") }
}

/// A name with its type, as C has it.
fn declared(kind: &str, name: &str) -> String {
    match kind.strip_prefix('[').and_then(|array| array.strip_suffix("usize]")).and_then(|array| array.split_once("; "))
    {
        Some((element, count)) => format!("{} {name}[{count}]", c_type(element)),
        None => format!("{} {name}", c_type(kind)),
    }
}

/// A type, as C has it.
fn c_type(kind: &str) -> String {
    if let Some(target) = kind.strip_prefix("*mut ") {
        return format!("{} *", pointed_at(target));
    }
    if let Some(target) = kind.strip_prefix("*const ") {
        return format!("const {} *", pointed_at(target));
    }
    match kind.trim_end_matches("::Type") {
        "()" => "void",
        "usize" => "size_t",
        "c_uchar" | "u8" => "unsigned char",
        "c_int" => "int",
        other => other,
    }
    .to_owned()
}

fn pointed_at(kind: &str) -> String {
    if kind.starts_with('_') { format!("struct {kind}") } else { c_type(kind) }
}
