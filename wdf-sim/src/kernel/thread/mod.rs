//! Simulated threads: what they are for, their IRQL, what they hold.
//!
//! The execution layer gives each thread a shuttle task. What it waits for is in `wait.rs`, the driver's callbacks on its stack
//! in `callback.rs`, where others may run in `point.rs`.
//!
//! Key types: [`Thread`], [`Role`].

mod callback;
mod point;
mod wait;

use wdf_sim_sys::{DISPATCH_LEVEL, PASSIVE_LEVEL};

use super::Kernel;
use super::lock::LockRef;
use crate::trace::ThreadId;

pub(crate) use self::callback::Callback;
pub(crate) use self::point::Point;
pub(crate) use self::wait::Wait;

/// What a thread is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Runs the test's code, as applications and the PnP manager do.
    Application,
    /// A processor that takes DPCs and expired timers.
    Dpc,
    /// A processor that is interrupted.
    Interrupt,
    /// A system worker thread.
    Worker,
    /// A thread that the driver made.
    System,
}

#[derive(Debug)]
pub(crate) struct Thread {
    pub(crate) role: Role,
    pub(crate) irql: u8,
    pub(crate) held: Vec<LockRef>,
    /// The driver's callbacks on its stack, outermost first.
    pub(crate) callbacks: Vec<Callback>,
    /// Frames of the driver on its stack, callbacks or its entry: nothing may unwind through them.
    pub(crate) foreign: u32,
    /// How often it entered a critical region and did not leave it.
    pub(crate) critical: u32,
    pub(crate) wait: Wait,
    /// Where a system thread that ends itself goes on: see `exec/system.rs`.
    pub(crate) way_out: usize,
    /// How often time has passed while it could have run, and did not.
    pub(super) passed_over: u32,
}
impl Kernel {
    pub(crate) fn add_thread(&mut self, role: Role) -> ThreadId {
        let irql = if role == Role::Dpc { DISPATCH_LEVEL } else { PASSIVE_LEVEL } as u8;
        self.threads.push(Thread {
            role,
            irql,
            held: Vec::new(),
            callbacks: Vec::new(),
            foreign: 0,
            critical: 0,
            wait: Wait::Nothing,
            way_out: 0,
            passed_over: 0,
        });
        ThreadId(u32::try_from(self.threads.len() - 1).expect("few threads"))
    }

    pub(crate) fn thread(&self, thread: ThreadId) -> &Thread {
        &self.threads[thread.0 as usize]
    }

    pub(crate) fn thread_mut(&mut self, thread: ThreadId) -> &mut Thread {
        &mut self.threads[thread.0 as usize]
    }
}
