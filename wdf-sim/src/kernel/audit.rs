//! The machine's own books: what must hold between any two steps, whatever a driver did.
//!
//! Nothing of a run depends on it; the tests of the simulator ask for it after each call of a random sequence
//! ([`Machine::audit`](crate::Machine::audit)).

use std::collections::BTreeSet;

use super::irp::Armed;
use super::list::{self, Chain, List};
use super::object::{Body, Id, Kind};
use super::queue::{Csq, Owned};
use super::request::{CompletesTo, CsqContext, Request};
use super::{Job, Kernel};
use crate::trace::ThreadId;

/// What is wrong, in words.
type Finding = Result<(), String>;

/// Returns from the audit with what is wrong.
macro_rules! ensure {
    ($holds:expr, $($text:tt)*) => {
        if !$holds {
            return Err(format!($($text)*));
        }
    };
}

impl Kernel {
    /// Looks through all lists, counts and references. What threads are in the middle of is counted as the flows leave it
    /// between two steps, so exact counts are asked for only when no thread is in a callback.
    pub(crate) fn audit(&self) -> Finding {
        self.audit_tree()?;
        self.audit_lists()?;
        for (id, object) in self.objects.iter() {
            if let Body::Request(request) = &object.body {
                self.audit_request(id, request)?;
            }
        }
        self.audit_irps()?;
        self.audit_jobs()?;
        self.audit_locks()
    }

    /// No driver's callback is on any thread's stack.
    fn is_quiet(&self) -> bool {
        self.threads.iter().all(|thread| thread.callbacks.is_empty())
    }

    fn audit_tree(&self) -> Finding {
        let mut children = 0;
        for (id, object) in self.objects.iter() {
            let subject = self.objects.subject(id);
            ensure!(object.references > 0, "{subject} lives without a reference");
            ensure!(
                object.references >= object.driver_references,
                "{subject} has {} references, {} of them the driver's",
                object.references,
                object.driver_references
            );
            ensure!(self.objects.siblings_agree(id), "the children of {subject} are not linked both ways");
            for child in self.objects.children(id) {
                children += 1;
                ensure!(self.objects.get(child).parent == Some(id), "{subject} has a child of another parent");
            }
        }
        let with_parent = self.objects.iter().filter(|(_, object)| object.parent.is_some()).count();
        ensure!(children == with_parent, "{with_parent} objects have a parent, and parents have {children} children");
        ensure!(self.objects.iter().count() == self.objects.len(), "the number of live objects is miscounted");
        Ok(())
    }

    /// Every list is linked both ways, no request is in two lists of a chain, and each knows where it is.
    fn audit_lists(&self) -> Finding {
        let mut members: [BTreeSet<Id>; 3] = Default::default();
        for (id, object) in self.objects.iter() {
            let Body::Queue(queue) = &object.body else { continue };
            let owned = [
                (queue.owned, Owned::Driver),
                (queue.power_notify, Owned::ToNotify),
                (queue.power_notified, Owned::Notified),
            ];
            for (list, which) in [(queue.waiting, Csq::Queued), (queue.cancelable, Csq::Cancelable)] {
                for request in self.audit_list(id, list, Chain::Csq, &mut members)? {
                    let context = self.objects.request(request).csq;
                    let subject = self.objects.subject(request);
                    ensure!(context == CsqContext::Linked(id, which), "{subject} is in list {which:?}: {context:?}");
                }
            }
            let mut count = 0;
            for (list, which) in owned {
                for request in self.audit_list(id, list, Chain::Owned, &mut members)? {
                    count += 1;
                    let owned = self.objects.request(request).owned;
                    let subject = self.objects.subject(request);
                    ensure!(owned == which, "{subject} is in list {which:?}, and says {owned:?}");
                }
            }
            for list in [queue.recorded, queue.canceled_on_queue] {
                self.audit_list(id, list, Chain::Recorded, &mut members)?;
            }
            let subject = self.objects.subject(id);
            if self.is_quiet() {
                ensure!(queue.owned_count == count, "{subject} counts {} owned, and has {count}", queue.owned_count);
                ensure!(queue.dispatching == 0, "{} threads are in the loop of {subject}", queue.dispatching);
            }
        }
        for (id, object) in self.objects.iter() {
            let Body::Request(request) = &object.body else { continue };
            let subject = self.objects.subject(id);
            for chain in [Chain::Csq, Chain::Owned, Chain::Recorded] {
                let linked = list::is_linked(&self.objects, id, chain);
                ensure!(linked == members[chain as usize].contains(&id), "{subject} is in no list of chain {chain:?}");
            }
            let linked = matches!(request.csq, CsqContext::Linked(..));
            ensure!(linked == members[Chain::Csq as usize].contains(&id), "{subject}: {:?}", request.csq);
        }
        Ok(())
    }

    fn audit_list(
        &self,
        queue: Id,
        list: List,
        chain: Chain,
        members: &mut [BTreeSet<Id>; 3],
    ) -> Result<Vec<Id>, String> {
        let subject = self.objects.subject(queue);
        ensure!(list.is_consistent(&self.objects, chain), "a list of {subject}, chain {chain:?}, is broken");
        let found: Vec<Id> = list.iter(&self.objects, chain).collect();
        for id in &found {
            ensure!(members[chain as usize].insert(*id), "{} is in two lists", self.objects.subject(*id));
        }
        Ok(found)
    }

