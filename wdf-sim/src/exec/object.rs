//! Deleting objects and dropping references: the order of cleanup and destroy callbacks.
//!
//! All cleanup callbacks of a tree come before all its destroy callbacks; children before parents; in the order of
//! creation. Facts: `fxobjectstatemachine.cpp`.
#![expect(unsafe_code, reason = "calls the driver's callbacks")]

use wdf_sim_sys::{PASSIVE_LEVEL, WDFOBJECT};

use super::{block, call, check, control, forward_progress, interrupt, me, queue, service, target, with};
use crate::kernel::object::{Body, Deletion, Id, Kind, Life};
use crate::kernel::send::Origin;
use crate::kernel::thread::Wait;
use crate::kernel::{Job, Level};
use crate::violation::{Rule, Violation};

/// `WdfObjectDelete`.
pub(crate) fn delete(id: Id) {
    let allowed = check(|kernel| {
        let subject = kernel.objects.subject(id);
        if kernel.objects.kind(id) == Kind::Request && kernel.objects.request(id).origin() == Origin::Presented {
            let text = format!("WdfObjectDelete: {subject} came from the I/O manager; it is completed, not deleted");
            return Err(Violation::undefined(Rule::DeleteNotAllowed, text));
        }
        if kernel.objects.get(id).deletion.contains(Deletion::NOT_BY_DRIVER) {
            kernel.verifier_break(
                Rule::DeleteNotAllowed,
                format!("WdfObjectDelete: {subject} belongs to the framework"),
            )?;
            return Ok(false);
        }
        let deletion = &mut kernel.objects.get_mut(id).deletion;
        let called = deletion.contains(Deletion::CALLED);
        deletion.insert(Deletion::CALLED);
        if called {
            let text = format!("WdfObjectDelete: {subject} is being deleted already");
            return Err(Violation::undefined(Rule::ObjectDeletedTwice, text));
        }
        // If its parent is going, or it is itself on the way out, it goes with that.
        let object = kernel.objects.get(id);
        let parent_goes = object.parent.is_some_and(|parent| kernel.objects.get(parent).life != Life::Live);
        Ok(!parent_goes && object.life == Life::Live)
    });
    if !allowed {
        return;
    }
    if !defer(id, Job::Dispose(id)) {
        delete_at_passive(id);
    }
}

/// Deletes an object that the driver may delete; a control device does not go alone.
pub(crate) fn delete_at_passive(id: Id) {
    let is_control = |kernel: &mut crate::kernel::Kernel| matches!(&kernel.objects.get(id).body, Body::Device(it) if it.control.is_some());
    if with(is_control) {
        control::remove_control(id);
    } else {
        delete_now(id);
    }
}

/// Leaves an object that cannot be disposed of at this thread's level to a worker; false if it can.
fn defer(id: Id, job: Job) -> bool {
    let deferred = with(|kernel| {
        let deferred = u32::from(kernel.thread(me()).irql) > PASSIVE_LEVEL && needs_passive(kernel, id);
        if deferred {
            kernel.objects.get_mut(id).life = Life::Deferred;
            kernel.work.push_back(job);
        }
        deferred
    });
    if deferred {
        service::ensure();
    }
    deferred
}

/// Disposes of a request that is about to be completed; true if it did. A child that must be disposed of at
/// PASSIVE_LEVEL has all of it left to a worker: the IRP is completed before the cleanup callbacks have run.
pub(crate) fn dispose_early(id: Id) -> bool {
    if !defer(id, Job::DisposeEarly(id)) {
        dispose(id);
        return true;
    }
    check(|kernel| {
        // The worker's, which drops it.
        kernel.objects.get_mut(id).references += 1;
        *kernel.disposals += 1;
        let text = format!(
            "{} is completed above PASSIVE_LEVEL, and has a child that is disposed of there",
            kernel.objects.subject(id)
        );
        if kernel.verifier_on() { kernel.verifier_break(Rule::PassiveChildAtDispatch, text) } else { Ok(()) }
    });
    false
}

