//! Mistakes about requests that were sent: sent twice, not formatted, cancelled by who no longer knows what they are.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use wdf_sim::{Arrival, Rule};

use super::shelf::Shelf;
use super::{Driver, Mistake, after, calm};
use crate::raw::below::letting_go;
use crate::raw::{Device, Dpc, Held, Params, Request, Rig, SUCCESS, Slot, SpinLock, Target, attributes};
use crate::raw::{parallel, plan};
use crate::with;

const A_WHILE: Duration = Duration::from_millis(1);

fn target_of(device: Device) -> Target {
    device.target().expect("there is a driver below")
}

/// A request of the driver's own for this target, which goes with the device.
fn own(device: Device) -> Request {
    target_of(device).request(&attributes().parent(device)).expect("a request")
}

pub(super) const SENT_AGAIN_AFTER_A_SLEEP: Mistake = Mistake {
    name: "sent_again_after_a_sleep",
    known_from: "https://github.com/imbushuo/mac-precision-touchpad/issues/92",
    v0: calm(Rule::SentTwice),
    v1: calm(Rule::SentTwice),
    also: &[Rule::UsedWhileSent],
    scenario: |m, driver| {
        let (here, ours, out) = (Slot::empty(), Held::empty(), Rc::new(Cell::new(false)));
        let lower = letting_go(m, &here);
        let ended = with!(out => move |_: Request, _: Target, _: Params| out.set(false));
        // What the touchpad's driver does whenever it gets power: it listens.
        let listen = with!(ours, out => move |device: Device| {
            let (request, target) = (ours.get(), target_of(device));
            let is_out = out.replace(true);
            if !is_out {
                request.reuse(SUCCESS);
                target.format_read(request, None, None, 0);
                request.on_complete(ended.clone());
            }
            if !is_out || driver.is_faulty() {
                request.send(target);
            }
            SUCCESS
        });
        let rig = m.above(
            &lower,
            plan().pnp("d0_entry", listen),
            with!(ours => move |device: Device| {
                ours.put(own(device));
            }),
        );
        rig.device.suspend();
        rig.device.resume().expect("the device resumes");
        m.sleep(A_WHILE);
        here.take().complete_fully();
    },
};

pub(super) const SENT_WITHOUT_BEING_FORMATTED: Mistake = Mistake {
    name: "sent_without_being_formatted",
    known_from: "https://github.com/MicrosoftDocs/windows-driver-docs-ddi/pull/1601",
    v0: calm(Rule::SentUnformatted),
    // With its verifier on the framework refuses, and the driver finds out.
    v1: None,
    also: &[],
    scenario: |m, driver| {
        let lower = m.lower(|arrival| {
            arrival.complete_fully();
        });
        let rig: Rig<()> = m.above(&lower, plan(), move |device: Device| {
            let target = target_of(device);
            let read = move |request: Request| {
                if !driver.is_faulty() {
                    request.format_current();
                }
                request.on_complete(|request, _, params| request.complete_with(params.status, params.information));
                if !request.send(target) {
                    request.complete(request.status());
                }
            };
            let _ = device.queue(parallel().default_queue().read(read));
        });
        let _ = rig.open().read(1);
    },
};

pub(super) const CANCELS_WHAT_IT_SENT_WITHOUT_A_REFERENCE: Mistake = Mistake {
    name: "cancels_what_it_sent_without_a_reference",
    known_from: "https://learn.microsoft.com/windows-hardware/drivers/wdf/synchronizing-cancellation-of-sent-requests",
    v0: after(2, Rule::UseAfterDestroy),
    v1: after(2, Rule::UseAfterDestroy),
    also: &[],
    scenario: |m, driver| {
        let here = Slot::empty();
        let lower = letting_go(m, &here);
        let rig = m.above(&lower, plan(), move |device: Device| {
            let (target, sent) = (target_of(device), Shelf::of(device));
            let read = with!(sent => move |request: Request| {
                request.format_current();
                request.on_complete(with!(sent => move |request: Request, _, params: Params| {
                    let _ = sent.take();
                    request.complete_with(params.status, params.information);
                }));
                sent.put(request);
                assert!(request.send(target), "the target takes it");
            });
            let _ = device.queue(parallel().default_queue().read(read));
            let cancel = move |_| {
                let found = sent.locked(|held| {
                    held.try_get().inspect(|request| {
                        if driver == Driver::Correct {
                            request.reference();
                        }
                    })
                });
                if let Some(request) = found {
                    request.cancel_sent();
                    if driver == Driver::Correct {
                        request.dereference();
                    }
                }
            };
            Dpc::create(false, &attributes().parent(device), cancel).expect("a DPC")
        });
        let read = rig.open().begin_read(1);
        rig.made.enqueue();
        here.take().complete_fully();
        let _ = read.wait();
        m.sleep(A_WHILE);
    },
};

