//! Starting, stopping and purging targets, and that there is one change of a target at a time.
//!
//! *Where it stands.* Row 2: methods of [`Target`]; opening, closing and the notices of a remote target's device begin their changes
//! here too.
//!
//! *Key types.* [`Change`], which is under way until it is dropped; [`Notice`], how the framework's notice about a device meets it.
//!
//! *Wraps.* "Controlling a General I/O Target's State", `WdfIoTargetPurge`, `WdfIoTargetStart`, `WdfIoTargetStop`; IRQL <=
//! DISPATCH_LEVEL, those that wait PASSIVE_LEVEL.
//!
//! | | what is sent from now on | what waits in it | what was sent |
//! |---|---|---|---|
//! | [`start`](Target::start) | goes down | goes down | |
//! | [`stop`](Target::stop) | waits in it | waits on | is left |
//! | [`stop_and_wait`](Target::stop_and_wait) | waits in it | waits on | is waited for, or cancelled and waited for |
//! | [`purge`](Target::purge) | fails | comes back | is cancelled |
//! | [`purge_and_wait`](Target::purge_and_wait) | fails | comes back | is cancelled and waited for |
//!
//! # One change at a time
//!
//! The framework wants these calls one after another: a start waits for a stop that is waiting, at whatever IRQL; a second purge
//! is a break of its verifier; a stop that does not wait lets another one return too early (`fxiotarget.cpp:GotoStartState`,
//! `GotoPurgeState`, `GotoStopState`). Opening a target that is being closed is unchecked, and the end of the closing takes the
//! new device away from under it (`fxiotargetremote.cpp:Close`). So a change that meets another one is refused here, with
//! [`Error::Busy`], and changes nothing.
//! Which one is under way says a word, whose values are in `change.rs`.
//!
//! # Invariants
//!
//! An address in the word of a target is that of a [`Waiting`] on the stack of a thread that waits for its event, which who ends the
//! change sets as the last thing.
#![expect(unsafe_code, reason = "calls of the framework with a target's handle; who waits is reached by an address")]

use super::change::{self, CLOSING, LARGEST, Met, OPENING, STATE};
use super::{Place, Target};
use crate::context::{self, ObjectContext};
use crate::event::Event;
use crate::irql::{CallOut, Cx, Passive};
use crate::status::{Error, NtStatus, Result};
use crate::sync::AtomicUsize;
use crate::sys::{self, ddi};
use core::mem::ManuallyDrop;
use core::ptr;

/// Of the words that wdf-safe keeps of a device or remote target ([`context::Block::word`]): that of its target's changes.
pub(super) const TARGET: usize = 2;

/// What is done about requests that the next driver has, when a target is stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SentIo {
    /// They are cancelled. `WdfIoTargetCancelSentIo`.
    Cancel,
    /// They are waited for, however long it takes. `WdfIoTargetWaitForSentIoToComplete`.
    Wait,
}

impl<'d, D: ObjectContext, R: Place> Target<'d, D, R> {
    /// Takes no more requests, and cancels those that it has; does not wait for them. `WdfIoTargetPurge`; IRQL <=
    /// DISPATCH_LEVEL.
    ///
    /// Completion routines may run before this returns.
    ///
    /// # Errors
    /// [`Error::Busy`] when another change of the target is under way; nothing is changed.
    pub fn purge<L: CallOut>(&self, _cx: &mut Cx<'_, L>) -> Result<()> {
        let _change = Change::begin(self.word(), STATE)?;
        let action = sys::_WDF_IO_TARGET_PURGE_IO_ACTION::WdfIoTargetPurgeIo;
        // SAFETY: a live target; not waiting.
        unsafe { ddi!(WdfIoTargetPurge, self.raw(), action) };
        Ok(())
    }

    /// As [`purge`](Self::purge), and returns when all have come back. `WdfIoTargetPurge`; PASSIVE_LEVEL.
    ///
    /// # Errors
    /// [`Error::Busy`] when another change of the target is under way; nothing is changed.
    pub fn purge_and_wait(&self, _cx: &mut Cx<'_, Passive>) -> Result<()> {
        let _change = Change::begin(self.word(), STATE)?;
        let action = sys::_WDF_IO_TARGET_PURGE_IO_ACTION::WdfIoTargetPurgeIoAndWait;
        // SAFETY: a live target; PASSIVE_LEVEL.
        unsafe { ddi!(WdfIoTargetPurge, self.raw(), action) };
        Ok(())
    }

    /// Keeps what is sent from now on until it is [started](Self::start), and leaves what it has with the next driver.
    /// `WdfIoTargetStop`; IRQL <= DISPATCH_LEVEL.
    ///
    /// # Errors
    /// [`Error::Busy`] when another change of the target is under way; nothing is changed.
    pub fn stop<L: CallOut>(&self, _cx: &mut Cx<'_, L>) -> Result<()> {
        let _change = Change::begin(self.word(), STATE)?;
        let action = sys::_WDF_IO_TARGET_SENT_IO_ACTION::WdfIoTargetLeaveSentIoPending;
        // SAFETY: a live target; not waiting.
        unsafe { ddi!(WdfIoTargetStop, self.raw(), action) };
        Ok(())
    }

    /// As [`stop`](Self::stop), and deals with what the next driver has; returns when that has come back.
    /// `WdfIoTargetStop`; PASSIVE_LEVEL.
    ///
    /// # Errors
    /// [`Error::Busy`] when another change of the target is under way; nothing is changed.
    pub fn stop_and_wait(&self, _cx: &mut Cx<'_, Passive>, sent: SentIo) -> Result<()> {
        let action = match sent {
            SentIo::Cancel => sys::_WDF_IO_TARGET_SENT_IO_ACTION::WdfIoTargetCancelSentIo,
            SentIo::Wait => sys::_WDF_IO_TARGET_SENT_IO_ACTION::WdfIoTargetWaitForSentIoToComplete,
        };
        let _change = Change::begin(self.word(), STATE)?;
        // SAFETY: a live target; PASSIVE_LEVEL.
        unsafe { ddi!(WdfIoTargetStop, self.raw(), action) };
        Ok(())
    }

