//! Random call sequences: everything that an application, the PnP manager and a driver can do, as a script.
//!
//! A [`Script`] is made from bytes, so the same interpreter (`play.rs`) serves property tests (`tests/random.rs`), which
//! shrink it, and the fuzzer (`fuzz/`), which mutates it. After each call the machine's own books are looked through.
//!
//! * A [`Conduct::Lawful`] driver does what the documentation allows, in any order: no rule may be broken, and all that
//!   was sent must be completed when the device is gone.
//! * A [`Conduct::Lawless`] driver calls any function with any handle it ever saw. It may be reported, by the name of a
//!   rule; the simulator itself may not fail.
//!
//! Key types: [`Script`], [`Call`], [`judge`].

mod driver;
mod play;

use std::fmt;

use wdf_sim::{Rule, Verifier};

pub use play::play;

/// Plays the script: a lawful driver is not reported; a lawless one by the name of a rule, and never because the simulator
/// failed.
///
/// # Panics
///
/// If it is otherwise.
pub fn judge(script: &Script, conduct: Conduct) {
    let Err(report) = play(script, conduct) else { return };
    let failed = matches!(report.violation.rule, Rule::NotSimulated | Rule::DriverPanicked | Rule::TestFailed);
    assert!(conduct == Conduct::Lawless && !failed, "{script:#?}\n{report}");
}

/// How a driver behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conduct {
    /// As documented.
    Lawful,
    /// As it likes.
    Lawless,
}

macro_rules! calls {
    ($($(#[$doc:meta])* $name:ident * $weight:literal;)*) => {
        /// A kind of call.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Call {
            $($(#[$doc])* $name,)*
        }

        /// The calls, as often as their weights say.
        const WEIGHTED: &[Call] = &{
            let mut calls = [Call::Read; 0 $(+ $weight)*];
            let mut next = 0;
            $({
                let end = next + $weight;
                while next < end {
                    calls[next] = Call::$name;
                    next += 1;
                }
            })*
            calls
        };
    };
}

calls! {
    /// The application reads.
    Read * 6;
    /// It writes.
    Write * 3;
    /// It sends a device control.
    Control * 3;
    /// It reads nothing.
    ReadNothing * 1;
    /// It cancels a request.
    Cancel * 4;
    /// It forgets a request.
    Forget * 1;
    /// It takes the outcome of a request that is completed.
    Take * 2;
    /// It opens the device once more.
    Open * 1;
    /// It closes a file.
    Close * 1;
    /// What the driver's next handler does.
    React * 6;
    /// How the driver answers the next `EvtIoStop`.
    AnswerStop * 1;
    /// The driver completes a request that it holds.
    Complete * 4;
    /// It marks one cancelable.
    Mark * 3;
    /// It marks one cancelable with the older function, which calls back if it is cancelled already.
    MarkOld * 1;
    /// It unmarks one.
    Unmark * 3;
    /// It forwards one.
    Forward * 3;
    /// It requeues one.
    Requeue * 2;
    /// It retrieves the next request from the manual queue.
    Retrieve * 3;
    /// It retrieves the next of some file.
    RetrieveOfFile * 1;
    /// It finds a request in the manual queue.
    Find * 1;
    /// It retrieves one that it found.
    RetrieveFound * 1;
    /// It asks whether a request is cancelled, and looks at its parameters and buffers.
    Look * 2;
    /// `WdfIoQueueStart`.
    Start * 3;
    /// `WdfIoQueueStop`.
    Stop * 1;
    /// `WdfIoQueueDrain`.
    Drain * 1;
    /// `WdfIoQueuePurge`.
    Purge * 1;
    /// `WdfIoQueueStopAndPurge`.
    StopAndPurge * 1;
    /// It takes a reference.
    Reference * 2;
    /// It drops one.
    Dereference * 2;
    /// It creates an object.
    Create * 1;
    /// It deletes one.
    Delete * 1;
    /// It starts its timer.
    StartTimer * 2;
    /// It stops it.
    StopTimer * 1;
    /// It queues its DPC.
    Dpc * 2;
    /// It queues its work item.
    WorkItem * 2;
    /// Time passes.
    Sleep * 3;
    /// The device leaves D0.
    Suspend * 2;
    /// It returns.
    Resume * 3;
    /// It is pulled out.
    SurpriseRemove * 1;
    /// It is removed.
    Remove * 1;
}

/// One call: what, and which of the things it could be done to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Line {
    pub(crate) call: Call,
    pub(crate) pick: u8,
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {}", self.call, self.pick)
    }
}

/// A world and what happens in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    world: u8,
    pub(crate) lines: Vec<Line>,
}

impl Script {
    /// Reads a script from bytes: the world, then two bytes a line. Every sequence of bytes is one.
    #[must_use]
    pub fn new(bytes: &[u8]) -> Self {
        let (world, rest) = bytes.split_first().map_or((0, &[][..]), |(first, rest)| (*first, rest));
        let line = |pair: &[u8]| Line { call: WEIGHTED[usize::from(pair[0]) % WEIGHTED.len()], pick: pair[1] };
        Self { world, lines: rest.chunks_exact(2).map(line).collect() }
    }

    /// Whether the framework's verifier is on.
    #[must_use]
    pub const fn verifier(&self) -> Verifier {
        if self.world & 1 == 0 { Verifier::Off } else { Verifier::On }
    }

    /// 0 to 3: how the default queue presents its requests.
    pub(crate) const fn dispatching(&self) -> u8 {
        self.world >> 1 & 3
    }

    /// 0 to 3: under which lock.
    pub(crate) const fn scope(&self) -> u8 {
        self.world >> 3 & 3
    }

    /// Whether requests that are cancelled in a queue after they were presented come to the driver.
    pub(crate) const fn canceled_on_queue(&self) -> bool {
        self.world >> 5 & 1 != 0
    }

    /// The seed of a random schedule, or none for the calm one.
    pub(crate) const fn seed(&self) -> Option<u64> {
        if self.world >> 6 == 3 { Some(self.world as u64) } else { None }
    }
}
