//! The closures behind the callbacks, and the plain functions that the framework calls.
//!
//! Closures are found by the handle that the callback is given. Each exploration has its own OS thread and so its own
//! registry, emptied before each run.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use wdk_sys::{
    NTSTATUS, PWDF_REQUEST_COMPLETION_PARAMS, PWDFDEVICE_INIT, WDFCMRESLIST, WDFCONTEXT, WDFDEVICE, WDFDPC, WDFDRIVER,
    WDFFILEOBJECT, WDFINTERRUPT, WDFIOTARGET, WDFOBJECT, WDFQUEUE, WDFREQUEST, WDFTIMER, WDFWORKITEM,
};

use super::handle::{
    Device, Dpc, FileObject, Init, Interrupt, Object, Queue, Request, ResourceList, Target, Timer, WorkItem,
};
use super::send::Params;
use super::status::SUCCESS;

type On1<A> = Rc<dyn Fn(A)>;
type OnCompletion = Rc<dyn Fn(Request, Target, Params)>;
type OnTarget = Rc<dyn Fn(Target) -> NTSTATUS>;

/// What is called for a queue's requests, by the name of the callback.
pub(super) type QueueCallbacks = BTreeMap<&'static str, On1<Request>>;

/// What is called for an interrupt.
#[derive(Clone, Default)]
pub(super) struct InterruptCallbacks {
    pub(super) isr: Option<Rc<dyn Fn(Interrupt, u32) -> bool>>,
    pub(super) dpc: Option<On1<Interrupt>>,
    pub(super) work_item: Option<On1<Interrupt>>,
    pub(super) enable: Option<Rc<dyn Fn(Interrupt) -> NTSTATUS>>,
    pub(super) disable: Option<Rc<dyn Fn(Interrupt) -> NTSTATUS>>,
}

/// `EvtDevicePrepareHardware`, with both lists.
type Prepare = Rc<dyn Fn(Device, ResourceList, ResourceList) -> NTSTATUS>;

