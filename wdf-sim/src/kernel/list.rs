//! Lists of requests, linked through the requests themselves.
//!
//! A request is in at most one list of each [`Chain`], which is how the framework guarantees that it is never in two
//! queues. Inserting and removing cost the same however many requests wait.
//!
//! Key types: [`List`], [`Chain`], [`Links`]. Facts: `fxrequest.hpp` (`FxListEntry*`), `fxirpqueue.cpp`.

use super::object::{Id, Objects};
use super::request::Request;

/// Which of a request's links a list uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Chain {
    /// The cancel-safe lists: waiting in the queue, or marked cancelable by the driver.
    Csq = 0,
    /// The driver owns it; while power goes down, the lists that notify it.
    Owned = 1,
    /// Its cancellation is recorded and the driver's callback yet to be called.
    Recorded = 2,
}

/// A request's neighbours in one chain.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Link {
    linked: bool,
    previous: Option<Id>,
    next: Option<Id>,
}

/// A request's neighbours in all chains.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Links([Link; 3]);

/// The ends and the length of a list.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct List {
    head: Option<Id>,
    tail: Option<Id>,
    length: usize,
}

fn link(objects: &mut Objects, id: Id, chain: Chain) -> &mut Link {
    &mut objects.request_mut(id).links.0[chain as usize]
}

/// Puts a request behind another one, or at the head of an empty list.
pub(super) fn link_behind(objects: &mut Objects, previous: Option<Id>, id: Id, chain: Chain) -> &mut Request {
    if let Some(previous) = previous {
        link(objects, previous, chain).next = Some(id);
    }
    let request = objects.request_mut(id);
    let entry = &mut request.links.0[chain as usize];
    assert!(!entry.linked, "a request is in one list of a chain");
    *entry = Link { linked: true, previous, next: None };
    request
}

/// Takes a request out from between its neighbours; how it was linked.
pub(super) fn unlink(objects: &mut Objects, id: Id, chain: Chain) -> Link {
    let entry = std::mem::take(link(objects, id, chain));
    assert!(entry.linked, "only a linked request is removed");
    if let Some(previous) = entry.previous {
        link(objects, previous, chain).next = entry.next;
    }
    if let Some(next) = entry.next {
        link(objects, next, chain).previous = entry.previous;
    }
    entry
}

/// The request behind this one in its list.
pub(crate) fn next(objects: &Objects, id: Id, chain: Chain) -> Option<Id> {
    objects.request(id).links.0[chain as usize].next
}

/// Whether the request is in a list of this chain.
pub(crate) fn is_linked(objects: &Objects, id: Id, chain: Chain) -> bool {
    objects.request(id).links.0[chain as usize].linked
}

impl List {
    pub(crate) const fn len(&self) -> usize {
        self.length
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.length == 0
    }

    pub(crate) const fn first(&self) -> Option<Id> {
        self.head
    }

    pub(crate) fn push_back(&mut self, objects: &mut Objects, id: Id, chain: Chain) {
        link_behind(objects, self.append(id), id, chain);
    }

    /// The list's own part of [`Self::push_back`], where the list is itself part of an object: who was the last until now.
    pub(super) fn append(&mut self, id: Id) -> Option<Id> {
        let previous = self.tail.replace(id);
        if previous.is_none() {
            self.head = Some(id);
        }
        self.length += 1;
        previous
    }

    pub(crate) fn push_front(&mut self, objects: &mut Objects, id: Id, chain: Chain) {
        let next = self.head;
        let entry = link(objects, id, chain);
        assert!(!entry.linked, "a request is in one list of a chain");
        *entry = Link { linked: true, previous: None, next };
        match next {
            Some(next) => link(objects, next, chain).previous = Some(id),
            None => self.tail = Some(id),
        }
        self.head = Some(id);
        self.length += 1;
    }

    pub(crate) fn remove(&mut self, objects: &mut Objects, id: Id, chain: Chain) {
        let link = unlink(objects, id, chain);
        self.lose(link);
    }

    /// The list's own part of [`Self::remove`]: what was linked like this is gone.
    pub(super) fn lose(&mut self, link: Link) {
        if link.previous.is_none() {
            self.head = link.next;
        }
        if link.next.is_none() {
            self.tail = link.previous;
        }
        self.length -= 1;
    }

    pub(crate) fn pop_front(&mut self, objects: &mut Objects, chain: Chain) -> Option<Id> {
        let id = self.head?;
        self.remove(objects, id, chain);
        Some(id)
    }

    /// Whether the members are linked both ways, and as many as are counted.
    pub(crate) fn is_consistent(self, objects: &Objects, chain: Chain) -> bool {
        let mut previous = None;
        let mut length = 0;
        for id in self.iter(objects, chain) {
            let link = objects.request(id).links.0[chain as usize];
            if !link.linked || link.previous != previous || length == self.length {
                return false;
            }
            (previous, length) = (Some(id), length + 1);
        }
        self.tail == previous && self.length == length
    }

    /// The members, first to last.
    pub(crate) fn iter(self, objects: &Objects, chain: Chain) -> impl Iterator<Item = Id> {
        std::iter::successors(self.head, move |id| next(objects, *id, chain))
    }
}
