//! Mistakes about losing power, and about the device's removal.

use wdf_sim::Rule;

use super::shelf::Shelf;
use super::{Driver, Mistake, after, calm};
use crate::raw::{CANCELLED, Device, Dpc, Request, SUCCESS, World, attributes, parallel, plan};
use crate::with;

/// A read that waits on a shelf or a DPC ends it, and a device that goes to sleep meanwhile. `stop` is the driver's
/// `EvtIoStop`, for a suspend and for the removal.
fn suspended(
    m: &World<'_>,
    stop: impl Fn(&Shelf, Request, u32) + Clone + 'static,
    ends: impl Fn(&Shelf) + Clone + 'static,
) {
    let rig = m.build(plan(), move |device| {
        let shelf = Shelf::of(device);
        let stop = with!(stop, shelf => move |request: Request, flags: u32| stop(&shelf, request, flags));
        let read = with!(shelf => move |request| shelf.put(request));
        let _ = device.queue(parallel().default_queue().read(read).stop(stop).resume(|_| {}));
        dpc(device, with!(ends => move |_| ends(&shelf)))
    });
    let read = rig.open().begin_read(1);
    rig.made.enqueue();
    rig.device.suspend();
    rig.device.resume().expect("the device resumes");
    drop(read);
}

fn dpc(device: Device, callback: impl Fn(Dpc) + 'static) -> Dpc {
    Dpc::create(false, &attributes().parent(device), callback).expect("a DPC")
}

/// Completes what waits, if it still does.
fn finish(shelf: &Shelf) {
    if let Some(request) = shelf.take() {
        request.complete(SUCCESS);
    }
}

/// What an `EvtIoStop` does right: who gets the request off the shelf ends it.
fn stop_correctly(shelf: &Shelf, _: Request, _: u32) {
    if let Some(request) = shelf.take() {
        request.complete(CANCELLED);
    }
}

pub(super) const STOP_GIVES_NOTHING_BACK: Mistake = Mistake {
    name: "stop_gives_nothing_back",
    known_from: "https://github.com/virtio-win/kvm-guest-drivers-windows/pull/627",
    v0: calm(Rule::RequestNeverCompleted),
    v1: calm(Rule::RequestNeverCompleted),
    also: &[],
    scenario: |m, driver| {
        suspended(
            m,
            move |shelf, request, flags| {
                if !driver.is_faulty() {
                    stop_correctly(shelf, request, flags);
                }
            },
            |_| {},
        );
    },
};

pub(super) const STOP_REQUEUES_WHAT_A_DPC_COMPLETES: Mistake = Mistake {
    name: "stop_requeues_what_a_dpc_completes",
    known_from: "https://github.com/virtio-win/kvm-guest-drivers-windows/pull/1419",
    v0: after(1, Rule::UseAfterDestroy),
    v1: after(1, Rule::UseAfterDestroy),
    also: &[Rule::RequestNotOwned, Rule::DoubleCompletion, Rule::RequestNeverCompleted],
    scenario: |m, driver| {
        suspended(
            m,
            move |shelf, request, flags| match driver {
                // It stays on the shelf, too.
                Driver::Faulty => request.acknowledge_stop(true),
                Driver::Correct => stop_correctly(shelf, request, flags),
            },
            finish,
        );
    },
};

pub(super) const STOP_COMPLETES_WITHOUT_CLAIMING: Mistake = Mistake {
    name: "stop_completes_without_claiming",
    known_from: "https://github.com/virtio-win/kvm-guest-drivers-windows/pull/1419",
    v0: after(1, Rule::DoubleCompletion),
    v1: after(1, Rule::DoubleCompletion),
    also: &[Rule::UseAfterDestroy, Rule::RequestNotOwned],
    scenario: |m, driver| {
        suspended(
            m,
            move |shelf, request, flags| match driver {
                Driver::Faulty => {
                    let _ = shelf.take();
                    request.complete(CANCELLED);
                }
                Driver::Correct => stop_correctly(shelf, request, flags),
            },
            finish,
        );
    },
};

pub(super) const STOP_ACKNOWLEDGED_TOO_LATE: Mistake = Mistake {
    name: "stop_acknowledged_too_late",
    known_from: "WdfRequestStopAcknowledge: an acknowledgement outside of EvtIoStop wakes nobody",
    v0: calm(Rule::RequestNeverCompleted),
    v1: calm(Rule::RequestNeverCompleted),
    also: &[Rule::StopAcknowledgeOutsideStop],
    scenario: |m, driver| {
        let rig = m.build(plan(), move |device| {
            let shelf = Shelf::of(device);
            let late = dpc(
                device,
                with!(shelf => move |_| {
                    if let Some(request) = shelf.take() {
                        request.acknowledge_stop(false);
                        shelf.put(request);
                    }
                }),
            );
            let read = with!(shelf => move |request| shelf.put(request));
            let stop = with!(shelf => move |request: Request, flags: u32| {
                if flags & 1 == 0 {
                    stop_correctly(&shelf, request, flags);
                } else if driver.is_faulty() {
                    late.enqueue();
                } else {
                    request.acknowledge_stop(false);
                }
            });
            device.queue(parallel().default_queue().read(read).stop(stop).resume(|_| {}))
        });
        let read = rig.open().begin_read(1);
        rig.device.suspend();
        rig.device.resume().expect("the device resumes");
        drop(read);
    },
};

pub(super) const REMOVAL_COMPLETES_WITHOUT_CLAIMING: Mistake = Mistake {
    name: "removal_completes_without_claiming",
    known_from: "https://github.com/cezanne/usbip-win/issues/230",
    v0: after(1, Rule::UseAfterDestroy),
    v1: after(1, Rule::UseAfterDestroy),
    also: &[Rule::DoubleCompletion, Rule::RequestNotOwned],
    scenario: |m, driver| removed(m, driver),
};

/// A DPC ends the read while the device is pulled out.
fn removed(m: &World<'_>, driver: Driver) {
    let shelves: crate::raw::Slot<Shelf> = crate::raw::Slot::empty();
    let suspend = with!(shelves => move |_| {
        let shelf = shelves.take();
        let waiting = match driver {
            Driver::Faulty => shelf.locked(crate::raw::Held::try_get),
            Driver::Correct => shelf.take(),
        };
        if let Some(request) = waiting {
            request.complete(CANCELLED);
        }
        SUCCESS
    });
    let rig = m.build(
        plan().pnp("self_managed_suspend", suspend),
        with!(shelves => move |device| {
            let shelf = Shelf::of(device);
            shelves.put(shelf.clone());
            let read = with!(shelf => move |request| shelf.put(request));
            let _ = device.queue(parallel().default_queue().read(read));
            dpc(device, move |_| finish(&shelf))
        }),
    );
    let read = rig.open().begin_read(1);
    rig.made.enqueue();
    rig.device.surprise_remove();
    drop(read);
}
