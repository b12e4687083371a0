//! What the simulator costs: instructions of a read, memory of a request that is outstanding.
//!
//! `cargo bench -p wdf-sim --bench cost` prints a table, and fails if one of the limits below is broken. It runs itself
//! again, under callgrind (`valgrind`) where instructions are counted.
//!
//! # What is counted
//!
//! * **Instructions** of a read: everything between the application's call and its return, the driver's handler with its
//!   two calls into the framework included. One run makes [`FEW`] reads and another [`MANY`]; the difference of the two
//!   totals, divided by the difference of the numbers, is what one read costs, and nothing is estimated or left out. No
//!   switch of the scheduler is in it, because none happens: the machine has one thread, and where no other thread could
//!   run the simulator does not ask the scheduler. The trace is kept, as always unless told; a row says what it costs.
//! * **Memory** of an outstanding request: all bytes that the process has allocated once the requests are sent, less those
//!   before, divided by their number: the IRP, its buffer (the eight bytes written, and what the allocator's granularity
//!   makes of them), the framework's request, and the growth of all tables, which double; the trace too. Only the
//!   application's array of tickets and the driver's array of handles are made before.
#![deny(unsafe_code)]

mod allocation;
mod driver;

use std::process::{Command, ExitCode};
use std::time::Instant;

use driver::{FINISH, IMAGE, WAIT};
use wdf_sim::{Explorer, File, Machine, Ticket, Verifier};

/// Instructions of a read that is completed in its handler.
const READ_LIMIT: u64 = 5_000;
/// By how much of that it may grow, in percent, while [`OUTSTANDING`] others wait.
const GROWTH_LIMIT: u64 = 10;
/// Bytes of an outstanding request.
const MEMORY_LIMIT: usize = 1024;
/// With so many requests outstanding a read must cost what it costs alone.
const OUTSTANDING: usize = 100_000;
/// So many must be possible.
const MILLION: usize = 1_000_000;
const FEW: usize = 1_000;
const MANY: usize = 3_000;

/// Where the outstanding requests are.
const PLACES: [&str; 2] = ["cancelable", "queued"];

/// Nowhere, and no trace is kept.
const UNTRACED: &str = "untraced";

/// Sends so many requests which stay outstanding, some with the driver and marked cancelable, or all in a manual queue.
fn send(file: File, place: &str, count: usize) -> Vec<Ticket> {
    driver::reserve(count);
    let mut tickets = Vec::with_capacity(count);
    for _ in 0..count {
        tickets.push(if place == "queued" {
            file.begin_ioctl(WAIT, b"waiting.", 0)
        } else {
            file.begin_write(b"waiting.")
        });
    }
    tickets
}

/// Runs the body on a machine with the driver's device.
fn machine(verifier: Verifier, traced: bool, body: impl Fn(&Machine, File) + Send + Sync + 'static) {
    let explorer = if traced { Explorer::calm() } else { Explorer::calm().trace(0) };
    explorer.verifier(verifier).run(move |machine| {
        let driver = machine.load(&IMAGE).expect("the driver loads");
        let device = driver.add_device().expect("the device starts");
        let file = device.open().expect("the device opens");
        body(machine, file);
        file.close();
    });
}

fn verifier(name: &str) -> Verifier {
    if name == "on" { Verifier::On } else { Verifier::Off }
}

/// The run whose instructions are counted.
fn reads(verifier_is: &str, place: String, outstanding: usize, reads: usize) {
    machine(verifier(verifier_is), place != UNTRACED, move |_, file| {
        let tickets = send(file, &place, outstanding);
        for _ in 0..reads {
            let completion = file.read(4);
            assert_eq!(completion.output, b"data");
        }
        drop(tickets);
        assert!(file.ioctl(FINISH, &[], 0).is_success());
    });
}

/// The run whose allocations are counted; the newer half of the requests is cancelled, the
/// others are completed.
fn memory(verifier_is: &str, place: String, outstanding: usize) {
    machine(verifier(verifier_is), true, move |machine, file| {
        drop(send(file, &place, 0));
        driver::reserve(outstanding);
        let array = outstanding * size_of::<Ticket>();
        let (before, begun) = (allocation::live(), Instant::now());
        let tickets = send(file, &place, outstanding);
        let sent = begun.elapsed();
        let bytes = (allocation::live() - before - array) / outstanding;
        let begun = Instant::now();
        for ticket in tickets.iter().skip(outstanding / 2).rev() {
            assert!(ticket.cancel());
        }
        let cancelled = begun.elapsed();
        drop(tickets);
        let begun = Instant::now();
        assert!(file.ioctl(FINISH, &[], 0).is_success());
        let counts = machine.counts();
        assert_eq!(counts.completed, counts.sent);
        println!(
            "{bytes} {} {} {} {}",
            sent.as_millis(),
            cancelled.as_millis(),
            begun.elapsed().as_millis(),
            allocation::peak() >> 20
        );
    });
}

