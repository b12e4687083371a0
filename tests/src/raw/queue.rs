//! Queues: how one is configured, and what its driver does with it.

use std::ptr::null_mut;
use std::rc::Rc;

use wdk_sys::{
    _WDF_IO_QUEUE_DISPATCH_TYPE as dispatch, _WDF_TRI_STATE as tri, NT_SUCCESS, NTSTATUS, PFN_WDF_IO_QUEUE_STATE,
    WDF_IO_QUEUE_CONFIG, WDFCONTEXT, WDFQUEUE, WDFREQUEST,
};

use super::handle::{Device, FileObject, Object, Queue, Request};
use super::object::Attributes;
use super::registry::QueueCallbacks;
use super::{ddi, registry};

/// A queue to be: configuration, attributes and callbacks.
#[derive(Clone)]
pub struct Queues {
    config: WDF_IO_QUEUE_CONFIG,
    attributes: Attributes,
    callbacks: QueueCallbacks,
    stop: Option<Rc<dyn Fn(Request, u32)>>,
}

impl std::fmt::Debug for Queues {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Queues").field("callbacks", &self.callbacks.keys()).finish_non_exhaustive()
    }
}

fn queue(kind: wdk_sys::WDF_IO_QUEUE_DISPATCH_TYPE) -> Queues {
    let config = WDF_IO_QUEUE_CONFIG {
        Size: u32::try_from(size_of::<WDF_IO_QUEUE_CONFIG>()).expect("a small structure"),
        DispatchType: kind,
        PowerManaged: tri::WdfUseDefault,
        ..Default::default()
    };
    Queues { config, attributes: Attributes::default(), callbacks: QueueCallbacks::new(), stop: None }
}

/// A sequential queue.
#[must_use]
pub fn sequential() -> Queues {
    queue(dispatch::WdfIoQueueDispatchSequential)
}

/// A parallel queue without a limit.
#[must_use]
pub fn parallel() -> Queues {
    limited(u32::MAX)
}

/// A parallel queue that presents so many requests at a time.
#[must_use]
pub fn limited(presented: u32) -> Queues {
    let mut queue = queue(dispatch::WdfIoQueueDispatchParallel);
    queue.config.Settings.Parallel.NumberOfPresentedRequests = presented;
    queue
}

/// A manual queue.
#[must_use]
pub fn manual() -> Queues {
    queue(dispatch::WdfIoQueueDispatchManual)
}

impl Queues {
    fn on(mut self, name: &'static str, callback: impl Fn(Request) + 'static) -> Self {
        self.callbacks.insert(name, Rc::new(callback));
        self
    }

    /// `EvtIoRead`.
    #[must_use]
    pub fn read(mut self, callback: impl Fn(Request) + 'static) -> Self {
        self.config.EvtIoRead = Some(registry::read);
        self.on("read", callback)
    }

    /// `EvtIoWrite`.
    #[must_use]
    pub fn write(mut self, callback: impl Fn(Request) + 'static) -> Self {
        self.config.EvtIoWrite = Some(registry::write);
        self.on("write", callback)
    }

    /// `EvtIoDeviceControl`.
    #[must_use]
    pub fn ioctl(mut self, callback: impl Fn(Request) + 'static) -> Self {
        self.config.EvtIoDeviceControl = Some(registry::ioctl);
        self.on("ioctl", callback)
    }

    /// `EvtIoInternalDeviceControl`.
    #[must_use]
    pub fn internal_ioctl(mut self, callback: impl Fn(Request) + 'static) -> Self {
        self.config.EvtIoInternalDeviceControl = Some(registry::internal_ioctl);
        self.on("internal ioctl", callback)
    }

    /// `EvtIoDefault`.
    #[must_use]
    pub fn default(mut self, callback: impl Fn(Request) + 'static) -> Self {
        self.config.EvtIoDefault = Some(registry::default);
        self.on("default", callback)
    }

    /// `EvtIoResume`.
    #[must_use]
    pub fn resume(mut self, callback: impl Fn(Request) + 'static) -> Self {
        self.config.EvtIoResume = Some(registry::resume);
        self.on("resume", callback)
    }

