//! What tests write down and compare: a log, a place for a value, and the order of events in a trace.

use std::sync::{Arc, Mutex, PoisonError};

/// What callbacks wrote down, in order. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    /// An empty log.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Writes a line.
    pub fn add(&self, line: impl Into<String>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(line.into());
    }

    /// A closure that writes a line.
    pub fn writer<A>(&self, line: &'static str) -> impl Fn(A) + 'static {
        let log = self.clone();
        move |_| log.add(line)
    }

    /// All lines so far.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How often this line was written.
    #[must_use]
    pub fn count(&self, line: &str) -> usize {
        self.lines().iter().filter(|written| *written == line).count()
    }

    /// Asserts what was written, and forgets it.
    ///
    /// # Panics
    ///
    /// If it was something else.
    #[track_caller]
    pub fn expect<const N: usize>(&self, lines: [&str; N]) {
        self.expect_lines(&lines);
    }

    /// As [`expect`](Self::expect), for a number of lines that differs between the worlds.
    ///
    /// # Panics
    ///
    /// If it was something else.
    #[track_caller]
    pub fn expect_lines(&self, lines: &[&str]) {
        let written = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        assert_eq!(written, lines);
    }
}

/// A place for one value. Clones share it.
#[derive(Debug)]
pub struct Slot<T>(Arc<Mutex<Option<T>>>);

impl<T> Clone for Slot<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Slot<T> {
    /// Nothing is in it.
    #[must_use]
    pub fn empty() -> Self {
        Self(Arc::new(Mutex::new(None)))
    }

    /// This value is in it.
    #[must_use]
    pub fn with(value: T) -> Self {
        Self(Arc::new(Mutex::new(Some(value))))
    }

    /// Puts a value in, over what was there.
    pub fn put(&self, value: T) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(value);
    }

    /// Takes the value out, if there is one.
    #[must_use]
    pub fn try_take(&self) -> Option<T> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Takes the value out.
    ///
    /// # Panics
    ///
    /// If there is none.
    #[track_caller]
    #[must_use]
    pub fn take(&self) -> T {
        self.try_take().expect("something is in the slot")
    }
}

impl<T: 'static> Slot<T> {
    /// A closure that puts what it is given in.
    pub fn putter(&self) -> impl Fn(T) + 'static {
        let slot = self.clone();
        move |value| slot.put(value)
    }
}

impl<T: Copy> Slot<T> {
    /// The value, which stays.
    ///
    /// # Panics
    ///
    /// If there is none.
    #[track_caller]
    #[must_use]
    pub fn get(&self) -> T {
        self.try_get().expect("something is in the slot")
    }

    /// The value, if there is one; it stays.
    #[must_use]
    pub fn try_get(&self) -> Option<T> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place for a request.
pub type Held = Slot<super::handle::Request>;
/// A place for an I/O request that the application sent.
pub type Sent = Slot<wdf_sim::Ticket>;
