//! The story of a broken rule: who did what, in which order, and what became of the requests.
//!
//! Row 4 of the simulator, under `report/`. A [`Story`] is the end of a report's trace, put in order for the eye: what the
//! application, the I/O manager, the framework's queues and the driver's callbacks said to each other. `text.rs` draws it for
//! a terminal, `html.rs` as a page for a browser.
//!
//! Key types: [`Story`], [`Row`], [`Actor`].

mod html;
mod text;

use crate::kernel::Role;
use crate::trace::{Event, Step, Subject, ThreadId};
use crate::violation::{Outcome, Rule, Violation};

pub(crate) use html::page;
pub(crate) use text::draw;

/// So many events are drawn, the last ones.
const LAST: usize = 120;
/// So many requests have their state drawn.
const REQUESTS: usize = 4;

/// Who takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Actor {
    /// A thread of the application.
    Application(ThreadId),
    /// The system's I/O manager.
    IoManager,
    /// The framework: its queues, objects and timers.
    Framework,
    /// The driver's code on a thread.
    Driver(ThreadId),
}

/// Which of the two acts that collide a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    None,
    Earlier,
    Second,
}

/// One line of the story.
#[derive(Debug)]
pub(crate) struct Row {
    /// Virtual time in units of 100 nanoseconds.
    pub(crate) at: u64,
    pub(crate) thread: ThreadId,
    pub(crate) depth: u8,
    pub(crate) from: Actor,
    pub(crate) to: Actor,
    pub(crate) text: String,
    /// The request it is about, and what that request is from here on.
    pub(crate) state: Option<(Subject, &'static str)>,
    pub(crate) mark: Mark,
    /// The line of the driver's code.
    pub(crate) line: Option<String>,
    /// A callback is entered (1) or left (-1).
    pub(crate) nesting: i8,
}

/// See the module.
#[derive(Debug)]
pub(crate) struct Story {
    pub(crate) rule: Rule,
    pub(crate) what: String,
    pub(crate) outcome: &'static str,
    pub(crate) bug_check: Option<String>,
    pub(crate) rows: Vec<Row>,
    pub(crate) left_out: usize,
    pub(crate) threads: Vec<(ThreadId, &'static str)>,
    pub(crate) requests: Vec<Subject>,
}

/// What the signs of a drawn story mean, for who sees one for the first time.
pub(crate) const LEGEND: &str = "1, 2: the two acts; ⇒ ⇐ what reaches and leaves the I/O manager; ▶ ◀ a callback of the \
                                 driver begins, returns; → it calls the framework";

impl Story {
    /// The story of a violation, from the events before it.
    pub(crate) fn new(violation: &Violation, trace: &[Event], roles: &[Role], earlier: Option<usize>) -> Self {
        let began = trace.iter().position(|event| matches!(event.step, Step::Submit(..))).unwrap_or(0);
        let first = began.min(earlier.unwrap_or(began)).max(trace.len().saturating_sub(LAST));
        let mut rows: Vec<Row> = trace[first..].iter().map(row).collect();
        if let Some(row) = earlier.and_then(|earlier| rows.get_mut(earlier.checked_sub(first)?)) {
            row.mark = Mark::Earlier;
        }
        if let Some(row) = rows.last_mut() {
            row.mark = Mark::Second;
        }
        let mut threads: Vec<ThreadId> = rows.iter().map(|row| row.thread).collect();
        threads.sort_unstable();
        threads.dedup();
        let mut requests: Vec<Subject> = rows.iter().rev().filter_map(|row| row.state).map(|(on, _)| on).collect();
        let mut seen = Vec::new();
        requests.retain(|on| {
            !seen.contains(on) && {
                seen.push(*on);
                true
            }
        });
        requests.truncate(REQUESTS);
        requests.sort_by_key(|on| on.serial);
        let bug_check = match violation.outcome {
            Outcome::BugCheck(bug_check) => {
                let [p1, p2, p3, p4] = bug_check.parameters;
                Some(format!("{:#x} ({p1:#x}, {p2:#x}, {p3:#x}, {p4:#x})", bug_check.code))
            }
            _ => None,
        };
        Self {
            rule: violation.rule,
            what: violation.text.clone(),
            outcome: outcome(violation.outcome),
            bug_check,
            rows,
            left_out: first,
            threads: threads.into_iter().map(|thread| (thread, role(roles.get(thread.0 as usize)))).collect(),
            requests,
        }
    }
}

/// What the real system does, in a sentence.
const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::BugCheck(_) => "Windows stops here with a bug check.",
        Outcome::Break => "The framework's verifier breaks into the debugger here.",
        Outcome::Undefined => "Nothing checks this on Windows: memory is corrupted, or freed memory is used.",
        Outcome::Hang => "On Windows the thread waits for ever.",
        Outcome::Leak => "The system goes on, and something is lost or left behind.",
    }
}

const fn role(role: Option<&Role>) -> &'static str {
    match role {
        Some(Role::Application) | None => "application",
        Some(Role::Dpc) => "processor: DPCs and timers",
        Some(Role::Interrupt) => "processor: interrupts",
        Some(Role::Worker) => "system worker",
        Some(Role::System) => "the driver's own thread",
    }
}

