//! IRPs in a driver's own hands: sent to the next driver, completed, cancelled; and the completion routines on their way up.
//!
//! Facts: the pages of `IofCallDriver`, `IofCompleteRequest`, `IoSetCompletionRoutine`; wdm.h for where the members lie.
#![expect(unsafe_code, reason = "reads and writes the members of a driver's IRP, and calls its completion routines")]

mod layout;
mod said;

use std::ffi::c_void;

use wdf_sim_sys::{NT_SUCCESS, NTSTATUS, STATUS_MORE_PROCESSING_REQUIRED, STATUS_PENDING, STATUS_SUCCESS};

use self::said::{make_below, read_location};
use super::irp_dispatch::{self, Chosen};
use super::{check, foreign, io, me, point, request, target, with};
use crate::kernel::irp::{Irp, IrpId};
use crate::kernel::object::Id;
use crate::kernel::target::Destination;
use crate::kernel::{Kernel, Result};
use crate::trace::{Step, Subject};
use crate::violation::{BugCheck, Outcome, Rule, Violation};

pub(crate) use self::layout::{irp, location, peek, poke};

/// `SL_PENDING_RETURNED`, `SL_INVOKE_ON_CANCEL`, `SL_INVOKE_ON_SUCCESS`, `SL_INVOKE_ON_ERROR`.
const PENDING: u8 = 0x1;
const ON_CANCEL: u8 = 0x20;
const ON_SUCCESS: u8 = 0x40;
const ON_ERROR: u8 = 0x80;
/// `NO_MORE_IRP_STACK_LOCATIONS`.
const NO_MORE_IRP_STACK_LOCATIONS: u32 = 0x35;

/// Where a driver's IRP goes.
#[derive(Clone, Copy)]
pub(crate) enum Next {
    Driver(Destination),
    /// To the framework, which does with it what it does with one that was not shown to its driver first.
    Framework(Id),
    /// There too, and the driver's callback for its type has left the choice of a queue to the framework.
    Dispatched(Id),
    /// To this queue of the device.
    Queue(Chosen),
}

/// The driver's next stack location becomes the current one: where it lies.
///
/// # Safety
///
/// There is an IRP at the address.
pub(super) unsafe fn advance(routine: &str, address: usize, device_object: usize) -> usize {
    // SAFETY: the caller vouches for it.
    let current: i8 = unsafe { peek(address + irp::CURRENT_LOCATION) };
    if current <= 1 {
        let text = format!("{routine}: the IRP at {address:#x} has no stack location for another driver");
        let bug_check = BugCheck { code: NO_MORE_IRP_STACK_LOCATIONS, parameters: [address as u64, 0, 0, 0] };
        super::stop(Violation::new(Rule::FormattedWithoutRoom, Outcome::BugCheck(bug_check), text));
    }
    // SAFETY: as above.
    let place = unsafe { peek::<usize>(address + irp::CURRENT_STACK) } - location::LENGTH;
    // SAFETY: as above.
    unsafe { poke(address + irp::CURRENT_LOCATION, current - 1) };
    // SAFETY: as above.
    unsafe { poke(address + irp::CURRENT_STACK, place) };
    // SAFETY: the location above another one lies there.
    unsafe { poke(place + location::DEVICE, device_object) };
    place
}

/// `IofCallDriver`, and what hands a preprocessed IRP back to the framework.
///
/// # Safety
///
/// There is an IRP at the address, as far as the kernel does not know better.
pub(crate) unsafe fn pass(routine: &'static str, device_object: usize, address: usize, next: Next) -> NTSTATUS {
    check(|kernel| kernel.known_irp(routine, address));
    // SAFETY: the kernel knows the IRP.
    unsafe { advance(routine, address, device_object) };
    // SAFETY: as above.
    unsafe { hand_on(routine, address, next) }
}

