//! What happens to requests: completing, cancelling, marking, forwarding, requeuing.
//!
//! Each flow is the framework's, step by step, with the places between them where other threads get in.
//! Facts: `fxrequest.cpp:CompleteInternal`, `fxirpqueue.cpp:_WdmCancelRoutineInternal`, `fxioqueue.cpp:ForwardRequestWorker`.

use crate::kernel::status::STATUS_WDF_BUSY;
use wdf_sim_sys::{NTSTATUS, PFN_WDF_REQUEST_CANCEL, STATUS_CANCELLED, STATUS_INVALID_DEVICE_REQUEST, STATUS_SUCCESS};

use super::io::Way;
use super::{check, forward_progress, io, me, object, point, queue, target, with};
use crate::kernel::irp::{Armed, Completed, IrpId};
use crate::kernel::object::Id;
use crate::kernel::queue::{Csq, Forward};
use crate::kernel::request::{CompletesTo, Flags, Marked};
use crate::kernel::send::{Location, Origin};
use crate::kernel::{Kernel, Result};
use crate::trace::Step;
use crate::violation::{Rule, Violation};

/// `WdfRequestComplete` and its forms.
pub(crate) fn complete(id: Id, status: NTSTATUS, information: Option<usize>, ddi: &'static str) {
    let (own, allowed) = check(|kernel| {
        let own = kernel.objects.request(id).origin() != Origin::Presented;
        let allowed = if own { kernel.verify_own_completion(id, ddi) } else { kernel.verify_completion(id, ddi) };
        Ok((own, allowed?))
    });
    match (allowed, own) {
        (false, _) => {}
        (true, false) => finish(id, status, information),
        (true, true) => {
            target::release_format(id);
            with(|kernel| kernel.complete_own(id, status, information));
            object::release(id);
        }
    }
}

/// Completes a request that is the framework's or, once verified, the driver's. The reference of the one that the driver
/// had is dropped; that of the framework's own is left to the caller.
pub(crate) fn finish(id: Id, status: NTSTATUS, information: Option<usize>) {
    let (bare, was_sent, reserved) = check(|kernel| {
        kernel.start_completion(id, status, information)?;
        let was_sent = kernel.sending(id).is_some();
        let reserved = kernel.objects.request(id).reserved.is_some();
        if !was_sent && !reserved && kernel.objects.dispose_bare(id) {
            return Ok((Some(kernel.end_completion(id)?), was_sent, reserved));
        }
        Ok((None, was_sent, reserved))
    });
    let mut disposed = false;
    let Ended { completes_to, queue, irp, completed } = bare.unwrap_or_else(|| {
        if was_sent {
            target::release_format(id);
        }
        // A reserved request is kept as it is.
        disposed = !reserved && object::dispose_early(id);
        check(|kernel| kernel.end_completion(id))
    });
    io::learn(irp, completed);
    point();
    if let (CompletesTo::Queue, Some(queue)) = (completes_to, queue) {
        leave_queue(queue, id);
    }
    if disposed {
        object::destroy_children(id);
    }
    if completes_to != CompletesTo::Nobody {
        object::release(id);
    }
}

/// The queue that presented a request may present another one.
fn leave_queue(queue: Id, id: Id) {
    let is_dispatching = with(|kernel| {
        kernel.request_left(queue, id);
        kernel.is_dispatching(queue)
    });
    if !is_dispatching {
        queue::dispatch(queue, None);
    }
}

/// What completing a request came to.
struct Ended {
    completes_to: CompletesTo,
    queue: Option<Id>,
    irp: IrpId,
    completed: Completed,
}

impl Kernel {
    /// Completion, after the cleanup callbacks: the IRP is the I/O manager's again.
    fn end_completion(&mut self, id: Id) -> Result<Ended> {
        self.check_memory_references(id)?;
        let request = self.objects.request_mut(id);
        let completes_to = std::mem::replace(&mut request.completes_to, CompletesTo::Nobody);
        request.irp_gone = true;
        let (queue, irp) = (request.queue, request.irp);
        if self.trace.is_on() {
            let outcome = self.irps.get(irp);
            let step = Step::Complete(self.objects.subject(id), outcome.status, outcome.information);
            self.note(me(), step);
        }
        Ok(Ended { completes_to, queue, irp, completed: self.complete_irp(irp) })
    }
}