#[derive(Default)]
pub(super) struct Registry {
    pub(super) add: Option<Rc<dyn Fn(Init) -> NTSTATUS>>,
    pub(super) queues: BTreeMap<usize, QueueCallbacks>,
    pub(super) stops: BTreeMap<usize, Rc<dyn Fn(Request, u32)>>,
    pub(super) states: Vec<On1<Queue>>,
    pub(super) cancels: BTreeMap<usize, On1<Request>>,
    pub(super) completions: BTreeMap<usize, OnCompletion>,
    /// By target, and by the name of the callback.
    pub(super) targets: BTreeMap<(usize, &'static str), OnTarget>,
    pub(super) timers: BTreeMap<usize, On1<Timer>>,
    pub(super) dpcs: BTreeMap<usize, On1<Dpc>>,
    pub(super) work_items: BTreeMap<usize, On1<WorkItem>>,
    /// By object, and by number of the context.
    pub(super) cleanups: BTreeMap<(usize, usize), On1<Object>>,
    pub(super) destroys: BTreeMap<(usize, usize), On1<Object>>,
    /// Those of all requests or files, which the framework makes.
    pub(super) made_cleanup: Option<On1<Object>>,
    pub(super) made_destroy: Option<On1<Object>>,
    pub(super) pnp: BTreeMap<&'static str, Rc<dyn Fn(Device) -> NTSTATUS>>,
    pub(super) prepare: Option<Prepare>,
    pub(super) interrupts: BTreeMap<usize, InterruptCallbacks>,
    pub(super) synchronized: Option<Rc<dyn Fn(Interrupt) -> bool>>,
    pub(super) caller_context: Option<Rc<dyn Fn(Device, Request)>>,
    pub(super) file_create: Option<Rc<dyn Fn(Request, FileObject)>>,
    pub(super) file_cleanup: Option<On1<FileObject>>,
    pub(super) file_close: Option<On1<FileObject>>,
}

thread_local! {
    static REGISTRY: RefCell<Registry> = RefCell::new(Registry::default());
}

/// Changes the registry of this OS thread, or reads it.
pub(super) fn with<R>(step: impl FnOnce(&mut Registry) -> R) -> R {
    REGISTRY.with_borrow_mut(step)
}

/// Empties it before a run. What was in it is dropped outside.
pub(super) fn clear() {
    drop(with(std::mem::take));
}

/// Calls a closure that `find` finds; nothing is borrowed meanwhile, since it calls back in.
fn call<A>(find: impl FnOnce(&Registry) -> Option<On1<A>>, argument: A) {
    let found = with(|registry| find(registry));
    found.expect("the callback was registered")(argument);
}

fn on_request(name: &str, queue: WDFQUEUE, request: WDFREQUEST) {
    call(|registry| registry.queues.get(&(queue as usize))?.get(name).cloned(), Request::from(request));
}

pub(super) unsafe extern "C" fn device_add(_: WDFDRIVER, init: PWDFDEVICE_INIT) -> NTSTATUS {
    let add = with(|registry| registry.add.clone()).expect("a device is added to a driver that was loaded");
    add(Init::from(init))
}

pub(super) unsafe extern "C" fn default(queue: WDFQUEUE, request: WDFREQUEST) {
    on_request("default", queue, request);
}

pub(super) unsafe extern "C" fn read(queue: WDFQUEUE, request: WDFREQUEST, _length: usize) {
    on_request("read", queue, request);
}

pub(super) unsafe extern "C" fn write(queue: WDFQUEUE, request: WDFREQUEST, _length: usize) {
    on_request("write", queue, request);
}

pub(super) unsafe extern "C" fn ioctl(queue: WDFQUEUE, request: WDFREQUEST, _out: usize, _in: usize, _code: u32) {
    on_request("ioctl", queue, request);
}

pub(super) unsafe extern "C" fn internal_ioctl(
    queue: WDFQUEUE,
    request: WDFREQUEST,
    _out: usize,
    _in: usize,
    _code: u32,
) {
    on_request("internal ioctl", queue, request);
}

pub(super) unsafe extern "C" fn resume(queue: WDFQUEUE, request: WDFREQUEST) {
    on_request("resume", queue, request);
}

pub(super) unsafe extern "C" fn canceled_on_queue(queue: WDFQUEUE, request: WDFREQUEST) {
    on_request("canceled on queue", queue, request);
}

pub(super) unsafe extern "C" fn stop(queue: WDFQUEUE, request: WDFREQUEST, flags: u32) {
    let stop = with(|registry| registry.stops.get(&(queue as usize)).cloned()).expect("EvtIoStop was registered");
    stop(Request::from(request), flags);
}

/// A queue's state changed; the context is the closure's number.
pub(super) unsafe extern "C" fn state(queue: WDFQUEUE, context: WDFCONTEXT) {
    call(|registry| registry.states.get(context as usize).cloned(), Queue::from(queue));
}

pub(super) unsafe extern "C" fn cancel(request: WDFREQUEST) {
    call(|registry| registry.cancels.get(&(request as usize)).cloned(), Request::from(request));
}

pub(super) unsafe extern "C" fn completion(
    request: WDFREQUEST,
    target: WDFIOTARGET,
    params: PWDF_REQUEST_COMPLETION_PARAMS,
    _: WDFCONTEXT,
) {
    // A closure serves once, as the routine does; it may set the next one.
    let found = with(|registry| registry.completions.remove(&(request as usize)));
    let params = Params::read(params);
    found.expect("the completion routine was set")(Request::from(request), Target::from(target), params);
}

fn on_target(name: &'static str, target: WDFIOTARGET) -> NTSTATUS {
    let found = with(|registry| registry.targets.get(&(target as usize, name)).cloned());
    found.expect("the callback was registered")(Target::from(target))
}

pub(super) unsafe extern "C" fn query_remove(target: WDFIOTARGET) -> NTSTATUS {
    on_target("query remove", target)
}

pub(super) unsafe extern "C" fn remove_canceled(target: WDFIOTARGET) {
    on_target("remove canceled", target);
}

pub(super) unsafe extern "C" fn remove_complete(target: WDFIOTARGET) {
    on_target("remove complete", target);
}

pub(super) unsafe extern "C" fn timer(timer: WDFTIMER) {
    call(|registry| registry.timers.get(&(timer as usize)).cloned(), Timer::from(timer));
}

pub(super) unsafe extern "C" fn dpc(dpc: WDFDPC) {
    call(|registry| registry.dpcs.get(&(dpc as usize)).cloned(), Dpc::from(dpc));
}

pub(super) unsafe extern "C" fn work_item(item: WDFWORKITEM) {
    call(|registry| registry.work_items.get(&(item as usize)).cloned(), WorkItem::from(item));
}

pub(super) unsafe extern "C" fn cleanup<const CONTEXT: usize>(object: WDFOBJECT) {
    call(|registry| registry.cleanups.get(&(object as usize, CONTEXT)).cloned(), Object::from(object));
}

pub(super) unsafe extern "C" fn destroy<const CONTEXT: usize>(object: WDFOBJECT) {
    call(|registry| registry.destroys.get(&(object as usize, CONTEXT)).cloned(), Object::from(object));
}

pub(super) unsafe extern "C" fn made_cleanup(object: WDFOBJECT) {
    call(|registry| registry.made_cleanup.clone(), Object::from(object));
}

pub(super) unsafe extern "C" fn made_destroy(object: WDFOBJECT) {
    call(|registry| registry.made_destroy.clone(), Object::from(object));
}

pub(super) unsafe extern "C" fn caller_context(device: WDFDEVICE, request: WDFREQUEST) {
    let found = with(|registry| registry.caller_context.clone());
    found.expect("the callback was registered")(Device::from(device), Request::from(request));
}

pub(super) unsafe extern "C" fn file_create(_: WDFDEVICE, request: WDFREQUEST, file: WDFFILEOBJECT) {
    let found = with(|registry| registry.file_create.clone());
    found.expect("the callback was registered")(Request::from(request), FileObject::from(file));
}

pub(super) unsafe extern "C" fn file_cleanup(file: WDFFILEOBJECT) {
    call(|registry| registry.file_cleanup.clone(), FileObject::from(file));
}

pub(super) unsafe extern "C" fn file_close(file: WDFFILEOBJECT) {
    call(|registry| registry.file_close.clone(), FileObject::from(file));
}

/// With the resources if the test wants them.
pub(super) unsafe extern "C" fn prepare_hardware(
    device: WDFDEVICE,
    raw: WDFCMRESLIST,
    translated: WDFCMRESLIST,
) -> NTSTATUS {
    match with(|registry| registry.prepare.clone()) {
        Some(prepare) => prepare(Device::from(device), ResourceList::from(raw), ResourceList::from(translated)),
        None => pnp("prepare_hardware", device),
    }
}

/// A callback of an interrupt.
fn of_interrupt<C>(interrupt: WDFINTERRUPT, find: impl FnOnce(&InterruptCallbacks) -> Option<C>) -> C {
    with(|registry| find(registry.interrupts.get(&(interrupt as usize))?)).expect("the callback was registered")
}

pub(super) unsafe extern "C" fn isr(interrupt: WDFINTERRUPT, message: u32) -> u8 {
    let isr = of_interrupt(interrupt, |callbacks| callbacks.isr.clone());
    u8::from(isr(Interrupt::from(interrupt), message))
}

pub(super) unsafe extern "C" fn interrupt_dpc(interrupt: WDFINTERRUPT, _: WDFOBJECT) {
    of_interrupt(interrupt, |callbacks| callbacks.dpc.clone())(Interrupt::from(interrupt));
}

pub(super) unsafe extern "C" fn interrupt_work_item(interrupt: WDFINTERRUPT, _: WDFOBJECT) {
    of_interrupt(interrupt, |callbacks| callbacks.work_item.clone())(Interrupt::from(interrupt));
}

pub(super) unsafe extern "C" fn interrupt_enable(interrupt: WDFINTERRUPT, _: WDFDEVICE) -> NTSTATUS {
    of_interrupt(interrupt, |callbacks| callbacks.enable.clone())(Interrupt::from(interrupt))
}

pub(super) unsafe extern "C" fn interrupt_disable(interrupt: WDFINTERRUPT, _: WDFDEVICE) -> NTSTATUS {
    of_interrupt(interrupt, |callbacks| callbacks.disable.clone())(Interrupt::from(interrupt))
}

pub(super) unsafe extern "C" fn interrupt_synchronize(interrupt: WDFINTERRUPT, _: WDFCONTEXT) -> u8 {
    let synchronized = with(|registry| registry.synchronized.clone()).expect("the callback was registered");
    u8::from(synchronized(Interrupt::from(interrupt)))
}

fn pnp(name: &str, device: WDFDEVICE) -> NTSTATUS {
    with(|registry| registry.pnp.get(name).cloned()).map_or(SUCCESS, |callback| callback(Device::from(device)))
}

macro_rules! pnp_callbacks {
    ($($name:ident($($other:ty),*) -> NTSTATUS;)*) => {
        $(pub(super) unsafe extern "C" fn $name(device: WDFDEVICE $(, _: $other)*) -> NTSTATUS {
            pnp(stringify!($name), device)
        })*
    };
    ($($name:ident;)*) => {
        $(pub(super) unsafe extern "C" fn $name(device: WDFDEVICE) {
            pnp(stringify!($name), device);
        })*
    };
}

pnp_callbacks! {
    d0_entry(i32) -> NTSTATUS;
    d0_entry_post_interrupts(i32) -> NTSTATUS;
    d0_exit(i32) -> NTSTATUS;
    d0_exit_pre_interrupts(i32) -> NTSTATUS;
    release_hardware(WDFCMRESLIST) -> NTSTATUS;
    self_managed_init() -> NTSTATUS;
    self_managed_suspend() -> NTSTATUS;
    self_managed_restart() -> NTSTATUS;
    eject() -> NTSTATUS;
    query_stop() -> NTSTATUS;
    query_remove_device() -> NTSTATUS;
}

pnp_callbacks! {
    self_managed_flush;
    self_managed_cleanup;
    surprise_removal;
    reported_missing;
}
