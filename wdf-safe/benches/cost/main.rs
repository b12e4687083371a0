//! What safety costs: instructions of each operation through wdf-safe, as C calls the framework, and through the macro of
//! `wdk-sys`, on one function table in one run.
//!
//! `cargo bench-cost` prints the table that stands in the README, and fails where a limit is broken or a number is further
//! than [`TOLERANCE`] above the committed one (`baseline.txt`; `WDF_SAFE_COST=write` writes it anew).
//!
//! Where a number is above that of C, more is done: what forwarding and requeueing add keeps an answer to `EvtIoStop` from
//! travelling with a request, what marking adds is the claim that decides who completes, buffers are copied by volatile
//! accesses, and a trampoline finds its queue's context as a C driver does, and whether it is ready.
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
use std::{env, fs};

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
    ("output buffer, eight bytes, complete with information", "answer", "answer"),
    ("parameters", "length", "length"),
    ("is canceled", "is_canceled", "is_canceled"),
    ("forward", "forward", "forward"),
    ("retrieve and requeue", "retrieve_and_requeue", "retrieve_and_requeue"),
    ("spin lock", "lock", "lock"),
    ("wait lock, without waiting", "wait_lock", "wait_lock"),
    ("start a queue", "start_queue", "start_queue"),
    ("start a timer", "start_timer", "start_timer"),
    ("stop a timer", "stop_timer", "stop_timer"),
    ("enqueue a DPC", "enqueue_dpc", "enqueue_dpc"),
    ("mark, unmark, complete", "mark_unmark_complete", "mark_unmark_complete"),
    ("park, unmark, complete; beside it the bookkeeping by hand", "park_unmark_complete", "by_hand"),
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
    println!("| operation | C | `wdk-sys` macro | wdf-safe | to C |\n|---|---:|---:|---:|---:|");
    let mut row = |what: &str, name: &str, c: u64, bindings: u64, safe: u64| {
        println!("| {what} | {c} | {bindings} | {safe} | {:.2} |", safe as f64 / c as f64);
        measured.insert(name.to_owned(), safe);
    };
    for (what, safe, raw) in ROWS {
        row(what, safe, find("cost::raw::c", raw), find("cost::raw::bindings", raw), find("cost::safe", safe));
    }
    let trampoline = costs.iter().find(|(name, _)| name.contains("trampoline::queue::write"));
    let trampoline = *trampoline.expect("the trampoline was called").1;
    let (c, bindings) = (find("cost::raw::c", "write"), find("cost::raw::bindings", "write"));
    row("a handler that completes, with its trampoline", "trampoline", c, bindings, trampoline);

    let over = find("cost::safe", "mark_unmark_complete").saturating_sub(find("cost::raw::c", "mark_unmark_complete"));
    if over > MARK_LIMIT {
        broken.push(format!("mark, unmark and complete cost {over} instructions more than the raw calls"));
    }
    let (parked, by_hand) = (measured["park_unmark_complete"], find("cost::raw::bindings", "by_hand"));
    if parked >= by_hand {
        broken.push(format!("parking costs {parked}, and the bookkeeping by hand {by_hand}"));
    }
    broken.extend(compare(&measured));
    for line in &broken {
        eprintln!("{line}");
    }
    if broken.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Compares with the committed baseline, or writes it.
fn compare(measured: &BTreeMap<String, u64>) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/cost/baseline.txt");
    if env::var_os("WDF_SAFE_COST").is_some_and(|value| value == "write") {
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
