//! Timers, DPCs and work items.

use std::ptr::null_mut;
use std::rc::Rc;

use wdk_sys::{NTSTATUS, WDF_DPC_CONFIG, WDF_TIMER_CONFIG, WDF_WORKITEM_CONFIG, WDFDPC, WDFTIMER, WDFWORKITEM};

use super::handle::{Dpc, Object, Timer, Timing, WorkItem};
use super::object::{Attributes, attributes, created};
use super::{ddi, registry};

/// A timer that fires once, whose callback excludes those of its parent.
#[must_use]
pub const fn due_in() -> Timing {
    Timing { period: 0, serialized: true }
}

/// A timer that fires every so many milliseconds.
#[must_use]
pub const fn every(period: u32) -> Timing {
    Timing { period, serialized: true }
}

impl Timing {
    /// Its callback excludes nobody.
    #[must_use]
    pub const fn free(mut self) -> Self {
        self.serialized = false;
        self
    }
}

fn size<T>() -> u32 {
    u32::try_from(size_of::<T>()).expect("a small structure")
}

impl Timer {
    /// `WdfTimerCreate`.
    ///
    /// # Errors
    ///
    /// The status that is not a success.
    pub fn create(
        timing: Timing,
        attributes: &Attributes,
        callback: impl Fn(Self) + 'static,
    ) -> Result<Self, NTSTATUS> {
        let mut config = WDF_TIMER_CONFIG {
            Size: size::<WDF_TIMER_CONFIG>(),
            EvtTimerFunc: Some(registry::timer),
            Period: timing.period,
            AutomaticSerialization: u8::from(timing.serialized),
            ..Default::default()
        };
        let mut raw = attributes.to_raw();
        let mut out: WDFTIMER = null_mut();
        let status = ddi!(WdfTimerCreate, &raw mut config, &raw mut raw, &raw mut out);
        registry::with(|registry| registry.timers.insert(out as usize, Rc::new(callback)));
        created(status, Self::from(out), attributes)
    }

    /// A timer of this parent that fires once.
    #[must_use]
    pub fn of(parent: impl Into<Object>, callback: impl Fn(Self) + 'static) -> Self {
        Self::create(due_in(), &attributes().parent(parent), callback).expect("a timer")
    }

    /// `WdfTimerStart`: true if it was queued already.
    pub fn start(self, milliseconds: i64) -> bool {
        ddi!(WdfTimerStart, self.raw(), -milliseconds * 10_000) != 0
    }

    /// `WdfTimerStop`: true if it was queued.
    pub fn stop(self, wait: bool) -> bool {
        ddi!(WdfTimerStop, self.raw(), u8::from(wait)) != 0
    }

    /// `WdfTimerGetParentObject`.
    #[must_use]
    pub fn parent(self) -> Object {
        Object::from(ddi!(WdfTimerGetParentObject, self.raw()))
    }
}

impl Dpc {
    /// `WdfDpcCreate`.
    ///
    /// # Errors
    ///
    /// The status that is not a success.
    pub fn create(
        serialized: bool,
        attributes: &Attributes,
        callback: impl Fn(Self) + 'static,
    ) -> Result<Self, NTSTATUS> {
        let mut config = WDF_DPC_CONFIG {
            Size: size::<WDF_DPC_CONFIG>(),
            EvtDpcFunc: Some(registry::dpc),
            AutomaticSerialization: u8::from(serialized),
        };
        let mut raw = attributes.to_raw();
        let mut out: WDFDPC = null_mut();
        let status = ddi!(WdfDpcCreate, &raw mut config, &raw mut raw, &raw mut out);
        registry::with(|registry| registry.dpcs.insert(out as usize, Rc::new(callback)));
        created(status, Self::from(out), attributes)
    }

    /// A DPC of this parent, whose callback excludes those of its parent.
    #[must_use]
    pub fn of(parent: impl Into<Object>, callback: impl Fn(Self) + 'static) -> Self {
        Self::create(true, &attributes().parent(parent), callback).expect("a DPC")
    }

    /// `WdfDpcEnqueue`: false if it was queued already.
    pub fn enqueue(self) -> bool {
        ddi!(WdfDpcEnqueue, self.raw()) != 0
    }

    /// `WdfDpcCancel`: true if it was queued.
    pub fn cancel(self, wait: bool) -> bool {
        ddi!(WdfDpcCancel, self.raw(), u8::from(wait)) != 0
    }

    /// `WdfDpcGetParentObject`.
    #[must_use]
    pub fn parent(self) -> Object {
        Object::from(ddi!(WdfDpcGetParentObject, self.raw()))
    }
}

impl WorkItem {
    /// `WdfWorkItemCreate`.
    ///
    /// # Errors
    ///
    /// The status that is not a success.
    pub fn create(
        serialized: bool,
        attributes: &Attributes,
        callback: impl Fn(Self) + 'static,
    ) -> Result<Self, NTSTATUS> {
        let mut config = WDF_WORKITEM_CONFIG {
            Size: size::<WDF_WORKITEM_CONFIG>(),
            EvtWorkItemFunc: Some(registry::work_item),
            AutomaticSerialization: u8::from(serialized),
        };
        let mut raw = attributes.to_raw();
        let mut out: WDFWORKITEM = null_mut();
        let status = ddi!(WdfWorkItemCreate, &raw mut config, &raw mut raw, &raw mut out);
        registry::with(|registry| registry.work_items.insert(out as usize, Rc::new(callback)));
        created(status, Self::from(out), attributes)
    }

    /// A work item of this parent, whose callback excludes nobody.
    #[must_use]
    pub fn of(parent: impl Into<Object>, callback: impl Fn(Self) + 'static) -> Self {
        Self::create(false, &attributes().parent(parent), callback).expect("a work item")
    }

    /// `WdfWorkItemEnqueue`.
    pub fn enqueue(self) {
        ddi!(WdfWorkItemEnqueue, self.raw());
    }

    /// `WdfWorkItemFlush`.
    pub fn flush(self) {
        ddi!(WdfWorkItemFlush, self.raw());
    }

    /// `WdfWorkItemGetParentObject`.
    #[must_use]
    pub fn parent(self) -> Object {
        Object::from(ddi!(WdfWorkItemGetParentObject, self.raw()))
    }
}
