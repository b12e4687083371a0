//! The drivers that the scene plays: what stands below a device, or behind a name that a driver opens.
#![expect(unsafe_code, reason = "defines the symbols of the header, and reads and writes through C's pointers")]

use std::ffi::{c_char, c_int, c_void};
use std::slice;

use wdf_sim::{Arrival, Device, Driver, Lower};

use crate::device::{give, read};
use crate::handle::{call, keep};
use crate::machine::text;

/// What the scene does with a request that arrives. C vouches that the context may be used until the run ends.
type Serve = extern "C" fn(*const Arrival, *mut c_void);

#[unsafe(no_mangle)]
extern "C" fn wdf_sim_lower_create(serve: Serve, context: *mut c_void) -> *const Lower {
    keep(call(|machine| machine.lower(move |arrival| serve(keep(arrival), context))))
}

#[unsafe(no_mangle)]
unsafe extern "C" fn wdf_sim_lower_name(lower: *const Lower, name: *const c_char) {
    // SAFETY: the scene passes a C string.
    let name = unsafe { text(name) };
    call(|_| {
        // SAFETY: the scene passes a handle that it was given.
        let _ = unsafe { read(lower) }.named(&name);
    });
}

/// How reads and writes travel to it, as the header numbers it.
#[unsafe(no_mangle)]
unsafe extern "C" fn wdf_sim_lower_transfer(lower: *const Lower, transfer: c_int) {
    call(|_| {
        // SAFETY: the scene passes a handle that it was given.
        let lower = unsafe { read(lower) };
        match transfer {
            0 => lower,
            1 => lower.direct(),
            2 => lower.neither(),
            other => panic!("wdf_sim_lower_transfer: there is no transfer {other}"),
        }
    });
}

#[unsafe(no_mangle)]
unsafe extern "C" fn wdf_sim_add_device_above(
    driver: *const Driver,
    lower: *const Lower,
    out: *mut *const Device,
) -> i32 {
    let device = call(|_| {
        // SAFETY: the scene passes a handle that it was given.
        let driver = unsafe { read(driver) };
        // SAFETY: as above.
        driver.add_device_above(&unsafe { read(lower) })
    });
    // SAFETY: the scene's pointer, NULL or valid.
    unsafe { give(device, out) }
}

macro_rules! on_arrival {
    ($($name:ident -> $result:ty => |$arrival:ident| $body:expr;)*) => {$(
        #[unsafe(no_mangle)]
        unsafe extern "C" fn $name(arrival: *const Arrival) -> $result {
            call(|_| {
                // SAFETY: the scene passes a handle that it was given.
                let $arrival = unsafe { read(arrival) };
                $body
            })
        }
    )*};
}

on_arrival! {
    wdf_sim_arrival_major -> c_int => |arrival| c_int::from(arrival.major() as u8);
    wdf_sim_arrival_code -> u32 => |arrival| arrival.code();
    wdf_sim_arrival_offset -> i64 => |arrival| arrival.offset();
    wdf_sim_arrival_output_length -> usize => |arrival| arrival.output_length();
    wdf_sim_arrival_is_here -> c_int => |arrival| c_int::from(arrival.is_here());
    wdf_sim_arrival_is_canceled -> c_int => |arrival| c_int::from(arrival.is_canceled());
    wdf_sim_arrival_is_from_user -> c_int => |arrival| c_int::from(arrival.is_from_user());
    wdf_sim_arrival_allow_cancel -> c_int => |arrival| c_int::from(arrival.allow_cancel());
}

#[unsafe(no_mangle)]
unsafe extern "C" fn wdf_sim_arrival_input(arrival: *const Arrival, buffer: *mut c_void, length: usize) -> usize {
    call(|_| {
        // SAFETY: the scene passes a handle that it was given.
        let input = unsafe { read(arrival) }.input();
        let copied = if buffer.is_null() { 0 } else { input.len().min(length) };
        if copied > 0 {
            // SAFETY: the scene's buffer has so many bytes, and so has the input.
            unsafe { buffer.cast::<u8>().copy_from_nonoverlapping(input.as_ptr(), copied) };
        }
        input.len()
    })
}

#[unsafe(no_mangle)]
unsafe extern "C" fn wdf_sim_arrival_complete(arrival: *const Arrival, status: i32, information: usize) -> c_int {
    call(|_| {
        // SAFETY: the scene passes a handle that it was given.
        c_int::from(unsafe { read(arrival) }.complete_information(status, information))
    })
}

#[unsafe(no_mangle)]
unsafe extern "C" fn wdf_sim_arrival_complete_with(
    arrival: *const Arrival,
    status: i32,
    output: *const c_void,
    length: usize,
) -> c_int {
    call(|_| {
        let bytes: &[u8] = if length == 0 {
            &[]
        } else {
            // SAFETY: the scene passes so many bytes.
            unsafe { slice::from_raw_parts(output.cast(), length) }
        };
        // SAFETY: the scene passes a handle that it was given.
        c_int::from(unsafe { read(arrival) }.complete_with(status, bytes))
    })
}
