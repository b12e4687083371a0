//! The drivers that the test plays: what stands below a device, or behind a name.
//!
//! The kernel knows them by number; what they do is a closure, kept here because it is code of the test's. Number 0 stands
//! below every device that has no other: it takes creates, cleanups and closes, and refuses the rest.

use std::cell::RefCell;
use std::rc::Rc;

use wdf_sim_sys::{NTSTATUS, STATUS_CANCELLED, STATUS_INVALID_DEVICE_REQUEST, STATUS_SUCCESS};

use super::{io, me, point, with};
use crate::kernel::irp::{Armed, IrpId, Major};
use crate::trace::Step;

type Serve = Rc<dyn Fn(IrpId)>;

thread_local! {
    static SERVE: RefCell<Vec<Serve>> = const { RefCell::new(Vec::new()) };
}

/// A fresh machine has none.
pub(crate) fn clear() {
    drop(SERVE.take());
}

/// Another one: its number. The kernel's part of it must have been made.
pub(crate) fn add(serve: impl Fn(IrpId) + 'static) -> u32 {
    SERVE.with_borrow_mut(|all| {
        all.push(Rc::new(serve));
        u32::try_from(all.len()).expect("few drivers")
    })
}

/// An IRP comes to the driver of this number.
pub(crate) fn serve(number: u32, irp: IrpId) {
    let serve = number.checked_sub(1).and_then(|index| SERVE.with_borrow(|all| all.get(index as usize).cloned()));
    with(|kernel| {
        let subject = kernel.irp_subject(irp);
        let text = format!("the next driver gets {subject}, a {}", kernel.irps.get(irp).major.name());
        kernel.note(me(), Step::Note(text));
    });
    match serve {
        Some(serve) => serve(irp),
        None => {
            let known =
                with(|kernel| matches!(kernel.irps.get(irp).major, Major::Create | Major::Cleanup | Major::Close));
            io::complete(irp, if known { STATUS_SUCCESS } else { STATUS_INVALID_DEVICE_REQUEST });
        }
    }
}

/// The driver keeps the IRP, and a cancellation completes it. False: it was cancelled already, and is completed.
pub(crate) fn allow_cancel(irp: IrpId, serial: u32) -> bool {
    point();
    let armed = with(|kernel| {
        kernel.irps.find(irp, serial).filter(|irp| !irp.completed)?;
        let irp = kernel.irps.get_mut(irp);
        irp.kept = true;
        if !irp.cancel {
            irp.routine = Some(Armed::Lower);
        }
        Some(!irp.cancel)
    });
    if armed == Some(false) {
        io::complete(irp, STATUS_CANCELLED);
    }
    armed == Some(true)
}

/// The driver completes the IRP. False: it allowed cancellation, and a canceller has it, or it is completed.
pub(crate) fn complete(irp: IrpId, serial: u32, status: NTSTATUS, information: usize, output: &[u8]) -> bool {
    point();
    let mine = with(|kernel| {
        if kernel.irps.find(irp, serial).is_none_or(|irp| irp.completed) {
            return false;
        }
        let state = kernel.irps.get_mut(irp);
        let mine = !state.kept || state.routine.take().is_some();
        if mine {
            state.write_output(output);
            state.information = information;
        }
        mine
    });
    if mine {
        io::complete(irp, status);
    }
    mine
}
