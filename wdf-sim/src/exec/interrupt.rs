//! Interrupts: connecting them when a device powers up, servicing them, their DPCs and work items, disconnecting.
//!
//! An interrupt that the hardware raised is taken by a service thread, which stands for the processor that it interrupts.
//! Facts: `interruptobject.cpp`, `interruptobjectkm.cpp`, `powerstatemachine.cpp`.
#![expect(unsafe_code, reason = "calls the driver's interrupt callbacks")]

use wdf_sim_sys::{
    DISPATCH_LEVEL, NT_SUCCESS, NTSTATUS, PFN_WDF_INTERRUPT_SYNCHRONIZE, STATUS_SUCCESS, WDFCONTEXT, WDFDEVICE,
    WDFINTERRUPT, WDFOBJECT,
};

use super::{block, call, lock, me, object, service, with};
use crate::kernel::interrupt::{Deferred, Interrupt, Raised};
use crate::kernel::lock::LockRef;
use crate::kernel::object::Id;
use crate::kernel::thread::Wait;

const fn handle(id: Id) -> WDFINTERRUPT {
    id.handle() as WDFINTERRUPT
}

/// Why an interrupt is connected or disconnected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// The device starts, is removed, or was asked by its driver.
    Plain,
    /// The device goes to sleep or wakes.
    Power,
    /// As `Power` or `Plain`, of a device in the paging path: the connection stays.
    NotPageable,
}

/// The device enters D0: all its interrupts are connected and enabled, in the order of their creation.
pub(crate) fn connect_all(device: Id, why: Why) -> NTSTATUS {
    for id in with(|kernel| kernel.interrupts_of(device)) {
        let status = connect(id, why);
        if !NT_SUCCESS(status) {
            return status;
        }
    }
    STATUS_SUCCESS
}

/// The device leaves D0: all its interrupts are disabled and disconnected, the last created first.
pub(crate) fn disconnect_all(device: Id, why: Why) {
    for id in with(|kernel| kernel.interrupts_of(device)).into_iter().rev() {
        disconnect(id, why);
    }
}

/// Connects an interrupt that has resources, and enables it.
pub(crate) fn connect(id: Id, why: Why) -> NTSTATUS {
    let wanted = with(|kernel| {
        let interrupt = kernel.objects.interrupt_mut(id);
        if interrupt.soft_disconnect && why == Why::Power && interrupt.connected {
            interrupt.active = true;
            return true;
        }
        if interrupt.force_disconnected || interrupt.line.is_none() {
            return false;
        }
        if !interrupt.connected {
            kernel.set_connected(id, true);
        }
        true
    });
    if !wanted {
        return STATUS_SUCCESS;
    }
    let (enable, device) = with(|kernel| {
        let interrupt = kernel.objects.interrupt(id);
        (interrupt.callbacks.enable, interrupt.device)
    });
    if let Some(enable) = enable {
        // SAFETY: the driver registered this function with its interrupt; both objects live.
        let status = call("EvtInterruptEnable", id, Some(LockRef::Interrupt(id)), || unsafe {
            enable(handle(id), device.handle() as WDFDEVICE)
        });
        if !NT_SUCCESS(status) {
            return status;
        }
    }
    with(|kernel| kernel.objects.interrupt_mut(id).enabled = true);
    STATUS_SUCCESS
}

/// Disables an interrupt, waits for what it queued, and disconnects it.
pub(crate) fn disconnect(id: Id, why: Why) {
    if !with(|kernel| kernel.objects.interrupt(id).connected) {
        return;
    }
    let (disable, device, enabled) = with(|kernel| {
        let interrupt = kernel.objects.interrupt_mut(id);
        (interrupt.callbacks.disable, interrupt.device, std::mem::take(&mut interrupt.enabled))
    });
    if let Some(disable) = disable.filter(|_| enabled) {
        // SAFETY: the driver registered this function with its interrupt; both objects live. A failure changes nothing.
        call("EvtInterruptDisable", id, Some(LockRef::Interrupt(id)), || unsafe {
            disable(handle(id), device.handle() as WDFDEVICE)
        });
    }
    flush(id);
    let soft = with(|kernel| {
        let interrupt = kernel.objects.interrupt_mut(id);
        let soft = interrupt.soft_disconnect && why == Why::Power;
        if soft {
            interrupt.active = false;
        }
        soft
    });
    if soft || why == Why::NotPageable {
        return;
    }
    // Disconnecting waits for a service routine that runs.
    with(|kernel| kernel.set_connected(id, false));
    block(Wait::NotInService(id));
}

/// Waits for the DPC and the work item that an interrupt queued.
pub(crate) fn flush(id: Id) {
    let own = with(|kernel| kernel.thread(me()).callbacks.iter().any(|callback| callback.object == id));
    if !own {
        block(Wait::InterruptIdle(id));
    }
}