/// Whether the object, or a direct child, can only be disposed of at PASSIVE_LEVEL.
fn needs_passive(kernel: &crate::kernel::Kernel, id: Id) -> bool {
    let waits = |id: &Id| match kernel.objects.kind(*id) {
        Kind::Timer
        | Kind::Dpc
        | Kind::WorkItem
        | Kind::Queue
        | Kind::Interrupt
        | Kind::IoTarget
        | Kind::RemoteTarget
        | Kind::Device => true,
        Kind::Object => kernel.objects.get(*id).level == Level::Passive,
        _ => false,
    };
    waits(&id) || kernel.objects.children(id).iter().any(waits)
}

/// Deletes an object on this thread. Another one may delete its parent meanwhile, which does not wait for it.
pub(crate) fn delete_now(id: Id) {
    with(|kernel| kernel.objects.get_mut(id).deletion.insert(Deletion::BY_ITSELF));
    dispose(id);
    destroy(id);
}

/// Runs the cleanup callbacks of a tree, children first.
pub(crate) fn dispose(id: Id) {
    let kind = with(|kernel| {
        let object = kernel.objects.get_mut(id);
        let before = object.life;
        object.life = before.max(Life::Disposing);
        if before == Life::Deferred {
            // Its parent goes first, or this is the work item.
            kernel.work.retain(|job| *job != Job::Dispose(id));
        }
        (before < Life::Disposing).then(|| kernel.objects.kind(id))
    });
    let Some(kind) = kind else { return };
    let own_request = kind == Kind::Request && check(|kernel| kernel.verify_disposal(id));
    quiesce(id, kind);
    for child in with(|kernel| kernel.objects.children_to_go(id)) {
        dispose(child);
    }
    clean_up(id);
    if own_request {
        target::release_format(id);
    }
    if matches!(kind, Kind::IoTarget | Kind::RemoteTarget) {
        target::dispose(id);
    }
}

/// Runs an object's own cleanup callbacks, in the order in which its contexts were allocated.
fn clean_up(id: Id) {
    let contexts = with(|kernel| {
        kernel.objects.get_mut(id).life = Life::Disposed;
        kernel.objects.get(id).contexts.len()
    });
    for index in 0..contexts {
        if let Some(cleanup) = with(|kernel| kernel.objects.get_mut(id).contexts[index].cleanup.take()) {
            // SAFETY: the driver registered this function as its EvtCleanupCallback; the object lives until `destroy`.
            call("EvtCleanupCallback", id, None, || unsafe { cleanup(id.handle() as WDFOBJECT) });
        }
    }
}

/// Stops what an object still does by itself.
fn quiesce(id: Id, kind: Kind) {
    match kind {
        Kind::Timer => {
            let own = with(|kernel| {
                kernel.objects.timer_mut(id).dead = true;
                kernel.disarm_timer(id);
                kernel.thread(me()).callbacks.iter().any(|callback| callback.object == id)
            });
            if !own {
                block(Wait::TimerIdle(id));
            }
        }
        Kind::Dpc | Kind::WorkItem => {
            let own = with(|kernel| {
                match &mut kernel.objects.get_mut(id).body {
                    Body::Dpc(dpc) => dpc.dead = true,
                    Body::WorkItem(item) => item.dead = true,
                    _ => {}
                }
                if kernel.objects.kind(id) == Kind::Dpc {
                    kernel.cancel_dpc(id);
                }
                kernel.thread(me()).callbacks.iter().any(|callback| callback.object == id)
            });
            if !own {
                block(Wait::CallbackIdle(id));
            }
        }
        Kind::Queue => queue::finish(id),
        Kind::Interrupt => {
            interrupt::disconnect(id, interrupt::Why::Plain);
            interrupt::flush(id);
            with(|kernel| {
                let device = kernel.objects.interrupt(id).device;
                kernel.objects.device_mut(device).interrupts.retain(|it| *it != id);
            });
        }
        Kind::Collection => {
            while let Some(item) = with(|kernel| kernel.remove_from_collection_at(id, 0)) {
                release(item);
            }
        }
        _ => {}
    }
}