    /// One owner, and as many references as there are reasons for one.
    fn audit_request(&self, id: Id, request: &Request) -> Finding {
        let subject = self.objects.subject(id);
        let object = self.objects.get(id);
        let owned = list::is_linked(&self.objects, id, Chain::Owned);
        let waiting = matches!(request.csq, CsqContext::Linked(_, Csq::Queued));
        let marked = matches!(request.csq, CsqContext::Linked(_, Csq::Cancelable));
        ensure!(!(owned && waiting), "{subject} waits in a queue, and the driver owns it");
        ensure!(!marked || owned, "{subject} is marked cancelable, and the driver does not own it");
        ensure!(
            !waiting || request.completes_to == CompletesTo::Nobody,
            "{subject} waits in a queue, and the driver could complete it"
        );
        if !self.is_quiet() {
            return Ok(());
        }
        ensure!(!request.completed || !(owned || waiting), "{subject} is completed and in a list of a queue");
        ensure!(request.completed || !request.irp_gone, "the IRP of {subject} is gone, and it is not completed");
        let recorded = self.objects.iter().any(|(_, object)| match &object.body {
            Body::Queue(queue) => queue.recorded.iter(&self.objects, Chain::Recorded).any(|it| it == id),
            _ => false,
        });
        let reserved = request.reserved.is_some();
        let reasons =
            [!request.completed, waiting || marked, recorded, reserved].into_iter().filter(|reason| *reason).count();
        let expected = u32::try_from(reasons).expect("at most four") + object.driver_references;
        ensure!(
            object.references == expected,
            "{subject} has {} references, and there are reasons for {expected}",
            object.references
        );
        Ok(())
    }

    /// Every IRP is sent once, and its cancel routine is armed exactly while its request is in a cancel-safe list.
    fn audit_irps(&self) -> Finding {
        let pending = self.irps.iter().filter(|irp| !irp.completed).count();
        // Those of requests that a driver made are not counted.
        ensure!(pending >= self.irps.pending, "{pending} IRPs are pending, and {} are counted", self.irps.pending);
        for irp in self.irps.iter() {
            let name = format!("irp#{}", irp.serial);
            if let Some(Armed::Queue { queue, list, request }) = irp.routine {
                let context = self.objects.request(request).csq;
                ensure!(context == CsqContext::Linked(queue, list), "{name} is armed, its request {context:?}");
                ensure!(!irp.completed, "{name} is completed, and its cancel routine armed");
            }
            if let Some(file) = irp.file.filter(|_| !irp.completed) {
                ensure!(self.objects.exists(file, Kind::File), "{name} is pending, and its file object is gone");
            }
        }
        for (id, object) in self.objects.iter() {
            let Body::Request(request) = &object.body else { continue };
            if request.irp_gone {
                continue;
            }
            let irp = self.irps.get(request.irp);
            let subject = self.objects.subject(id);
            ensure!(!irp.completed, "{subject} has an IRP that is completed");
            let armed = matches!(irp.routine, Some(Armed::Queue { request, .. }) if request == id);
            let linked = matches!(request.csq, CsqContext::Linked(..));
            ensure!(armed == linked || irp.cancel, "{subject}: {:?}, and its cancel routine is {armed}", request.csq);
        }
        Ok(())
    }

    /// What is armed or queued is what its object says.
    fn audit_jobs(&self) -> Finding {
        for (at, sequence, id) in self.timers.iter() {
            let armed =
                self.objects.exists(*id, Kind::Timer) && self.objects.timer(*id).armed == Some((*at, *sequence));
            ensure!(armed, "a timer that is not armed, or is gone, is to fire at {at}");
        }
        for job in self.dpcs.iter().chain(self.work.iter()) {
            let (id, kind) = match *job {
                Job::Dispatch(id) => (id, Kind::Queue),
                Job::Timer(id) => (id, Kind::Timer),
                Job::Dpc(id) => (id, Kind::Dpc),
                Job::WorkItem(id) => (id, Kind::WorkItem),
                _ => continue,
            };
            ensure!(self.objects.exists(id, kind), "{job:?} is queued, and its object is gone");
        }
        for (id, object) in self.objects.iter() {
            let subject = self.objects.subject(id);
            match &object.body {
                Body::Timer(timer) => {
                    let armed = timer.armed.is_some_and(|(at, sequence)| self.timers.contains(&(at, sequence, id)));
                    ensure!(armed == timer.armed.is_some(), "{subject} is armed, and will not fire");
                }
                Body::Dpc(dpc) => {
                    let queued = self.dpcs.iter().filter(|job| **job == Job::Dpc(id)).count();
                    ensure!(queued == usize::from(dpc.queued), "{subject} is queued {queued} times");
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// A lock is held by the thread that says it holds it.
    fn audit_locks(&self) -> Finding {
        for (index, thread) in self.threads.iter().enumerate() {
            let me = ThreadId(u32::try_from(index).expect("few threads"));
            for lock in &thread.held {
                let owner = self.lock(*lock).owner;
                ensure!(owner == Some(me), "{me} holds {lock:?}, whose owner is {owner:?}");
            }
        }
        Ok(())
    }
}
