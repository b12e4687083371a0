//! What safety costs: instructions of each operation through wdf-safe, as C calls the framework, and through the macro of
//! `wdk-sys`, on one function table in one run.
//!
//! `cargo bench-cost` prints the table that stands in the README, and fails where a limit is broken, a number is further
//! than [`TOLERANCE`] above the committed one (`baseline.txt`), or the README says another ([`readme`]).
//! `WDF_SAFE_COST=write` writes both anew.
//!
//! Where a number is above that of C, it is for this:
//!
//! * *Input buffer.* Is the buffer there? Without its verifier the framework says yes, and gives none, for a device of neither
//!   I/O: two instructions, which the output buffer pays too.
//! * *Mark, unmark, complete.* The claim that decides who completes, and the reference for it. The calls alone are what no
//!   correct driver makes; the bookkeeping that it needs, an ownership count under a lock, stands beside parking.
//! * *Stop a queue, and wait.* The change is noted by a compare-exchange, the one of C by an exchange: it wants its register filled,
//!   and the answer goes by another: three instructions.
//! * *A handler's trampoline.* Is the queue's context ready? A request can be presented as soon as the queue is made, before
//!   its driver has written the context. That is three instructions, which read the context: load, test, branch. A driver in C that
//!   makes a queue when its device is started, or one that is not power-managed, needs them too; so it stands beside both.
//!
//! The bookkeeping by hand is that of "Synchronizing Cancel and Completion Code": the context of the request has the count of
//! those who could still complete it, and whether it was cancelled; the place has its handle. A lock is taken to mark it and
//! put it into its place, to take it out, to settle the count after unmarking, and in the cancel callback.
//!
//! An operation is a function of its own in each of the three. Callgrind counts its instructions and those of all it
//! calls; the functions of the table, the same for all, do next to nothing. `--cfg wdf_kernel` leaves out the scheduling
//! points that the simulator wants, as a build for the kernel does.
#![deny(unsafe_code)]

// The macros' output and the raw calls name it so.
extern crate wdf_sim_sys as wdk_sys;

mod count;
mod entry;
mod raw;
mod safe;
mod table;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;
use std::{env, fmt, fs};

/// By how many instructions an operation may cost more than the committed baseline says.
const TOLERANCE: u64 = 2;
/// By how many instructions mark, unmark and complete may cost more than the raw calls alone.
const MARK_LIMIT: u64 = 60;
/// How often each operation is done.
const TIMES: usize = 100;

/// Each operation: what it is, and its functions.
const ROWS: &[(&str, &str, &str)] = &[
    ("complete", "complete", "complete"),
    ("complete with a priority boost", "complete_boosted", "complete_boosted"),
    ("complete with information: what was written", "complete_written", "complete_written"),
    ("complete with information: what was taken, no more than the length", "complete_taken", "complete_taken"),
    ("output buffer, eight bytes, complete with information", "answer", "answer"),
    ("input buffer, eight bytes, complete", "input", "input"),
    ("parameters", "length", "length"),
    ("is canceled", "is_canceled", "is_canceled"),
    ("forward", "forward", "forward"),
    ("retrieve and requeue", "retrieve_and_requeue", "retrieve_and_requeue"),
    ("spin lock", "lock", "lock"),
    ("wait lock", "wait_lock", "wait_lock"),
    ("wait lock, without waiting", "try_wait_lock", "try_wait_lock"),
    ("start a queue", "start_queue", "start_queue"),
    ("stop a queue, and be told", "stop_queue", "stop_queue"),
    ("stop and purge a queue, and be told", "stop_and_purge_queue", "stop_and_purge_queue"),
    ("stop a queue, and wait; never for the request in hand", "stop_queue_and_wait", "stop_queue_and_wait"),
    ("purge a queue, and be told", "purge_queue", "purge_queue"),
    ("drain a queue, and be told", "drain_queue", "drain_queue"),
    ("start a timer", "start_timer", "start_timer"),
    ("stop a timer", "stop_timer", "stop_timer"),
    ("enqueue a DPC", "enqueue_dpc", "enqueue_dpc"),
    ("enqueue a work item", "enqueue_work_item", "enqueue_work_item"),
    ("read an object's context", "read_context", "read_context"),
    ("mark, unmark, complete", "mark_unmark_complete", "mark_unmark_complete"),
    ("park, unmark, complete; beside it the bookkeeping by hand", "park_unmark_complete", "by_hand"),
];

/// Each callback: what it is, its name in the baseline, how its function's name begins, and that of the raw one.
const TRAMPOLINES: &[(&str, &str, &str, &str)] = &[
    (
        "a handler that reads its queue's context and completes, with its trampoline",
        "trampoline",
        "trampoline::queue::device_control",
        "control",
    ),
    (
        "the same; beside it one that looks whether the context is filled",
        "trampoline_beside_one_that_looks",
        "trampoline::queue::device_control",
        "control_if_ready",
    ),
    (
        "a timer's or a DPC's callback, which reads its parent's context",
        "deferred",
        "trampoline::deferred::call",
        "timer",
    ),
    ("a cancel callback; beside it the bookkeeping by hand", "cancel", "trampoline::cancel::cancel", "cancel"),
];

