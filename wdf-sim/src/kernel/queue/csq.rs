//! The cancel-safe lists of a queue: waiting requests, and those that the driver marked cancelable.
//!
//! A request in such a list has its IRP's cancel routine armed. Whoever takes the routine decides: the driver that
//! unmarks or retrieves it, or the canceller.
//!
//! Key types: [`Csq`]. Facts: `fxirpqueue.cpp`.

use super::super::Kernel;
use super::super::irp::Armed;
use super::super::list::{self, Chain, List};
use super::super::object::Id;
use super::super::request::CsqContext;

/// Which of a queue's two cancel-safe lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Csq {
    /// It waits in the queue.
    Queued,
    /// The driver owns it and marked it cancelable.
    Cancelable,
}

impl Kernel {
    fn csq(&self, queue: Id, which: Csq) -> List {
        let state = self.objects.queue(queue);
        match which {
            Csq::Queued => state.waiting,
            Csq::Cancelable => state.cancelable,
        }
    }

    fn set_csq(&mut self, queue: Id, which: Csq, list: List) {
        let state = self.objects.queue_mut(queue);
        match which {
            Csq::Queued => state.waiting = list,
            Csq::Cancelable => state.cancelable = list,
        }
    }

    /// Links a request and arms its cancel routine, taking a reference; false if it is cancelled already.
    pub(crate) fn csq_insert(&mut self, queue: Id, which: Csq, request: Id, at_head: bool) -> bool {
        let irp = self.objects.request(request).irp;
        if self.irps.get(irp).cancel {
            self.objects.request_mut(request).csq = CsqContext::Cleared;
            return false;
        }
        let mut list = self.csq(queue, which);
        if at_head {
            list.push_front(&mut self.objects, request, Chain::Csq);
        } else {
            list.push_back(&mut self.objects, request, Chain::Csq);
        }
        self.set_csq(queue, which, list);
        self.objects.request_mut(request).csq = CsqContext::Linked(queue, which);
        self.irps.get_mut(irp).routine = Some(Armed::Queue { queue, list: which, request });
        self.objects.get_mut(request).references += 1;
        true
    }

    /// Unlinks a request whose cancel routine the caller has taken or never minded; the reference is the caller's.
    fn csq_remove(&mut self, request: Id) {
        let CsqContext::Linked(queue, which) = self.objects.request(request).csq else {
            panic!("only a linked request is unlinked");
        };
        let mut list = self.csq(queue, which);
        list.remove(&mut self.objects, request, Chain::Csq);
        self.set_csq(queue, which, list);
        self.objects.request_mut(request).csq = CsqContext::Cleared;
    }

    /// Takes a request back whose cancel routine is still armed, and drops the list's reference.
    pub(crate) fn csq_unlink(&mut self, request: Id) {
        let irp = self.objects.request(request).irp;
        self.irps.get_mut(irp).routine = None;
        self.csq_remove(request);
        self.objects.get_mut(request).references -= 1;
    }

    /// The first request of the list that is not being cancelled at this moment, taken out of it.
    pub(crate) fn csq_pop(&mut self, queue: Id, which: Csq, wanted: impl Fn(&Self, Id) -> bool) -> Option<Id> {
        let mut next = self.csq(queue, which).first();
        while let Some(request) = next {
            next = list::next(&self.objects, request, Chain::Csq);
            let armed = self.irps.get(self.objects.request(request).irp).routine.is_some();
            if armed && wanted(self, request) {
                self.csq_unlink(request);
                return Some(request);
            }
        }
        None
    }

    /// The first request of the list that is not being cancelled at this moment.
    pub(crate) fn csq_peek(&self, queue: Id, which: Csq) -> Option<Id> {
        let is_armed = |request: &Id| self.irps.get(self.objects.request(*request).irp).routine.is_some();
        self.csq(queue, which).iter(&self.objects, Chain::Csq).find(is_armed)
    }

    /// The canceller, who took the routine, comes for the request; the list's reference is dropped.
    pub(crate) fn csq_cancel(&mut self, request: Id) {
        self.csq_remove(request);
        self.objects.request_mut(request).canceled = true;
        self.objects.get_mut(request).references -= 1;
    }

    /// A request entered the list of waiting ones: whoever waits for the queue to become ready is to be told.
    pub(crate) fn check_went_ready(&mut self, queue: Id) {
        let state = self.objects.queue_mut(queue);
        if state.waiting.len() == 1 || state.force_ready {
            state.went_ready = true;
            state.force_ready = false;
        }
    }
}