/// Services an interrupt that was raised: each driver that shares the vector is asked, until one says that it was its own.
pub(crate) fn service(raised: Raised) {
    let mut claimed = false;
    for id in with(|kernel| kernel.connected_at(raised.vector)) {
        let edge = with(|kernel| {
            let connected = kernel.lines.connected.contains(&id);
            connected.then(|| {
                let interrupt = kernel.objects.interrupt_mut(id);
                interrupt.in_service += 1;
                interrupt.line.is_some_and(|line| line.latched)
            })
        });
        let Some(edge) = edge else { continue };
        claimed |= isr(id);
        with(|kernel| kernel.objects.interrupt_mut(id).in_service -= 1);
        if claimed && !edge {
            break;
        }
    }
    with(|kernel| {
        if kernel.lines.awaited.remove(&raised.number) {
            kernel.lines.serviced.push((raised.number, claimed));
        }
    });
}

/// Calls the service routine under the interrupt's lock, if it is still connected.
fn isr(id: Id) -> bool {
    let lock = LockRef::Interrupt(id);
    lock::acquire(lock);
    let (isr, message, active) = with(|kernel| {
        let interrupt = kernel.objects.interrupt(id);
        (interrupt.callbacks.isr, interrupt.message, interrupt.active)
    });
    let claimed = match isr.filter(|_| active) {
        // SAFETY: the driver registered this function with its interrupt, which is held.
        Some(isr) => call("EvtInterruptIsr", id, None, || unsafe { isr(handle(id), message) }) != 0,
        None => false,
    };
    lock::release(lock);
    claimed
}

/// Raises an interrupt, and waits until it was serviced: whether a driver claimed it.
pub(crate) fn raise_and_wait(vector: u32) -> bool {
    let number = with(|kernel| {
        let number = kernel.raise_interrupt(vector);
        kernel.lines.awaited.insert(number);
        number
    });
    service::ensure();
    block(Wait::Serviced(number));
    with(|kernel| {
        let index = kernel.lines.serviced.iter().position(|(done, _)| *done == number).expect("it was waited for");
        kernel.lines.serviced.swap_remove(index).1
    })
}

/// Raises an interrupt: a processor takes it when the scheduler lets it.
pub(crate) fn raise(vector: u32) {
    with(|kernel| kernel.raise_interrupt(vector));
    service::ensure();
}

/// `WdfInterruptQueueWorkItemForIsr`: from above DISPATCH_LEVEL by way of the DPC.
pub(crate) fn queue_work(id: Id) -> bool {
    let queued = with(|kernel| {
        if u32::from(kernel.thread(me()).irql) > DISPATCH_LEVEL {
            kernel.queue_interrupt_dpc(id)
        } else {
            kernel.queue_interrupt_work(id)
        }
    });
    service::ensure();
    queued
}

/// Marks a routine as running, and keeps the interrupt while it does.
fn running(id: Id, which: fn(&mut Interrupt) -> &mut Deferred, routine: impl FnOnce()) {
    object::hold(id, || {
        with(|kernel| {
            let state = which(kernel.objects.interrupt_mut(id));
            state.queued = false;
            state.running += 1;
        });
        routine();
        with(|kernel| which(kernel.objects.interrupt_mut(id)).running -= 1);
    });
}

/// Runs a queued DPC of an interrupt: the driver's, or the one that queues its work item.
pub(crate) fn run_dpc(id: Id) {
    let (callbacks, lock, device) = with(|kernel| {
        let interrupt = kernel.objects.interrupt(id);
        (interrupt.callbacks, interrupt.serialization, interrupt.device)
    });
    running(
        id,
        |interrupt| &mut interrupt.dpc,
        || match (callbacks.work_item, callbacks.dpc) {
            (Some(_), _) => {
                with(|kernel| kernel.queue_interrupt_work(id));
                service::ensure();
            }
            // SAFETY: the driver registered this function with its interrupt, which is held.
            (None, Some(dpc)) => call("EvtInterruptDpc", id, lock, || unsafe {
                dpc(handle(id), device.handle() as WDFOBJECT);
            }),
            (None, None) => {}
        },
    );
}

/// Runs a queued work item of an interrupt.
pub(crate) fn run_work_item(id: Id) {
    let (callback, lock, device) = with(|kernel| {
        let interrupt = kernel.objects.interrupt(id);
        (interrupt.callbacks.work_item, interrupt.serialization, interrupt.device)
    });
    let Some(callback) = callback else { return };
    running(
        id,
        |interrupt| &mut interrupt.work,
        || {
            // SAFETY: the driver registered this function with its interrupt, which is held.
            call("EvtInterruptWorkItem", id, lock, || unsafe { callback(handle(id), device.handle() as WDFOBJECT) });
        },
    );
}

/// `WdfInterruptSynchronize`: the driver's function under the interrupt's lock.
pub(crate) fn synchronize(id: Id, callback: PFN_WDF_INTERRUPT_SYNCHRONIZE, context: WDFCONTEXT) -> u8 {
    let Some(callback) = callback else { return 0 };
    // SAFETY: the driver passes the function and its context; the interrupt is held by its device.
    call("EvtInterruptSynchronize", id, Some(LockRef::Interrupt(id)), || unsafe { callback(handle(id), context) })
}
