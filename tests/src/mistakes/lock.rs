//! Mistakes about locks: what is called while one is held, the order of two, and waiting where nobody may.

use wdf_sim::Rule;

use super::shelf::Shelf;
use super::{Driver, Mistake, after, calm};
use crate::raw::{Dpc, Request, SUCCESS, SpinLock, WaitLock, WorkItem, attributes, manual, parallel, plan, sequential};
use crate::with;

pub(super) const MARKED_WITH_A_LOCK_HELD: Mistake = Mistake {
    name: "marked_with_a_lock_held",
    known_from: "https://learn.microsoft.com/windows-hardware/drivers/ddi/wdfrequest/nf-wdfrequest-wdfrequestmarkcancelable",
    v0: after(2, Rule::SpinLockRecursion),
    v1: after(2, Rule::SpinLockRecursion),
    also: &[],
    scenario: |m, driver| {
        let rig = m.build(plan(), move |device| {
            let (shelf, queue) = (Shelf::of(device), device.queue(manual().default_queue()));
            let park = move |_| {
                let Ok(request) = queue.retrieve() else { return };
                match driver {
                    // The older function calls back when the request is cancelled already.
                    Driver::Faulty => shelf.locked(|held| {
                        held.put(request);
                        let shelf = shelf.clone();
                        request.mark(move |request| shelf.cancel(request));
                    }),
                    Driver::Correct => shelf.park(request),
                }
            };
            Dpc::create(false, &attributes().parent(device), park).expect("a DPC")
        });
        let read = rig.open().begin_read(1);
        rig.made.enqueue();
        read.cancel();
        let _ = read.wait();
    },
};

pub(super) const COMPLETED_WITH_A_LOCK_HELD: Mistake = Mistake {
    name: "completed_with_a_lock_held",
    known_from: "https://learn.microsoft.com/windows-hardware/drivers/wdf/completing-i-o-requests",
    v0: calm(Rule::SpinLockRecursion),
    v1: calm(Rule::SpinLockRecursion),
    also: &[],
    scenario: |m, driver| {
        let rig = m.build(plan(), move |device| {
            let shelf = Shelf::of(device);
            let end = with!(shelf => move |_| {
                // Completing the one presents the next, inside.
                if driver.is_faulty() {
                    shelf.locked(|held| held.try_take().into_iter().for_each(|request| request.complete(SUCCESS)));
                } else if let Some(request) = shelf.take() {
                    request.complete(SUCCESS);
                }
            });
            let dpc = Dpc::create(false, &attributes().parent(device), end).expect("a DPC");
            device.queue(sequential().default_queue().read(move |request| {
                shelf.put(request);
                dpc.enqueue();
            }))
        });
        let file = rig.open();
        let reads = [file.begin_read(1), file.begin_read(1)];
        for read in reads {
            let _ = read.wait();
        }
    },
};

pub(super) const LOCKS_TAKEN_IN_OPPOSITE_ORDERS: Mistake = Mistake {
    name: "locks_taken_in_opposite_orders",
    known_from: "https://learn.microsoft.com/windows-hardware/drivers/kernel/preventing-errors-and-deadlocks-while-using-spin-locks",
    v0: after(1, Rule::Deadlock),
    v1: after(1, Rule::Deadlock),
    also: &[],
    scenario: |m, driver| {
        let rig = m.build(plan(), move |device| {
            let lock = || SpinLock::create(&attributes().parent(device)).expect("a spin lock");
            let (first, second) = (lock(), lock());
            let both = |a: SpinLock, b: SpinLock| {
                a.acquire();
                b.acquire();
                b.release();
                a.release();
            };
            let _ = device.queue(parallel().default_queue().read(move |request: Request| {
                both(first, second);
                request.complete(SUCCESS);
            }));
            let opposite = move |_| {
                if driver.is_faulty() { both(second, first) } else { both(first, second) }
            };
            Dpc::create(false, &attributes().parent(device), opposite).expect("a DPC")
        });
        rig.made.enqueue();
        let _ = rig.open().read(1);
    },
};

pub(super) const WAITS_AT_DISPATCH_LEVEL: Mistake = Mistake {
    name: "waits_at_dispatch_level",
    known_from: "https://github.com/microsoft/Windows-driver-samples/pull/524",
    v0: calm(Rule::IrqlTooHigh),
    v1: calm(Rule::IrqlTooHigh),
    also: &[],
    scenario: |m, driver| {
        let rig = m.build(plan(), move |device| {
            let (shelf, lock) =
                (Shelf::of(device), WaitLock::create(&attributes().parent(device)).expect("a wait lock"));
            let end = with!(shelf => move || {
                let _ = lock.acquire();
                lock.release();
                shelf.take().expect("the read came before").complete(SUCCESS);
            });
            let item = WorkItem::of(device, with!(end => move |_| end()));
            let dpc = Dpc::of(device, move |_| if driver.is_faulty() { end() } else { item.enqueue() });
            device.queue(parallel().default_queue().read(move |request| {
                shelf.put(request);
                dpc.enqueue();
            }))
        });
        let _ = rig.open().read(1);
    },
};
