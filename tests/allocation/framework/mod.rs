//! What stands where the framework stands: a function table of just what the driver calls, in one thread.
//!
//! No queueing, no locks, no rules: it calls the driver's real trampolines, answers their calls as the framework does
//! when nothing goes wrong, and says with [`framework_side`] which of the two runs. What is true of the framework is
//! tested on the simulator; here it is only that the simulator's own allocations must not be counted.
#![expect(unsafe_code, reason = "defines the symbols and the functions by which a driver is bound to the framework")]

mod table;

use core::ptr::{null, null_mut};
use std::cell::{Cell, RefCell, UnsafeCell};
use std::collections::VecDeque;

use wdf_safe::image::DriverImage;
use wdf_sim_sys::{
    _WDF_REQUEST_STOP_ACTION_FLAGS, NT_SUCCESS, NTSTATUS, PFN_WDF_DPC, PFN_WDF_DRIVER_DEVICE_ADD,
    PFN_WDF_REQUEST_CANCEL, PWDF_OBJECT_ATTRIBUTES, WDF_IO_QUEUE_CONFIG, WDF_OBJECT_ATTRIBUTES, WDFDPC, WDFOBJECT,
    WDFQUEUE, WDFREQUEST,
};

use self::table::INIT;
use crate::counting::driver_side;

/// An object, of any kind. Its address is its handle.
#[derive(Default)]
struct Object {
    context: UnsafeCell<Box<[u128]>>,
    type_info: Cell<usize>,
    /// Of a request its queue, of a queue its device.
    home: Cell<WDFOBJECT>,
    // Of the driver, a queue, a DPC.
    device_add: Cell<PFN_WDF_DRIVER_DEVICE_ADD>,
    queue: Cell<Option<WDF_IO_QUEUE_CONFIG>>,
    dpc: Cell<PFN_WDF_DPC>,
    waiting: RefCell<VecDeque<WDFREQUEST>>,
    // Of a request.
    length: Cell<usize>,
    write: Cell<bool>,
    buffer: UnsafeCell<[u8; 16]>,
    references: Cell<usize>,
    cancelled: Cell<bool>,
    on_cancel: Cell<PFN_WDF_REQUEST_CANCEL>,
    acknowledged: Cell<bool>,
    completed: Cell<Option<NTSTATUS>>,
}

/// What one test has made.
#[derive(Default)]
struct World {
    #[expect(clippy::vec_box, reason = "an object's address is its handle, and stays")]
    objects: Vec<Box<Object>>,
    request_context: (usize, usize),
    driver: Option<WDFOBJECT>,
    default_queue: Option<WDFOBJECT>,
    dpc: Option<WDFOBJECT>,
}

thread_local! {
    static WORLD: RefCell<World> = RefCell::default();
}

/// A loaded driver with one device.
pub(crate) struct Framework {
    queue: WDFQUEUE,
    dpc: WDFDPC,
}

/// A request, from presentation to completion.
pub(crate) struct Presented(WDFREQUEST);

/// How often the driver's side has allocated.
pub(crate) type Allocations = usize;

impl Framework {
    /// Loads the driver and adds a device.
    pub(crate) fn load(image: &DriverImage) -> Self {
        // SAFETY: the arguments are not looked at by wdf-safe, which hands them on to `driver_create`.
        let status = unsafe { (image.entry)(null_mut(), null()) };
        assert!(NT_SUCCESS(status), "{status:#x}");
        let driver = WORLD.with_borrow(|world| world.driver).expect("a driver");
        let device_add = object(driver).device_add.get().expect("EvtDriverDeviceAdd");
        // SAFETY: the driver object it was given for; the init is handed on to `device_create`.
        let status = unsafe { device_add(driver.cast(), INIT) };
        assert!(NT_SUCCESS(status), "{status:#x}");
        let (queue, dpc) = WORLD.with_borrow(|world| (world.default_queue, world.dpc));
        Self { queue: queue.expect("a default queue").cast(), dpc: dpc.expect("a DPC").cast() }
    }

    /// Presents a read of this length.
    pub(crate) fn read(&self, length: usize) -> (Presented, Allocations) {
        let request = self.present(length, false);
        let read = config(self.queue).EvtIoRead.expect("EvtIoRead");
        // SAFETY: a live request, just made, of this queue.
        let allocations = driver_side(|| unsafe { read(self.queue, request, length) });
        (Presented(request), allocations)
    }