/// `IoCancelIrp`: true if there was a cancel routine to call.
pub(crate) fn cancel_irp(irp: IrpId) -> bool {
    let armed = with(|kernel| {
        if kernel.irps.get(irp).completed {
            return None;
        }
        let subject = kernel.irp_subject(irp);
        kernel.note(me(), Step::Cancel(subject));
        kernel.begin_cancel(irp)
    });
    let Some((irp, armed)) = armed else { return false };
    match armed {
        Armed::Queue { queue, list, request } => object::hold(queue, || {
            point();
            with(|kernel| kernel.csq_cancel(request));
            match list {
                Csq::Cancelable => {
                    check(|kernel| kernel.record_cancel(queue, request));
                    queue::dispatch_internal(queue);
                }
                Csq::Queued => cancel_waiting(queue, request),
            }
        }),
        Armed::Target { target, request } => object::hold(target, || {
            point();
            target::cancel_pended(request, target);
        }),
        Armed::Pended { queue } => object::hold(queue, || {
            point();
            forward_progress::cancel_pended(queue, irp);
        }),
        Armed::Lower => {
            point();
            io::complete(irp, STATUS_CANCELLED);
        }
    }
    true
}

/// A request that waited in a queue, and is in no list any more, is cancelled.
pub(crate) fn cancel_waiting(queue: Id, request: Id) {
    object::hold(queue, || {
        if !with(|kernel| kernel.cancel_waiting(queue, request)) {
            finish(request, STATUS_CANCELLED, Some(0));
            object::release(request);
        }
        queue::dispatch_internal(queue);
    });
}

/// A request that is sent and forgotten: its cleanup callbacks run, and its IRP is the next driver's from here on.
pub(crate) fn give_away(id: Id) -> IrpId {
    object::dispose(id);
    object::destroy_children(id);
    with(|kernel| {
        let irp = kernel.objects.request(id).irp;
        let copied = kernel.sending(id).is_some_and(|sending| sending.next != Location::None);
        if copied {
            kernel.irps.get_mut(irp).room -= 1;
        }
        kernel.objects.request_mut(id).irp_gone = true;
        irp
    })
}

/// The rest of it: the queue that presented the request may present another, and the request goes.
pub(crate) fn forget(id: Id) {
    let (completes_to, queue) = with(|kernel| {
        let request = kernel.objects.request_mut(id);
        request.completed = true;
        (std::mem::replace(&mut request.completes_to, CompletesTo::Nobody), request.queue)
    });
    if let (CompletesTo::Queue, Some(queue)) = (completes_to, queue) {
        leave_queue(queue, id);
    }
    if completes_to != CompletesTo::Nobody {
        object::release(id);
    }
}

/// `WdfRequestMarkCancelable`: a request that is cancelled already gets its callback, as soon as a thread may call it.
pub(crate) fn mark_cancelable(id: Id, routine: PFN_WDF_REQUEST_CANCEL) {
    if let Marked::Canceled(queue) = check(|kernel| kernel.mark_cancelable(id, routine, "WdfRequestMarkCancelable")) {
        check(|kernel| kernel.record_cancel(queue, id));
        queue::dispatch_internal(queue);
    }
    point();
}

/// `WdfRequestMarkCancelableEx`: a request that is cancelled already stays with the caller.
pub(crate) fn mark_cancelable_ex(id: Id, routine: PFN_WDF_REQUEST_CANCEL) -> NTSTATUS {
    let marked = check(|kernel| kernel.mark_cancelable(id, routine, "WdfRequestMarkCancelableEx"));
    let status = match marked {
        Marked::Cancelable => STATUS_SUCCESS,
        Marked::Refused => STATUS_INVALID_DEVICE_REQUEST,
        Marked::Canceled(_) => {
            with(|kernel| kernel.forget_mark(id));
            STATUS_CANCELLED
        }
    };
    point();
    status
}

/// `WdfRequestForwardToIoQueue`.
pub(crate) fn forward(request: Id, to: Id) -> NTSTATUS {
    let Some(from) = with(|kernel| kernel.current_queue(request)) else {
        check(|kernel| kernel.refuse_unqueued(request, "WdfRequestForwardToIoQueue"));
        return STATUS_INVALID_DEVICE_REQUEST;
    };
    if !check(|kernel| kernel.verify_forward(request, from, to)) {
        return STATUS_INVALID_DEVICE_REQUEST;
    }
    move_to(request, from, to)
}

/// `WdfRequestForwardToParentDeviceIoQueue`.
pub(crate) fn forward_to_parent(request: Id, to: Id) -> NTSTATUS {
    let Some(from) = with(|kernel| kernel.current_queue(request)) else {
        check(|kernel| kernel.refuse_unqueued(request, "WdfRequestForwardToParentDeviceIoQueue"));
        return STATUS_INVALID_DEVICE_REQUEST;
    };
    if !check(|kernel| kernel.verify_forward_to_parent(request, from, to)) {
        return STATUS_INVALID_DEVICE_REQUEST;
    }
    // The parent's driver sees the IRP one stack location further down.
    let irp = with(|kernel| {
        let irp = kernel.objects.request(request).irp;
        let packet = kernel.irps.get_mut(irp);
        packet.room -= 1;
        packet.with_parent = true;
        irp
    });
    let status = move_to(request, from, to);
    if status == STATUS_WDF_BUSY {
        with(|kernel| {
            let packet = kernel.irps.get_mut(irp);
            packet.room += 1;
            packet.with_parent = false;
        });
    }
    status
}

