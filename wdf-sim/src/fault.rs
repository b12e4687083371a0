//! Faults: what an exploration does to a driver at every point of a run, one point in each.
//!
//! Row 0 of the simulator, under the kernel, which counts the points; `exec/fault.rs` does what is planned when its point
//! comes, and `run/search.rs` plans one point after another until there are no more.
//!
//! Key types: [`Fault`], [`Plan`].

use std::fmt;

/// Something that happens to a driver from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// Somebody cancels the oldest request that is not completed.
    Cancel,
    /// Somebody disables the device: it is removed.
    Remove,
    /// Somebody pulls the device out.
    SurpriseRemove,
    /// The system sleeps and wakes up again.
    PowerDown,
    /// A call that can fail for want of resources fails, with the status that its page names for that.
    FailedCall,
    /// What stands behind a target never completes a read, write or device control, unless it is cancelled.
    SilentTarget,
    /// What stands behind a target ignores that a read, write or device control is cancelled, and completes it an hour later.
    StubbornTarget,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Cancel,
        Self::Remove,
        Self::SurpriseRemove,
        Self::PowerDown,
        Self::FailedCall,
        Self::SilentTarget,
        Self::StubbornTarget,
    ];

    /// Whether it can come at every scheduling point; the others are of a call.
    pub(crate) const fn comes_at_points(self) -> bool {
        matches!(self, Self::Cancel | Self::Remove | Self::SurpriseRemove | Self::PowerDown)
    }

    /// What it is, in words.
    pub(crate) const fn sentence(self) -> &'static str {
        match self {
            Self::Cancel => "somebody cancels the oldest request",
            Self::Remove => "the device is disabled",
            Self::SurpriseRemove => "the device is pulled out",
            Self::PowerDown => "the system sleeps, and wakes up",
            Self::FailedCall => "a call fails for want of resources",
            Self::SilentTarget => "what stands behind a target never completes a request",
            Self::StubbornTarget => "what stands behind a target ignores a cancellation, and completes an hour later",
        }
    }

    /// The one of this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| fault.name() == name)
    }

    /// Its name in a replay line, and in the environment.
    const fn name(self) -> &'static str {
        match self {
            Self::Cancel => "cancel",
            Self::Remove => "remove",
            Self::SurpriseRemove => "surprise-remove",
            Self::PowerDown => "power-down",
            Self::FailedCall => "failed-call",
            Self::SilentTarget => "silent-target",
            Self::StubbornTarget => "stubborn-target",
        }
    }
}

/// A fault of a run, and when it comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Plan {
    pub(crate) fault: Fault,
    /// At the how manieth point, or call, from 0.
    at: usize,
    seen: usize,
}

impl Plan {
    pub(crate) const fn new(fault: Fault, at: usize) -> Self {
        Self { fault, at, seen: 0 }
    }

    /// Another point has come: whether it is the one.
    pub(crate) const fn is_now(&mut self) -> bool {
        self.seen += 1;
        self.seen == self.at + 1
    }

    /// Whether its point has come.
    pub(crate) const fn has_happened(&self) -> bool {
        self.seen > self.at
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.fault.name(), self.at)
    }
}

impl Plan {
    /// A plan as a replay line has it.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (name, at) = text.split_once('@')?;
        Some(Self::new(Fault::named(name)?, at.parse().ok()?))
    }
}
