//! What the steps of a run touch: by which places of the machine, read or written, two steps depend on each other.
//!
//! Row 0 of the simulator: imports only `trace.rs`. The kernel's tables say what is touched where they hand it out
//! (`Objects::get`, `Irps::get_mut`, a [`Tracked`] field), so a new function of the framework need not. The execution layer
//! says where one step ends and the next begins. Strategies that leave out orders which cannot differ (`sched/`) read the
//! log; for the others nothing is written down.
//!
//! Places have names that do not depend on the order of steps that do not depend on each other: an object is the
//! third that thread 2 made, not the object at some address.
//!
//! Key types: [`Place`], [`Mode`], [`Tracked`], [`Footprint`].

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};

use crate::trace::ThreadId;

/// A part of the machine, or of the driver's memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Place {
    /// Everything: who counts objects or reads the trace depends on all.
    World,
    /// Memory of the driver of which nothing closer is known.
    Driver,
    /// An object of the framework.
    Object(Name),
    /// The number of references to an object.
    References(Name),
    /// The list of an object's children.
    Children(Name),
    /// A lock that is an object, or that presents an object's callbacks: an object has one.
    Lock(Name),
    /// An I/O request packet.
    Irp(Name),
    /// Virtual time, and who waits for it.
    Time,
    /// How far time may run ahead of the threads: each of their steps lets it, and where it may no further, it has come up
    /// against all of them.
    TimeLimit,
    /// The DPCs that are queued.
    Dpcs,
    /// What is queued for worker threads.
    Work,
    /// The lines on which the hardware interrupts.
    Interrupts,
    /// Which service threads are idle: those for DPCs, or the workers and the processors that are interrupted.
    Idle(bool),
    /// Which drivers and devices there are.
    Roots,
    /// Which threads there are.
    Threads,
    /// Whether a thread has ended.
    Thread(u32),
    /// The pool, and whatever else has no place of its own.
    Pool,
    /// The objects of the kernel itself.
    Nt,
    /// What a driver says about a device before there is one.
    Inits,
    /// A word in an object's context: of which object, where.
    Context(Name, usize),
    /// A word elsewhere in the driver's memory.
    Address(usize),
}

/// The name of something that a thread made: which thread, and the how manieth of its things.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Name {
    thread: u32,
    number: u32,
}

/// How a place is touched. Two touches of one place commute if both are `Read`, or both are `Add`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Read,
    /// Counting, which comes to the same in either order.
    Add,
    Write,
}

impl Mode {
    /// Whether a touch and another one of the same place may come to something else in the other order.
    pub(crate) const fn conflicts(self, other: Self) -> bool {
        !matches!((self, other), (Self::Read, Self::Read) | (Self::Add, Self::Add))
    }

    const fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Read, Self::Read) => Self::Read,
            (Self::Add, Self::Add) => Self::Add,
            _ => Self::Write,
        }
    }
}

/// What one step touched.
#[derive(Clone, Debug, Default)]
pub(crate) struct Footprint(Vec<(Place, Mode)>);

impl Footprint {
    pub(crate) fn touches(&self) -> &[(Place, Mode)] {
        &self.0
    }

    pub(crate) fn sees_all(&self) -> bool {
        self.0.iter().any(|(place, _)| *place == Place::World)
    }

    /// Whether two steps of different threads may come to something else in the other order.
    pub(crate) fn depends_on(&self, other: &Self) -> bool {
        // From one run to the next, words without a better name may lie elsewhere.
        let same =
            |one: &Place, other: &Place| one == other || matches!((one, other), (Place::Address(_), Place::Address(_)));
        let touch =
            |(place, mode): &(Place, Mode)| other.0.iter().any(|(its, how)| same(its, place) && mode.conflicts(*how));
        self.sees_all() || other.sees_all() || self.0.iter().any(touch)
    }

    #[cfg(test)]
    pub(crate) fn of(touches: impl Iterator<Item = (Place, Mode)>) -> Self {
        Self(touches.collect())
    }

    fn add(&mut self, place: Place, mode: Mode) {
        match self.0.iter_mut().find(|(known, _)| *known == place) {
            Some((_, known)) => *known = known.and(mode),
            None => self.0.push((place, mode)),
        }
    }
}

/// What is known of the memory that the driver's code shares between its threads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Memory {
    /// Nothing: any piece of the driver's code may read what any other one wrote. True of every driver.
    Any,
    /// It is shared only through locks, the framework, and the types of `wdf_safe::sync`, which say so. True of a driver
    /// without `unsafe` that does not use the atomics of `core`.
    Marked,
}

