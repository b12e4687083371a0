//! The end of a run: what is still there is removed, and then nothing may be left.
//!
//! The last thing that a run does on the thread of the test's body (`run/search.rs`); leaks are found here.

use super::driver::unload;
use super::pnp::remove;
use super::{block, check, with};
use crate::kernel::object::{Id, Kind};
use crate::kernel::thread::{Role, Wait};
use crate::touch::{Mode, Place, touch};
use crate::trace::ThreadId;
use crate::violation::{Outcome, Rule, Violation};

/// Waits for the threads that the test started.
pub(crate) fn join_applications() {
    let threads = with(|kernel| {
        touch(Place::Threads, Mode::Read);
        kernel.threads.iter().filter(|thread| thread.role == Role::Application).count()
    });
    let others = (1..).map(ThreadId).filter(|thread| with(|kernel| kernel.thread(*thread).role == Role::Application));
    for thread in others.take(threads - 1) {
        block(Wait::Thread(thread));
    }
}

/// The system goes down, or the test is over: what is still there is removed, and then nothing may be left.
pub(crate) fn shut_down() {
    for device in live(Kind::Device) {
        // Children went with their parents.
        if with(|kernel| {
            kernel
                .objects
                .find_device_mut(device)
                .is_some_and(|device| device.pdo.is_none() && device.control.is_none())
        }) {
            remove(device);
        }
    }
    check(|kernel| kernel.check_children());
    for driver in live(Kind::Driver) {
        unload(driver);
    }
    check(|kernel| {
        if let Some(id) = kernel.uncompleted_requests().first() {
            let text = format!("{} is still there when the run ends", kernel.objects.subject(*id));
            return Err(Violation::new(Rule::RequestNeverCompleted, Outcome::Leak, text));
        }
        if let Some((id, object)) = kernel.objects.iter().max_by_key(|(_, object)| object.driver_references) {
            let subject = kernel.objects.subject(id);
            let text = match object.driver_references {
                1 => format!("a reference to {subject} was taken and not dropped"),
                count => format!("{count} references to {subject} were taken and not dropped"),
            };
            return Err(Violation::new(Rule::ReferenceLeaked, Outcome::Leak, text));
        }
        kernel.check_written_late()?;
        kernel.check_system()?;
        kernel.check_pool()
    });
}

pub(super) fn live(kind: Kind) -> Vec<Id> {
    with(|kernel| kernel.objects.roots().map(|(id, _)| id).filter(|id| kernel.objects.kind(*id) == kind).collect())
}
