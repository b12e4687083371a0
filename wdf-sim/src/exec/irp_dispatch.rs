//! The driver chooses the queue of an IRP: `EvtDeviceWdmIrpDispatch`, and the two functions that it calls with its choice.
//!
//! On the way of an IRP behind `preprocess.rs` and before the queue, for the types that the driver asked for. It decides as
//! it likes: the framework's choice, a queue, or it keeps the IRP and completes it or sends it on itself.
//!
//! Facts: `fxpkgio.cpp:DispatchStep1`, `DispatchStep2`; `fxdeviceapikm.cpp:WdfDeviceWdmDispatchIrpToIoQueue`.
#![expect(unsafe_code, reason = "calls the driver's callback, and reads and writes the members of its IRP")]

use wdf_sim_sys::{
    _WDF_DISPATCH_IRP_TO_IO_QUEUE_FLAGS as flag, NTSTATUS, PIRP, STATUS_INVALID_PARAMETER, ULONG, WDFCONTEXT, WDFDEVICE,
};

use super::driver_irp::{self, Next, OWN_LOCATION, irp as member, location, peek, poke};
use super::io::{Way, take_way};
use super::{call, check, with};
use crate::kernel::Kernel;
use crate::kernel::irp::{IrpId, Major};
use crate::kernel::object::Id;
use crate::violation::{Rule, Violation};

/// The queue that a driver chose for an IRP, and whose it is.
#[derive(Clone, Copy)]
pub(crate) struct Chosen {
    device: Id,
    queue: Id,
    /// `EvtIoInCallerContext` comes first.
    in_caller_context: bool,
}

/// An IRP that is not shown to its driver first, or was: the driver may choose its queue.
pub(super) fn deliver_past_preprocessing(device: Id, irp: IrpId) -> Option<NTSTATUS> {
    let asked = with(|kernel| {
        let asked = kernel.irp_dispatch_for(device, irp)?;
        let state = kernel.irps.get(irp);
        // What lies there of a read or write is the low half of its offset.
        let code = if state.major.is_control() { state.ioctl } else { state.offset as ULONG };
        Some((asked, asked.callback?, code, kernel.take_in_hand(device, irp)))
    });
    let Some((asked, callback, code, address)) = asked else { return deliver_past_dispatching(device, irp) };
    let (given, context) = (asked.context as WDFCONTEXT, Kernel::dispatch_context(device) as WDFCONTEXT);
    // SAFETY: the driver registered this function with its device; it has the IRP from here on.
    Some(call("EvtDeviceWdmIrpDispatch", device, None, || unsafe {
        callback(device.handle() as WDFDEVICE, asked.major as u8, 0, code, given, address as PIRP, context)
    }))
}

/// The driver chooses no queue for it.
pub(super) fn deliver_past_dispatching(device: Id, irp: IrpId) -> Option<NTSTATUS> {
    let way = with(|kernel| {
        let state = kernel.objects.device(device);
        let major = kernel.irps.get(irp).major;
        match state.in_caller_context {
            Some(_) => Way::CallerContext(state.queue_for(major)),
            None => kernel.way_behind(device, major),
        }
    });
    take_way(device, irp, way)
}

/// The driver chose this queue for it.
pub(super) fn deliver_to(irp: IrpId, chosen: Chosen) -> Option<NTSTATUS> {
    let Chosen { device, queue, in_caller_context } = chosen;
    let way = with(|kernel| {
        if in_caller_context && kernel.objects.device(device).in_caller_context.is_some() {
            kernel.choose_queue(device, irp, queue);
            Way::CallerContext(Some(queue))
        } else {
            Way::Queue(queue)
        }
    });
    take_way(device, irp, way)
}

/// The IRP is the driver's, and its current stack location this driver's own: what it has skipped, nobody would read.
///
/// # Safety
///
/// There is an IRP at the address, as far as the kernel does not know better.
unsafe fn check_own_location(routine: &'static str, address: usize) {
    let presented = check(|kernel| kernel.known_irp(routine, address));
    // SAFETY: the kernel knows the IRP.
    let current: i8 = unsafe { peek(address + member::CURRENT_LOCATION) };
    if presented.is_some() && current != OWN_LOCATION {
        let text = format!("{routine}: the driver has skipped or set a stack location of the IRP at {address:#x}");
        super::stop(Violation::undefined(Rule::IrpDispatchedWrongly, text));
    }
}

/// The driver's IRP is completed with this status.
///
/// # Safety
///
/// As for [`driver_irp::pass`].
unsafe fn refuse(routine: &'static str, address: usize, status: NTSTATUS) -> NTSTATUS {
    // SAFETY: the kernel knows the IRP.
    unsafe { poke(address + member::STATUS, status) };
    // SAFETY: as above.
    unsafe { poke(address + member::INFORMATION, 0_usize) };
    // SAFETY: as above.
    unsafe { driver_irp::complete(routine, address) };
    status
}

/// `WdfDeviceWdmDispatchIrp`: the driver leaves the choice to the framework.
///
/// # Safety
///
/// As for [`driver_irp::pass`].
pub(crate) unsafe fn go_on(routine: &'static str, device: Id, address: usize, context: usize) -> NTSTATUS {
    // SAFETY: the caller vouches for it.
    unsafe { check_own_location(routine, address) };
    if !check(|kernel| kernel.verify_dispatch_context(device, context)) {
        // SAFETY: as above.
        return unsafe { refuse(routine, address, STATUS_INVALID_PARAMETER) };
    }
    // SAFETY: as above.
    unsafe { driver_irp::hand_on(routine, address, Next::Dispatched(device)) }
}

/// `WdfDeviceWdmDispatchIrpToIoQueue`.
///
/// # Safety
///
/// As for [`driver_irp::pass`].
pub(crate) unsafe fn to_queue(routine: &'static str, device: Id, address: usize, queue: Id, flags: ULONG) -> NTSTATUS {
    let has = |wanted: flag::Type| flags & wanted.cast_unsigned() != 0;
    if has(flag::WDF_DISPATCH_IRP_TO_IO_QUEUE_PREPROCESSED_IRP) {
        check(|kernel| kernel.known_irp(routine, address));
        let object = with(|kernel| kernel.device_object(device, false));
        // SAFETY: the kernel knows the IRP.
        unsafe { driver_irp::advance(routine, address, object) };
    } else {
        // SAFETY: the caller vouches for it.
        unsafe { check_own_location(routine, address) };
    }
    // SAFETY: the kernel knows the IRP, and its current location is one.
    let place: usize = unsafe { peek(address + member::CURRENT_STACK) };
    // SAFETY: as above.
    let major: u8 = unsafe { peek(place + location::MAJOR) };
    let allowed = check(|kernel| kernel.verify_irp_to_queue(device, Major::from_code(major), queue, flags));
    match allowed {
        Ok(device) => {
            let in_caller_context = has(flag::WDF_DISPATCH_IRP_TO_IO_QUEUE_INVOKE_INCALLERCTX_CALLBACK);
            let next = Next::Queue(Chosen { device, queue, in_caller_context });
            // SAFETY: as above.
            unsafe { driver_irp::hand_on(routine, address, next) }
        }
        // SAFETY: as above.
        Err(status) => unsafe { refuse(routine, address, status) },
    }
}
