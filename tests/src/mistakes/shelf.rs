//! Where the scenarios' drivers keep the one request that waits: the own lock of the documentation's second example.
//!
//! A request leaves the shelf under its lock. Who unmarks does so before it lets go of the lock, and the cancel callback
//! takes the lock before it completes: so nobody unmarks what has been completed.

use crate::raw::{CANCELLED, Device, Held, Request, SUCCESS, SpinLock, attributes};

/// See the module.
#[derive(Clone, Debug)]
pub(super) struct Shelf {
    lock: SpinLock,
    held: Held,
}

impl Shelf {
    /// A shelf whose lock is a child of the device.
    pub(super) fn of(device: Device) -> Self {
        let lock = SpinLock::create(&attributes().parent(device)).expect("a spin lock");
        Self { lock, held: Held::empty() }
    }

    /// Does something while the lock is held.
    pub(super) fn locked<T>(&self, body: impl FnOnce(&Held) -> T) -> T {
        self.lock.acquire();
        let result = body(&self.held);
        self.lock.release();
        result
    }

    /// Puts a request on it that nobody will cancel.
    pub(super) fn put(&self, request: Request) {
        self.locked(|held| held.put(request));
    }

    /// Takes the request, if it is still there.
    pub(super) fn take(&self) -> Option<Request> {
        self.locked(Held::try_take)
    }

    /// Puts a request on it and marks it cancelable; if it is cancelled already, it is completed.
    pub(super) fn park(&self, request: Request) {
        let cancelled = self.locked(|held| {
            held.put(request);
            let shelf = self.clone();
            let marked = request.mark_ex(move |request| shelf.cancel(request));
            (marked != SUCCESS).then(|| held.take())
        });
        if let Some(request) = cancelled {
            request.complete(CANCELLED);
        }
    }

    /// The cancel callback: the request leaves the shelf, if nobody else took it, and is completed.
    pub(super) fn cancel(&self, request: Request) {
        let _ = self.take();
        request.complete(CANCELLED);
    }

    /// Takes the request back, if the race against the cancel callback is won.
    pub(super) fn claim(&self) -> Option<Request> {
        self.locked(|held| held.try_take().filter(|request| request.unmark() == SUCCESS))
    }

    /// Completes the request, if the race against the cancel callback is won.
    pub(super) fn finish(&self) {
        if let Some(request) = self.claim() {
            request.complete(SUCCESS);
        }
    }
}
