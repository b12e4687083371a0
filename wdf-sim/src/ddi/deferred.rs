//! What timers, DPCs and work items have in common: an object that calls back by itself, under its parent.
//!
//! Facts: `fxtimerapi.cpp`, `fxdpcapi.cpp`, `fxworkitemapi.cpp`.
#![expect(unsafe_code, reason = "the driver's attributes are read")]

use wdf_sim_sys::{NTSTATUS, PWDF_OBJECT_ATTRIBUTES, STATUS_INVALID_DEVICE_REQUEST};

use super::arg;
use super::object::{insert, parent_or};
use crate::exec::{check, with};
use crate::kernel::attributes::{Allows, Attributes};
use crate::kernel::lock::{LockKind, LockRef};
use crate::kernel::object::{Body, Id, Kind};
use crate::kernel::status::{STATUS_WDF_INCOMPATIBLE_EXECUTION_LEVEL, STATUS_WDF_PARENT_NOT_SPECIFIED};
use crate::kernel::{Level, Scope};
use crate::violation::Rule;

/// Makes a DPC or a work item, which call back at this level; `body` is what it is, with the lock of automatic
/// serialization.
///
/// # Safety
///
/// The attributes are valid.
pub(super) unsafe fn make(
    ddi: &str,
    attributes: PWDF_OBJECT_ATTRIBUTES,
    level: Level,
    serialized: bool,
    body: impl FnOnce(Option<LockRef>) -> Body,
) -> Result<Id, NTSTATUS> {
    // SAFETY: the caller vouches for it.
    let attributes = unsafe { arg::attributes(attributes, Allows::PARENT) }?;
    let parent = callback_parent(ddi, attributes)?;
    let lock = serialization(ddi, parent, serialized, level == Level::Passive)?;
    insert(Some(parent), attributes, level, Scope::None, body(lock))
}

/// The parent of an object that calls back by itself: it is required, and a device must be above it.
pub(super) fn callback_parent(ddi: &str, attributes: Option<Attributes>) -> Result<Id, NTSTATUS> {
    let parent = parent_or(ddi, attributes, None);
    let Some(parent) = parent else { return Err(STATUS_WDF_PARENT_NOT_SPECIFIED) };
    match with(|kernel| kernel.objects.ancestor(parent, Kind::Device)) {
        Some(_) => Ok(parent),
        None => Err(STATUS_INVALID_DEVICE_REQUEST),
    }
}

/// The lock of automatic serialization: that of the nearest ancestor that presents callbacks, if it has a scope.
pub(super) fn serialization(ddi: &str, parent: Id, wanted: bool, passive: bool) -> Result<Option<LockRef>, NTSTATUS> {
    if !wanted {
        return Ok(None);
    }
    check(|kernel| {
        let mut owner = parent;
        while !matches!(kernel.objects.kind(owner), Kind::Device | Kind::Queue) {
            match kernel.objects.get(owner).parent {
                Some(above) => owner = above,
                None => return Ok(Ok(None)),
            }
        }
        let lock = match (&kernel.objects.get(owner).body, kernel.objects.get(owner).scope) {
            (_, Scope::None) => None,
            (Body::Queue(queue), _) => queue.callback_lock,
            _ => Some(LockRef::Presentation(owner)),
        };
        let mismatch = lock.is_some_and(|lock| (kernel.lock(lock).kind == LockKind::Wait) != passive);
        if mismatch {
            let subject = kernel.objects.subject(owner);
            let text = format!("{ddi}: {subject} calls back at another level than this object, and cannot exclude it");
            kernel.verifier_break(Rule::TimerMisused, text)?;
            return Ok(Err(STATUS_WDF_INCOMPATIBLE_EXECUTION_LEVEL));
        }
        Ok(Ok(lock))
    })
}
