//! Every function of the table with a first argument that is no handle of its kind: each ends in a rule with a name.
//!
//! The functions and the types of their first arguments are read from the stand-in's declarations, so that a function which
//! is simulated tomorrow is tried too.
#![expect(unsafe_code, reason = "calls functions of the table without their types")]

use std::fs;
use std::mem::transmute;
use std::path::Path;

use wdf_sim::{Explorer, Outcome, Rule, Verifier};
use wdf_tests::raw::{self, Memory, World, attributes, manual, object};
use wdk_sys::{PWDF_DRIVER_GLOBALS, WDF_DRIVER_GLOBALS};

/// A function: its name, its place in the table, and the type of the first argument behind the globals.
struct Function {
    name: String,
    index: usize,
    first: String,
}

fn texts(directory: &Path, into: &mut Vec<String>) {
    for entry in fs::read_dir(directory).expect("the stand-in's sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            texts(&path, into);
        } else {
            into.push(fs::read_to_string(path).expect("a source file"));
        }
    }
}

/// The first word behind each occurrence of `mark`, and what follows it.
fn behind<'a>(text: &'a str, mark: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    text.split(mark).skip(1).map(|rest| rest.split_at(rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())))
}

fn functions() -> Vec<Function> {
    let mut sources = Vec::new();
    texts(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../wdf-sim/sys/src")), &mut sources);
    let places = sources.iter().find(|text| text.contains("pub mod _WDFFUNCENUM")).expect("the table's places");
    let place = |name: &str| {
        let mark = format!("pub const {name}TableIndex: Type = ");
        behind(places, &mark).next().map(|(number, _)| number.parse().expect("a number"))
    };
    let declared = sources.iter().flat_map(|text| behind(text, "    fn ").filter(|(name, _)| name.starts_with("Wdf")));
    let mut functions: Vec<Function> = declared
        .filter_map(|(name, rest)| {
            let first = rest.strip_prefix('(')?.split([',', ')']).next()?.split(':').nth(1)?.trim();
            Some(Function { name: name.to_owned(), index: place(name)?, first: first.to_owned() })
        })
        .collect();
    functions.sort_by_key(|function| function.index);
    functions
}

/// Calls a function with this first argument and zeros.
fn call(index: usize, first: usize) {
    type Any = unsafe extern "C" fn(PWDF_DRIVER_GLOBALS, usize, usize, usize, usize, usize, usize, usize) -> usize;
    let mut globals = WDF_DRIVER_GLOBALS {
        Driver: std::ptr::null_mut(),
        DriverFlags: 0,
        DriverTag: 0,
        DriverName: [0; 32],
        DisplaceDriverUnload: 0,
    };
    // SAFETY: the symbol is a pointer that is never written after the program's start.
    let table = unsafe { wdk_sys::WdfFunctions };
    // SAFETY: the index is one of the table's.
    let slot = unsafe { table.add(index) };
    // SAFETY: the slot lies in the table.
    let function = unsafe { slot.read() }.expect("every slot of the table has a function");
    // SAFETY: every function of the table takes integers and pointers, in registers or on the stack that the caller
    // owns; what it does not take it does not look at.
    let function = unsafe { transmute::<unsafe extern "C" fn(), Any>(function) };
    // SAFETY: the simulator checks handles, and NULL is what it checks pointers for.
    unsafe { function(&raw mut globals, first, 0, 0, 0, 0, 0, 0) };
}

/// What a caller passes instead of a handle.
#[derive(Clone, Copy, Debug)]
enum Wrong {
    Null,
    Odd,
    Garbage,
    OfAnotherType,
    Destroyed,
    PartOfNothing,
}

impl Wrong {
    const ALL: [Self; 6] =
        [Self::Null, Self::Odd, Self::Garbage, Self::OfAnotherType, Self::Destroyed, Self::PartOfNothing];

    fn value(self, m: &World<'_>, wanted: &str) -> usize {
        let device = m.rig(manual()).raw;
        match self {
            Self::Null => 0,
            Self::Odd => 0x1235,
            Self::Garbage => 0x00DE_ADBE_EF00,
            Self::OfAnotherType if wanted == "WDFMEMORY" => device.0,
            Self::OfAnotherType => Memory::create(&attributes().parent(device), 8).expect("a memory").0,
            Self::Destroyed | Self::PartOfNothing => {
                let object = object(&attributes().parent(device)).expect("an object");
                object.delete();
                object.0 | usize::from(matches!(self, Self::PartOfNothing))
            }
        }
    }
}

/// What a call with something that is no handle came to; nothing if it returned.
fn outcome(function: &Function, wrong: Wrong, verifier: Verifier) -> Option<(Rule, Outcome)> {
    let (index, wanted) = (function.index, function.first.clone());
    let result = raw::check(Explorer::calm(), verifier, move |m| call(index, wrong.value(m, &wanted)));
    result.err().map(|report| (report.violation.rule, report.violation.outcome))
}

#[test]
fn every_function_of_the_table_is_found_in_the_declarations() {
    let functions = functions();
    assert!(functions.len() > 380, "{}", functions.len());
    assert!(functions.iter().any(|function| function.name == "WdfRequestComplete" && function.first == "WDFREQUEST"));
}

#[test]
fn no_function_takes_what_is_no_handle() {
    let mut tried = 0;
    let mut wrong_answers = Vec::new();
    for function in functions() {
        let is_handle = function.first.starts_with("WDF") && !function.first.contains('_');
        if !is_handle
            || outcome(&function, Wrong::Null, Verifier::Off).is_some_and(|(rule, _)| rule == Rule::NotSimulated)
        {
            continue;
        }
        tried += 1;
        for verifier in [Verifier::Off, Verifier::On] {
            for wrong in Wrong::ALL {
                if function.first == "WDFOBJECT" && matches!(wrong, Wrong::OfAnotherType) {
                    continue;
                }
                let outcome = outcome(&function, wrong, verifier);
                let rule = outcome.map(|(rule, _)| rule);
                let expected = match wrong {
                    Wrong::Null | Wrong::Odd | Wrong::Garbage | Wrong::OfAnotherType => Rule::InvalidHandle,
                    Wrong::Destroyed | Wrong::PartOfNothing => Rule::UseAfterDestroy,
                };
                // Some look first at a required pointer or at another handle, which are NULL here.
                let other_is_null =
                    matches!(outcome, Some((Rule::InvalidHandle, Outcome::BugCheck(it))) if it.parameters[1] == 0);
                if rule != Some(expected) && rule != Some(Rule::RequiredParameterIsNull) && !other_is_null {
                    wrong_answers.push(format!("{} {wrong:?} {verifier:?}: {outcome:?}", function.name));
                }
            }
        }
    }
    assert!(tried > 80, "{tried} functions");
    assert!(wrong_answers.is_empty(), "{tried} tried\n{}", wrong_answers.join("\n"));
}

#[test]
fn no_function_takes_what_is_no_init() {
    let mut tried = 0;
    let mut wrong_answers = Vec::new();
    for function in functions().into_iter().filter(|function| function.first == "PWDFDEVICE_INIT") {
        for wrong in [Wrong::Null, Wrong::Odd, Wrong::Garbage] {
            tried += 1;
            if outcome(&function, wrong, Verifier::Off).is_none() {
                wrong_answers.push(format!("{} {wrong:?}", function.name));
            }
        }
    }
    assert!(tried > 30, "{tried} calls");
    assert!(wrong_answers.is_empty(), "{}", wrong_answers.join("\n"));
}