/// An IRP, with its current stack location, goes to whom that is for.
///
/// # Safety
///
/// As for [`pass`].
pub(super) unsafe fn hand_on(routine: &'static str, address: usize, next: Next) -> NTSTATUS {
    let presented = check(|kernel| kernel.known_irp(routine, address));
    // SAFETY: the kernel knows the IRP.
    let place: usize = unsafe { peek(address + irp::CURRENT_STACK) };
    // SAFETY: as above.
    let is_its_own = presented.is_some() && unsafe { peek::<i8>(address + irp::CURRENT_LOCATION) } == OWN_LOCATION;
    if let (Some(id), true) = (presented, is_its_own) {
        // The driver's own stack location is the next one's: the driver has nothing to do with it any more.
        let serial = with(|kernel| kernel.irps.get(id).serial);
        point();
        with(|kernel| kernel.leave_hand(id));
        return go(id, next).unwrap_or_else(|| {
            let status = |irp: &Irp| irp.completed.then_some(irp.status);
            with(|kernel| kernel.irps.find(id, serial).map(status))
                .unwrap_or(Some(STATUS_SUCCESS))
                .unwrap_or(STATUS_PENDING)
        });
    }
    // SAFETY: as above.
    let said = unsafe { read_location(routine, address, place) };
    // SAFETY: as above.
    let room = unsafe { peek::<i8>(address + irp::CURRENT_LOCATION) } - 1;
    // SAFETY: as above.
    let cancel = unsafe { peek::<u8>(address + irp::CANCEL) } != 0;
    // SAFETY: the driver vouches for the buffers of an IRP that it sends.
    let below = unsafe { make_below(address, &said, u8::try_from(room).unwrap_or(0), cancel) };
    let (id, serial) = check(|kernel| {
        let id = kernel.irps.insert_internal(below);
        Ok((id, kernel.begin_call(routine, address, id, presented, said.output)?))
    });
    point();
    let taken = go(id, next);
    let ended = with(|kernel| kernel.end_call(serial));
    taken.or(ended).unwrap_or(STATUS_PENDING)
}

/// `CurrentLocation` of an IRP as it is presented.
pub(super) const OWN_LOCATION: i8 = 2;

/// What the call returns, if that is not the status of the IRP.
fn go(id: IrpId, next: Next) -> Option<NTSTATUS> {
    match next {
        Next::Driver(destination) => {
            target::arrive(id, destination);
            None
        }
        Next::Framework(device) => irp_dispatch::deliver_past_preprocessing(device, id),
        Next::Dispatched(device) => irp_dispatch::deliver_past_dispatching(device, id),
        Next::Queue(chosen) => irp_dispatch::deliver_to(id, chosen),
    }
}

/// The next driver completed what it was sent.
pub(super) fn came_back(address: usize, below: IrpId) {
    let (status, information, to, bytes) = with(|kernel| {
        let irp = kernel.irps.remove(below);
        kernel.retire_packet(irp.serial);
        let (to, room) = kernel.driver_irp_came_back(address, irp.serial, irp.status);
        let bytes = if to == 0 { Vec::new() } else { irp.output_bytes(irp.information.min(room)) };
        (irp.status, irp.information, to, bytes)
    });
    if !bytes.is_empty() {
        // SAFETY: the driver vouches for the buffers of an IRP that it sent, until it is completed.
        unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), to as *mut u8, bytes.len()) };
    }
    // SAFETY: it is an IRP until its completion routine frees it.
    unsafe { poke(address + irp::STATUS, status) };
    // SAFETY: as above.
    unsafe { poke(address + irp::INFORMATION, information) };
    point();
    // SAFETY: as above.
    unsafe { complete("IofCompleteRequest", address) };
}

type Routine = unsafe extern "C" fn(*mut c_void, *mut c_void, *mut c_void) -> NTSTATUS;

