//! Operations on queues, and on requests that come out of them or go into them.

macro_rules! queue_operations {
    ($call:ident) => {
        #[inline(never)]
        pub(crate) unsafe extern "C" fn forward(_: PVOID, whole: &mut Whole, request: WDFREQUEST) {
            let status = $call!(WdfRequestForwardToIoQueue: PFN_WDFREQUESTFORWARDTOIOQUEUE, WdfRequestForwardToIoQueueTableIndex, request, whole.shelf);
            if !NT_SUCCESS(status) {
                finish(request, status);
            }
        }

        #[inline(never)]
        pub(crate) unsafe extern "C" fn retrieve_and_requeue(_: PVOID, whole: &mut Whole) {
            let mut found: WDFREQUEST = null_mut();
            let status = $call!(WdfIoQueueRetrieveNextRequest: PFN_WDFIOQUEUERETRIEVENEXTREQUEST, WdfIoQueueRetrieveNextRequestTableIndex, whole.shelf, &raw mut found);
            if NT_SUCCESS(status) {
                let status = $call!(WdfRequestRequeue: PFN_WDFREQUESTREQUEUE, WdfRequestRequeueTableIndex, found);
                if !NT_SUCCESS(status) {
                    finish(found, status);
                }
            }
        }

        /// `EvtIoQueueState`: the queue is empty.
        unsafe extern "C" fn drained(_queue: WDFQUEUE, context: PVOID) {
            // SAFETY: what the drain was given.
            unsafe { &*context.cast::<Whole>() }.draining.store(0, Release);
        }

        #[inline(never)]
        pub(crate) unsafe extern "C" fn drain_queue(_: PVOID, whole: &mut Whole) -> bool {
            if whole.draining.swap(1, AcqRel) != 0 {
                return false;
            }
            $call!(WdfIoQueueDrain: PFN_WDFIOQUEUEDRAIN, WdfIoQueueDrainTableIndex, whole.shelf, Some(drained), (&raw mut *whole).cast());
            true
        }

        #[inline(never)]
        unsafe extern "C" fn purge_queue(_: PVOID, whole: &mut Whole) -> bool {
            if whole.draining.swap(1, AcqRel) != 0 {
                return false;
            }
            $call!(WdfIoQueuePurge: PFN_WDFIOQUEUEPURGE, WdfIoQueuePurgeTableIndex, whole.shelf, Some(drained), (&raw mut *whole).cast());
            true
        }

        /// `EvtIoQueueState`: the driver has no more requests of the queue.
        unsafe extern "C" fn stopped(_queue: WDFQUEUE, context: PVOID) {
            // SAFETY: what the stop was given.
            unsafe { &*context.cast::<Whole>() }.stopping.store(0, Release);
        }

        #[inline(never)]
        unsafe extern "C" fn stop_queue(_: PVOID, whole: &mut Whole) -> bool {
            if whole.stopping.swap(1, AcqRel) != 0 {
                return false;
            }
            $call!(WdfIoQueueStop: PFN_WDFIOQUEUESTOP, WdfIoQueueStopTableIndex, whole.shelf, Some(stopped), (&raw mut *whole).cast());
            true
        }

        #[inline(never)]
        unsafe extern "C" fn stop_and_purge_queue(_: PVOID, whole: &mut Whole) -> bool {
            if whole.stopping.swap(1, AcqRel) != 0 {
                return false;
            }
            $call!(WdfIoQueueStopAndPurge: PFN_WDFIOQUEUESTOPANDPURGE, WdfIoQueueStopAndPurgeTableIndex, whole.shelf, Some(stopped), (&raw mut *whole).cast());
            true
        }

        /// Waits, unless the request in hand is of this queue: for it the call would wait for ever.
        #[inline(never)]
        unsafe extern "C" fn stop_queue_and_wait(_: PVOID, whole: &mut Whole, in_hand: WDFREQUEST) -> bool {
            let from = $call!(WdfRequestGetIoQueue: PFN_WDFREQUESTGETIOQUEUE, WdfRequestGetIoQueueTableIndex, in_hand);
            if from == whole.shelf || whole.stopping.swap(1, AcqRel) != 0 {
                return false;
            }
            $call!(WdfIoQueueStopSynchronously: PFN_WDFIOQUEUESTOPSYNCHRONOUSLY, WdfIoQueueStopSynchronouslyTableIndex, whole.shelf);
            whole.stopping.store(0, Release);
            true
        }

        #[inline(never)]
        pub(crate) unsafe extern "C" fn start_queue(_: PVOID, whole: &mut Whole) {
            $call!(WdfIoQueueStart: PFN_WDFIOQUEUESTART, WdfIoQueueStartTableIndex, whole.shelf);
        }
    };
}
