//! Mistakes about a request's memory: somebody uses it when the request is completed.

use wdf_sim::Rule;

use super::shelf::Shelf;
use super::{Mistake, after, calm};
use crate::raw::{CANCELLED, Dpc, Request, SUCCESS, Slot, attributes, parallel, plan};
use crate::with;

pub(super) const MEMORY_IN_USE_AT_COMPLETION: Mistake = Mistake {
    name: "memory_in_use_at_completion",
    known_from: "https://github.com/virtio-win/kvm-guest-drivers-windows/pull/575",
    v0: after(2, Rule::MemoryReferencedAtCompletion),
    v1: after(2, Rule::MemoryReferencedAtCompletion),
    also: &[],
    scenario: |m, driver| {
        let rig = m.build(plan(), move |device| {
            let (shelf, memory) = (Shelf::of(device), Slot::empty());
            let read = with!(shelf, memory => move |request: Request| {
                memory.put(request.output_memory().expect("an output"));
                shelf.park(request);
            });
            let _ = device.queue(parallel().default_queue().read(read));
            let transfer = move |_| {
                // The faulty one lets the request be cancelled while the device writes its buffer.
                let (claimed, memory) = if driver.is_faulty() {
                    let under_way = shelf.locked(|held| {
                        held.try_get()?;
                        let memory = memory.get();
                        memory.reference();
                        Some(memory)
                    });
                    let Some(memory) = under_way else { return };
                    (None, memory)
                } else {
                    let Some(request) = shelf.claim() else { return };
                    memory.get().reference();
                    (Some(request), memory.get())
                };
                assert_eq!(memory.copy_in(0, b"x"), SUCCESS);
                memory.dereference();
                match claimed {
                    Some(request) => request.complete_with(SUCCESS, 1),
                    None => shelf.finish(),
                }
            };
            Dpc::create(false, &attributes().parent(device), transfer).expect("a DPC")
        });
        let read = rig.open().begin_read(1);
        rig.made.enqueue();
        read.cancel();
        let _ = read.wait();
    },
};

pub(super) const MEMORY_USED_AFTER_COMPLETION: Mistake = Mistake {
    name: "memory_used_after_completion",
    known_from: "rule MemAfterReqCompletedRead of Static Driver Verifier",
    v0: calm(Rule::UseAfterDestroy),
    v1: calm(Rule::UseAfterDestroy),
    also: &[],
    scenario: |m, driver| {
        let rig = m.rig(parallel().read(move |request| {
            let memory = request.output_memory().expect("an output");
            if driver.is_faulty() {
                request.complete_with(CANCELLED, 0);
                let _ = memory.copy_in(0, b"x");
            } else {
                assert_eq!(memory.copy_in(0, b"x"), SUCCESS);
                request.complete_with(SUCCESS, 1);
            }
        }));
        let _ = rig.open().read(1);
    },
};
