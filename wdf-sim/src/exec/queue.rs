//! The dispatch loop of a queue, and changes of its state.
//!
//! The kernel decides what comes next ([`Next`]); here it is done. Facts: `fxioqueue.cpp`.
#![expect(unsafe_code, reason = "calls the driver's callbacks")]

use wdf_sim_sys::{STATUS_CANCELLED, STATUS_INVALID_DEVICE_REQUEST, STATUS_SUCCESS, WDFCONTEXT, WDFQUEUE, WDFREQUEST};

use super::{
    block, call, call_hooked, check, forward_progress, me, object, point, power_policy, request, service, with,
};
use crate::kernel::Kernel;
use crate::kernel::irp::Major;
use crate::kernel::lock::LockRef;
use crate::kernel::object::Id;
use crate::kernel::power_policy::Referenced;
use crate::kernel::queue::{Callbacks, Change, Entry, Next, Notify, Power, PowerReference, Queue, Waiter};
use crate::kernel::request::Flags;
use crate::kernel::thread::Wait;
use crate::violation::{Outcome, Rule, Violation};

const fn queue_handle(queue: Id) -> WDFQUEUE {
    queue.handle() as WDFQUEUE
}

const fn request_handle(request: Id) -> WDFREQUEST {
    request.handle() as WDFREQUEST
}

/// Visits the dispatch loop unless a thread is in it: that one will see what is new.
pub(crate) fn dispatch_internal(queue: Id) {
    if !with(|kernel| kernel.is_dispatching(queue)) {
        dispatch(queue, None);
    }
}

/// Visits the dispatch loop, bringing a new request or none. False if the queue is gone.
pub(crate) fn dispatch(queue: Id, mut new: Option<Id>) -> bool {
    let first = check(|kernel| match kernel.enter_dispatch(queue, me()) {
        Entry::Entered => kernel.next(queue, &mut new).map(Ok),
        entry => Ok(Err(entry)),
    });
    let mut next = match first {
        Ok(next) => next,
        Err(Entry::Deleted) => return false,
        Err(_) => {
            if let Some(request) = new {
                queue_new(queue, request);
            }
            service::ensure();
            return true;
        }
    };
    loop {
        match next {
            Next::Done => return true,
            Next::Again => {}
            Next::QueueNew => {
                let request = new.take().expect("asked for only with a new request");
                queue_new(queue, request);
            }
            Next::Present(request) => present(queue, request),
            Next::CancelRequeued(request) => request::cancel_waiting(queue, request),
            Next::PowerReference(take) => refer_to_power(queue, take),
            Next::Stopped(notify) => finished(queue, notify, false),
            Next::Purged(notify) => finished(queue, notify, true),
            next => notify(queue, next),
        }
        next = check(|kernel| kernel.next(queue, &mut new));
    }
}

/// A queue that has something keeps its device in D0, or brings it there.
fn refer_to_power(queue: Id, take: bool) {
    let device = with(|kernel| kernel.objects.queue(queue).device);
    if !take {
        power_policy::dereference(device);
    } else if power_policy::reference(device) == Referenced::Refused {
        with(|kernel| kernel.objects.queue_mut(queue).power_reference = PowerReference::Unused);
    }
}

/// A new request takes its place in the queue, or is completed if it is cancelled already.
fn queue_new(queue: Id, request: Id) {
    if !with(|kernel| kernel.queue_new(queue, request)) {
        request::finish(request, STATUS_CANCELLED, Some(0));
        object::release(request);
    }
}

/// Calls one of the driver's callbacks about a request or about the queue, under the queue's lock.
fn notify(queue: Id, next: Next) {
    let (callbacks, lock) = with(|kernel| {
        let state = kernel.objects.queue(queue);
        (state.callbacks, state.callback_lock)
    });
    match next {
        Next::Cancel => {
            while let Some(request) = with(|kernel| kernel.pop_recorded(queue)) {
                let routine = with(|kernel| kernel.objects.request_mut(request).cancel_routine.take());
                if let Some(routine) = routine {
                    // SAFETY: the driver marked the request cancelable with this function; the list's reference keeps it.
                    call("EvtRequestCancel", request, lock, || unsafe { routine(request_handle(request)) });
                }
                object::release(request);
            }
        }
        Next::CanceledOnQueue => {
            let callback = callbacks.canceled_on_queue.expect("asked for only with a callback");
            while let Some(request) = with(|kernel| kernel.pop_canceled_on_queue(queue)) {
                // SAFETY: the driver registered this function with the queue; it owns the request.
                call_hooked("EvtIoCanceledOnQueue", request, lock, callback as *const (), || unsafe {
                    callback(queue_handle(queue), request_handle(request));
                });
            }
        }
        Next::Ready(callback, context) => {
            let callback = callback.expect("asked for only with a callback");
            // SAFETY: the driver registered this function with the queue.
            call("EvtIoQueueState (ready)", queue, lock, || unsafe {
                callback(queue_handle(queue), context as WDFCONTEXT);
            });
        }
        Next::Stop(request, flags) => {
            let callback = callbacks.stop.expect("asked for only with a callback");
            // SAFETY: the driver registered this function with the queue; a reference is held.
            call_hooked("EvtIoStop", request, lock, callback as *const (), || unsafe {
                callback(queue_handle(queue), request_handle(request), flags);
            });
            object::release(request);
        }
        Next::Resume(request) => {
            let callback = callbacks.resume.expect("asked for only with a callback");
            // SAFETY: the driver registered this function with the queue; a reference is held.
            call_hooked("EvtIoResume", request, lock, callback as *const (), || unsafe {
                callback(queue_handle(queue), request_handle(request));
            });
            object::release(request);
        }
        next => unreachable!("{next:?} is no callback about a request or a queue's readiness"),
    }
}

