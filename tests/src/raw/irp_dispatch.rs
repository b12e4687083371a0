//! IRPs whose queue the driver chooses.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use wdk_sys::{NTSTATUS, PIRP, WDFCONTEXT, WDFDEVICE};

use super::ddi;
use super::handle::{Device, Queue};

type Choose = Rc<dyn Fn(Irp) -> NTSTATUS>;

thread_local! {
    /// By device, and by major function.
    static CHOOSERS: RefCell<BTreeMap<(usize, u8), Choose>> = RefCell::default();
}

/// What `EvtDeviceWdmIrpDispatch` is given.
#[derive(Clone, Copy, Debug)]
pub struct Irp {
    device: WDFDEVICE,
    address: PIRP,
    context: WDFCONTEXT,
    /// `MajorFunction`.
    pub major: u8,
    /// `Code`.
    pub code: u32,
    /// `DriverContext`.
    pub given: usize,
}

impl Irp {
    /// `WdfDeviceWdmDispatchIrp`.
    pub fn go_on(self) -> NTSTATUS {
        self.go_on_with(self.context as usize)
    }

    /// The same with another dispatch context.
    pub fn go_on_with(self, context: usize) -> NTSTATUS {
        ddi!(WdfDeviceWdmDispatchIrp, self.device, self.address, context as WDFCONTEXT)
    }

    /// `DispatchContext`.
    #[must_use]
    pub fn context(self) -> usize {
        self.context as usize
    }

    /// `WdfDeviceWdmDispatchIrpToIoQueue`.
    pub fn to(self, queue: Queue, flags: u32) -> NTSTATUS {
        ddi!(WdfDeviceWdmDispatchIrpToIoQueue, self.device, self.address, queue.raw(), flags)
    }
}

unsafe extern "C" fn choose(
    device: WDFDEVICE,
    major: u8,
    _minor: u8,
    code: u32,
    given: WDFCONTEXT,
    address: PIRP,
    context: WDFCONTEXT,
) -> NTSTATUS {
    let found = CHOOSERS.with_borrow(|all| all.get(&(device as usize, major)).cloned());
    found.expect("the callback was registered")(Irp { device, address, context, major, code, given: given as usize })
}

impl Device {
    /// `WdfDeviceConfigureWdmIrpDispatchCallback`; the driver's context is 7.
    pub fn choose(self, major: u8, callback: impl Fn(Irp) -> NTSTATUS + 'static) -> NTSTATUS {
        CHOOSERS.with_borrow_mut(|all| all.insert((self.raw() as usize, major), Rc::new(callback)));
        let driver = std::ptr::null_mut();
        ddi!(WdfDeviceConfigureWdmIrpDispatchCallback, self.raw(), driver, major, Some(choose), 7 as WDFCONTEXT)
    }
}
