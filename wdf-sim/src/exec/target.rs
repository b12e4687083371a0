//! Sending requests to targets: down to the next driver and back, cancelled, timed out; and changes of a target's state.
//!
//! Each flow is the framework's, step by step, with the places between them where other threads get in. Facts:
//! `fxiotarget.cpp`, `fxrequestbase.cpp:Cancel`, `CompleteSubmitted`.
#![expect(unsafe_code, reason = "calls the driver's completion routines, and copies to and from its memory")]

use wdf_sim_sys::{
    NTSTATUS, STATUS_NO_SUCH_DEVICE, STATUS_SUCCESS, WDF_REQUEST_COMPLETION_PARAMS, WDFCONTEXT, WDFIOTARGET, WDFREQUEST,
};

use super::{block, call, check, io, lower, me, object, point, remote, request, service, with};
use crate::kernel::irp::IrpId;
use crate::kernel::object::Id;
use crate::kernel::send::{Held, Waiting};
use crate::kernel::status::STATUS_WDF_DEVICE_REMOVED_NOT_SENT;
use crate::kernel::target::{Destination, Expired, Options, Purge, State, Stop, Submitted};
use crate::kernel::thread::Wait;

/// `WdfRequestSend`, asynchronously. True: the target has it, and its completion routine will run.
pub(crate) fn send(request: Id, target: Id, options: Options) -> bool {
    let submitted = check(|kernel| kernel.submit(request, target, options));
    if options.timeout.is_some() {
        service::ensure();
    }
    match submitted {
        Submitted::Send => {
            call_down(request, target);
            true
        }
        Submitted::Queued => true,
        Submitted::Failed => false,
    }
}

/// Sends, and waits until the completion routine has run: whether the target took it, and the status.
pub(crate) fn send_sync(request: Id, target: Id, options: Options, with_routine: bool, ddi: &str) -> (bool, NTSTATUS) {
    check(|kernel| kernel.check_may_wait(me(), ddi));
    let until = options.timeout.filter(|timeout| *timeout != 0).map(|timeout| with(|kernel| kernel.due(timeout)));
    with(|kernel| {
        let sending = kernel.sending_mut(request);
        let routine = if with_routine { sending.routine } else { None };
        sending.waiting = Some(Waiting { done: false, status: STATUS_SUCCESS, routine, context: sending.context });
        kernel.objects.get_mut(request).references += 1;
    });
    let submitted = check(|kernel| kernel.submit(request, target, Options { timeout: None, ..options }));
    if submitted == Submitted::Failed {
        let status = with(|kernel| {
            kernel.sending_mut(request).waiting = None;
            kernel.irps.get(kernel.objects.request(request).irp).status
        });
        object::release(request);
        return (false, status);
    }
    if submitted == Submitted::Send {
        call_down(request, target);
    }
    if let Some(until) = until {
        block(Wait::SentUntil(request, until));
        let late = with(|kernel| kernel.time_out_wait(request));
        if late {
            cancel_sent(request);
        }
    }
    block(Wait::Sent(request));
    let waited = with(|kernel| kernel.sending_mut(request).waiting.take());
    object::release(request);
    (true, waited.map_or(STATUS_SUCCESS, |waited| waited.status))
}

/// The next driver gets the request, as it stands in its next stack location.
fn call_down(request: Id, target: Id) {
    let (irp, destination) = with(|kernel| {
        let destination = kernel.objects.io_target(target).destination;
        let file = if let Destination::Device { file, .. } = destination { file } else { None };
        (kernel.make_lower_irp(request, file), destination)
    });
    point();
    arrive(irp, destination);
}

/// An IRP comes to whoever stands behind a target.
pub(crate) fn arrive(irp: IrpId, destination: Destination) {
    if super::fault::kept_by_target(irp) {
        return;
    }
    match destination {
        Destination::Lower(number) => lower::serve(number, irp),
        Destination::Device { device, serial, .. } if with(|kernel| kernel.objects.is_live(device, serial)) => {
            io::deliver(device, irp);
        }
        Destination::Device { .. } | Destination::None => io::complete(irp, STATUS_NO_SUCH_DEVICE),
    }
}

