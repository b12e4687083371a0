//! Running a body: with the framework's verifier off and on, under one schedule or many.

use std::ops::Deref;
use std::sync::Arc;

use wdf_sim::{Event, Explored, Explorer, Lower, Machine, OnBreak, Report, Resources, Rule, Status, Step, Verifier};

use super::driver::{Plan, Rig, plan};
use super::handle::{Device, Queue};
use super::queue::Queues;
use super::registry;

/// The machine of a test's body, and which of the two worlds it is.
#[derive(Debug)]
pub struct World<'a> {
    machine: &'a Machine,
    /// Whether the framework's verifier is on.
    pub v1: bool,
}

impl Deref for World<'_> {
    type Target = Machine;

    fn deref(&self) -> &Machine {
        self.machine
    }
}

impl World<'_> {
    /// A driver with one device, whose default queue is this one.
    #[must_use]
    pub fn rig(&self, queue: Queues) -> Rig<Queue> {
        self.build(plan(), move |device| device.queue(queue.clone().default_queue()))
    }

    /// A driver with one device; `make` gives it its queues and whatever else it has.
    #[must_use]
    pub fn build<T: 'static>(&self, plan: Plan, make: impl Fn(Device) -> T + 'static) -> Rig<T> {
        self.build_with(plan, &Resources::new(), make)
    }

    /// As [`build`](Self::build), above a driver that the test plays.
    ///
    /// # Panics
    ///
    /// If the device does not start.
    #[must_use]
    pub fn above<T: 'static>(&self, lower: &Lower, plan: Plan, make: impl Fn(Device) -> T + 'static) -> Rig<T> {
        Rig::new(self.machine, Some(lower), plan, &Resources::new(), make).expect("the device starts")
    }

    /// As [`build`](Self::build), of a device that has been assigned these resources.
    ///
    /// # Panics
    ///
    /// If the device does not start.
    #[must_use]
    pub fn build_with<T: 'static>(
        &self,
        plan: Plan,
        resources: &Resources,
        make: impl Fn(Device) -> T + 'static,
    ) -> Rig<T> {
        self.try_build_with(plan, resources, make).expect("the device starts")
    }

    /// As [`build_with`](Self::build_with), of a device that perhaps does not start.
    ///
    /// # Errors
    ///
    /// The status with which the start failed.
    pub fn try_build_with<T: 'static>(
        &self,
        plan: Plan,
        resources: &Resources,
        make: impl Fn(Device) -> T + 'static,
    ) -> Result<Rig<T>, Status> {
        Rig::new(self.machine, None, plan, resources, make)
    }

    /// `first` in V0, `second` in V1.
    pub fn either<T>(&self, v0: T, v1: T) -> T {
        if self.v1 { v1 } else { v0 }
    }

    /// The events that begin like this, for instance `→ EvtRequestCancel`.
    #[must_use]
    pub fn events(&self, beginning: &str) -> Vec<Event> {
        self.trace().into_iter().filter(|event| event.step.to_string().starts_with(beginning)).collect()
    }

    /// The one event that begins like this.
    ///
    /// # Panics
    ///
    /// If there is none, or another.
    #[track_caller]
    #[must_use]
    pub fn event(&self, beginning: &str) -> Event {
        let events = self.events(beginning);
        assert_eq!(events.len(), 1, "events that begin with {beginning:?}: {events:?}");
        events[0].clone()
    }

    /// Asserts that events with these beginnings happened in this order, whatever was between them.
    ///
    /// # Panics
    ///
    /// If they did not.
    #[track_caller]
    pub fn in_order<const N: usize>(&self, beginnings: [&str; N]) {
        let steps: Vec<String> = self.trace().iter().map(|event| event.step.to_string()).collect();
        let mut rest = steps.iter();
        for beginning in beginnings {
            assert!(
                rest.any(|step| step.starts_with(beginning)),
                "{beginning:?} of {beginnings:?} is missing or too early in\n{}",
                steps.join("\n")
            );
        }
    }

    /// The rules of the verifier's breaks that were continued so far.
    #[must_use]
    pub fn broken(&self) -> Vec<Rule> {
        self.breaks().iter().map(|violation| violation.rule).collect()
    }

    /// The names of the callbacks entered so far.
    #[must_use]
    pub fn callbacks(&self) -> Vec<&'static str> {
        let entered = |event: Event| if let Step::Enter(name, _) = event.step { Some(name) } else { None };
        self.trace().into_iter().filter_map(entered).collect()
    }
}

