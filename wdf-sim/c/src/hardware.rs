//! Hardware: what a device is assigned, its memory, its interrupts.
#![expect(unsafe_code, reason = "defines the symbols of the header, and reads and writes through C's pointers")]

use std::ffi::{c_int, c_void};

use wdf_sim::{Device, Driver, Resources};

use crate::device::{give, read};
use crate::handle::call;

/// `wdf_sim_resource`.
#[repr(C)]
#[derive(Clone, Copy)]
struct Resource {
    kind: c_int,
    irql: u8,
    start: u64,
    length: u32,
}

impl Resource {
    /// Adds itself to others.
    fn add_to(self, resources: Resources) -> Resources {
        let vector = u32::try_from(self.start).unwrap_or(u32::MAX);
        match self.kind {
            0 => resources.memory(self.start, self.length),
            1 => resources.port(self.start, self.length),
            2 => resources.line(vector, self.irql),
            3 => resources.shared_line(vector, self.irql),
            4 => resources.latched_line(vector, self.irql),
            5 => resources.messages(u16::try_from(self.length).unwrap_or(0), vector, self.irql),
            other => panic!("wdf_sim_add_device_with: there is no kind {other} of resource"),
        }
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn wdf_sim_add_device_with(
    driver: *const Driver,
    resources: *const Resource,
    count: usize,
    out: *mut *const Device,
) -> i32 {
    let device = call(|_| {
        let mut all = Resources::new();
        for index in 0..count {
            // SAFETY: the scene passes so many.
            let resource = unsafe { resources.add(index) };
            // SAFETY: as above.
            all = unsafe { resource.read() }.add_to(all);
        }
        // SAFETY: the scene passes a handle that it was given.
        unsafe { read(driver) }.add_device_with(&all)
    });
    // SAFETY: the scene's pointer, NULL or valid.
    unsafe { give(device, out) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn wdf_sim_interrupt(device: *const Device, vector: u32) -> c_int {
    call(|_| {
        // SAFETY: the scene passes a handle that it was given.
        c_int::from(unsafe { read(device) }.interrupt(vector))
    })
}

#[unsafe(no_mangle)]
unsafe extern "C" fn wdf_sim_begin_interrupt(device: *const Device, vector: u32) {
    call(|_| {
        // SAFETY: the scene passes a handle that it was given.
        unsafe { read(device) }.begin_interrupt(vector);
    });
}

#[unsafe(no_mangle)]
extern "C" fn wdf_sim_device_memory(start: u64, length: usize) -> *mut c_void {
    call(|machine| machine.device_memory(start, length)) as *mut c_void
}