/// `IofCompleteRequest`: up through the stack locations, until a completion routine stops it.
///
/// # Safety
///
/// There is an IRP at the address.
pub(crate) unsafe fn complete(routine: &'static str, address: usize) {
    loop {
        // SAFETY: the caller vouches for it, here and below: who frees the IRP stops it.
        let count: i8 = unsafe { peek(address + irp::STACK_COUNT) };
        // SAFETY: as above.
        let current: i8 = unsafe { peek(address + irp::CURRENT_LOCATION) };
        if current > count {
            break;
        }
        // SAFETY: as above.
        let place: usize = unsafe { peek(address + irp::CURRENT_STACK) };
        // SAFETY: the current location is one.
        let control: u8 = unsafe { peek(place + location::CONTROL) };
        // SAFETY: as above.
        let callback: usize = unsafe { peek(place + location::ROUTINE) };
        // SAFETY: as above.
        let context: usize = unsafe { peek(place + location::CONTEXT) };
        let above = place + location::LENGTH;
        let device: usize = if current == count {
            0
        } else {
            // SAFETY: as above: there is a location above.
            unsafe { peek(above + location::DEVICE) }
        };
        // SAFETY: as above.
        unsafe { poke(address + irp::CURRENT_LOCATION, current + 1) };
        // SAFETY: as above.
        unsafe { poke(address + irp::CURRENT_STACK, above) };
        // SAFETY: as above.
        unsafe { poke(address + irp::PENDING_RETURNED, control & PENDING) };
        // SAFETY: as above.
        let status: NTSTATUS = unsafe { peek(address + irp::STATUS) };
        // SAFETY: as above.
        let cancelled = unsafe { peek::<u8>(address + irp::CANCEL) } != 0;
        let wanted = if NT_SUCCESS(status) { control & ON_SUCCESS != 0 } else { control & ON_ERROR != 0 };
        if callback == 0 || !(wanted || cancelled && control & ON_CANCEL != 0) {
            continue;
        }
        // SAFETY: the driver set it as the location's completion routine.
        let callback = unsafe { std::mem::transmute::<usize, Routine>(callback) };
        // SAFETY: the location's own device object and context.
        let call = || unsafe { callback(device as *mut c_void, address as *mut c_void, context as *mut c_void) };
        if told("IO_COMPLETION_ROUTINE", call) == STATUS_MORE_PROCESSING_REQUIRED {
            return;
        }
    }
    // SAFETY: as above: nobody has freed it.
    unsafe { finish(routine, address) };
}

/// Calls a routine of the driver's that no object of the framework stands behind.
pub(super) fn told<R>(name: &'static str, routine: impl FnOnce() -> R) -> R {
    with(|kernel| {
        kernel.counts.callbacks += 1;
        kernel.note(me(), Step::Enter(name, Subject::NONE));
    });
    let result = foreign(routine);
    with(|kernel| kernel.note(me(), Step::Leave(name, Subject::NONE)));
    result
}

/// No completion routine stopped the IRP: it is its maker's again.
///
/// # Safety
///
/// There is an IRP at the address.
unsafe fn finish(routine: &'static str, address: usize) {
    // SAFETY: the caller vouches for it.
    let status: NTSTATUS = unsafe { peek(address + irp::STATUS) };
    // SAFETY: as above.
    let information: usize = unsafe { peek(address + irp::INFORMATION) };
    if let Some(id) = check(|kernel| kernel.known_irp(routine, address)) {
        with(|kernel| kernel.irps.get_mut(id).information = information);
        io::complete(id, status);
        return;
    }
    let Some(built) = with(|kernel| kernel.take_built(address)).filter(|built| built.is_threaded) else {
        check(|_| -> Result<()> { Err(Kernel::reached_the_top(routine, address)) });
        return;
    };
    if NT_SUCCESS(status) && built.output.0 != 0 {
        let mut built_system = built.system;
        let length = information.min(built.output.1).min(built_system.len());
        let from = built_system.address() as *const u8;
        // SAFETY: the driver gave the buffer when the IRP was built, and waits for the end; the system buffer is as long.
        unsafe { std::ptr::copy_nonoverlapping(from, built.output.0 as *mut u8, length) };
    }
    if built.status_block != 0 {
        // SAFETY: as above, for the status block.
        unsafe { poke(built.status_block, status) };
        // SAFETY: as above.
        unsafe { poke(built.status_block + 8, information) };
    }
    check(|kernel| kernel.free_driver_irp(routine, address));
    if built.event != 0 {
        check(|kernel| kernel.nt_set_event(routine, built.event).map(|_| ()));
        point();
    }
}

/// `IoCancelIrp` of an IRP that the driver made or has in hand.
///
/// # Safety
///
/// As for [`pass`].
pub(crate) unsafe fn cancel(routine: &'static str, address: usize) -> bool {
    check(|kernel| kernel.known_irp(routine, address));
    // SAFETY: the kernel knows the IRP.
    unsafe { poke(address + irp::CANCEL, 1_u8) };
    let below = with(|kernel| kernel.below_driver_irp(address));
    below.is_some_and(request::cancel_irp)
}
