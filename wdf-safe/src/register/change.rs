//! Starting and stopping queues.
//!
//! *Where it stands.* Row 5: methods of [`Queue`] that give the framework a callback.
//!
//! *Key types.* None of its own.
//!
//! *Wraps.* "Managing I/O Queues", `WdfIoQueueStart`, `WdfIoQueueStop`, `WdfIoQueueDrain`, `WdfIoQueuePurge`,
//! `WdfIoQueueStopAndPurge`; IRQL <= DISPATCH_LEVEL. Their `Synchronously` forms wait for the driver's own requests, at
//! PASSIVE_LEVEL, and from a callback of the queue they would wait for themselves: so they are in work items only.
//!
//! | | takes new requests | presents | cancels | is finished when |
//! |---|---|---|---|---|
//! | [`start`](Queue::start) | yes | yes | | at once |
//! | [`stop`](Queue::stop) | yes | no | | the driver has none |
//! | [`stop_and_purge`](Queue::stop_and_purge) | yes | no | what waits in it now, and what is cancelable | the driver has none |
//! | [`drain`](Queue::drain) | no | as before | | there is none |
//! | [`purge`](Queue::purge) | no | as before | what waits in it, and what is cancelable | there is none |
//!
//! The framework knows one stop and one drain or purge of a queue at a time, and stops the system (WDF_VIOLATION, 0xA)
//! when a second begins, or when the queue is deleted. Here a second one is an error, [`Error::Busy`](crate::status::Error::Busy), and changes nothing;
//! and each of these calls asks to be shown a request of the device that the caller has in hand. As long as it has one,
//! the device cannot go away: the framework waits for the requests of all queues, in `EvtIoStop`, before it deletes the
//! first of them. (A timer or work item can be called until the very end, when the queue is deleted already.)
#![expect(unsafe_code, reason = "calls of the framework with a queue's handle")]

use crate::context::ObjectContext;
use crate::handler::{self, NoticeHandler};
use crate::irql::{CallOut, Cx, Dispatch, Work};
use crate::object::sealed::Sealed as _;
use crate::queue::{DispatchType, Emptying, Queue, Stopping};
use crate::request::{InQueue, Kind, Request};
use crate::status::{NtStatus, Result};
use crate::sys::{WDFQUEUE, ddi};
use crate::trampoline::queue::changed;
use core::ptr;

/// A change and its form that waits.
macro_rules! change {
    (
        $(#[$doc:meta])* $name:ident: $kind:ty, $ddi:ident;
        $(#[$synchronous_doc:meta])* $synchronous:ident: $synchronous_ddi:ident
    ) => {
        $(#[$doc])*
        ///
        /// Before this returns the framework may call other callbacks of the driver, among them cancel handlers, and
        /// `finished` itself, which is not synchronised with anything.
        ///
        /// # Errors
        /// [`Error::Busy`](crate::status::Error::Busy) when a change that ends in the same way is under way; `finished`
        /// is not called for this one.
        pub fn $name<L, S, K, F>(&self, _cx: &mut Cx<'_, L>, _in_hand: &Request<'_, S, K>, _finished: F) -> Result<()>
        where
            L: CallOut,
            S: InQueue,
            K: Kind,
            F: NoticeHandler<Queue<T, M>, Dispatch>,
        {
            handler::assert_no_bytes::<F>();
            self.begin_change::<$kind>()?;
            // SAFETY: a queue that is not deleted, as a request of its device is in hand; no other change of this kind is
            // under way; the trampoline was compiled for this queue and this kind of change, and is given the queue.
            unsafe { ddi!($ddi, self.queue(), Some(changed::<T, M, $kind, F>), ptr::from_ref(self).cast_mut().cast()) };
            Ok(())
        }

        $(#[$synchronous_doc])*
        ///
        /// PASSIVE_LEVEL, in a work item. The request in hand must be of another queue of the device: for one of this
        /// queue the call would wait for ever.
        ///
        /// # Errors
        /// [`Error::Busy`](crate::status::Error::Busy) when a change that ends in the same way is under way;
        /// STATUS_INVALID_DEVICE_REQUEST when the request in hand is of this queue.
        pub fn $synchronous<S, K>(&self, _cx: &mut Cx<'_, Work>, in_hand: &Request<'_, S, K>) -> Result<()>
        where
            S: InQueue,
            K: Kind,
        {
            if in_hand.queue() == self.queue() {
                return Err(NtStatus::INVALID_DEVICE_REQUEST.into());
            }
            self.begin_change::<$kind>()?;
            // SAFETY: a queue that is not deleted, as a request of its device is in hand; PASSIVE_LEVEL, in no callback of
            // a queue (`Work`); no other change of this kind is under way.
            unsafe { ddi!($synchronous_ddi, self.queue()) };
            self.end_change::<$kind>();
            Ok(())
        }
    };
}

impl<T: ObjectContext, M: DispatchType> Queue<T, M> {
    /// Takes and presents requests again. `WdfIoQueueStart`.
    ///
    /// Before this returns the framework may present requests.
    pub fn start<L: CallOut>(&self, _cx: &mut Cx<'_, L>) {
        // SAFETY: a live queue.
        unsafe { ddi!(WdfIoQueueStart, self.queue()) };
    }

    change! {
        /// Presents no more requests, and calls `finished` when the driver has disposed of those it has.
        /// `WdfIoQueueStop`.
        stop: Stopping, WdfIoQueueStop;
        /// Presents no more requests, and waits until the driver has disposed of those it has.
        /// `WdfIoQueueStopSynchronously`.
        stop_synchronously: WdfIoQueueStopSynchronously
    }

    change! {
        /// Presents no more requests, cancels those that wait, in the queue or cancelable, and calls `finished` when the
        /// driver has disposed of those it has. `WdfIoQueueStopAndPurge`.
        stop_and_purge: Stopping, WdfIoQueueStopAndPurge;
        /// Presents no more requests, cancels those that wait, in the queue or cancelable, and waits until the driver
        /// has disposed of those it has. `WdfIoQueueStopAndPurgeSynchronously`.
        stop_and_purge_synchronously: WdfIoQueueStopAndPurgeSynchronously
    }

    change! {
        /// Takes no more requests, and calls `finished` when all that it has are disposed of. `WdfIoQueueDrain`.
        drain: Emptying, WdfIoQueueDrain;
        /// Takes no more requests, and waits until all that it has are disposed of. `WdfIoQueueDrainSynchronously`.
        drain_synchronously: WdfIoQueueDrainSynchronously
    }

    change! {
        /// Takes no more requests, cancels those that wait, in the queue or cancelable, and calls `finished` when all
        /// are disposed of. `WdfIoQueuePurge`.
        purge: Emptying, WdfIoQueuePurge;
        /// Takes no more requests, cancels those that wait, in the queue or cancelable, and waits until all are disposed
        /// of. `WdfIoQueuePurgeSynchronously`.
        purge_synchronously: WdfIoQueuePurgeSynchronously
    }

    fn queue(&self) -> WDFQUEUE {
        self.handle().cast()
    }
}
