//! What the framework does, statement by statement: each test is one of them, with the framework's verifier off and on.
//!
//! The drivers are raw: they are written against the framework's functions alone, as C drivers are. One file a noun.

extern crate wdf_sim_sys as wdk_sys;

mod attributes;
mod buffers;
mod caller_context;
mod cancel;
mod collection;
mod complete;
mod context;
mod control;
mod device;
mod device_interface;
mod dispatch;
mod dpc;
mod driver;
mod explorer;
mod fault;
mod file;
mod filter;
mod forward;
mod forward_progress;
mod handles;
mod interrupt;
mod interrupt_create;
mod load;
mod lock;
mod mark;
mod memory;
mod object;
mod on_queue;
mod own_request;
mod pdo;
mod power;
mod power_policy;
mod property;
mod queue_create;
mod ready_notify;
mod rebalance;
mod registry;
mod remote;
mod removal;
mod requeue;
mod retrieve;
mod script;
mod send;
mod state;
mod string;
mod target;
mod threads;
mod timer;
mod unmark;
mod wmi;
mod workitem;
