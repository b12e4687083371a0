//! What a run did, event by event.
//!
//! Row 0 of the simulator: imports only `site.rs`. The kernel and the execution layer append to one [`Trace`];
//! a [`Report`](crate::Report) prints its end, and a test can read all of it.
//!
//! Key types: [`Trace`], [`Event`], [`Step`].

use std::fmt;

use crate::site::Site;

/// Number of a simulated thread, in the order of their creation; 0 is the thread that runs the test's body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ThreadId(pub u32);

impl fmt::Display for ThreadId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "t{}", self.0)
    }
}

/// One thing that happened, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The simulated thread it happened on.
    pub thread: ThreadId,
    /// The thread's IRQL at that moment (0 PASSIVE, 1 APC, 2 DISPATCH, above: device levels).
    pub irql: u8,
    /// How many driver callbacks were on that thread's stack.
    pub depth: u8,
    /// Virtual time, in units of 100 nanoseconds since the run began.
    pub at: u64,
    /// What happened.
    pub step: Step,
    /// Where in the driver's code, or the test's; noted only for a report.
    pub site: Site,
}

/// What an [`Event`] says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The driver called a function of the framework, on this object.
    Call(&'static str, Subject),
    /// The framework entered a callback of the driver.
    Enter(&'static str, Subject),
    /// The driver's callback returned.
    Leave(&'static str, Subject),
    /// The application sent an I/O request.
    Submit(&'static str, Subject),
    /// The I/O manager completed a request: status, information.
    Complete(Subject, i32, usize),
    /// The application, or the framework for it, cancelled a request.
    Cancel(Subject),
    /// The framework's verifier broke into the debugger.
    Break(String),
    /// Anything else worth telling: what the driver printed, a PnP step.
    Note(String),
}

/// The object an event is about: its kind and its number within the run, `request#7`.
///
/// Numbers are never used twice in a run, unlike handles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Subject {
    /// The kind of object, in the words of the framework: `request`, `queue`.
    pub kind: &'static str,
    /// Its number within the run, in the order of creation.
    pub serial: u32,
}

impl Subject {
    /// For events that are about no object.
    pub const NONE: Self = Self { kind: "", serial: 0 };
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.kind.is_empty() { Ok(()) } else { write!(f, "{}#{}", self.kind, self.serial) }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call(ddi, on) => write!(f, "{ddi} {on}"),
            Self::Enter(callback, on) => write!(f, "→ {callback} {on}"),
            Self::Leave(callback, on) => write!(f, "← {callback} {on}"),
            Self::Submit(major, on) => write!(f, "application sends {major} {on}"),
            Self::Complete(on, status, information) => {
                write!(f, "{on} completed, status {status:#010x}, information {information}")
            }
            Self::Cancel(on) => write!(f, "cancel {on}"),
            Self::Break(text) => write!(f, "verifier break: {text}"),
            Self::Note(text) => f.write_str(text),
        }
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = match self.irql {
            0 => "PASSIVE",
            1 => "APC",
            2 => "DISPATCH",
            _ => "DIRQL",
        };
        let indent = usize::from(self.depth) * 2;
        write!(f, "{:>12} {:>3} {level:<8} {:indent$}{}", self.at, self.thread.to_string(), "", self.step)
    }
}

/// The events of one run, oldest first.
#[derive(Debug, Default)]
pub struct Trace {
    events: Vec<Event>,
    limit: usize,
    dropped: u64,
    /// Whether it is noted where in the code events happen.
    located: bool,
}

impl Trace {
    /// A trace that keeps at least the last `limit` events; 0 keeps none.
    pub(crate) fn new(limit: usize) -> Self {
        Self { events: Vec::new(), limit, dropped: 0, located: false }
    }

    /// Whether events are kept at all; what only feeds the trace need not be computed otherwise.
    pub(crate) fn is_on(&self) -> bool {
        self.limit != 0
    }

    /// From here on it is noted where in the code events happen.
    pub(crate) fn locate(&mut self) {
        self.located = true;
    }

    /// Appends an event, which is told its site. Only where the trace is on.
    #[inline(always)]
    pub(crate) fn push(&mut self, event: impl FnOnce(Site) -> Event) {
        if self.located {
            self.push_located(event);
            return;
        }
        if self.events.len() == self.events.capacity() {
            self.make_room();
        }
        self.events.push(event(Site::default()));
    }

    #[cold]
    fn push_located(&mut self, event: impl FnOnce(Site) -> Event) {
        let event = event(Site::here());
        if self.events.len() == self.events.capacity() {
            self.make_room();
        }
        self.events.push(event);
    }

    /// Lets the older half go where there are twice as many as are to be kept; otherwise there is more room.
    #[cold]
    fn make_room(&mut self) {
        let most = self.limit.saturating_mul(2);
        if self.events.len() >= most {
            let surplus = self.events.len() - self.limit;
            self.events.drain(..surplus);
            self.dropped += surplus as u64;
        } else {
            self.events.reserve_exact(self.events.len().max(64).min(most - self.events.len()));
        }
    }

    /// The events kept, oldest first.
    #[must_use]
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// How many older events were let go, because the trace has a limit.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.dropped
    }

    pub(crate) fn into_events(self) -> Vec<Event> {
        self.events
    }
}