    /// `EvtIoCanceledOnQueue`.
    #[must_use]
    pub fn canceled_on_queue(mut self, callback: impl Fn(Request) + 'static) -> Self {
        self.config.EvtIoCanceledOnQueue = Some(registry::canceled_on_queue);
        self.on("canceled on queue", callback)
    }

    /// `EvtIoStop`, with its flags.
    #[must_use]
    pub fn stop(mut self, callback: impl Fn(Request, u32) + 'static) -> Self {
        self.config.EvtIoStop = Some(registry::stop);
        self.stop = Some(Rc::new(callback));
        self
    }

    /// The queue's attributes.
    #[must_use]
    pub fn attributes(mut self, attributes: Attributes) -> Self {
        self.attributes = attributes;
        self
    }

    /// It is the device's default queue.
    #[must_use]
    pub fn default_queue(mut self) -> Self {
        self.config.DefaultQueue = 1;
        self
    }

    /// It does not follow the device's power.
    #[must_use]
    pub fn unmanaged(mut self) -> Self {
        self.config.PowerManaged = tri::WdfFalse;
        self
    }

    /// Empty reads and writes are presented.
    #[must_use]
    pub fn zero_length(mut self) -> Self {
        self.config.AllowZeroLengthRequests = 1;
        self
    }

    /// Changes the configuration in a way that has no name here.
    #[must_use]
    pub fn config(mut self, change: impl FnOnce(&mut WDF_IO_QUEUE_CONFIG)) -> Self {
        change(&mut self.config);
        self
    }
}

impl Device {
    /// Creates a queue.
    ///
    /// # Errors
    ///
    /// The status of `WdfIoQueueCreate`.
    pub fn try_queue(self, queue: Queues) -> Result<Queue, NTSTATUS> {
        let Queues { mut config, attributes, callbacks, stop } = queue;
        let mut raw_attributes = attributes.to_raw();
        let mut out: WDFQUEUE = null_mut();
        let status = ddi!(WdfIoQueueCreate, self.raw(), &raw mut config, &raw mut raw_attributes, &raw mut out);
        if !NT_SUCCESS(status) {
            return Err(status);
        }
        registry::with(|registry| {
            registry.queues.insert(out as usize, callbacks);
            if let Some(stop) = stop {
                registry.stops.insert(out as usize, stop);
            }
        });
        attributes.register(Object(out as usize));
        Ok(Queue::from(out))
    }

    /// Creates a queue.
    ///
    /// # Panics
    ///
    /// If that fails.
    #[track_caller]
    #[must_use]
    pub fn queue(self, queue: Queues) -> Queue {
        self.try_queue(queue).unwrap_or_else(|status| panic!("WdfIoQueueCreate: {status:#010x}"))
    }
}

/// A closure as the framework's callback about a queue's state, and its context.
fn state_callback(callback: impl Fn(Queue) + 'static) -> (PFN_WDF_IO_QUEUE_STATE, WDFCONTEXT) {
    let number = registry::with(|registry| {
        registry.states.push(Rc::new(callback));
        registry.states.len() - 1
    });
    (Some(registry::state), number as WDFCONTEXT)
}

