//! `WdfTimer*`: what timers share with DPCs and work items is in `deferred.rs`.
#![expect(unsafe_code, reason = "functions of the table: the driver's pointers are read and written")]

use wdf_sim_sys::{
    BOOLEAN, LONGLONG, NTSTATUS, PWDF_DRIVER_GLOBALS, PWDF_OBJECT_ATTRIBUTES, PWDF_TIMER_CONFIG,
    STATUS_INFO_LENGTH_MISMATCH, STATUS_INVALID_PARAMETER, STATUS_NOT_SUPPORTED, WDF_TIMER_CONFIG, WDFOBJECT, WDFTIMER,
};

use super::deferred::{callback_parent, serialization};
use super::object::insert;
use super::{arg, begin, enter};
use crate::exec::{check, me, service, timer, with};
use crate::kernel::attributes::Allows;
use crate::kernel::object::{Body, Kind};
use crate::kernel::timer::Timer;
use crate::kernel::{Level, Scope};
use crate::violation::Rule;
use wdf_sim_sys::PASSIVE_LEVEL;

/// Size of the configuration before version 1.13, without its last members.
const OLD_CONFIG_SIZE: usize = 24;

pub(super) unsafe extern "C" fn create(
    _: PWDF_DRIVER_GLOBALS,
    config: PWDF_TIMER_CONFIG,
    attributes: PWDF_OBJECT_ATTRIBUTES,
    out: *mut WDFTIMER,
) -> NTSTATUS {
    const DDI: &str = "WdfTimerCreate";
    begin(DDI);
    // SAFETY: the driver's pointer, NULL or valid.
    let config: WDF_TIMER_CONFIG = unsafe { arg::sized_or(DDI, "Config", config, &[OLD_CONFIG_SIZE]) };
    arg::required(DDI, "Attributes", attributes);
    arg::required(DDI, "Timer", out);
    if ![size_of::<WDF_TIMER_CONFIG>(), OLD_CONFIG_SIZE].contains(&(config.Size as usize)) {
        return STATUS_INFO_LENGTH_MISMATCH;
    }
    if config.Period > i32::MAX.cast_unsigned() {
        return STATUS_INVALID_PARAMETER;
    }
    let is_new = config.Size as usize != OLD_CONFIG_SIZE;
    if is_new && config.TolerableDelay != 0 && config.UseHighResolutionTimer != 0 {
        return STATUS_INVALID_PARAMETER;
    }
    // SAFETY: the driver's pointer, checked above.
    let attributes = match unsafe { arg::attributes(attributes, Allows::PARENT_AND_LEVEL) } {
        Ok(attributes) => attributes,
        Err(status) => return status,
    };
    let parent = match callback_parent(DDI, attributes) {
        Ok(parent) => parent,
        Err(status) => return status,
    };
    // A timer's own level is dispatch unless it asks for passive; it does not inherit.
    let level = attributes.map_or(Level::Dispatch, |attributes| attributes.inherit((Level::Dispatch, Scope::None)).0);
    let passive = level == Level::Passive;
    if passive && config.Period != 0 {
        return STATUS_NOT_SUPPORTED;
    }
    let lock = match serialization(DDI, parent, config.AutomaticSerialization != 0, passive) {
        Ok(lock) => lock,
        Err(status) => return status,
    };
    let body = Body::Timer(Timer {
        callback: config.EvtTimerFunc,
        period: config.Period,
        lock,
        passive,
        armed: None,
        queued: false,
        running: 0,
        stopping: false,
        start_aborted: false,
        dead: false,
    });
    let made = insert(Some(parent), attributes, level, Scope::None, body);
    // SAFETY: the driver's pointer, checked above.
    unsafe { arg::give(DDI, "Timer", out, made) }
}

pub(super) unsafe extern "C" fn start(_: PWDF_DRIVER_GLOBALS, timer: WDFTIMER, due: LONGLONG) -> BOOLEAN {
    let id = enter("WdfTimerStart", timer, Kind::Timer);
    let was_armed = check(|kernel| kernel.start_timer(id, due));
    service::ensure();
    BOOLEAN::from(was_armed)
}

pub(super) unsafe extern "C" fn stop(_: PWDF_DRIVER_GLOBALS, timer: WDFTIMER, wait: BOOLEAN) -> BOOLEAN {
    const DDI: &str = "WdfTimerStop";
    let id = enter(DDI, timer, Kind::Timer);
    let wait = wait != 0;
    let allowed = check(|kernel| {
        let thread = kernel.thread(me());
        let own = thread.callbacks.iter().any(|callback| callback.object == id);
        let too_high = u32::from(thread.irql) > PASSIVE_LEVEL;
        let subject = kernel.objects.subject(id);
        if wait && own {
            kernel.verifier_break(Rule::TimerMisused, format!("{DDI}: {subject} is waited for in its own callback"))?;
            return Ok(false);
        }
        if wait && too_high {
            let text = format!("{DDI}: {subject} is waited for above PASSIVE_LEVEL");
            if kernel.verifier_on() {
                kernel.verifier_break(Rule::TimerMisused, text)?;
                return Ok(false);
            }
            return Err(crate::violation::Violation::undefined(Rule::TimerMisused, text));
        }
        Ok(true)
    });
    if !allowed {
        return 0;
    }
    let was_armed = with(|kernel| {
        kernel.objects.timer_mut(id).stopping = wait;
        kernel.disarm_timer(id)
    });
    if !wait {
        return BOOLEAN::from(was_armed);
    }
    timer::wait_until_idle(id);
    // A start that came meanwhile was lost to this stop.
    let was_started = with(|kernel| {
        let timer = kernel.objects.timer_mut(id);
        timer.stopping = false;
        std::mem::take(&mut timer.start_aborted)
    });
    BOOLEAN::from(was_armed || was_started)
}

pub(super) unsafe extern "C" fn get_parent_object(_: PWDF_DRIVER_GLOBALS, timer: WDFTIMER) -> WDFOBJECT {
    let id = enter("WdfTimerGetParentObject", timer, Kind::Timer);
    with(|kernel| kernel.objects.get(id).parent.map_or(std::ptr::null_mut(), |parent| parent.handle() as WDFOBJECT))
}