/// Moves a request of the driver's from one queue to another.
fn move_to(request: Id, from: Id, to: Id) -> NTSTATUS {
    let (flags, serial) = with(|kernel| (kernel.begin_forward(request, from), kernel.objects.get(request).serial));
    point();
    let taken = check(|kernel| {
        // Nobody owns it in between; a thread that completes it nevertheless is not stopped by the framework.
        if !kernel.objects.is_live(request, serial) || kernel.objects.request(request).completed {
            let text = format!("request#{serial} was completed while it was between two queues");
            return Err(Violation::undefined(Rule::UseAfterDestroy, text));
        }
        Ok(kernel.accept_forward(request, to))
    });
    match taken {
        Forward::Busy => return with(|kernel| kernel.undo_forward(request, from, flags)),
        taken => deliver(to, request, taken),
    }
    with(|kernel| kernel.finish_forward(from));
    queue::dispatch_internal(from);
    STATUS_SUCCESS
}

/// `WdfRequestRequeue`.
pub(crate) fn requeue(request: Id) -> NTSTATUS {
    let Some(queue) = check(|kernel| {
        let queue = kernel.current_queue(request);
        if queue.is_none() {
            let text = format!("WdfRequestRequeue: {} belongs to no queue", kernel.objects.subject(request));
            kernel.verifier_break(Rule::NotInAQueue, text)?;
        }
        Ok(queue)
    }) else {
        return STATUS_INVALID_DEVICE_REQUEST;
    };
    match check(|kernel| kernel.requeue(request, queue)) {
        Err(status) => status,
        Ok(taken) => {
            deliver(queue, request, taken);
            STATUS_SUCCESS
        }
    }
}

/// What follows when a queue has taken a request from the driver.
fn deliver(queue: Id, request: Id, taken: Forward) {
    object::hold(queue, || {
        if taken == Forward::Canceled {
            cancel_waiting(queue, request);
        }
        queue::dispatch(queue, None);
    });
}

/// `WdfDeviceEnqueueRequest`: the request goes to the queue that it would have gone to.
pub(crate) fn enqueue(request: Id, device: Id) -> NTSTATUS {
    if !check(|kernel| kernel.verify_enqueue(request)) {
        return STATUS_INVALID_DEVICE_REQUEST;
    }
    let way = check(|kernel| {
        let irp = kernel.objects.request(request).irp;
        let major = kernel.irps.get(irp).major;
        Ok(match kernel.chosen_queue(irp)? {
            Some(chosen) => kernel.way_to(device, Some(chosen), major),
            None => kernel.way_behind(device, major),
        })
    });
    let queue = match way {
        Way::Queue(queue) => queue,
        Way::Down => return pass_on(request, device),
        _ => {
            check(|kernel| {
                let text = format!("WdfDeviceEnqueueRequest: no queue takes {}", kernel.objects.subject(request));
                kernel.verifier_break(Rule::NotInAQueue, text)
            });
            return STATUS_INVALID_DEVICE_REQUEST;
        }
    };
    let flags = with(|kernel| {
        let request = kernel.objects.request_mut(request);
        request.completes_to = CompletesTo::Nobody;
        let flags = request.flags;
        request.flags.remove(Flags::DRIVER_OWNED | Flags::IN_PROCESS);
        flags
    });
    match with(|kernel| kernel.accept_forward(request, queue)) {
        Forward::Busy => {
            with(|kernel| {
                let request = kernel.objects.request_mut(request);
                request.completes_to = CompletesTo::Package;
                request.flags = flags;
            });
            STATUS_WDF_BUSY
        }
        taken => {
            deliver(queue, request, taken);
            STATUS_SUCCESS
        }
    }
}

/// A filter takes no interest in a request that it enqueues: it goes on to the next driver, as if it were sent and forgotten
/// (`fxpkgio.cpp:EnqueueRequest`).
fn pass_on(request: Id, device: Id) -> NTSTATUS {
    let is_formatted = check(|kernel| {
        let formatted = kernel.sending(request).is_some_and(|sending| sending.format.is_some());
        if formatted {
            let subject = kernel.objects.subject(request);
            let text =
                format!("WdfDeviceEnqueueRequest: {subject} was formatted for a target, and nobody would undo it");
            kernel.verifier_break(Rule::FormattedAndForgotten, text)?;
        }
        Ok(formatted)
    });
    if is_formatted {
        return STATUS_INVALID_DEVICE_REQUEST;
    }
    let irp = give_away(request);
    io::pass_down(device, irp);
    forget(request);
    STATUS_SUCCESS
}