/// Runs a body in one world.
///
/// # Errors
///
/// The report on a broken rule.
pub fn check(
    explorer: Explorer,
    verifier: Verifier,
    body: impl Fn(&World<'_>) + Send + Sync + 'static,
) -> Result<Explored, Box<Report>> {
    explorer.verifier(verifier).check(on_machine(verifier, body))
}

/// A body for an explorer of this world.
pub fn on_machine(
    verifier: Verifier,
    body: impl Fn(&World<'_>) + Send + Sync + 'static,
) -> impl Fn(&Machine) + Send + Sync + 'static {
    move |machine| {
        registry::clear();
        body(&World { machine, v1: verifier == Verifier::On });
        // What the driver's callbacks hold must not outlive the run, and they are called until the machine is down.
    }
}

#[track_caller]
fn both(explorer: &Explorer, body: impl Fn(&World<'_>) + Send + Sync + 'static) -> [Explored; 2] {
    let body = Arc::new(body);
    [Verifier::Off, Verifier::On].map(|verifier| {
        let body = Arc::clone(&body);
        check(explorer.clone(), verifier, move |world| body(world))
            .unwrap_or_else(|report| panic!("verifier {verifier:?}: {report}"))
    })
}

/// Runs a body in both worlds, in one schedule each. Nothing may be broken.
#[track_caller]
pub fn calm(body: impl Fn(&World<'_>) + Send + Sync + 'static) {
    let _ = both(&Explorer::calm(), body);
}

/// Runs a body in both worlds, in one schedule each; the verifier's breaks are continued.
#[track_caller]
pub fn lenient(body: impl Fn(&World<'_>) + Send + Sync + 'static) {
    let _ = both(&Explorer::calm().on_break(OnBreak::Continue), body);
}

/// Runs a body in one world, in one schedule. Nothing may be broken.
///
/// # Panics
///
/// If something was.
#[track_caller]
pub fn only(verifier: Verifier, body: impl Fn(&World<'_>) + Send + Sync + 'static) {
    if let Err(report) = check(Explorer::calm(), verifier, body) {
        panic!("{report}");
    }
}

/// Runs a body in both worlds, in every schedule with so many preemptions. Nothing may be broken.
///
/// # Panics
///
/// If something was.
#[track_caller]
pub fn all(preemptions: usize, body: impl Fn(&World<'_>) + Send + Sync + 'static) {
    let explored = both(&Explorer::exhaustive(preemptions), body);
    assert!(explored.iter().all(|explored| explored.exhausted));
    println!(
        "schedules with up to {preemptions} preemptions: {} in V0, {} in V1",
        explored[0].schedules, explored[1].schedules
    );
}

/// Runs a body in both worlds, in so many random schedules. Nothing may be broken.
#[track_caller]
pub fn some(schedules: usize, body: impl Fn(&World<'_>) + Send + Sync + 'static) {
    let _ = both(&Explorer::random(0x5EED, schedules), body);
}

/// Runs a body that breaks a rule, in one schedule.
///
/// # Panics
///
/// If it breaks none.
#[track_caller]
#[must_use]
pub fn report(verifier: Verifier, body: impl Fn(&World<'_>) + Send + Sync + 'static) -> Box<Report> {
    match check(Explorer::calm(), verifier, body) {
        Err(report) => report,
        Ok(_) => panic!("verifier {verifier:?}: no rule was broken"),
    }
}

/// Runs a body that breaks a rule, in one schedule: the rule.
#[track_caller]
#[must_use]
pub fn breaks(verifier: Verifier, body: impl Fn(&World<'_>) + Send + Sync + 'static) -> Rule {
    report(verifier, body).violation.rule
}
