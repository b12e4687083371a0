//! Handles with methods: numbers, so that tests may keep, copy and misuse them as C drivers can.

use wdk_sys::{
    PWDFDEVICE_INIT, WDFCMRESLIST, WDFCOLLECTION, WDFDEVICE, WDFDPC, WDFFILEOBJECT, WDFINTERRUPT, WDFIOTARGET, WDFKEY,
    WDFLOOKASIDE, WDFMEMORY, WDFOBJECT, WDFQUEUE, WDFREQUEST, WDFSPINLOCK, WDFSTRING, WDFTIMER, WDFWAITLOCK,
    WDFWORKITEM,
};

macro_rules! handles {
    ($($(#[$doc:meta])* $name:ident: $raw:ident;)*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
            pub struct $name(pub usize);

            impl $name {
                /// As the framework's functions take it.
                #[must_use]
                pub const fn raw(self) -> $raw {
                    self.0 as $raw
                }
            }

            impl From<$raw> for $name {
                fn from(raw: $raw) -> Self {
                    Self(raw as usize)
                }
            }
        )*
    };
}

handles! {
    /// `WDFDEVICE`.
    Device: WDFDEVICE;
    /// `WDFQUEUE`.
    Queue: WDFQUEUE;
    /// `WDFREQUEST`.
    Request: WDFREQUEST;
    /// `WDFTIMER`.
    Timer: WDFTIMER;
    /// `WDFDPC`.
    Dpc: WDFDPC;
    /// `WDFWORKITEM`.
    WorkItem: WDFWORKITEM;
    /// `WDFSPINLOCK`.
    SpinLock: WDFSPINLOCK;
    /// `WDFWAITLOCK`.
    WaitLock: WDFWAITLOCK;
    /// `WDFKEY`.
    Key: WDFKEY;
    /// `WDFLOOKASIDE`.
    Lookaside: WDFLOOKASIDE;
    /// `WDFINTERRUPT`.
    Interrupt: WDFINTERRUPT;
    /// `WDFCMRESLIST`.
    ResourceList: WDFCMRESLIST;
    /// `WDFCOLLECTION`.
    Collection: WDFCOLLECTION;
    /// `WDFSTRING`.
    Text: WDFSTRING;
    /// `WDFMEMORY`.
    Memory: WDFMEMORY;
    /// `WDFIOTARGET`.
    Target: WDFIOTARGET;
    /// `WDFFILEOBJECT`.
    FileObject: WDFFILEOBJECT;
    /// `WDFOBJECT`: any of them.
    Object: WDFOBJECT;
    /// `PWDFDEVICE_INIT`.
    Init: PWDFDEVICE_INIT;
}

macro_rules! objects {
    ($($name:ident)*) => {
        $(
            impl From<$name> for Object {
                fn from(handle: $name) -> Self {
                    Self(handle.0)
                }
            }
        )*
    };
}

objects! { Collection Device Dpc FileObject Interrupt Key Lookaside Memory Queue Request SpinLock Target Text Timer WaitLock WorkItem }

/// How a timer is configured.
#[derive(Clone, Copy, Debug)]
pub struct Timing {
    /// Milliseconds between two firings; 0 for one firing.
    pub period: u32,
    /// Whether its callback excludes those of its parent.
    pub serialized: bool,
}
