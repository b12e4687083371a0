//! What a test reads of the processor that its thread seems to be on, and the faults of a driver that the processor finds.
//!
//! For who stands in for the processor: `wdf-sim-c`, whose drivers read registers and touch memory directly.
//!
//! Key types: [`Access`].

use wdf_sim_sys::{DISPATCH_LEVEL, STATUS_ACCESS_VIOLATION};

use super::Machine;
use crate::exec;
use crate::kernel::system::{PROCESSORS, thread_object};
use crate::violation::{BugCheck, Outcome, Rule, Violation};

/// The bug check of an access to memory that is not there, at DISPATCH_LEVEL or above.
const DRIVER_IRQL_NOT_LESS_OR_EQUAL: u32 = 0xD1;
/// The same below DISPATCH_LEVEL, in a thread of an application.
const SYSTEM_SERVICE_EXCEPTION: u32 = 0x3B;

/// What a driver did to memory that is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// It read.
    Read,
    /// It wrote.
    Write,
    /// It jumped there.
    Execute,
}

impl Machine {
    /// Whether a frame of a driver is on the calling thread's stack.
    #[must_use]
    pub fn in_driver(&self) -> bool {
        exec::in_driver()
    }

    /// The level of the calling thread.
    #[must_use]
    pub fn irql(&self) -> u8 {
        exec::with(|kernel| kernel.thread(exec::me()).irql)
    }

    /// Sets the level of the calling thread, as a driver that writes the processor's register does.
    pub fn set_irql(&self, irql: u8) {
        exec::with(|kernel| kernel.thread_mut(exec::me()).irql = irql);
    }

    /// The address that the calling thread's object has: what `KeGetCurrentThread` reads from the processor.
    #[must_use]
    pub fn thread_object(&self) -> usize {
        thread_object(exec::me())
    }

    /// The number of the processor that the calling thread seems to be on.
    #[must_use]
    pub fn processor(&self) -> u32 {
        exec::me().0 % PROCESSORS
    }

    /// Ends the run because the driver relies on something that the simulator does not have.
    pub fn not_simulated(&self, text: impl Into<String>) -> ! {
        exec::stop(Violation::new(Rule::NotSimulated, Outcome::Leak, text));
    }

    /// Ends the run with the bug check of a driver that touched memory which is not there. For who catches the
    /// processor's exception: nothing is unwound, and it does not return.
    pub fn invalid_access(&self, access: Access, address: usize, instruction: usize) -> ! {
        let irql = self.irql();
        let (address, instruction) = (address as u64, instruction as u64);
        let parameters = if u32::from(irql) >= DISPATCH_LEVEL {
            let operation = match access {
                Access::Read => 0,
                Access::Write => 1,
                Access::Execute => 8,
            };
            (DRIVER_IRQL_NOT_LESS_OR_EQUAL, [address, u64::from(irql), operation, instruction])
        } else {
            (SYSTEM_SERVICE_EXCEPTION, [u64::from(STATUS_ACCESS_VIOLATION.cast_unsigned()), instruction, 0, 0])
        };
        let (code, parameters) = parameters;
        let what = match access {
            Access::Read => "read from",
            Access::Write => "wrote to",
            Access::Execute => "jumped to",
        };
        let text = format!("the driver {what} {address:#x}, where no memory is, at IRQL {irql}");
        let outcome = Outcome::BugCheck(BugCheck { code, parameters });
        exec::stop(Violation::new(Rule::InvalidMemoryAccess, outcome, text));
    }

    /// Ends the run with a bug check that the driver brought about otherwise.
    pub fn bug_check(&self, bug_check: BugCheck, text: impl Into<String>) -> ! {
        exec::stop(Violation::new(Rule::DriverPanicked, Outcome::BugCheck(bug_check), text));
    }
}