/// The next driver completed the IRP.
pub(crate) fn came_back(request: Id, irp: IrpId) {
    if let Some((address, bytes)) = with(|kernel| kernel.take_lower_irp(request, irp)) {
        // SAFETY: the request was formatted with memory of this length there, which its reference or, for memory without a
        // handle, the driver that waits for the request keeps.
        unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), address as *mut u8, bytes.len()) };
    }
    point();
    let left = with(|kernel| kernel.request_came_back(request));
    complete_if(request, left);
}

/// Completes the request if this thread is the one to do it.
fn complete_if(request: Id, left: Option<bool>) {
    let Some(last) = left else { return };
    let target = with(|kernel| kernel.sending_mut(request).target.expect("a sent request has its target"));
    point();
    run_completion_routine(request, target);
    object::release(request);
    with(|kernel| {
        let state = kernel.objects.io_target_mut(target);
        state.io_count -= 1;
        if last {
            state.set_event(true);
        }
    });
}

fn run_completion_routine(request: Id, target: Id) {
    let (mut params, routine, context, waits) = with(|kernel| kernel.take_completion(request));
    if let Some(routine) = routine {
        let params: *mut WDF_REQUEST_COMPLETION_PARAMS = &raw mut params;
        // SAFETY: the driver set this function as the request's completion routine; the parameters live for the call.
        call("EvtRequestCompletionRoutine", request, None, || unsafe {
            routine(request.handle() as WDFREQUEST, target.handle() as WDFIOTARGET, params, context as WDFCONTEXT);
        });
    }
    if waits {
        with(|kernel| {
            if let Some(waiting) = &mut kernel.sending_mut(request).waiting {
                waiting.done = true;
            }
        });
    }
}

/// `WdfRequestCancelSentRequest`: true if there was somebody to be asked.
pub(crate) fn cancel_sent(request: Id) -> bool {
    if !with(|kernel| kernel.begin_cancel_sent(request)) {
        return false;
    }
    point();
    let irp = with(|kernel| kernel.objects.request(request).irp);
    let asked = request::cancel_irp(irp);
    point();
    let left = with(|kernel| kernel.end_cancel_sent(request));
    complete_if(request, left);
    asked
}

/// A pended request's IRP was cancelled.
pub(crate) fn cancel_pended(request: Id, target: Id) {
    with(|kernel| kernel.unpend(request, target));
    point();
    fail_pended(request, wdf_sim_sys::STATUS_CANCELLED);
}

/// A request that never left the target comes back with this status.
fn fail_pended(request: Id, status: NTSTATUS) {
    let left = with(|kernel| {
        let irp = kernel.objects.request(request).irp;
        let irp = kernel.irps.get_mut(irp);
        irp.status = status;
        irp.information = 0;
        kernel.request_came_back(request)
    });
    complete_if(request, left);
}

/// The time of a sent request ran out.
pub(crate) fn expired(request: Id) {
    match with(|kernel| kernel.begin_expiry(request)) {
        Expired::Nothing => {}
        Expired::Complete(last) => complete_if(request, Some(last)),
        Expired::Cancel => {
            point();
            cancel_sent(request);
            let left = with(|kernel| kernel.end_expiry(request));
            complete_if(request, left);
        }
    }
}

/// `WdfIoTargetStart`: what waited goes down.
pub(crate) fn start(target: Id) -> NTSTATUS {
    object::hold(target, || {
        loop {
            match with(|kernel| kernel.start_target(target)) {
                Some(Ok(pended)) => {
                    for request in pended {
                        resubmit(request, target);
                    }
                    return STATUS_SUCCESS;
                }
                Some(Err(status)) => return status,
                None => {
                    check(|kernel| kernel.check_start_may_wait(target, me()));
                    wait_for_sent(target, "WdfIoTargetStart");
                }
            }
        }
    })
}

/// A request that waited in the target is submitted again.
fn resubmit(request: Id, target: Id) {
    point();
    match check(|kernel| kernel.submit(request, target, Options::default())) {
        Submitted::Failed => {
            let last = with(|kernel| {
                let irp = kernel.objects.request(request).irp;
                kernel.irps.get_mut(irp).information = 0;
                kernel.resubmission_failed(request, target)
            });
            complete_if(request, Some(last));
        }
        submitted => {
            if submitted == Submitted::Send {
                call_down(request, target);
            }
            with(|kernel| kernel.objects.io_target_mut(target).io_count -= 1);
            object::release(request);
        }
    }
}