    /// Presents a write of this length.
    pub(crate) fn write(&self, length: usize) -> (Presented, Allocations) {
        let request = self.present(length, true);
        let write = config(self.queue).EvtIoWrite.expect("EvtIoWrite");
        // SAFETY: a live request, just made, of this queue.
        let allocations = driver_side(|| unsafe { write(self.queue, request, length) });
        (Presented(request), allocations)
    }

    /// Calls the DPC.
    pub(crate) fn interrupt(&self) -> Allocations {
        let call = object(self.dpc).dpc.get().expect("EvtDpcFunc");
        // SAFETY: the live DPC that it was given for.
        driver_side(|| unsafe { call(self.dpc) })
    }

    /// The device goes to sleep: is the request held?
    pub(crate) fn suspend(&self, request: &Presented) -> (bool, Allocations) {
        let allocations = self.stop(request, _WDF_REQUEST_STOP_ACTION_FLAGS::WdfRequestStopActionSuspend);
        (object(request.0).acknowledged.replace(false), allocations)
    }

    /// The device goes away.
    pub(crate) fn remove(&self, request: &Presented) -> Allocations {
        self.stop(request, _WDF_REQUEST_STOP_ACTION_FLAGS::WdfRequestStopActionPurge)
    }

    fn stop(&self, request: &Presented, action: i32) -> Allocations {
        let stop = config(self.queue).EvtIoStop.expect("EvtIoStop");
        // SAFETY: a live request of this queue.
        driver_side(|| unsafe { stop(self.queue, request.0, action.cast_unsigned()) })
    }

    /// The device wakes up.
    pub(crate) fn resume(&self, request: &Presented) -> Allocations {
        let resume = config(self.queue).EvtIoResume.expect("EvtIoResume");
        // SAFETY: a live request of this queue.
        driver_side(|| unsafe { resume(self.queue, request.0) })
    }

    fn present(&self, length: usize, write: bool) -> WDFREQUEST {
        let (type_info, size) = WORLD.with_borrow(|world| world.request_context);
        let request = new(Object {
            context: memory(size),
            type_info: Cell::new(type_info),
            home: Cell::new(self.queue.cast()),
            length: Cell::new(length),
            write: Cell::new(write),
            ..Object::default()
        });
        request.cast()
    }
}

impl Presented {
    /// Cancels the request.
    pub(crate) fn cancel(&self) -> Allocations {
        let request = object(self.0);
        request.cancelled.set(true);
        let Some(cancel) = request.on_cancel.take() else { return 0 };
        // SAFETY: a live request that was marked with this callback.
        driver_side(|| unsafe { cancel(self.0) })
    }

    /// The driver has it, and will come back to it.
    pub(crate) fn is_waiting(&self) -> bool {
        object(self.0).completed.get().is_none()
    }

    /// The status of the completed request; no reference on it is left.
    pub(crate) fn status(&self) -> Option<NTSTATUS> {
        let request = object(self.0);
        assert_eq!(request.references.get(), 0, "a reference on the request is left");
        request.completed.get()
    }
}

/// The object of a handle.
fn object<'a, H>(handle: *mut H) -> &'a Object {
    // SAFETY: every handle is the address of a boxed object of this thread's world, which is kept to the end.
    unsafe { &*handle.cast::<Object>() }
}

fn config(queue: WDFQUEUE) -> WDF_IO_QUEUE_CONFIG {
    object(queue).queue.get().expect("a queue")
}

fn new(object: Object) -> WDFOBJECT {
    WORLD.with_borrow_mut(|world| {
        world.objects.push(Box::new(object));
        let object: &Object = world.objects.last().expect("just pushed");
        core::ptr::from_ref(object).cast_mut().cast()
    })
}

fn memory(bytes: usize) -> UnsafeCell<Box<[u128]>> {
    UnsafeCell::new(vec![0; bytes.div_ceil(size_of::<u128>())].into())
}

/// Type and size of the context that these attributes ask for.
fn context_of(attributes: &WDF_OBJECT_ATTRIBUTES) -> (usize, usize) {
    // SAFETY: null, or a type info, which is a static.
    match unsafe { attributes.ContextTypeInfo.as_ref() } {
        Some(info) => (attributes.ContextTypeInfo.addr(), info.ContextSize.max(attributes.ContextSizeOverride)),
        None => (0, 0),
    }
}

/// An object with these attributes.
fn created(attributes: PWDF_OBJECT_ATTRIBUTES) -> Object {
    // SAFETY: wdf-safe gives attributes to every create call.
    let (type_info, size) = context_of(unsafe { &*attributes });
    Object { context: memory(size), type_info: Cell::new(type_info), ..Object::default() }
}
