//! Queues that guarantee forward progress.

use std::cell::RefCell;
use std::rc::Rc;

use wdk_sys::{
    NTSTATUS, PIRP, WDF_IO_FORWARD_PROGRESS_ACTION, WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY, WDFQUEUE, WDFREQUEST,
};

use super::ddi;
use super::handle::{Queue, Request};

type Prepare = Rc<dyn Fn(Request) -> NTSTATUS>;
type Examine = Rc<dyn Fn() -> i32>;

#[derive(Clone, Default)]
struct Callbacks {
    prepare: Option<Prepare>,
    allocate: Option<Prepare>,
    examine: Option<Examine>,
}

thread_local! {
    static CALLBACKS: RefCell<Callbacks> = RefCell::default();
}

fn callbacks() -> Callbacks {
    CALLBACKS.with_borrow(Clone::clone)
}

unsafe extern "C" fn prepare(_: WDFQUEUE, request: WDFREQUEST) -> NTSTATUS {
    callbacks().prepare.expect("the callback was registered")(Request::from(request))
}

unsafe extern "C" fn allocate(_: WDFQUEUE, request: WDFREQUEST) -> NTSTATUS {
    callbacks().allocate.expect("the callback was registered")(Request::from(request))
}

unsafe extern "C" fn examine(_: WDFQUEUE, _: PIRP) -> WDF_IO_FORWARD_PROGRESS_ACTION {
    callbacks().examine.expect("the callback was registered")()
}

/// A policy, with closures for its callbacks.
#[derive(Clone)]
pub struct Policy {
    raw: WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY,
    callbacks: Callbacks,
}

impl std::fmt::Debug for Policy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Policy").finish_non_exhaustive()
    }
}

/// A policy with so many requests: 1 always uses them, 2 asks the driver, 3 is for paging I/O.
#[must_use]
pub fn reserve(policy: i32, total: u32) -> Policy {
    let raw = WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY {
        Size: u32::try_from(size_of::<WDF_IO_QUEUE_FORWARD_PROGRESS_POLICY>()).expect("a small structure"),
        TotalForwardProgressRequests: total,
        ForwardProgressReservedPolicy: policy,
        ..Default::default()
    };
    Policy { raw, callbacks: Callbacks::default() }
}

impl Policy {
    /// With this size of the structure.
    #[must_use]
    pub fn size(mut self, size: u32) -> Self {
        self.raw.Size = size;
        self
    }

    /// `EvtIoAllocateResourcesForReservedRequest`.
    #[must_use]
    pub fn prepare(mut self, callback: impl Fn(Request) -> NTSTATUS + 'static) -> Self {
        self.raw.EvtIoAllocateResourcesForReservedRequest = Some(prepare);
        self.callbacks.prepare = Some(Rc::new(callback));
        self
    }

    /// `EvtIoAllocateRequestResources`.
    #[must_use]
    pub fn allocate(mut self, callback: impl Fn(Request) -> NTSTATUS + 'static) -> Self {
        self.raw.EvtIoAllocateRequestResources = Some(allocate);
        self.callbacks.allocate = Some(Rc::new(callback));
        self
    }

    /// `EvtIoWdmIrpForForwardProgress`: 1 fails, 2 uses a reserved request.
    #[must_use]
    pub fn examine(mut self, callback: impl Fn() -> i32 + 'static) -> Self {
        self.raw.ForwardProgressReservePolicySettings.Policy.ExaminePolicy.EvtIoWdmIrpForForwardProgress =
            Some(examine);
        self.callbacks.examine = Some(Rc::new(callback));
        self
    }
}

impl Queue {
    /// `WdfIoQueueAssignForwardProgressPolicy`.
    pub fn forward_progress(self, policy: &Policy) -> NTSTATUS {
        CALLBACKS.set(policy.callbacks.clone());
        let mut raw = policy.raw;
        ddi!(WdfIoQueueAssignForwardProgressPolicy, self.raw(), &raw mut raw)
    }
}

impl Request {
    /// `WdfRequestIsReserved`.
    #[must_use]
    pub fn is_reserved(self) -> bool {
        ddi!(WdfRequestIsReserved, self.raw()) != 0
    }
}
