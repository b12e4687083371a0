//! The devices that the test plays: memory at a physical address, and what they do when a driver writes there.
//!
//! The kernel has the memory; what a device does is a closure, kept here because it is code of the test's. It runs on the
//! driver's thread, at its level, as hardware does: at once.
#![expect(unsafe_code, reason = "the memory of a device is the driver's and the test's")]

use std::cell::RefCell;
use std::rc::Rc;

use super::{check, point, with};
use crate::touch::{self, Mode};

type Act = Rc<dyn Fn(usize)>;

struct Device {
    base: usize,
    length: usize,
    act: Option<Act>,
}

thread_local! {
    static DEVICES: RefCell<Vec<Device>> = const { RefCell::new(Vec::new()) };
}

/// A fresh machine has none.
pub(crate) fn clear() {
    drop(DEVICES.take());
}

/// Another one, at this physical address: where its memory lies.
pub(crate) fn add(start: u64, length: usize) -> usize {
    let base = with(|kernel| kernel.device_memory(start, length));
    DEVICES.with_borrow_mut(|all| all.push(Device { base, length, act: None }));
    base
}

/// What the device does when a driver has written at an offset.
pub(crate) fn on_write(base: usize, act: impl Fn(usize) + 'static) {
    DEVICES.with_borrow_mut(|all| {
        if let Some(device) = all.iter_mut().find(|device| device.base == base) {
            device.act = Some(Rc::new(act));
        }
    });
}

/// A driver is about to read here, or has written.
pub(crate) fn touched(address: usize, write: bool) {
    point();
    let found = DEVICES.with_borrow(|all| {
        let device = all.iter().find(|device| (device.base..device.base + device.length).contains(&address))?;
        Some((device.base, device.act.clone()))
    });
    let Some((base, act)) = found else { return };
    check(|kernel| kernel.check_mapped(base, address));
    // What a device does with a write can change all of it.
    touch::word(base, if write { Mode::Write } else { Mode::Read });
    if let Some(act) = act.filter(|_| write) {
        act(address - base);
    }
}

/// Copies out of the device's memory.
///
/// # Panics
///
/// If that is not all of one device.
pub(crate) fn read(base: usize, offset: usize, to: &mut [u8]) {
    check_inside(base, offset, to.len());
    touch::word(base, Mode::Read);
    // SAFETY: inside the memory of a device, which lives until the run ends; simulated threads run one at a time.
    unsafe { std::ptr::copy_nonoverlapping((base + offset) as *const u8, to.as_mut_ptr(), to.len()) };
}

/// Copies into the device's memory.
///
/// # Panics
///
/// As of [`read`].
pub(crate) fn write(base: usize, offset: usize, from: &[u8]) {
    check_inside(base, offset, from.len());
    touch::word(base, Mode::Write);
    // SAFETY: as in `read`.
    unsafe { std::ptr::copy_nonoverlapping(from.as_ptr(), (base + offset) as *mut u8, from.len()) };
}

fn check_inside(base: usize, offset: usize, length: usize) {
    let is_inside = DEVICES.with_borrow(|all| {
        let end = offset.checked_add(length);
        all.iter().any(|device| device.base == base && end.is_some_and(|end| end <= device.length))
    });
    assert!(is_inside, "the device has no {length} bytes at {offset:#x}");
}