fn row(event: &Event) -> Row {
    let thread = event.thread;
    let in_driver = Actor::Driver(thread);
    let (from, to, text, nesting) = match &event.step {
        Step::Call(ddi, on) => (in_driver, Actor::Framework, format!("{ddi} {on}"), 0),
        Step::Enter(callback, on) => (Actor::Framework, in_driver, format!("{callback} {on}"), 1),
        Step::Leave(callback, _) => (in_driver, Actor::Framework, format!("{callback} returns"), -1),
        Step::Submit(major, on) => (Actor::Application(thread), Actor::IoManager, format!("{major}, as {on}"), 0),
        Step::Complete(on, status, information) => {
            let text = format!("{on} completed: {}, information {information}", status_text(*status));
            (Actor::Framework, Actor::IoManager, text, 0)
        }
        Step::Cancel(on) if event.depth == 0 => {
            (Actor::Application(thread), Actor::IoManager, format!("cancel {on}"), 0)
        }
        Step::Cancel(on) => (Actor::Framework, Actor::IoManager, format!("cancel {on}"), 0),
        Step::Break(text) => (Actor::Framework, Actor::Framework, format!("verifier: {text}"), 0),
        step => {
            let actor = if event.depth > 0 { in_driver } else { Actor::Application(thread) };
            (actor, actor, step.to_string(), 0)
        }
    };
    let text = text.trim_end().to_owned();
    let line = event.site.line().map(|line| line.to_string());
    Row {
        at: event.at,
        thread,
        depth: event.depth,
        from,
        to,
        text,
        state: state(&event.step),
        mark: Mark::None,
        line,
        nesting,
    }
}

/// What a request is after an event.
fn state(step: &Step) -> Option<(Subject, &'static str)> {
    let (on, state) = match step {
        Step::Enter("EvtRequestCancel", on) => (*on, "cancelled, to be completed"),
        Step::Enter("EvtIoStop", on) => (*on, "to be let go of"),
        Step::Enter(_, on) => (*on, "the driver's"),
        Step::Call("WdfRequestMarkCancelable" | "WdfRequestMarkCancelableEx", on) => (*on, "cancelable"),
        Step::Call("WdfRequestUnmarkCancelable", on) => (*on, "being unmarked"),
        Step::Call("WdfRequestForwardToIoQueue" | "WdfRequestRequeue", on) => (*on, "back in a queue"),
        Step::Complete(on, ..) => (*on, "completed"),
        _ => return None,
    };
    (on.kind == "request").then_some((on, state))
}

/// A status with its name, where it is one of those that drivers meet every day.
fn status_text(status: i32) -> String {
    let name = match status.cast_unsigned() {
        0 => "STATUS_SUCCESS",
        0x103 => "STATUS_PENDING",
        0x8000_0005 => "STATUS_BUFFER_OVERFLOW",
        0x8000_0011 => "STATUS_DEVICE_BUSY",
        0xC000_0001 => "STATUS_UNSUCCESSFUL",
        0xC000_000D => "STATUS_INVALID_PARAMETER",
        0xC000_0010 => "STATUS_INVALID_DEVICE_REQUEST",
        0xC000_0023 => "STATUS_BUFFER_TOO_SMALL",
        0xC000_0120 => "STATUS_CANCELLED",
        0xC000_0184 => "STATUS_INVALID_DEVICE_STATE",
        other => return format!("status {other:#010x}"),
    };
    name.to_owned()
}

/// The act that the last one collides with: an earlier one on the same object, by the same or another thread.
pub(crate) fn earlier_act(violation: &Violation, trace: &[Event]) -> Option<usize> {
    let last = trace.len().checked_sub(1)?;
    let subject = subject_of(&violation.text).or_else(|| on(&trace[last].step))?;
    let before = || trace[..last].iter().enumerate().rev().filter(|(_, event)| on(&event.step) == Some(subject));
    let is_call = |event: &Event, words: &[&str]| matches!(event.step, Step::Call(ddi, _) if words.iter().any(|word| ddi.contains(word)));
    let find = |words: &[&str]| before().find(|(_, event)| is_call(event, words)).map(|(index, _)| index);
    let decisive = match violation.rule {
        Rule::CompletedWhileCancelable
        | Rule::MarkedTwice
        | Rule::IsCanceledOnCancelable
        | Rule::ForwardedWhileCancelable => find(&["MarkCancelable"]),
        Rule::SpinLockRecursion | Rule::InvalidLockOperation | Rule::LockHeldAtReturn => find(&["Acquire"]),
        Rule::RequestNeverCompleted => {
            before().find(|(_, event)| matches!(event.step, Step::Enter(..))).map(|(at, _)| at)
        }
        _ => find(&["Complete", "Delete", "Forward", "Requeue", "StopAcknowledge"]),
    };
    let elsewhere = || {
        let thread = trace[last].thread;
        before().find(|(_, event)| event.thread != thread && matches!(event.step, Step::Call(..))).map(|(at, _)| at)
    };
    let anywhere =
        || before().find(|(_, event)| matches!(event.step, Step::Call(..) | Step::Enter(..))).map(|(at, _)| at);
    decisive.or_else(elsewhere).or_else(anywhere)
}

fn on(step: &Step) -> Option<Subject> {
    match step {
        Step::Call(_, on) | Step::Enter(_, on) | Step::Leave(_, on) | Step::Complete(on, ..) | Step::Cancel(on) => {
            Some(*on).filter(|on| *on != Subject::NONE)
        }
        _ => None,
    }
}

/// The first object that a text names, as in `request#7`.
fn subject_of(text: &str) -> Option<Subject> {
    const KINDS: [&str; 8] = ["request", "queue", "timer", "spinlock", "waitlock", "memory", "workitem", "dpc"];
    text.split(|c: char| !c.is_alphanumeric() && c != '#').find_map(|word| {
        let (kind, serial) = word.split_once('#')?;
        let kind = KINDS.into_iter().find(|known| *known == kind)?;
        Some(Subject { kind, serial: serial.parse().ok()? })
    })
}