/// The worker's part of [`dispose_early`].
pub(crate) fn dispose_late(id: Id) {
    dispose(id);
    destroy_children(id);
    release(id);
    with(|kernel| *kernel.disposals -= 1);
}

/// Drops the construction's references of the children of an object that is disposed of; those that another thread deletes
/// lose their parent.
pub(crate) fn destroy_children(id: Id) {
    for child in with(|kernel| kernel.objects.children_to_go(id)) {
        destroy(child);
    }
    with(|kernel| {
        for child in kernel.objects.children(id) {
            kernel.objects.unlink(child);
        }
    });
}

/// Drops the construction's reference of a disposed tree, children first.
fn destroy(id: Id) {
    destroy_children(id);
    check(|kernel| {
        kernel.objects.unlink(id);
        kernel.check_is_free(id)
    });
    release(id);
}

/// What dropping a reference came to.
enum Released {
    /// Others remain, or the object is gone.
    Done,
    /// The last but one of a reserved request, which goes back to this queue.
    Unused(Id),
    /// The last one.
    Last(Life, usize),
}

/// Drops a reference; with the last one the object goes: `EvtDestroyCallback`, in which its contexts can still be reached.
pub(crate) fn release(id: Id) {
    let released = with(|kernel| {
        if !kernel.objects.dereference(id) {
            return kernel.is_unused_reserved(id).map_or(Released::Done, Released::Unused);
        }
        let object = kernel.objects.get(id);
        let (life, contexts) = (object.life, object.contexts.len());
        if (life, contexts) == (Life::Disposed, 0) {
            remove(kernel, id);
            return Released::Done;
        }
        Released::Last(life, contexts)
    });
    let contexts = match released {
        Released::Done => return,
        Released::Unused(queue) => return forward_progress::put_back(queue, id),
        Released::Last(Life::Disposed, contexts) => contexts,
        Released::Last(..) => {
            dispose(id);
            with(|kernel| kernel.objects.get(id).contexts.len())
        }
    };
    for index in 0..contexts {
        if let Some(destroy) = with(|kernel| kernel.objects.get_mut(id).contexts[index].destroy.take()) {
            // SAFETY: the driver registered this function as its EvtDestroyCallback; the object is removed below.
            call("EvtDestroyCallback", id, None, || unsafe { destroy(id.handle() as WDFOBJECT) });
        }
    }
    with(|kernel| remove(kernel, id));
}

fn remove(kernel: &mut crate::kernel::Kernel, id: Id) {
    if kernel.objects.kind(id) == Kind::Request {
        kernel.free_own_irp(id);
    }
    kernel.objects.remove(id);
}

/// Keeps an object while this thread works on it, whatever others do.
pub(crate) fn hold<R>(id: Id, body: impl FnOnce() -> R) -> R {
    with(|kernel| kernel.objects.reference(id));
    let result = body();
    release(id);
    result
}

/// `WdfObjectReference`.
pub(crate) fn reference(id: Id) {
    with(|kernel| {
        let object = kernel.objects.get_mut(id);
        object.references += 1;
        object.driver_references += 1;
    });
}

/// `WdfObjectDereference`.
pub(crate) fn dereference(id: Id) {
    check(|kernel| {
        let subject = kernel.objects.subject(id);
        let has_children = !kernel.objects.children(id).is_empty();
        let object = kernel.objects.get_mut(id);
        if object.driver_references > 0 {
            object.driver_references -= 1;
            return Ok(());
        }
        let text = format!("WdfObjectDereference: {subject} was dereferenced more often than referenced");
        let is_request = matches!(object.body, Body::Request(_));
        Err(if object.parent.is_some() || has_children || !is_request {
            Violation::wdf(Rule::ObjectDeletedByDereference, [7, id.handle() as u64, id.address() as u64], text)
        } else {
            Violation::undefined(Rule::ObjectDeletedByDereference, text)
        })
    });
    release(id);
}
