//! Mistakes about what a driver keeps beside a request: its own record of it, and references to it.

use wdf_sim::Rule;

use super::shelf::Shelf;
use super::{Driver, Mistake, after};
use crate::raw::{CANCELLED, Dpc, Request, SUCCESS, Slot, attributes, manual, parallel, plan};
use crate::with;

/// The tag of the records.
const TAG: u32 = u32::from_le_bytes(*b"rcrd");

/// A record from the pool, as its address.
fn allocate() -> usize {
    // SAFETY: allocating has no precondition.
    let memory = unsafe { wdk_sys::ntddk::ExAllocatePool2(0x40, 16, TAG) };
    assert!(!memory.is_null(), "there is memory");
    memory as usize
}

fn free(record: usize) {
    // SAFETY: the simulator knows its pool, and reports what is freed twice.
    unsafe { wdk_sys::ntddk::ExFreePoolWithTag(record as wdk_sys::PVOID, TAG) };
}

pub(super) const RECORD_FREED_BY_BOTH_PATHS: Mistake = Mistake {
    name: "record_freed_by_both_paths",
    known_from: "https://github.com/microsoft/ebpf-for-windows/issues/4647",
    v0: after(1, Rule::PoolFreedTwice),
    v1: after(1, Rule::PoolFreedTwice),
    also: &[],
    scenario: |m, driver| {
        let rig = m.build(plan(), move |device| {
            let (shelf, record) = (Shelf::of(device), Slot::empty());
            let read = with!(shelf, record => move |request: Request| {
                record.put(allocate());
                let own = with!(shelf, record => move |request: Request| {
                    let _ = shelf.take();
                    // The faulty one does not ask who else has the record.
                    let record = if driver.is_faulty() { record.try_get() } else { record.try_take() };
                    if let Some(record) = record {
                        free(record);
                    }
                    request.complete(CANCELLED);
                });
                let refused = shelf.locked(|held| {
                    held.put(request);
                    (request.mark_ex(own) != SUCCESS).then(|| held.take())
                });
                assert_eq!(refused, None, "nobody can have cancelled it yet");
            });
            let _ = device.queue(parallel().default_queue().read(read));
            let finish = move |_| {
                let taken = shelf.locked(|held| held.try_take().map(|request| (request, request.unmark() == SUCCESS)));
                let Some((request, won)) = taken else { return };
                // The faulty one frees whether the request is its own again or not.
                if driver.is_faulty() || won {
                    free(if driver.is_faulty() { record.get() } else { record.take() });
                }
                if won {
                    request.complete(SUCCESS);
                }
            };
            Dpc::create(false, &attributes().parent(device), finish).expect("a DPC")
        });
        let read = rig.open().begin_read(1);
        rig.made.enqueue();
        read.cancel();
        let _ = read.wait();
    },
};

pub(super) const REFERENCE_KEPT_WHEN_MARKING_FAILED: Mistake = Mistake {
    name: "reference_kept_when_marking_failed",
    known_from: "https://github.com/microsoft/ebpf-for-windows/issues/1324",
    v0: after(2, Rule::ReferenceLeaked),
    v1: after(2, Rule::ReferenceLeaked),
    also: &[],
    scenario: |m, driver| {
        let rig = m.build(plan(), move |device| {
            let queue = device.queue(manual().default_queue());
            let submit = move |_| {
                let Ok(request) = queue.retrieve() else { return };
                // The operation that is under way keeps the request; its end drops the reference.
                request.reference();
                let ends = |request: Request| {
                    request.complete(CANCELLED);
                    request.dereference();
                };
                if request.mark_ex(ends) != SUCCESS {
                    request.complete(CANCELLED);
                    if driver == Driver::Correct {
                        request.dereference();
                    }
                }
            };
            Dpc::create(false, &attributes().parent(device), submit).expect("a DPC")
        });
        let read = rig.open().begin_read(1);
        rig.made.enqueue();
        read.cancel();
        let _ = read.wait();
    },
};
