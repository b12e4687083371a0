//! `WdfCollection*`: objects in a row, each of which the collection keeps a reference to.
#![expect(unsafe_code, reason = "functions of the table: the driver's pointers are read and written")]

use wdf_sim_sys::{
    NTSTATUS, PWDF_DRIVER_GLOBALS, PWDF_OBJECT_ATTRIBUTES, STATUS_SUCCESS, ULONG, WDFCOLLECTION, WDFOBJECT,
};

use super::object::{insert, parent_or, the_driver};
use super::{arg, begin, enter, named_any};
use crate::exec::{check, object, with};
use crate::kernel::attributes::Allows;
use crate::kernel::collection::Collection;
use crate::kernel::object::{Body, Id, Kind};
use crate::kernel::{Level, Scope};
use crate::violation::Rule;

pub(super) unsafe extern "C" fn create(
    _: PWDF_DRIVER_GLOBALS,
    attributes: PWDF_OBJECT_ATTRIBUTES,
    out: *mut WDFCOLLECTION,
) -> NTSTATUS {
    const DDI: &str = "WdfCollectionCreate";
    begin(DDI);
    // SAFETY: the driver's pointer, NULL or valid.
    unsafe { arg::write(DDI, "Collection", out, std::ptr::null_mut()) };
    // SAFETY: the driver's pointer, NULL or valid.
    let attributes = match unsafe { arg::attributes(attributes, Allows::PARENT) } {
        Ok(attributes) => attributes,
        Err(status) => return status,
    };
    let parent = parent_or(DDI, attributes, the_driver());
    let made = insert(parent, attributes, Level::Dispatch, Scope::None, Body::Collection(Collection::default()));
    // SAFETY: the driver's pointer, checked above.
    unsafe { arg::give(DDI, "Collection", out, made) }
}

pub(super) unsafe extern "C" fn get_count(_: PWDF_DRIVER_GLOBALS, collection: WDFCOLLECTION) -> ULONG {
    let id = enter("WdfCollectionGetCount", collection, Kind::Collection);
    with(|kernel| ULONG::try_from(kernel.objects.collection(id).items.len()).unwrap_or(ULONG::MAX))
}

/// Appends an object. The framework can only fail for want of memory, with `STATUS_UNSUCCESSFUL`.
pub(super) unsafe extern "C" fn add(_: PWDF_DRIVER_GLOBALS, collection: WDFCOLLECTION, item: WDFOBJECT) -> NTSTATUS {
    const DDI: &str = "WdfCollectionAdd";
    let id = enter(DDI, collection, Kind::Collection);
    let item = named_any(DDI, item);
    with(|kernel| kernel.add_to_collection(id, item));
    STATUS_SUCCESS
}

/// Drops the reference of what was taken out, or breaks if nothing was.
fn removed(ddi: &str, collection: Id, item: Option<Id>, what: impl FnOnce() -> String) {
    match item {
        Some(item) => object::release(item),
        None => check(|kernel| {
            let text = format!("{ddi}: {} is not in {}", what(), kernel.objects.subject(collection));
            kernel.verifier_break(Rule::CollectionMisused, text)
        }),
    }
}

pub(super) unsafe extern "C" fn remove(_: PWDF_DRIVER_GLOBALS, collection: WDFCOLLECTION, item: WDFOBJECT) {
    const DDI: &str = "WdfCollectionRemove";
    let id = enter(DDI, collection, Kind::Collection);
    let item = named_any(DDI, item);
    let (found, subject) = with(|kernel| (kernel.remove_from_collection(id, item), kernel.objects.subject(item)));
    removed(DDI, id, found, || subject.to_string());
}

pub(super) unsafe extern "C" fn remove_item(_: PWDF_DRIVER_GLOBALS, collection: WDFCOLLECTION, index: ULONG) {
    const DDI: &str = "WdfCollectionRemoveItem";
    let id = enter(DDI, collection, Kind::Collection);
    let found = with(|kernel| kernel.remove_from_collection_at(id, index as usize));
    removed(DDI, id, found, || format!("the index {index}"));
}

/// The handle of an item, without a reference; NULL for none.
fn item(ddi: &'static str, collection: WDFCOLLECTION, find: impl FnOnce(&Collection) -> Option<Id>) -> WDFOBJECT {
    let id = enter(ddi, collection, Kind::Collection);
    with(|kernel| find(kernel.objects.collection(id))).map_or(std::ptr::null_mut(), |id| id.handle() as WDFOBJECT)
}

pub(super) unsafe extern "C" fn get_item(_: PWDF_DRIVER_GLOBALS, collection: WDFCOLLECTION, index: ULONG) -> WDFOBJECT {
    item("WdfCollectionGetItem", collection, |collection| collection.items.get(index as usize).copied())
}

pub(super) unsafe extern "C" fn get_first_item(_: PWDF_DRIVER_GLOBALS, collection: WDFCOLLECTION) -> WDFOBJECT {
    item("WdfCollectionGetFirstItem", collection, |collection| collection.items.front().copied())
}

pub(super) unsafe extern "C" fn get_last_item(_: PWDF_DRIVER_GLOBALS, collection: WDFCOLLECTION) -> WDFOBJECT {
    item("WdfCollectionGetLastItem", collection, |collection| collection.items.back().copied())
}
