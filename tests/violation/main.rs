//! Drivers that break a rule on purpose: each rule of the simulator is reported by its name, in the way of the world it is
//! broken in, and a driver that does the same thing right is not.
//!
//! A test has the name of its rule. One file a noun.

extern crate wdf_sim_sys as wdk_sys;

mod buffer;
mod bugcheck;
mod cancel;
mod coverage;
mod device;
mod end;
mod endless;
mod format;
mod garbage;
mod interrupt;
mod late_write;
mod levels;
mod lock;
mod mistakes;
mod object;
mod parallel;
mod pdo;
mod queue;
mod request;
mod send;
mod sizes;
mod support;
mod survival;
mod table;
mod target;
mod zoo;
