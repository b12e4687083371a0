//! The system's work items: `IoAllocateWorkItem`, `IoQueueWorkItem`, `ExQueueWorkItem`.
#![expect(unsafe_code, reason = "defines symbols of the kernel, and reads the driver's work items")]

use wdf_sim_sys::{DISPATCH_LEVEL, LIST_ENTRY, PVOID, ULONG};

use super::{at_most, begin, required};
use crate::exec::{check, point, service, with};
use crate::kernel::system::{Form, WorkItem};

/// What is allocated, for a report.
const WHAT: &str = "work item";
/// `sizeof(IO_WORKITEM)` on 64-bit Windows, rounded up; drivers ask `IoSizeofWorkItem`.
const SIZE: usize = 0x60;

/// `WORK_QUEUE_ITEM`.
#[repr(C)]
struct WorkQueueItem {
    list: LIST_ENTRY,
    routine: usize,
    parameter: PVOID,
}

#[unsafe(no_mangle)]
extern "C" fn IoAllocateWorkItem(device: PVOID) -> PVOID {
    const NAME: &str = "IoAllocateWorkItem";
    begin(NAME);
    at_most(NAME, DISPATCH_LEVEL);
    required(NAME, "DeviceObject", device);
    with(|kernel| {
        let address = kernel.keep(WHAT, SIZE);
        kernel.add_work_item(address, device as usize);
        address as PVOID
    })
}

#[unsafe(no_mangle)]
extern "C" fn IoFreeWorkItem(item: PVOID) {
    const NAME: &str = "IoFreeWorkItem";
    begin(NAME);
    at_most(NAME, DISPATCH_LEVEL);
    required(NAME, "IoWorkItem", item);
    check(|kernel| {
        kernel.remove_work_item(NAME, item as usize)?;
        kernel.give_back(NAME, WHAT, item as usize)
    });
}

#[unsafe(no_mangle)]
const extern "C" fn IoSizeofWorkItem() -> ULONG {
    SIZE as ULONG
}

#[unsafe(no_mangle)]
extern "C" fn IoInitializeWorkItem(object: PVOID, item: PVOID) {
    const NAME: &str = "IoInitializeWorkItem";
    begin(NAME);
    required(NAME, "IoObject", object);
    required(NAME, "IoWorkItem", item);
    with(|kernel| kernel.add_work_item(item as usize, object as usize));
}

#[unsafe(no_mangle)]
extern "C" fn IoUninitializeWorkItem(item: PVOID) {
    const NAME: &str = "IoUninitializeWorkItem";
    begin(NAME);
    required(NAME, "IoWorkItem", item);
    check(|kernel| kernel.remove_work_item(NAME, item as usize));
}

fn queue(name: &'static str, item: PVOID, what: WorkItem) {
    begin(name);
    at_most(name, DISPATCH_LEVEL);
    required(name, "IoWorkItem", item);
    required(name, "WorkerRoutine", what.routine as *const u8);
    check(|kernel| kernel.queue_work_item(name, item as usize, what));
    service::ensure();
    point();
}

#[unsafe(no_mangle)]
extern "C" fn IoQueueWorkItem(item: PVOID, routine: usize, _kind: i32, context: PVOID) {
    let what = WorkItem { routine, context: context as usize, form: Form::Io, ..WorkItem::default() };
    queue("IoQueueWorkItem", item, what);
}

#[unsafe(no_mangle)]
extern "C" fn IoQueueWorkItemEx(item: PVOID, routine: usize, _kind: i32, context: PVOID) {
    let what = WorkItem { routine, context: context as usize, form: Form::IoEx, ..WorkItem::default() };
    queue("IoQueueWorkItemEx", item, what);
}

/// The item was filled in by the header's macro `ExInitializeWorkItem`.
#[unsafe(no_mangle)]
unsafe extern "C" fn ExQueueWorkItem(item: PVOID, _kind: i32) {
    const NAME: &str = "ExQueueWorkItem";
    required(NAME, "WorkItem", item);
    // SAFETY: the driver's item is valid.
    let WorkQueueItem { routine, parameter, .. } = unsafe { item.cast::<WorkQueueItem>().read_unaligned() };
    let what = WorkItem { routine, context: parameter as usize, form: Form::Executive, ..WorkItem::default() };
    queue(NAME, item, what);
}