#[derive(Default)]
struct Log {
    step: Footprint,
    steps: Vec<(ThreadId, Footprint)>,
    /// How many things each thread has made.
    made: Vec<u32>,
    /// Context memory: by its address, its length and the object.
    contexts: BTreeMap<usize, (usize, Name)>,
}

thread_local! {
    static MEMORY: Cell<Option<Memory>> = const { Cell::new(None) };
    /// Whether touches are written down now.
    static ON: Cell<bool> = const { Cell::new(false) };
    static THREAD: Cell<ThreadId> = const { Cell::new(ThreadId(0)) };
    static LOG: RefCell<Log> = RefCell::default();
}

/// From here on everything is written down, or nothing; a run begins.
pub(crate) fn reset(memory: Option<Memory>) {
    MEMORY.set(memory);
    ON.set(memory.is_some());
    LOG.take();
}

/// Whether touches are written down now.
#[inline(always)]
pub(crate) fn is_on() -> bool {
    ON.get()
}

/// Looks without leaving a trace: for who asks only in order to choose a thread.
pub(crate) fn unseen<R>(look: impl FnOnce() -> R) -> R {
    let before = ON.replace(false);
    let result = look();
    ON.set(before);
    result
}

/// A step of this thread goes on.
pub(crate) fn running(thread: ThreadId) {
    THREAD.set(thread);
}

/// The step that runs touches a place.
// Called at every look at the machine, and nearly always for nothing.
#[inline(always)]
pub(crate) fn touch(place: Place, mode: Mode) {
    if is_on() {
        write_down(place, mode);
    }
}

#[cold]
fn write_down(place: Place, mode: Mode) {
    LOG.with_borrow_mut(|log| log.step.add(place, mode));
}

/// Frames of the driver are on the stack of the thread whose step this is: its code may have run in it.
pub(crate) fn driver_ran() {
    if MEMORY.get() == Some(Memory::Any) {
        touch(Place::Driver, Mode::Write);
    }
}

/// The step that runs uses a word of the driver's memory.
pub(crate) fn word(address: usize, mode: Mode) {
    if MEMORY.get() == Some(Memory::Marked) {
        let place = LOG.with_borrow(|log| match log.contexts.range(..=address).next_back() {
            Some((start, (length, name))) if address - start < *length => Place::Context(*name, address - start),
            _ => Place::Address(address),
        });
        touch(place, mode);
    }
}

/// A step of this thread ends here, and another one begins.
pub(crate) fn boundary(thread: ThreadId) {
    LOG.with_borrow_mut(|log| {
        let step = std::mem::take(&mut log.step);
        log.steps.push((thread, step));
    });
}

/// The steps that ended since this was last asked.
pub(crate) fn take_steps() -> Vec<(ThreadId, Footprint)> {
    LOG.with_borrow_mut(|log| std::mem::take(&mut log.steps))
}

/// The name of something that the running thread makes.
#[inline]
pub(crate) fn name() -> Name {
    if MEMORY.get().is_some() { next_name() } else { Name::default() }
}

#[cold]
fn next_name() -> Name {
    let thread = THREAD.get().0;
    LOG.with_borrow_mut(|log| {
        let index = thread as usize;
        if log.made.len() <= index {
            log.made.resize(index + 1, 0);
        }
        log.made[index] += 1;
        Name { thread, number: log.made[index] }
    })
}

/// An object got context memory at this address, or somebody got pool memory.
pub(crate) fn context(address: usize, length: usize, of: Name) {
    if MEMORY.get() == Some(Memory::Marked) && length > 0 {
        LOG.with_borrow_mut(|log| log.contexts.insert(address, (length, of)));
    }
}

/// That memory is gone.
pub(crate) fn context_gone(address: usize) {
    if MEMORY.get() == Some(Memory::Marked) {
        LOG.with_borrow_mut(|log| log.contexts.remove(&address));
    }
}

/// Part of the machine that is touched whenever it is looked at.
#[derive(Debug)]
pub(crate) struct Tracked<T> {
    place: Place,
    value: T,
}

impl<T> Tracked<T> {
    pub(crate) const fn new(place: Place, value: T) -> Self {
        Self { place, value }
    }

    /// Looks without leaving a trace.
    pub(crate) const fn unseen(&self) -> &T {
        &self.value
    }
}

impl<T> Deref for Tracked<T> {
    type Target = T;

    fn deref(&self) -> &T {
        touch(self.place, Mode::Read);
        &self.value
    }
}

impl<T> DerefMut for Tracked<T> {
    fn deref_mut(&mut self) -> &mut T {
        touch(self.place, Mode::Write);
        &mut self.value
    }
}