/// A driver that reads again and again with one request of its own.
#[derive(Clone)]
struct Reader {
    request: Request,
    target: Target,
    lock: SpinLock,
    /// Which read is out; 0 when there are to be no more.
    number: Rc<Cell<u32>>,
    /// Somebody is cancelling it: it is not used again before that has ended.
    cancelling: Rc<Cell<bool>>,
    /// It has come back meanwhile.
    is_back: Rc<Cell<bool>>,
}

impl Reader {
    fn of(device: Device) -> Self {
        let lock = SpinLock::create(&attributes().parent(device)).expect("a spin lock");
        let (request, target) = (own(device), target_of(device));
        Self { request, target, lock, number: Rc::default(), cancelling: Rc::default(), is_back: Rc::default() }
    }

    /// Begins a read.
    fn begin(&self) {
        self.target.format_read(self.request, None, None, 0);
        let this = self.clone();
        self.request.on_complete(move |_, _, _| this.ended());
        // One that was cancelled before it was sent is not taken.
        let _ = self.request.send(self.target);
    }

    fn ended(&self) {
        self.lock.acquire();
        let (number, later) = (self.number.get(), self.cancelling.get());
        self.is_back.set(later);
        let goes_on = number != 0 && !later;
        if goes_on {
            self.number.set(number + 1);
        }
        self.lock.release();
        if goes_on {
            self.again();
        }
    }

    fn again(&self) {
        assert_eq!(self.request.reuse(SUCCESS), SUCCESS);
        self.begin();
    }

    /// The first read has taken too long.
    fn cancel_first(&self, driver: Driver) {
        if driver.is_faulty() {
            self.request.cancel_sent();
            return;
        }
        self.lock.acquire();
        let is_first = self.number.get() == 1;
        self.cancelling.set(is_first);
        self.lock.release();
        if is_first {
            self.request.cancel_sent();
            self.lock.acquire();
            self.cancelling.set(false);
            let is_back = self.is_back.take();
            if is_back {
                self.number.set(2);
            }
            self.lock.release();
            // If not, it comes back later, and the next one is begun there.
            if is_back {
                self.again();
            }
        }
    }
}

pub(super) const CANCELS_A_LATER_SEND: Mistake = Mistake {
    name: "cancels_a_later_send",
    known_from: "https://github.com/microsoft/DMF/pull/117",
    v0: after(1, Rule::TestFailed),
    v1: after(1, Rule::TestFailed),
    also: &[],
    scenario: |m, driver| {
        let here = Slot::<Arrival>::empty();
        let lower = letting_go(m, &here);
        let rig = m.above(&lower, plan(), move |device: Device| {
            let reader = Reader::of(device);
            let cancel = with!(reader => move |request: Request| {
                reader.cancel_first(driver);
                request.complete(SUCCESS);
            });
            let _ = device.queue(parallel().default_queue().ioctl(cancel));
            reader
        });
        let reader = &rig.made;
        reader.number.set(1);
        reader.begin();
        let (first, file) = (here.take(), rig.open());
        let watchdog = m.spawn(move |_| assert!(file.ioctl(0, &[], 0).is_success()));
        first.complete_fully();
        watchdog.join();
        let Some(second) = here.try_take().filter(|second| second.is_here()) else {
            m.fail("a read was cancelled that nobody wanted to cancel");
        };
        reader.number.set(0);
        second.complete_fully();
    },
};