/// A change of state is finished. The callback of a stop is never under a lock, the others are.
fn finished(queue: Id, notify: Notify, locked: bool) {
    match notify {
        Notify::Thread(number) => with(|kernel| kernel.finish_change(queue, number)),
        Notify::Driver(callback, context) => {
            let lock = with(|kernel| kernel.objects.queue(queue).callback_lock).filter(|_| locked);
            let name = if locked { "EvtIoQueueState (purged)" } else { "EvtIoQueueState (stopped)" };
            if let Some(callback) = callback {
                // SAFETY: the driver passed this function to the call that changed the queue's state.
                call(name, queue, lock, || unsafe { callback(queue_handle(queue), context as WDFCONTEXT) });
            }
        }
    }
}

/// The driver's callback for a request, and what it is called with.
enum Handler {
    Read(unsafe extern "C" fn(WDFQUEUE, WDFREQUEST, usize), usize),
    Write(unsafe extern "C" fn(WDFQUEUE, WDFREQUEST, usize), usize),
    Control(&'static str, unsafe extern "C" fn(WDFQUEUE, WDFREQUEST, usize, usize, u32), usize, usize, u32),
    Default(unsafe extern "C" fn(WDFQUEUE, WDFREQUEST)),
    /// There is nothing to be done: the queue takes no requests without data.
    Skip,
    /// The queue has none for it.
    None,
}

impl Kernel {
    fn handler_of(&mut self, queue: Id, request: Id) -> (Handler, Option<LockRef>) {
        let Queue { callbacks, allow_zero_length, callback_lock, .. } = self.objects.queue(queue);
        let irp = self.irps.get(self.objects.request(request).irp);
        let (major, input, output, ioctl) = (irp.major, irp.input_length, irp.output_length, irp.ioctl);
        let handler = match (major, callbacks) {
            (Major::Read, Callbacks { read: Some(callback), .. }) => Handler::Read(*callback, output),
            (Major::Write, Callbacks { write: Some(callback), .. }) => Handler::Write(*callback, input),
            (Major::DeviceControl, Callbacks { device_control: Some(callback), .. }) => {
                Handler::Control("EvtIoDeviceControl", *callback, output, input, ioctl)
            }
            (Major::InternalDeviceControl, Callbacks { internal_device_control: Some(callback), .. }) => {
                Handler::Control("EvtIoInternalDeviceControl", *callback, output, input, ioctl)
            }
            (_, Callbacks { default: Some(callback), .. }) => Handler::Default(*callback),
            _ => return (Handler::None, None),
        };
        if !allow_zero_length && irp.is_zero_length() {
            return (Handler::Skip, None);
        }
        let lock = *callback_lock;
        self.objects.request_mut(request).presented = true;
        (handler, lock)
    }
}

/// Presents a request that the driver now owns.
fn present(queue: Id, request: Id) {
    let ((handler, lock), verified) = with(|kernel| (kernel.handler_of(queue, request), kernel.verifier_on()));
    let (to, it) = (queue_handle(queue), request_handle(request));
    match handler {
        Handler::Read(callback, length) => {
            // SAFETY: the driver registered this function with the queue, and owns the request from here on.
            call_hooked("EvtIoRead", request, lock, callback as *const (), || unsafe { callback(to, it, length) });
        }
        Handler::Write(callback, length) => {
            // SAFETY: as for EvtIoRead.
            call_hooked("EvtIoWrite", request, lock, callback as *const (), || unsafe { callback(to, it, length) });
        }
        Handler::Control(name, callback, output, input, ioctl) => {
            // SAFETY: as for EvtIoRead.
            call_hooked(name, request, lock, callback as *const (), || unsafe {
                callback(to, it, output, input, ioctl);
            });
        }
        Handler::Default(callback) => {
            // SAFETY: as for EvtIoRead.
            call_hooked("EvtIoDefault", request, lock, callback as *const (), || unsafe { callback(to, it) });
        }
        Handler::Skip => request::finish(request, STATUS_SUCCESS, None),
        Handler::None => request::finish(request, STATUS_INVALID_DEVICE_REQUEST, None),
    }
    if verified {
        with(|kernel| {
            let flags = &mut kernel.objects.request_mut(request).flags;
            if !flags.contains(Flags::FORWARDED) {
                flags.remove(Flags::DRIVER_DISPATCH);
            }
        });
        object::release(request);
    }
}

/// `WdfIoQueueStart`.
pub(crate) fn start(queue: Id) {
    with(|kernel| kernel.start_queue(queue));
    dispatch(queue, None);
}

/// `WdfIoQueueStop`, `StopAndPurge`, `Drain` and `Purge`; with [`Waiter::Thread`] their `Synchronously` forms.
pub(crate) fn change(queue: Id, change: Change, waiter: Waiter) {
    let number = match with(|kernel| kernel.begin_change(queue, change, waiter)) {
        Ok(number) => number,
        Err(why) => super::stop(with(|kernel| kernel.queue_fatal(queue, why))),
    };
    object::hold(queue, || {
        match change {
            Change::Stop => {}
            // What waits for a request of the queue's never was in the queue: a drain does not wait for it.
            Change::Drain => forward_progress::flush(queue, None),
            Change::Purge | Change::StopAndPurge => purge(queue, change),
        }
        point();
        dispatch(queue, None);
        if matches!(waiter, Waiter::Thread) {
            block(Wait::StateChange(queue, number));
        }
    });
}

/// Cancels what waits in the queue and what the driver marked cancelable.
fn purge(queue: Id, change: Change) {
    // A stopped queue accepts: what comes later stays.
    let later = change == Change::Purge;
    let pended = if later { Vec::new() } else { forward_progress::take(queue) };
    point();
    while let Some(request) = with(|kernel| kernel.next_to_purge(queue, change)) {
        request::cancel_waiting(queue, request);
        point();
    }
    while check(|kernel| kernel.purge_cancelable(queue)).is_some() {
        dispatch_internal(queue);
        point();
    }
    forward_progress::cancel(pended);
    if later {
        forward_progress::flush(queue, None);
    }
}

/// Sets a power transition going and waits until it is done.
pub(crate) fn power(queue: Id, power: Power) {
    with(|kernel| kernel.set_queue_power(queue, power));
    if dispatch(queue, None) {
        block(Wait::PowerIdle(queue));
    }
}

/// The device is going away: nothing is accepted any more, and everything is got rid of.
pub(crate) fn shut_down(queue: Id) {
    with(|kernel| kernel.shut_queue_down(queue));
    change_quietly(queue);
    power(queue, Power::Purge);
}

/// Purges without telling anybody.
fn change_quietly(queue: Id) {
    if with(|kernel| kernel.begin_change(queue, Change::Purge, Waiter::Nobody)).is_ok() {
        purge(queue, Change::Purge);
        dispatch(queue, None);
    }
}

/// Power is back: the driver is told about the requests it kept.
pub(crate) fn resume(queue: Id) {
    let is_on = with(|kernel| kernel.objects.queue(queue).power == Power::On);
    if !is_on {
        with(|kernel| kernel.set_queue_power(queue, Power::Restarting));
        dispatch(queue, None);
    }
}

/// All queues of the device have resumed: dispatching goes on.
pub(crate) fn power_on(queue: Id) {
    with(|kernel| kernel.power_is_on(queue));
    dispatch(queue, None);
}

/// The queue object is deleted: it waits until the driver owns nothing of it.
pub(crate) fn finish(queue: Id) {
    change_quietly(queue);
    with(|kernel| kernel.objects.queue_mut(queue).disposing = true);
    if dispatch(queue, None) {
        check(|kernel| {
            let inside = kernel.thread(me()).callbacks.iter().any(|callback| callback.object == queue);
            if inside && !kernel.objects.queue(queue).deleted {
                let text =
                    format!("{} is deleted within its own callback, and waits for it", kernel.objects.subject(queue));
                return Err(Violation::new(Rule::Deadlock, Outcome::Hang, text));
            }
            Ok(())
        });
        block(Wait::QueueEmpty(queue));
    }
    forward_progress::finish(queue);
}