fn main() -> ExitCode {
    if !cfg!(wdf_kernel) {
        eprintln!("built for the simulator; the cost is that of kernel code: cargo bench-cost");
        return ExitCode::FAILURE;
    }
    if env::args().nth(1).as_deref() == Some("run") {
        entry::run(TIMES);
        return ExitCode::SUCCESS;
    }
    report(&count::per_call("run"))
}

fn report(costs: &BTreeMap<String, u64>) -> ExitCode {
    let find = |beginning: &str, name: &str| {
        let wanted = format!("{beginning}::{name}");
        let found = costs.iter().find(|(function, _)| function.split(" [").next() == Some(wanted.as_str()));
        *found.unwrap_or_else(|| panic!("{wanted} was not called")).1
    };
    let mut measured = BTreeMap::new();
    let mut broken = Vec::new();
    println!("{HEAD}");
    let mut table = Vec::new();
    let mut row = |what: &str, name: &str, c: u64, bindings: u64, safe: u64| {
        table.push(Row { what: what.to_owned(), counts: [c, bindings, safe] });
        println!("{}", table[table.len() - 1]);
        measured.insert(name.to_owned(), safe);
    };
    for (what, safe, raw) in ROWS {
        row(what, safe, find("cost::raw::c", raw), find("cost::raw::bindings", raw), find("cost::safe", safe));
    }
    for (what, name, beginning, raw) in TRAMPOLINES {
        let safe = costs.iter().find(|(function, _)| function.contains(beginning));
        let safe = *safe.unwrap_or_else(|| panic!("{beginning} was not called")).1;
        row(what, name, find("cost::raw::c", raw), find("cost::raw::bindings", raw), safe);
    }

    let over = find("cost::safe", "mark_unmark_complete").saturating_sub(find("cost::raw::c", "mark_unmark_complete"));
    if over > MARK_LIMIT {
        broken.push(format!("mark, unmark and complete cost {over} instructions more than the raw calls"));
    }
    let (parked, by_hand) = (measured["park_unmark_complete"], find("cost::raw::c", "by_hand"));
    if parked >= by_hand {
        broken.push(format!("parking costs {parked}, and the bookkeeping by hand {by_hand}"));
    }
    broken.extend(compare(&measured));
    broken.extend(readme(&table));
    for line in &broken {
        eprintln!("{line}");
    }
    if broken.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Compares with the committed baseline, or writes it.
fn compare(measured: &BTreeMap<String, u64>) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/cost/baseline.txt");
    if is_written() {
        let text: String = measured.iter().map(|(name, cost)| format!("{name} {cost}\n")).collect();
        fs::write(path, text).expect("the baseline");
        return Vec::new();
    }
    let baseline = fs::read_to_string(path).expect("the committed baseline");
    let known: BTreeMap<&str, u64> = baseline
        .lines()
        .filter_map(|line| line.split_once(' '))
        .map(|(name, cost)| (name, cost.parse().expect("a number")))
        .collect();
    let worse = |(name, cost): (&String, &u64)| match known.get(name.as_str()) {
        None => Some(format!("{name} is not in the baseline")),
        Some(before) if *cost > before + TOLERANCE => Some(format!("{name} costs {cost}, and has cost {before}")),
        Some(_) => None,
    };
    measured.iter().filter_map(worse).collect()
}

/// How the table begins.
const HEAD: &str = "| operation | C | `wdk-sys` macro | wdf-safe | to C |\n|---|---:|---:|---:|---:|";

/// A row of the table.
struct Row {
    what: String,
    /// In C, through the macro of `wdk-sys`, through wdf-safe.
    counts: [u64; 3],
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [c, bindings, safe] = self.counts;
        write!(f, "| {} | {c} | {bindings} | {safe} | {:.2} |", self.what, safe as f64 / c as f64)
    }
}

/// Compares with the table in the README, or writes it.
fn readme(table: &[Row]) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    let text = fs::read_to_string(&path).expect("the README");
    let (before, rest) = text.split_once(HEAD).expect("the table in the README");
    let length =
        rest.split_inclusive('\n').skip(1).take_while(|line| line.starts_with('|')).map(str::len).sum::<usize>();
    let (said, after) = rest[1..].split_at(length);
    if is_written() {
        let rows: String = table.iter().map(|row| format!("{row}\n")).collect();
        fs::write(path, format!("{before}{HEAD}\n{rows}{after}")).expect("the README");
        return Vec::new();
    }
    let mut broken = Vec::new();
    if said.lines().count() != table.len() {
        broken.push("the README has another number of rows".to_owned());
    }
    for (row, line) in table.iter().zip(said.lines()) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let numbers = cells.iter().filter_map(|cell| cell.parse::<u64>().ok());
        let near = numbers.zip(row.counts).filter(|(said, found)| said.abs_diff(*found) <= TOLERANCE).count();
        if cells.get(1) != Some(&row.what.as_str()) || near != row.counts.len() {
            broken.push(format!("the README says {line}, and it is {row}"));
        }
    }
    broken
}

/// Are the committed numbers to be written anew?
fn is_written() -> bool {
    env::var_os("WDF_SAFE_COST").is_some_and(|value| value == "write")
}
