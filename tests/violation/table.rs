//! The functions of the table, called without their types: what they take is read from the stand-in's declarations, so that a
//! function which is simulated tomorrow is tried too.
#![expect(unsafe_code, reason = "calls functions of the table without their types")]

use std::fs;
use std::mem::transmute;
use std::path::Path;
use std::sync::OnceLock;

use wdk_sys::{PWDF_DRIVER_GLOBALS, WDF_DRIVER_GLOBALS};

/// How many arguments the longest of them takes, behind the globals.
const ARGUMENTS: usize = 9;

/// A function: its name, its place in the table, and the types of its arguments behind the globals.
#[derive(Clone, Debug)]
pub(crate) struct Function {
    pub(crate) name: String,
    pub(crate) index: usize,
    pub(crate) arguments: Vec<String>,
}

impl Function {
    /// The type of the first argument.
    pub(crate) fn first(&self) -> &str {
        self.arguments.first().map_or("", String::as_str)
    }
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

/// The types in a list of parameters, which begins behind its bracket.
fn types(list: &str) -> Vec<String> {
    let list = list.split_once(')').map_or(list, |(list, _)| list);
    list.split(',').filter_map(|parameter| Some(parameter.split_once(':')?.1.trim().to_owned())).collect()
}

/// All functions, in the order of the table.
pub(crate) fn functions() -> Vec<Function> {
    static FUNCTIONS: OnceLock<Vec<Function>> = OnceLock::new();
    FUNCTIONS.get_or_init(read).clone()
}

fn read() -> Vec<Function> {
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
            let arguments = types(rest.strip_prefix('(')?);
            Some(Function { name: name.to_owned(), index: place(name)?, arguments })
        })
        .collect();
    functions.sort_by_key(|function| function.index);
    functions
}

/// Calls a function with these arguments, and zeros for the rest.
pub(crate) fn call(index: usize, arguments: &[usize]) -> usize {
    type Any = unsafe extern "C" fn(
        PWDF_DRIVER_GLOBALS,
        usize,
        usize,
        usize,
        usize,
        usize,
        usize,
        usize,
        usize,
        usize,
    ) -> usize;
    let mut globals = WDF_DRIVER_GLOBALS {
        Driver: std::ptr::null_mut(),
        DriverFlags: 0,
        DriverTag: 0,
        DriverName: [0; 32],
        DisplaceDriverUnload: 0,
    };
    let mut all = [0; ARGUMENTS];
    all[..arguments.len()].copy_from_slice(arguments);
    let [a, b, c, d, e, f, g, h, i] = all;
    // SAFETY: the symbol is a pointer that is never written after the program's start.
    let table = unsafe { wdk_sys::WdfFunctions };
    // SAFETY: the index is one of the table's.
    let slot = unsafe { table.add(index) };
    // SAFETY: the slot lies in the table.
    let function = unsafe { slot.read() }.expect("every slot of the table has a function");
    // SAFETY: every function of the table takes integers and pointers, in registers or on the stack that the caller
    // owns; what it does not take it does not look at.
    let function = unsafe { transmute::<unsafe extern "C" fn(), Any>(function) };
    // SAFETY: the simulator checks handles, NULL is what it checks pointers for, and the others are valid.
    unsafe { function(&raw mut globals, a, b, c, d, e, f, g, h, i) }
}
