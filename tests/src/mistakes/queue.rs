//! Mistakes about queues: moving requests between them, and changing their state.

use wdf_sim::Rule;

use super::shelf::Shelf;
use super::{Driver, Mistake, calm};
use crate::raw::{CANCELLED, Queue, Request, SUCCESS, Slot, World, manual, parallel, plan, sequential};
use crate::with;

pub(super) const CANCELED_ON_QUEUE_TAKEN_FOR_A_NOTICE: Mistake = Mistake {
    name: "canceled_on_queue_taken_for_a_notice",
    known_from: "https://community.osr.com/t/evtiocancelledonqueue-heads-up/29206",
    v0: calm(Rule::RequestNeverCompleted),
    v1: calm(Rule::RequestNeverCompleted),
    also: &[],
    scenario: |m, driver| {
        let rig = m.build(plan(), move |device| {
            let waiting = device.queue(manual().canceled_on_queue(move |request| {
                if !driver.is_faulty() {
                    request.complete(CANCELLED);
                }
            }));
            device.queue(parallel().default_queue().read(move |request| assert_eq!(request.forward(waiting), SUCCESS)))
        });
        let read = rig.open().begin_read(1);
        read.cancel();
        let _ = read.wait();
    },
};

pub(super) const FORWARDED_TO_ANOTHER_DEVICE: Mistake = Mistake {
    name: "forwarded_to_another_device",
    known_from: "https://github.com/nefarius/ViGEmBus/issues/7",
    v0: calm(Rule::ForwardedToOtherDevice),
    v1: calm(Rule::ForwardedToOtherDevice),
    also: &[],
    scenario: |m, driver| {
        // The queue of the device that came last is kept where the one of this device is looked for.
        let last: Slot<Queue> = Slot::empty();
        let rig = m.build(
            plan(),
            with!(last => move |device| {
                let own = device.queue(manual());
                last.put(own);
                let last = last.clone();
                device.queue(parallel().default_queue().read(move |request| {
                    let to = if driver.is_faulty() { last.get() } else { own };
                    if request.forward(to) != SUCCESS {
                        request.complete(CANCELLED);
                    }
                }))
            }),
        );
        let _other = rig.driver.add_device().expect("another device");
        let read = rig.open().begin_read(1);
        read.cancel();
        let _ = read.wait();
    },
};

pub(super) const TOUCHED_AFTER_FORWARDING: Mistake = Mistake {
    name: "touched_after_forwarding",
    known_from: "rule InvalidReqAccess of Static Driver Verifier",
    v0: calm(Rule::UseAfterDestroy),
    v1: calm(Rule::RequestNotOwned),
    also: &[],
    scenario: |m, driver| {
        let rig = m.build(plan(), move |device| {
            let workers = device.queue(parallel().read(|request| request.complete(SUCCESS)));
            device.queue(parallel().default_queue().read(move |request| {
                if !driver.is_faulty() {
                    request.set_information(0);
                }
                assert_eq!(request.forward(workers), SUCCESS);
                if driver.is_faulty() {
                    request.set_information(0);
                }
            }))
        });
        let _ = rig.open().read(1);
    },
};

pub(super) const REQUEUED_ON_A_QUEUE_THAT_IS_NOT_MANUAL: Mistake = Mistake {
    name: "requeued_on_a_queue_that_is_not_manual",
    known_from: "https://learn.microsoft.com/windows-hardware/drivers/ddi/wdfrequest/nf-wdfrequest-wdfrequestrequeue",
    // Without the verifier only the failure that nobody looks at is left, and the request with it.
    v0: calm(Rule::RequestNeverCompleted),
    v1: calm(Rule::RequeuedOnNonManualQueue),
    also: &[],
    scenario: |m, driver| {
        let rig = m.build(plan(), move |device| {
            let later = device.queue(manual());
            device.queue(parallel().default_queue().read(move |request| {
                if driver.is_faulty() {
                    let _ = request.requeue();
                } else {
                    assert_eq!(request.forward(later), SUCCESS);
                }
            }))
        });
        let read = rig.open().begin_read(1);
        read.cancel();
        let _ = read.wait();
    },
};

/// A write that clears the reads that wait in another queue, and waits until they are gone.
fn clears_another(m: &World<'_>, driver: Driver) {
    let rig = m.build(plan(), move |device| {
        let shelf = Shelf::of(device);
        // The faulty one's reads are ended by a later write, which cannot come.
        let reads = device.queue(parallel().read(with!(shelf => move |request: Request| {
            if driver.is_faulty() { shelf.put(request) } else { shelf.park(request) }
        })));
        let _ = device.queue(
            sequential().default_queue().read(move |request| assert_eq!(request.forward(reads), SUCCESS)).write(
                move |request| {
                    reads.purge_synchronously();
                    request.complete(SUCCESS);
                },
            ),
        );
    });
    let file = rig.open();
    let read = file.begin_read(1);
    let _ = file.write(b"x");
    let _ = read.wait();
}

/// A write that clears its own queue, and waits until it is empty, which it keeps from being.
fn clears_its_own(m: &World<'_>, driver: Driver) {
    let rig = m.rig(sequential().write(move |request| {
        let queue = request.queue().expect("a queue");
        if driver.is_faulty() {
            queue.purge_synchronously();
        } else {
            queue.purge();
        }
        request.complete(SUCCESS);
    }));
    let _ = rig.open().write(b"x");
}

pub(super) const PURGES_ANOTHER_QUEUE_SYNCHRONOUSLY: Mistake = Mistake {
    name: "purges_another_queue_synchronously",
    known_from: "https://www.osr.com/blog/2013/09/10/when-can-you-call-wdfioqueuepurgesynchronously/",
    v0: calm(Rule::Deadlock),
    v1: calm(Rule::Deadlock),
    also: &[Rule::RequestNeverCompleted],
    scenario: |m, driver| clears_another(m, driver),
};

pub(super) const PURGES_ITS_OWN_QUEUE_SYNCHRONOUSLY: Mistake = Mistake {
    name: "purges_its_own_queue_synchronously",
    known_from: "rule NoIoQueuePurgeSynchronously of Static Driver Verifier",
    v0: calm(Rule::Deadlock),
    v1: calm(Rule::Deadlock),
    also: &[Rule::RequestNeverCompleted],
    scenario: |m, driver| clears_its_own(m, driver),
};
