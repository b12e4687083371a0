//! The steps of a run and which of them had to come before which: its class.
//!
//! Two steps depend on each other if one thread took both, or if they touch a common place in ways that do not commute. Two
//! schedules that differ only in the order of steps that do not depend on each other lead to the same state; they are one
//! class (Mazurkiewicz). Each step carries a vector clock: how many steps of each thread had to come before it. The clocks of
//! all steps are the class, and their hashes added up name it.
//!
//! Key type: [`History`].

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::touch::{Footprint, Mode, Place};
use crate::trace::ThreadId;

/// The name of a class.
pub(crate) type Class = u128;

/// A step that was taken.
#[derive(Debug)]
pub(crate) struct Event {
    pub(crate) thread: ThreadId,
    pub(crate) footprint: Footprint,
    /// The how manieth of its thread, from 1.
    ordinal: u32,
    /// How many steps of each thread come before it or are it.
    clock: Vec<u32>,
    /// The class of all steps up to this one.
    class: Class,
}

impl Event {
    fn knows(&self, thread: ThreadId) -> u32 {
        self.clock.get(thread.0 as usize).copied().unwrap_or(0)
    }

    /// Whether the other one had to come before this one.
    fn comes_after(&self, other: &Self) -> bool {
        self.knows(other.thread) >= other.ordinal
    }
}

/// The steps of a run so far.
#[derive(Debug, Default)]
pub(crate) struct History {
    events: Vec<Event>,
    /// By thread, its steps.
    of_thread: Vec<Vec<usize>>,
    /// By place, who touched it.
    of_place: HashMap<Place, Vec<(usize, Mode)>>,
    /// The steps that depend on all others.
    of_world: Vec<usize>,
}

impl History {
    pub(crate) fn len(&self) -> usize {
        self.events.len()
    }

    pub(crate) fn event(&self, index: usize) -> &Event {
        &self.events[index]
    }

    /// The class of what has happened so far.
    pub(crate) fn class(&self) -> Class {
        self.events.last().map_or(0, |event| event.class)
    }

    /// Forgets all but the first so many steps.
    pub(crate) fn truncate(&mut self, length: usize) {
        while self.events.len() > length {
            let Some(event) = self.events.pop() else { return };
            self.of_thread[event.thread.0 as usize].pop();
            for (place, _) in event.footprint.touches() {
                if let Some(touches) = self.of_place.get_mut(place) {
                    touches.pop();
                }
            }
            if event.footprint.sees_all() {
                self.of_world.pop();
            }
        }
    }

    /// The latest steps of other threads that this one depends on directly; among them are all that race with it.
    fn latest_conflicts(&self, thread: ThreadId, footprint: &Footprint) -> Vec<usize> {
        let mut found = Vec::new();
        let mut add = |index: usize| {
            if self.events[index].thread != thread && !found.contains(&index) {
                found.push(index);
            }
        };
        if footprint.sees_all() {
            self.of_thread.iter().filter_map(|steps| steps.last()).for_each(|index| add(*index));
        }
        self.of_world.last().into_iter().for_each(|index| add(*index));
        for (place, mode) in footprint.touches() {
            for (index, how) in self.of_place.get(place).into_iter().flatten().rev() {
                if mode.conflicts(*how) {
                    add(*index);
                }
                // Whatever touched it before a write came before the write.
                if *how == Mode::Write {
                    break;
                }
            }
        }
        found
    }

    /// A step is taken once more, in another run: words of the driver's memory may lie elsewhere in that.
    pub(crate) fn again(&mut self, index: usize, footprint: Footprint) {
        let event = &mut self.events[index];
        if event.footprint.touches() == footprint.touches() {
            return;
        }
        for (place, _) in event.footprint.touches() {
            if let Some(touches) = self.of_place.get_mut(place) {
                touches.retain(|(step, _)| *step != index);
            }
        }
        for (place, mode) in footprint.touches() {
            let touches = self.of_place.entry(*place).or_default();
            touches.insert(touches.partition_point(|(step, _)| *step < index), (index, *mode));
        }
        event.footprint = footprint;
    }

    /// A step was taken: the steps it races with, which nothing but chance put before it.
    pub(crate) fn push(&mut self, thread: ThreadId, footprint: Footprint) -> Vec<usize> {
        let threads = self.of_thread.len().max(thread.0 as usize + 1);
        self.of_thread.resize_with(threads, Vec::new);
        let previous = self.of_thread[thread.0 as usize].last().copied();
        let conflicts = self.latest_conflicts(thread, &footprint);
        let mut clock = vec![0; threads];
        for index in previous.iter().chain(&conflicts) {
            for (mine, its) in clock.iter_mut().zip(&self.events[*index].clock) {
                *mine = (*mine).max(*its);
            }
        }
        let ordinal = u32::try_from(self.of_thread[thread.0 as usize].len() + 1).expect("fewer than 2^32 steps");
        clock[thread.0 as usize] = ordinal;
        let races = conflicts
            .iter()
            .copied()
            .filter(|index| {
                let between = previous.iter().chain(&conflicts).filter(|other| *other != index);
                !between.copied().any(|other| self.events[other].comes_after(&self.events[*index]))
            })
            .collect();
        let index = self.events.len();
        self.of_thread[thread.0 as usize].push(index);
        for (place, mode) in footprint.touches() {
            self.of_place.entry(*place).or_default().push((index, *mode));
        }
        if footprint.sees_all() {
            self.of_world.push(index);
        }
        let class = self.class().wrapping_add(hash(thread, &clock));
        self.events.push(Event { thread, footprint, ordinal, clock, class });
        races
    }

    /// The threads that could begin if all that had to come after `first` were left out up to the last step, which races
    /// with it: to let one of them go first is to see the race end the other way.
    pub(crate) fn initials(&self, first: usize) -> Vec<ThreadId> {
        let last = self.events.len() - 1;
        let mut begun: Vec<(ThreadId, u32)> = Vec::new();
        let mut initials = Vec::new();
        for event in self.events[first + 1..last]
            .iter()
            .filter(|event| !event.comes_after(&self.events[first]))
            .chain(self.events.last())
        {
            if begun.iter().any(|(thread, _)| *thread == event.thread) {
                continue;
            }
            if !begun.iter().any(|(thread, ordinal)| event.knows(*thread) >= *ordinal) {
                initials.push(event.thread);
            }
            begun.push((event.thread, event.ordinal));
        }
        initials
    }
}

/// The hash of one step's place in the order. The length of the clock does not matter.
fn hash(thread: ThreadId, clock: &[u32]) -> Class {
    let known = clock.len() - clock.iter().rev().take_while(|count| **count == 0).count();
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        (salt, thread, &clock[..known]).hash(&mut hasher);
        u128::from(hasher.finish())
    };
    half(0) << 64 | half(1)
}

#[cfg(test)]
mod tests;