    /// Takes requests again, and sends what it has kept. `WdfIoTargetStart`; IRQL <= DISPATCH_LEVEL.
    ///
    /// Completion routines may run before this returns.
    ///
    /// ```
    /// # use wdf_sim as _;
    /// use wdf_safe::prelude::*;
    ///
    /// #[object_context]
    /// struct Filter {
    ///     passed: AtomicU32,
    /// }
    ///
    /// /// The driver changes what lies below, with nothing out meanwhile.
    /// fn exchange(cx: &mut Cx<'_, Passive>, device: &Device<Filter>) -> Result<()> {
    ///     let below = device.io_target(cx).ok_or(NtStatus::INVALID_DEVICE_STATE)?;
    ///     below.stop_and_wait(cx, SentIo::Wait)?;
    ///     device.context().passed.store(0, Ordering::Relaxed);
    ///     below.start(cx)
    /// }
    /// ```
    ///
    /// # Errors
    /// [`Error::Busy`] when another change of the target is under way; what the framework returned. Nothing is changed.
    pub fn start<L: CallOut>(&self, _cx: &mut Cx<'_, L>) -> Result<()> {
        let _change = Change::begin(self.word(), STATE)?;
        // SAFETY: a live target, which nobody stops and waits for: no other change is under way.
        let status = unsafe { ddi!(WdfIoTargetStart, self.raw()) };
        NtStatus::check("WdfIoTargetStart", status)
    }

    /// The word of its changes: in its own block if it is a remote one, in the device's otherwise.
    fn word(&self) -> &'d AtomicUsize {
        if R::LOCAL {
            return self.device().word(TARGET);
        }
        // SAFETY: a live target of the device; a remote one has such a block, and is freed after `'d`.
        match unsafe { context::find::<'d, ()>(self.raw().cast()) } {
            Some(block) => block.word(TARGET),
            None => self.device().word(TARGET),
        }
    }
}

/// A change of a target that is under way, until this is dropped. At IRQL <= DISPATCH_LEVEL.
#[derive(Debug)]
pub(crate) struct Change<'w> {
    word: &'w AtomicUsize,
    kind: usize,
}

/// How the framework's notice about a remote target's device meets the target.
#[derive(Debug)]
pub(crate) enum Notice<'w> {
    /// Nothing else is under way until this is dropped.
    Alone(Change<'w>),
    /// It is being closed, on another thread.
    Closing,
    /// It is being opened, on another thread.
    Opening,
}

/// A notice that waits for the end of a change.
struct Waiting {
    over: Event,
}

static_assertions::const_assert!(align_of::<Waiting>() > LARGEST);

impl<'w> Change<'w> {
    /// # Errors
    /// [`Error::Busy`] when one is under way.
    fn begin(word: &'w AtomicUsize, kind: usize) -> Result<Self> {
        if change::begin(word, kind) { Ok(Self { word, kind }) } else { Err(Error::Busy) }
    }

    /// A file of an open target is looked at.
    ///
    /// # Errors
    /// [`Error::Busy`] when a change is under way.
    pub(crate) fn looking(word: &'w AtomicUsize) -> Result<Self> {
        Self::begin(word, STATE)
    }

    /// The target is closed.
    ///
    /// # Errors
    /// [`Error::Busy`] when a change is under way.
    pub(crate) fn closing(word: &'w AtomicUsize) -> Result<Self> {
        Self::begin(word, CLOSING)
    }

    /// The target is opened; ends with [`opened`](Self::opened).
    ///
    /// # Errors
    /// [`Error::Busy`] when a change is under way.
    pub(crate) fn opening(word: &'w AtomicUsize) -> Result<Self> {
        Self::begin(word, OPENING)
    }

    /// The end of opening it.
    ///
    /// # Errors
    /// Its device is gone meanwhile: the target is to be closed before this second change is dropped.
    pub(crate) fn opened(self) -> Result<(), Self> {
        let word = ManuallyDrop::new(self).word;
        if change::opened(word) { Err(Self { word, kind: CLOSING }) } else { Ok(()) }
    }

    /// A notice about the device is to be served; if the target is started, stopped or purged at this moment, after that.
    ///
    /// It does not wait for who closes the target: closing it waits for a notice that is being served.
    pub(crate) fn notice(word: &'w AtomicUsize, cx: &Cx<'_, Passive>, is_gone: bool) -> Notice<'w> {
        let waiting = Waiting { over: Event::new() };
        let met = change::notice(word, is_gone, || {
            waiting.over.reset();
            // INVARIANT: the `Waiting` stays until this has returned.
            ptr::from_ref(&waiting).expose_provenance()
        });
        match met {
            Met::Alone => {}
            Met::Waits => waiting.over.wait(cx),
            Met::Closing => return Notice::Closing,
            Met::Opening => return Notice::Opening,
        }
        Notice::Alone(Self { word, kind: CLOSING })
    }
}

impl Drop for Change<'_> {
    fn drop(&mut self) {
        if let Some(address) = change::end(self.word, self.kind) {
            let waiting: *const Waiting = ptr::with_exposed_provenance(address);
            // SAFETY: what ends a change finds in the word is the address of who waits (invariant), and who is there waits.
            let over = unsafe { &(*waiting).over };
            // SAFETY: reset before its address was seen; at IRQL <= DISPATCH_LEVEL.
            unsafe { over.set() };
        }
    }
}
