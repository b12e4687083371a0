//! What the framework does, statement by statement: each test is one of them, with the framework's verifier off and on.
//!
//! The drivers are raw: they are written against the framework's functions alone, as C drivers are. One file a noun.

extern crate wdf_sim_sys as wdk_sys;

mod cancel;

mod dispatch;
mod mark;

mod unmark;
