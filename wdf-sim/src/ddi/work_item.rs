//! `WdfWorkItem*`: what work items share with timers and DPCs is in `deferred.rs`.
#![expect(unsafe_code, reason = "functions of the table: the driver's pointers are read and written")]

use wdf_sim_sys::{
    NTSTATUS, PWDF_DRIVER_GLOBALS, PWDF_OBJECT_ATTRIBUTES, PWDF_WORKITEM_CONFIG, STATUS_INFO_LENGTH_MISMATCH,
    WDF_WORKITEM_CONFIG, WDFOBJECT, WDFWORKITEM,
};

use super::{arg, begin, deferred, enter, passive_only};
use crate::exec::{block, check, me, service, with};
use crate::kernel::Level;
use crate::kernel::object::{Body, Kind};
use crate::kernel::thread::Wait;
use crate::kernel::work_item::WorkItem;
use crate::violation::Rule;

pub(super) unsafe extern "C" fn create(
    _: PWDF_DRIVER_GLOBALS,
    config: PWDF_WORKITEM_CONFIG,
    attributes: PWDF_OBJECT_ATTRIBUTES,
    out: *mut WDFWORKITEM,
) -> NTSTATUS {
    const DDI: &str = "WdfWorkItemCreate";
    begin(DDI);
    // SAFETY: the driver's pointer, NULL or valid.
    let config: WDF_WORKITEM_CONFIG = unsafe { arg::sized(DDI, "Config", config) };
    arg::required(DDI, "Attributes", attributes);
    arg::required(DDI, "WorkItem", out);
    if config.Size as usize != size_of::<WDF_WORKITEM_CONFIG>() {
        return STATUS_INFO_LENGTH_MISMATCH;
    }
    let body = |lock| {
        Body::WorkItem(WorkItem { callback: config.EvtWorkItemFunc, lock, queued: false, running: 0, dead: false })
    };
    let serialized = config.AutomaticSerialization != 0;
    // SAFETY: the driver's pointer, checked above.
    let made = unsafe { deferred::make(DDI, attributes, Level::Passive, serialized, body) };
    // SAFETY: the driver's pointer, checked above.
    unsafe { arg::give(DDI, "WorkItem", out, made) }
}

pub(super) unsafe extern "C" fn enqueue(_: PWDF_DRIVER_GLOBALS, item: WDFWORKITEM) {
    let id = enter("WdfWorkItemEnqueue", item, Kind::WorkItem);
    check(|kernel| kernel.enqueue_work_item(id));
    service::ensure();
}

pub(super) unsafe extern "C" fn flush(_: PWDF_DRIVER_GLOBALS, item: WDFWORKITEM) {
    const DDI: &str = "WdfWorkItemFlush";
    let id = enter(DDI, item, Kind::WorkItem);
    if !passive_only(DDI) {
        return;
    }
    let own = check(|kernel| {
        let own = kernel.thread(me()).callbacks.iter().any(|callback| callback.object == id);
        if own {
            let text = format!("{DDI}: {} is flushed in its own callback", kernel.objects.subject(id));
            kernel.verifier_break(Rule::TimerMisused, text)?;
        }
        Ok(own)
    });
    if !own {
        block(Wait::CallbackIdle(id));
    }
}

pub(super) unsafe extern "C" fn get_parent_object(_: PWDF_DRIVER_GLOBALS, item: WDFWORKITEM) -> WDFOBJECT {
    let id = enter("WdfWorkItemGetParentObject", item, Kind::WorkItem);
    with(|kernel| kernel.objects.get(id).parent.map_or(std::ptr::null_mut(), |parent| parent.handle() as WDFOBJECT))
}