macro_rules! changes {
    ($($(#[$doc:meta])* $name:ident $with:ident $synchronously:ident: $ddi:ident $ddi_synchronously:ident;)*) => {
        $(
            #[doc = concat!("`", stringify!($ddi), "`, with no callback.")]
            pub fn $name(self) {
                ddi!($ddi, self.raw(), None, null_mut());
            }

            #[doc = concat!("`", stringify!($ddi), "`.")]
            pub fn $with(self, callback: impl Fn(Queue) + 'static) {
                let (callback, context) = state_callback(callback);
                ddi!($ddi, self.raw(), callback, context);
            }

            #[doc = concat!("`", stringify!($ddi_synchronously), "`.")]
            pub fn $synchronously(self) {
                ddi!($ddi_synchronously, self.raw());
            }
        )*
    };
}

impl Queue {
    /// `WdfIoQueueStart`.
    pub fn start(self) {
        ddi!(WdfIoQueueStart, self.raw());
    }

    changes! {
        stop stop_then stop_synchronously: WdfIoQueueStop WdfIoQueueStopSynchronously;
        drain drain_then drain_synchronously: WdfIoQueueDrain WdfIoQueueDrainSynchronously;
        purge purge_then purge_synchronously: WdfIoQueuePurge WdfIoQueuePurgeSynchronously;
        stop_and_purge stop_and_purge_then stop_and_purge_synchronously:
            WdfIoQueueStopAndPurge WdfIoQueueStopAndPurgeSynchronously;
    }

    /// `WdfIoQueueGetState`: the bits, how many wait, how many the driver owns.
    #[must_use]
    pub fn state(self) -> (i32, u32, u32) {
        let (mut waiting, mut owned) = (0, 0);
        let bits = ddi!(WdfIoQueueGetState, self.raw(), &raw mut waiting, &raw mut owned);
        (bits, waiting, owned)
    }

    /// How many requests wait in it.
    #[must_use]
    pub fn waiting(self) -> u32 {
        self.state().1
    }

    /// How many of its requests the driver owns.
    #[must_use]
    pub fn owned(self) -> u32 {
        self.state().2
    }

    /// `WdfIoQueueRetrieveNextRequest`.
    ///
    /// # Errors
    ///
    /// The status that is not a success.
    pub fn retrieve(self) -> Result<Request, NTSTATUS> {
        let mut out: WDFREQUEST = null_mut();
        handed(ddi!(WdfIoQueueRetrieveNextRequest, self.raw(), &raw mut out), out)
    }

    /// `WdfIoQueueRetrieveRequestByFileObject`.
    ///
    /// # Errors
    ///
    /// The status that is not a success.
    pub fn retrieve_of(self, file: FileObject) -> Result<Request, NTSTATUS> {
        let mut out: WDFREQUEST = null_mut();
        handed(ddi!(WdfIoQueueRetrieveRequestByFileObject, self.raw(), file.raw(), &raw mut out), out)
    }

    /// `WdfIoQueueRetrieveFoundRequest`.
    ///
    /// # Errors
    ///
    /// The status that is not a success.
    pub fn retrieve_found(self, found: Request) -> Result<Request, NTSTATUS> {
        let mut out: WDFREQUEST = null_mut();
        handed(ddi!(WdfIoQueueRetrieveFoundRequest, self.raw(), found.raw(), &raw mut out), out)
    }

    /// `WdfIoQueueFindRequest`. The request that is found has a reference that the driver drops.
    ///
    /// # Errors
    ///
    /// The status that is not a success.
    pub fn find(self, after: Option<Request>, of: Option<FileObject>) -> Result<Request, NTSTATUS> {
        let mut out: WDFREQUEST = null_mut();
        let after = after.map_or(null_mut(), Request::raw);
        let of = of.map_or(null_mut(), FileObject::raw);
        handed(ddi!(WdfIoQueueFindRequest, self.raw(), after, of, null_mut(), &raw mut out), out)
    }

    /// `WdfIoQueueReadyNotify`.
    pub fn ready_notify(self, callback: impl Fn(Queue) + 'static) -> NTSTATUS {
        let (callback, context) = state_callback(callback);
        ddi!(WdfIoQueueReadyNotify, self.raw(), callback, context)
    }

    /// `WdfIoQueueReadyNotify` without a callback, which clears it.
    pub fn clear_ready_notify(self) -> NTSTATUS {
        ddi!(WdfIoQueueReadyNotify, self.raw(), None, null_mut())
    }

    /// `WdfIoQueueGetDevice`.
    #[must_use]
    pub fn device(self) -> Device {
        Device::from(ddi!(WdfIoQueueGetDevice, self.raw()))
    }
}

fn handed(status: NTSTATUS, out: WDFREQUEST) -> Result<Request, NTSTATUS> {
    assert_eq!(out.is_null(), !NT_SUCCESS(status), "a request is handed out exactly on success");
    if NT_SUCCESS(status) { Ok(Request::from(out)) } else { Err(status) }
}
