//! Timers, DPCs and work items: their callbacks, and waiting for them.
//!
//! Under `ddi/timer.rs`, `ddi/dpc.rs` and `ddi/work_item.rs`; the threads that call back are those of `service.rs`.
#![expect(unsafe_code, reason = "calls the driver's callbacks")]

use super::{block, call, object, with};
use crate::kernel::object::{Body, Id};
use crate::kernel::thread::Wait;

/// Marks the object as running and keeps it alive while its callback runs.
fn running(id: Id, callback: impl FnOnce()) {
    with(|kernel| {
        let object = kernel.objects.get_mut(id);
        object.references += 1;
        match &mut object.body {
            Body::Timer(timer) => timer.running += 1,
            Body::Dpc(dpc) => (dpc.running, dpc.queued) = (dpc.running + 1, false),
            Body::WorkItem(item) => (item.running, item.queued) = (item.running + 1, false),
            body => panic!("{body:?} has no callback"),
        }
    });
    callback();
    with(|kernel| match &mut kernel.objects.get_mut(id).body {
        Body::Timer(timer) => timer.running -= 1,
        Body::Dpc(dpc) => dpc.running -= 1,
        Body::WorkItem(item) => item.running -= 1,
        body => panic!("{body:?} has no callback"),
    });
    object::release(id);
}

/// Runs an expired timer's callback.
pub(crate) fn run(id: Id) {
    let (callback, lock, goes) = with(|kernel| {
        let timer = kernel.objects.timer_mut(id);
        // Who disposes of a passive timer waits for what it has queued.
        let was_queued = std::mem::take(&mut timer.queued);
        (timer.callback, timer.lock, was_queued || !timer.dead)
    });
    let Some(callback) = callback.filter(|_| goes) else { return };
    // SAFETY: the driver registered this function as its EvtTimerFunc, and the timer is kept alive by `running`.
    running(id, || call("EvtTimerFunc", id, lock, || unsafe { callback(id.handle() as wdf_sim_sys::WDFTIMER) }));
}

/// Runs a queued DPC.
pub(crate) fn run_dpc(id: Id) {
    let (callback, lock) = with(|kernel| {
        let dpc = kernel.objects.dpc(id);
        (dpc.callback, dpc.lock)
    });
    let Some(callback) = callback else { return };
    // SAFETY: the driver registered this function as its EvtDpcFunc, and the DPC is kept alive by `running`.
    running(id, || call("EvtDpcFunc", id, lock, || unsafe { callback(id.handle() as wdf_sim_sys::WDFDPC) }));
}

/// Runs a queued work item.
pub(crate) fn run_work_item(id: Id) {
    let (callback, lock) = with(|kernel| {
        let item = kernel.objects.work_item(id);
        (item.callback, item.lock)
    });
    let Some(callback) = callback else { return };
    // SAFETY: the driver registered this function as its EvtWorkItem, and the work item is kept alive by `running`.
    running(id, || call("EvtWorkItem", id, lock, || unsafe { callback(id.handle() as wdf_sim_sys::WDFWORKITEM) }));
}

/// Waits until the timer's callback neither runs nor is queued.
pub(crate) fn wait_until_idle(id: Id) {
    block(Wait::TimerIdle(id));
}
