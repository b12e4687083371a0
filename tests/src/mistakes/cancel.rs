//! Mistakes about marking, unmarking, and the race between a completion and a cancel.

use std::time::Duration;

use wdf_sim::Rule;

use super::shelf::Shelf;
use super::{Driver, Mistake, after, calm};
use crate::raw::{CANCELLED, Device, Dpc, Request, SUCCESS, World, attributes, manual, parallel, plan};
use crate::with;

/// Long enough for a DPC that was enqueued to have run.
const A_WHILE: Duration = Duration::from_millis(1);

/// A read that waits, a DPC that ends it, and an application that cancels it meanwhile.
fn raced(m: &World<'_>, make: impl Fn(Device) -> Dpc + 'static) {
    cancelled(m, Duration::ZERO, make);
}

/// The same with an application that waits before it cancels.
fn cancelled(m: &World<'_>, after: Duration, make: impl Fn(Device) -> Dpc + 'static) {
    let rig = m.build(plan(), make);
    let read = rig.open().begin_read(1);
    rig.made.enqueue();
    m.sleep(after);
    read.cancel();
    let _ = read.wait();
    // A DPC that is slower than the cancel runs all the same.
    m.sleep(A_WHILE);
}

/// A DPC that excludes nobody.
fn dpc(device: Device, callback: impl Fn(Dpc) + 'static) -> Dpc {
    Dpc::create(false, &attributes().parent(device), callback).expect("a DPC")
}

/// A read that waits in a manual queue, a DPC that retrieves it and gives it to `marks`, and an application that cancels.
fn retrieved(m: &World<'_>, marks: impl Fn(Request) + Clone + 'static) {
    raced(m, move |device| {
        let queue = device.queue(manual().default_queue());
        let marks = marks.clone();
        dpc(device, move |_| {
            if let Ok(request) = queue.retrieve() {
                marks(request);
            }
        })
    });
}

pub(super) const COMPLETED_WHILE_CANCELABLE: Mistake = Mistake {
    name: "completed_while_cancelable",
    known_from: "https://github.com/microsoft/Windows-driver-samples/pull/217",
    v0: calm(Rule::CompletedWhileCancelable),
    v1: calm(Rule::CompletedWhileCancelable),
    also: &[Rule::DoubleCompletion, Rule::UseAfterDestroy],
    scenario: |m, driver| {
        cancelled(m, A_WHILE, move |device| {
            let shelf = Shelf::of(device);
            let _ = device.queue(parallel().default_queue().read(with!(shelf => move |request| shelf.park(request))));
            dpc(device, move |_| match driver {
                Driver::Faulty => {
                    if let Some(request) = shelf.take() {
                        request.complete(SUCCESS);
                    }
                }
                Driver::Correct => shelf.finish(),
            })
        });
    },
};

pub(super) const RESULT_OF_UNMARK_IGNORED: Mistake = Mistake {
    name: "result_of_unmark_ignored",
    known_from: "https://github.com/microsoft/msquic/pull/938",
    v0: after(1, Rule::DoubleCompletion),
    v1: after(1, Rule::DoubleCompletion),
    also: &[Rule::UseAfterDestroy, Rule::CompletedWhileCancelable],
    scenario: |m, driver| {
        raced(m, move |device| {
            let shelf = Shelf::of(device);
            let _ = device.queue(parallel().default_queue().read(with!(shelf => move |request| shelf.park(request))));
            dpc(device, move |_| match driver {
                Driver::Faulty => {
                    let request = shelf.locked(|held| {
                        held.try_take().inspect(|request| {
                            request.unmark();
                        })
                    });
                    if let Some(request) = request {
                        request.complete(SUCCESS);
                    }
                }
                Driver::Correct => shelf.finish(),
            })
        });
    },
};

/// The pattern of the documentation, with a reference that keeps the request or without: the DPC completes unless
/// unmarking says that the request is cancelled.
fn documented(m: &World<'_>, driver: Driver, referenced: bool) {
    raced(m, move |device| {
        let shelf = Shelf::of(device);
        let read = with!(shelf => move |request: Request| match driver {
            Driver::Faulty => {
                if referenced {
                    request.reference();
                }
                shelf.put(request);
                assert_eq!(request.mark_ex(|request| request.complete(CANCELLED)), SUCCESS);
            }
            Driver::Correct => shelf.park(request),
        });
        let _ = device.queue(parallel().default_queue().read(read));
        dpc(device, move |_| match driver {
            Driver::Faulty => {
                let request = shelf.take().expect("the read came before");
                if request.unmark() != CANCELLED {
                    request.complete(SUCCESS);
                }
                if referenced {
                    request.dereference();
                }
            }
            Driver::Correct => shelf.finish(),
        })
    });
}