/// Runs this program again; what it wrote to standard output and error.
fn again(command: &mut Command, arguments: &[String]) -> (String, String) {
    let output = command.args(arguments).output().unwrap_or_else(|error| {
        let program = command.get_program().display();
        panic!("{program} does not start: {error}; instructions are counted by valgrind, which is for Linux: `apt-get install valgrind`")
    });
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{arguments:?}: {}\n{out}\n{err}", output.status);
    (out.into_owned(), err.into_owned())
}

/// Instructions of the whole run with so many reads.
fn instructions(this: &str, verifier: &str, place: &str, outstanding: usize, reads: usize) -> u64 {
    let mut callgrind = Command::new("valgrind");
    callgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null", this]);
    let arguments = ["reads", verifier, place, &outstanding.to_string(), &reads.to_string()].map(str::to_owned);
    let (_, log) = again(&mut callgrind, &arguments);
    let total = log.lines().find_map(|line| line.split_once("Collected :")).expect("callgrind prints its total").1;
    total.trim().parse().expect("a number")
}

fn main() -> ExitCode {
    let mut arguments = std::env::args();
    let this = arguments.next().expect("the program's own name");
    let arguments: Vec<String> = arguments.collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["reads", verifier, place, outstanding, count] => {
            reads(
                verifier,
                (*place).to_owned(),
                outstanding.parse().expect("a number"),
                count.parse().expect("a number"),
            );
            ExitCode::SUCCESS
        }
        ["memory", verifier, place, outstanding] => {
            memory(verifier, (*place).to_owned(), outstanding.parse().expect("a number"));
            ExitCode::SUCCESS
        }
        _ => report(&this),
    }
}

/// Measures all of it, prints it, and says whether the limits hold.
fn report(this: &str) -> ExitCode {
    let mut broken = Vec::new();
    println!("| a read completed in its handler | verifier | instructions | growth |\n|---|---|---:|---:|");
    for verifier in ["off", "on"] {
        let one = |place, outstanding| {
            let few = instructions(this, verifier, place, outstanding, FEW);
            let many = instructions(this, verifier, place, outstanding, MANY);
            many.saturating_sub(few) / (MANY - FEW) as u64
        };
        let alone = one(PLACES[0], 0);
        println!("| nothing else outstanding | {verifier} | {alone} | |");
        let untraced = one(UNTRACED, 0);
        let less = (1.0 - untraced as f64 / alone as f64) * 100.0;
        println!("| the same, no trace kept | {verifier} | {untraced} | -{less:.1} % |");
        if alone > READ_LIMIT {
            broken.push(format!("a read costs {alone} instructions (verifier {verifier}), more than {READ_LIMIT}"));
        }
        for place in PLACES {
            let among = one(place, OUTSTANDING);
            let growth = (among as f64 / alone as f64 - 1.0) * 100.0;
            println!("| {OUTSTANDING} {place} | {verifier} | {among} | {growth:.1} % |");
            if among * 100 > alone * (100 + GROWTH_LIMIT) {
                broken
                    .push(format!("among {OUTSTANDING} {place} a read costs {growth:.1} % more (verifier {verifier})"));
            }
        }
    }
    println!("\n| {MILLION} outstanding | verifier | bytes each | sent | half cancelled | half completed | peak |");
    println!("|---|---|---:|---:|---:|---:|---:|");
    for verifier in ["off", "on"] {
        for place in PLACES {
            let arguments = ["memory", verifier, place, &MILLION.to_string()].map(str::to_owned);
            let (out, _) = again(&mut Command::new(this), &arguments);
            let numbers: Vec<usize> = out.split_whitespace().map(|word| word.parse().expect("a number")).collect();
            let [bytes, sent, cancelled, completed, peak] = numbers[..] else { panic!("five numbers, not {out}") };
            println!("| {place} | {verifier} | {bytes} | {sent} ms | {cancelled} ms | {completed} ms | {peak} MiB |");
            if bytes > MEMORY_LIMIT {
                broken.push(format!(
                    "a {place} request takes {bytes} bytes (verifier {verifier}), more than {MEMORY_LIMIT}"
                ));
            }
        }
    }
    for line in &broken {
        eprintln!("{line}");
    }
    if broken.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
