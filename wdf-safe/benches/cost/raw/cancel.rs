//! Requests that can be cancelled: the calls alone, and with the bookkeeping that a correct driver needs.

macro_rules! cancel_operations {
    ($call:ident) => {
        fn mark(request: WDFREQUEST) -> NTSTATUS {
            $call!(WdfRequestMarkCancelableEx: PFN_WDFREQUESTMARKCANCELABLEEX, WdfRequestMarkCancelableExTableIndex, request, Some(canceled))
        }

        fn take_back(request: WDFREQUEST) -> NTSTATUS {
            $call!(WdfRequestUnmarkCancelable: PFN_WDFREQUESTUNMARKCANCELABLE, WdfRequestUnmarkCancelableTableIndex, request)
        }

        /// `EvtRequestCancel` of a driver that does no bookkeeping.
        unsafe extern "C" fn canceled(request: WDFREQUEST) {
            finish(request, STATUS_CANCELLED);
        }

        /// `EvtRequestCancel` of one that does: takes the request out of its place, or leaves it to who has it.
        #[inline(never)]
        pub(crate) unsafe extern "C" fn cancel(request: WDFREQUEST) {
            let owners = context_of::<Owners>(request.cast());
            // SAFETY: the request's context.
            let whole = unsafe { (*owners).whole };
            // SAFETY: what is kept for the driver.
            let whole = unsafe { &mut *whole };
            acquire(whole.lock);
            // SAFETY: the request's context, under the lock.
            let owners = unsafe { &mut *owners };
            owners.canceled = true;
            owners.left -= 1;
            if whole.waiting == request {
                whole.waiting = null_mut();
                owners.left -= 1;
            }
            let last = owners.left == 0;
            release(whole.lock);
            if last {
                finish(request, STATUS_CANCELLED);
            }
        }

        /// By hand, as far as [`by_hand`] before it is taken out: marked, and in its place.
        fn park_by_hand(whole: &mut Whole, request: WDFREQUEST) -> NTSTATUS {
            let owners = context_of::<Owners>(request.cast());
            acquire(whole.lock);
            // SAFETY: the request's context.
            unsafe { owners.write(Owners { whole, left: 2, canceled: false }) };
            let status = $call!(WdfRequestMarkCancelableEx: PFN_WDFREQUESTMARKCANCELABLEEX, WdfRequestMarkCancelableExTableIndex, request, Some(cancel));
            if NT_SUCCESS(status) {
                whole.waiting = request;
            }
            release(whole.lock);
            status
        }

        /// The three calls alone, as no correct driver makes them.
        #[inline(never)]
        pub(crate) unsafe extern "C" fn mark_unmark_complete(_: PVOID, request: WDFREQUEST) {
            if !NT_SUCCESS(mark(request)) || NT_SUCCESS(take_back(request)) {
                finish(request, STATUS_SUCCESS);
            }
        }

        /// The three calls with the bookkeeping that a correct driver needs: two owners, under a lock.
        #[inline(never)]
        pub(crate) unsafe extern "C" fn by_hand(_: PVOID, whole: &mut Whole, request: WDFREQUEST) {
            let status = park_by_hand(whole, request);
            if !NT_SUCCESS(status) {
                return finish(request, STATUS_CANCELLED);
            }
            // What takes it out of its place, later.
            acquire(whole.lock);
            let request = core::mem::replace(&mut whole.waiting, null_mut());
            release(whole.lock);
            if request.is_null() {
                return;
            }
            let owners = context_of::<Owners>(request.cast());
            let status = take_back(request);
            acquire(whole.lock);
            // SAFETY: the request's context, under the lock.
            let owners = unsafe { &mut *owners };
            owners.left -= if NT_SUCCESS(status) { 2 } else { 1 };
            let (last, canceled) = (owners.left == 0, owners.canceled);
            release(whole.lock);
            if last {
                finish(request, if canceled { STATUS_CANCELLED } else { STATUS_SUCCESS });
            }
        }
    };
}
