//! `WdfObject*`: contexts, references, deletion, the presentation lock.
#![expect(unsafe_code, reason = "functions of the table: the driver's pointers are read and written")]

use crate::kernel::status::STATUS_WDF_PARENT_ASSIGNMENT_NOT_ALLOWED;
use wdf_sim_sys::{
    GUID, LONG, NTSTATUS, PCCH, PCWDF_OBJECT_CONTEXT_TYPE_INFO, PVOID, PWDF_DRIVER_GLOBALS, PWDF_OBJECT_ATTRIBUTES,
    STATUS_DELETE_PENDING, STATUS_NOT_FOUND, STATUS_OBJECT_NAME_EXISTS, STATUS_OBJECT_NAME_INVALID,
    STATUS_OBJECT_PATH_INVALID, STATUS_SUCCESS, ULONG, WDFOBJECT,
};

use super::{arg, begin, enter_any};
use crate::exec::{self, check, lock, object, with};
use crate::kernel::attributes::{Allows, Attributes};
use crate::kernel::lock::LockRef;
use crate::kernel::object::{Body, Context, Id, Kind, Life};
use crate::kernel::{Kernel, Level, Scope};
use crate::violation::{Rule, Violation};

/// The parent that attributes name, or this one.
pub(super) fn parent_or(ddi: &str, attributes: Option<Attributes>, default: Option<Id>) -> Option<Id> {
    let named = attributes.map_or(0, |attributes| attributes.parent);
    if named == 0 {
        return default;
    }
    Some(check(|kernel| {
        kernel.objects.resolve_any(named, Kind::Object).map_err(|mut violation| {
            violation.text = format!("{ddi}: the parent: {}", violation.text);
            violation
        })
    }))
}

/// The driver object, which is the parent of objects that name none.
pub(super) fn the_driver() -> Option<Id> {
    with(|kernel| kernel.objects.roots().map(|(id, _)| id).find(|id| kernel.objects.kind(*id) == Kind::Driver))
}

/// Inserts a new object under its parent, with its first context; the status says why not.
pub(super) fn insert(
    parent: Option<Id>,
    attributes: Option<Attributes>,
    level: Level,
    scope: Scope,
    body: Body,
) -> Result<Id, NTSTATUS> {
    insert_with(parent, attributes, |kernel| kernel.objects.insert(parent, level, scope, body))
}

/// The same of an object that is made in some other way.
pub(super) fn insert_with(
    parent: Option<Id>,
    attributes: Option<Attributes>,
    make: impl FnOnce(&mut Kernel) -> Id,
) -> Result<Id, NTSTATUS> {
    with(|kernel| {
        if parent.is_some_and(|parent| kernel.objects.get(parent).life != Life::Live) {
            return Err(STATUS_DELETE_PENDING);
        }
        let id = make(kernel);
        if let Some(attributes) = attributes {
            kernel.attach(id, attributes.context());
        }
        Ok(id)
    })
}

pub(super) unsafe extern "C" fn create(
    _: PWDF_DRIVER_GLOBALS,
    attributes: PWDF_OBJECT_ATTRIBUTES,
    out: *mut WDFOBJECT,
) -> NTSTATUS {
    const DDI: &str = "WdfObjectCreate";
    begin(DDI);
    arg::required(DDI, "Object", out);
    // SAFETY: the driver's pointer, NULL or valid.
    let attributes = match unsafe { arg::attributes(attributes, Allows::PARENT_AND_LEVEL) } {
        Ok(attributes) => attributes,
        Err(status) => return status,
    };
    let level = attributes.map_or(Level::Dispatch, |attributes| attributes.inherit((Level::Dispatch, Scope::None)).0);
    let parent = parent_or(DDI, attributes, the_driver());
    let made = insert(parent, attributes, level, Scope::None, Body::Object);
    // SAFETY: the driver's pointer, checked above.
    unsafe { arg::give(DDI, "Object", out, made) }
}

/// Looks a context up, by the address of its type information. No other thread runs here: it is a read of fixed memory.
pub(super) unsafe extern "C" fn get_typed_context(
    _: PWDF_DRIVER_GLOBALS,
    object: WDFOBJECT,
    wanted: PCWDF_OBJECT_CONTEXT_TYPE_INFO,
) -> PVOID {
    const DDI: &str = "WdfObjectGetTypedContextWorker";
    arg::required(DDI, "TypeInfo", wanted);
    // SAFETY: the driver's pointer, checked above.
    let wanted = unsafe { arg::type_info(wanted) }.address;
    check(|kernel| {
        let id = kernel.objects.resolve_any(object as usize, Kind::Object).map_err(|mut violation| {
            violation.text = format!("{DDI}: {}", violation.text);
            violation
        })?;
        let contexts = &mut kernel.objects.get_mut(id).contexts;
        let found = contexts.iter_mut().find(|context| context.type_info == wanted);
        Ok(found.map_or(std::ptr::null_mut(), |context| context.address() as PVOID))
    })
}