pub(super) const UNMARKED_AFTER_THE_CALLBACK_COMPLETED: Mistake = Mistake {
    name: "unmarked_after_the_callback_completed",
    known_from: "https://github.com/microsoft/msquic/pull/938",
    v0: calm(Rule::DoubleCompletion),
    v1: calm(Rule::NotInAQueue),
    also: &[],
    scenario: |m, driver| documented(m, driver, true),
};

pub(super) const UNMARKED_WITHOUT_A_REFERENCE: Mistake = Mistake {
    name: "unmarked_without_a_reference",
    known_from: "WdfRequestUnmarkCancelable: the documented pattern, when the cancel callback was faster",
    v0: calm(Rule::UseAfterDestroy),
    v1: calm(Rule::UseAfterDestroy),
    also: &[Rule::NotInAQueue, Rule::DoubleCompletion],
    scenario: |m, driver| documented(m, driver, false),
};

pub(super) const ALREADY_CANCELLED_TAKEN_FOR_PENDING: Mistake = Mistake {
    name: "already_cancelled_taken_for_pending",
    known_from: "https://community.osr.com/t/what-happens-internally-when-wdfrequestmarkcancelableex-returns-status-cancelled/59951",
    v0: after(2, Rule::RequestNeverCompleted),
    v1: after(2, Rule::RequestNeverCompleted),
    also: &[],
    scenario: |m, driver| {
        retrieved(m, move |request| {
            // The faulty one believes that its callback will come.
            if request.mark_ex(|request| request.complete(CANCELLED)) != SUCCESS && !driver.is_faulty() {
                request.complete(CANCELLED);
            }
        });
    },
};

pub(super) const ALREADY_CANCELLED_COMPLETED_TWICE: Mistake = Mistake {
    name: "already_cancelled_completed_twice",
    known_from: "https://learn.microsoft.com/windows-hardware/drivers/ddi/wdfrequest/nf-wdfrequest-wdfrequestmarkcancelable",
    v0: after(2, Rule::UseAfterDestroy),
    v1: after(2, Rule::UseAfterDestroy),
    also: &[Rule::DoubleCompletion],
    scenario: |m, driver| {
        retrieved(m, move |request| {
            let give_up = |request: Request| request.complete(CANCELLED);
            if request.mark_ex(give_up) != SUCCESS {
                // The faulty one calls its routine, and then fails the request because marking failed.
                give_up(request);
                if driver.is_faulty() {
                    request.complete(CANCELLED);
                }
            }
        });
    },
};

pub(super) const TOUCHED_AFTER_MARKING: Mistake = Mistake {
    name: "touched_after_marking",
    known_from: "rule InvalidReqAccess of Static Driver Verifier",
    v0: after(2, Rule::UseAfterDestroy),
    v1: after(2, Rule::UseAfterDestroy),
    also: &[],
    scenario: |m, driver| {
        retrieved(m, move |request| {
            if !driver.is_faulty() {
                let _ = request.parameters();
            }
            if request.mark_ex(|request| request.complete(CANCELLED)) != SUCCESS {
                request.complete(CANCELLED);
            } else if driver.is_faulty() {
                let _ = request.parameters();
            }
        });
    },
};

pub(super) const MARKED_AGAIN_BY_A_RETRY: Mistake = Mistake {
    name: "marked_again_by_a_retry",
    known_from: "rule MarkCancOnCancReqLocal of Static Driver Verifier",
    v0: calm(Rule::MarkedTwice),
    v1: calm(Rule::MarkedTwice),
    also: &[Rule::DoubleCompletion, Rule::RequestNotOwned, Rule::UseAfterDestroy, Rule::NotInAQueue],
    scenario: |m, driver| {
        cancelled(m, A_WHILE, move |device| {
            let shelf = Shelf::of(device);
            let _ = device.queue(parallel().default_queue().read(with!(shelf => move |request| shelf.park(request))));
            dpc(device, move |_| {
                // There is still no data: the request goes on waiting.
                let waiting = if driver.is_faulty() { shelf.take() } else { shelf.claim() };
                if let Some(request) = waiting {
                    shelf.park(request);
                }
            })
        });
    },
};

pub(super) const POLLS_A_CANCELABLE_REQUEST: Mistake = Mistake {
    name: "polls_a_cancelable_request",
    known_from: "rule ReqIsCancOnCancReq of Static Driver Verifier",
    v0: None,
    v1: calm(Rule::IsCanceledOnCancelable),
    also: &[],
    scenario: |m, driver| {
        cancelled(m, A_WHILE, move |device| {
            let shelf = Shelf::of(device);
            let _ = device.queue(parallel().default_queue().read(with!(shelf => move |request| shelf.park(request))));
            dpc(device, move |_| {
                if driver.is_faulty() {
                    let _ = shelf.locked(|held| held.try_get().map(Request::is_canceled));
                }
                shelf.finish();
            })
        });
    },
};