/// `WdfIoTargetStop`.
pub(crate) fn stop(target: Id, stop: Stop) {
    object::hold(target, || {
        let purge = with(|kernel| kernel.stop_target(target, stop));
        carry_out_and_end(target, purge, "WdfIoTargetStop");
    });
}

/// `WdfIoTargetPurge`.
pub(crate) fn purge(target: Id, wait: bool) {
    object::hold(target, || {
        let purge = check(|kernel| kernel.purge_target(target, wait));
        carry_out_and_end(target, purge, "WdfIoTargetPurge");
    });
}

/// As [`carry_out`]; nobody waits for what was sent any more.
fn carry_out_and_end(target: Id, purge: Purge, ddi: &str) {
    let waits = purge.wait;
    carry_out(target, purge, ddi);
    if waits {
        with(|kernel| kernel.end_wait_for_sent(target));
    }
}

/// Fails what waited, cancels what was sent, and waits for it if that is wanted.
fn carry_out(target: Id, purge: Purge, ddi: &str) {
    let Purge { pended, sent, wait } = purge;
    point();
    for request in pended {
        fail_pended(request, STATUS_WDF_DEVICE_REMOVED_NOT_SENT);
    }
    for request in sent {
        cancel_sent(request);
        object::release(request);
    }
    if wait {
        wait_for_sent(target, ddi);
    }
}

fn wait_for_sent(target: Id, ddi: &str) {
    check(|kernel| kernel.check_may_wait(me(), ddi));
    let since = with(|kernel| kernel.objects.io_target(target).event_sets);
    block(Wait::SentIo(target, since));
}

/// Closes a target, or removes it for good.
pub(crate) fn close(target: Id, to: State, ddi: &str) {
    let purge = with(|kernel| kernel.remove_target(target, to, false)).or_else(|| {
        wait_for_sent(target, ddi);
        with(|kernel| kernel.remove_target(target, to, true))
    });
    carry_out(target, purge.expect("who has waited goes on"), ddi);
}

/// The target's object is disposed of, after its cleanup callbacks: it waits for everything that it still has.
pub(crate) fn dispose(target: Id) {
    let opened = remote::let_go(target);
    close(target, State::Deleted, "deleting a target");
    if let Some(opened) = opened {
        remote::close_destination(target, opened);
    }
    let unused = with(|kernel| {
        let state = kernel.objects.io_target_mut(target);
        state.io_count -= 1;
        state.io_count == 0
    });
    if !unused {
        block(Wait::TargetUnused(target));
    }
}

/// Drops what a format function referenced.
pub(crate) fn release_format(request: Id) {
    for held in with(|kernel| kernel.take_format(request)) {
        match held {
            Held::Memory(memory) => object::release(memory),
            Held::PartOf(other) => with(|kernel| {
                let other = kernel.objects.request_mut(other);
                other.memory_references = (other.memory_references - 1).max(0);
            }),
        }
    }
}

/// The bytes of a driver's memory.
///
/// # Safety
///
/// `length` bytes at `address` are valid for reads, or the address is 0.
pub(crate) unsafe fn bytes_at(address: usize, length: usize) -> Vec<u8> {
    if address == 0 || length == 0 {
        return Vec::new();
    }
    let mut bytes = vec![0; length];
    // SAFETY: the caller vouches for the memory; the copy's has the same length.
    unsafe { std::ptr::copy_nonoverlapping(address as *const u8, bytes.as_mut_ptr(), length) };
    bytes
}

/// `WDF_REQUEST_SEND_OPTION_SEND_AND_FORGET`, once verified: the IRP is the next driver's, and the request is gone.
pub(crate) fn send_and_forget(request: Id, target: Id) {
    let irp = request::give_away(request);
    let destination = with(|kernel| kernel.objects.io_target(target).destination);
    object::hold(target, || {
        point();
        arrive(irp, destination);
    });
    request::forget(request);
}
