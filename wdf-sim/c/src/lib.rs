//! `wdf-sim` for drivers in C: a static library that a KMDF driver, compiled against the official headers, links with
//! and runs on unmodified, and the functions with which a test in C drives it.
//!
//! The interface is `include/wdf_sim.h`, which says how a program is built and what each function does; this crate is
//! that header's other side, thin over `wdf-sim`'s own. The framework's table and the kernel's routines are in `wdf-sim`;
//! here, and in `csrc/`, is what only C drivers need: `DbgPrint`, which has a variable number of arguments, the
//! kernel's functions on 16-bit characters, static data that is as it was at the start of each run, and a report where
//! a driver touches memory that is not there.
//!
//! A panic must not unwind through C, so each function catches its own and ends the run with it (`handle.rs`).
//!
//! A module imports only from the rows below its own, and within its row from those named after it.
//!
//! | Row | Modules |
//! |---|---|
//! | 2 | `run`: explores, with a body in C; `lower`, `hardware`, `registry`, `file`: what a test's body has in its hands |
//! | 1 | `device`, `machine`: the machine and its devices, in which the others are found |
//! | 0 | `report`, `image`, `fault`, `print`, `handle`: what they are made of |
#![deny(unsafe_code)]

mod device;
mod fault;
mod file;
mod handle;
mod hardware;
mod image;
mod lower;
mod machine;
mod print;
mod registry;
mod report;
mod run;