pub(super) unsafe extern "C" fn allocate_context(
    _: PWDF_DRIVER_GLOBALS,
    object: WDFOBJECT,
    attributes: PWDF_OBJECT_ATTRIBUTES,
    out: *mut PVOID,
) -> NTSTATUS {
    const DDI: &str = "WdfObjectAllocateContext";
    if part_of_request(object).is_some() {
        begin(DDI);
        return STATUS_OBJECT_PATH_INVALID;
    }
    let id = enter_any(DDI, object);
    arg::required(DDI, "ContextAttributes", attributes);
    // SAFETY: the driver's pointer, checked above.
    let attributes = match unsafe { arg::attributes(attributes, Allows::PARENT) } {
        Ok(Some(attributes)) => attributes,
        Ok(None) => return STATUS_OBJECT_NAME_INVALID,
        Err(status) => return status,
    };
    if attributes.parent != 0 {
        return STATUS_WDF_PARENT_ASSIGNMENT_NOT_ALLOWED;
    }
    let context = attributes.context();
    if context.type_info == 0 {
        return STATUS_OBJECT_NAME_INVALID;
    }
    let (status, address) = with(|kernel| {
        let object = kernel.objects.get_mut(id);
        if object.life != Life::Live {
            return (STATUS_DELETE_PENDING, 0);
        }
        if let Some(old) = object.contexts.iter_mut().find(|old| old.type_info == context.type_info) {
            return (STATUS_OBJECT_NAME_EXISTS, old.address());
        }
        let mut new = Context::new(context.type_info, context.size, context.cleanup, context.destroy);
        let address = new.address();
        kernel.objects.add_context(id, new);
        (STATUS_SUCCESS, address)
    });
    // SAFETY: the driver's pointer, NULL or valid.
    unsafe { arg::write_optional(out, address as PVOID) };
    status
}

/// The object that a context belongs to. The framework computes it from the pointer; here one that is none is found.
pub(super) unsafe extern "C" fn context_get_object(_: PWDF_DRIVER_GLOBALS, context: PVOID) -> WDFOBJECT {
    const DDI: &str = "WdfObjectContextGetObject";
    begin(DDI);
    arg::required(DDI, "ContextPointer", context);
    check(|kernel| match kernel.objects.of_context(context as usize) {
        Some(id) => Ok(id.handle() as WDFOBJECT),
        None => {
            let text = format!("{DDI}: {context:p} is no context of a live object");
            Err(Violation::undefined(Rule::ContextMisused, text))
        }
    })
}

/// The framework's released versions know no GUID.
pub(super) unsafe extern "C" fn query(
    _: PWDF_DRIVER_GLOBALS,
    object: WDFOBJECT,
    _guid: *const GUID,
    _length: ULONG,
    _buffer: PVOID,
) -> NTSTATUS {
    enter_any("WdfObjectQuery", object);
    STATUS_NOT_FOUND
}

/// The request whose memory an offset handle names.
fn part_of_request(handle: WDFOBJECT) -> Option<Id> {
    with(|kernel| {
        let (owner, _) = kernel.objects.resolve_offset(handle as usize)?;
        (kernel.objects.kind(owner) == Kind::Request).then_some(owner)
    })
}

pub(super) unsafe extern "C" fn reference(
    _: PWDF_DRIVER_GLOBALS,
    handle: WDFOBJECT,
    _tag: PVOID,
    _line: LONG,
    _file: PCCH,
) {
    const DDI: &str = "WdfObjectReference";
    arg::required(DDI, "Object", handle);
    match part_of_request(handle) {
        Some(request) => {
            exec::point();
            check(|kernel| kernel.add_memory_reference(request, DDI));
        }
        None => object::reference(enter_any(DDI, handle)),
    }
}

pub(super) unsafe extern "C" fn dereference(
    _: PWDF_DRIVER_GLOBALS,
    handle: WDFOBJECT,
    _tag: PVOID,
    _line: LONG,
    _file: PCCH,
) {
    const DDI: &str = "WdfObjectDereference";
    arg::required(DDI, "Object", handle);
    match part_of_request(handle) {
        Some(request) => {
            exec::point();
            check(|kernel| kernel.drop_memory_reference(request, DDI));
        }
        None => object::dereference(enter_any(DDI, handle)),
    }
}

pub(super) unsafe extern "C" fn delete(_: PWDF_DRIVER_GLOBALS, handle: WDFOBJECT) {
    object::delete(enter_any("WdfObjectDelete", handle));
}

/// The presentation lock of an object, if its class has one.
fn presentation(ddi: &'static str, object: WDFOBJECT) -> LockRef {
    let id = enter_any(ddi, object);
    check(|kernel| {
        match kernel.objects.kind(id) {
            Kind::Device => return Ok(LockRef::Presentation(id)),
            Kind::Queue => return Ok(kernel.queue_lock(id)),
            _ => {}
        }
        let text = format!("{ddi}: {} has no lock", kernel.objects.subject(id));
        kernel.verifier_break(Rule::InvalidLockOperation, text.clone())?;
        Err(Violation::wdf(Rule::InvalidLockOperation, [0xB, id.handle() as u64, 0], text))
    })
}

pub(super) unsafe extern "C" fn acquire_lock(_: PWDF_DRIVER_GLOBALS, object: WDFOBJECT) {
    lock::acquire(presentation("WdfObjectAcquireLock", object));
}

pub(super) unsafe extern "C" fn release_lock(_: PWDF_DRIVER_GLOBALS, object: WDFOBJECT) {
    lock::release(presentation("WdfObjectReleaseLock", object));
    exec::point();
}
