//! Files, and the I/O that is sent to them.
#![expect(unsafe_code, reason = "defines the symbols of the header, and reads and writes through C's pointers")]

use std::ffi::{c_int, c_void};
use std::slice;

use wdf_sim::{Completion, Device, File, Ticket};

use crate::device::give;
use crate::handle::{call, keep};

/// `wdf_sim_result`.
#[repr(C)]
struct Outcome {
    status: i32,
    information: usize,
    length: usize,
}

/// A scene's bytes.
///
/// # Safety
///
/// The pointer is valid for so many bytes.
unsafe fn bytes<'a>(pointer: *const c_void, length: usize) -> &'a [u8] {
    if length == 0 {
        return &[];
    }
    // SAFETY: the caller vouches for it.
    unsafe { slice::from_raw_parts(pointer.cast::<u8>(), length) }
}

/// Gives C how a request ended, and its output.
///
/// # Safety
///
/// The buffer is valid for writes of so many bytes.
unsafe fn finish(completion: &Completion, buffer: *mut c_void, length: usize) -> Outcome {
    let output = &completion.output;
    let length = if buffer.is_null() { 0 } else { output.len().min(length) };
    if length > 0 {
        // SAFETY: the caller vouches for the buffer, and the output is that long.
        unsafe { buffer.cast::<u8>().copy_from_nonoverlapping(output.as_ptr(), length) };
    }
    Outcome { status: completion.status, information: completion.information, length }
}

/// Does something with a file of the scene.
///
/// # Safety
///
/// The handle was given to the scene that runs.
unsafe fn on_file<R>(file: *const File, body: impl FnOnce(File) -> R) -> R {
    call(|_| {
        assert!(!file.is_null(), "wdf_sim: the file is NULL");
        // SAFETY: what was given to a scene lives as long as it.
        body(unsafe { file.read() })
    })
}

#[unsafe(no_mangle)]
unsafe extern "C" fn wdf_sim_open(device: *const Device, out: *mut *const File) -> i32 {
    let file = call(|_| {
        assert!(!device.is_null(), "wdf_sim_open: the device is NULL");
        // SAFETY: what was given to a scene lives as long as it.
        unsafe { device.read() }.open()
    });
    // SAFETY: the scene's pointer, NULL or valid.
    unsafe { give(file, out) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn wdf_sim_close(file: *const File) {
    // SAFETY: the scene passes a handle that it was given.
    unsafe { on_file(file, File::close) };
}

#[unsafe(no_mangle)]
unsafe extern "C" fn wdf_sim_begin_read(file: *const File, length: usize) -> *const Ticket {
    // SAFETY: the scene passes a handle that it was given.
    keep(unsafe { on_file(file, |file| file.begin_read(length)) })
}

#[unsafe(no_mangle)]
unsafe extern "C" fn wdf_sim_begin_write(file: *const File, data: *const c_void, length: usize) -> *const Ticket {
    // SAFETY: the scene's bytes.
    let data = unsafe { bytes(data, length) };
    // SAFETY: the scene passes a handle that it was given.
    keep(unsafe { on_file(file, |file| file.begin_write(data)) })
}

#[unsafe(no_mangle)]
unsafe extern "C" fn wdf_sim_begin_ioctl(
    file: *const File,
    code: u32,
    input: *const c_void,
    input_length: usize,
    output_length: usize,
) -> *const Ticket {
    // SAFETY: the scene's bytes.
    let input = unsafe { bytes(input, input_length) };
    // SAFETY: the scene passes a handle that it was given.
    keep(unsafe { on_file(file, |file| file.begin_ioctl(code, input, output_length)) })
}

#[unsafe(no_mangle)]
unsafe extern "C" fn wdf_sim_begin_internal_ioctl(
    file: *const File,
    code: u32,
    input: *const c_void,
    input_length: usize,
    output_length: usize,
) -> *const Ticket {
    // SAFETY: the scene's bytes.
    let input = unsafe { bytes(input, input_length) };
    // SAFETY: the scene passes a handle that it was given.
    keep(unsafe { on_file(file, |file| file.begin_internal_ioctl(code, input, output_length)) })
}

/// Does something with a request that was sent.
///
/// # Safety
///
/// The ticket was given to the scene that runs.
unsafe fn on_ticket<R>(ticket: *const Ticket, body: impl FnOnce(&Ticket) -> R) -> R {
    call(|_| {
        assert!(!ticket.is_null(), "wdf_sim: the ticket is NULL");
        // SAFETY: what was given to a scene lives as long as it.
        body(unsafe { &*ticket })
    })
}

#[unsafe(no_mangle)]
unsafe extern "C" fn wdf_sim_cancel(ticket: *const Ticket) -> c_int {
    // SAFETY: the scene passes a ticket that it was given.
    c_int::from(unsafe { on_ticket(ticket, Ticket::cancel) })
}

#[unsafe(no_mangle)]
unsafe extern "C" fn wdf_sim_is_completed(ticket: *const Ticket) -> c_int {
    // SAFETY: the scene passes a ticket that it was given.
    c_int::from(unsafe { on_ticket(ticket, Ticket::is_completed) })
}

#[unsafe(no_mangle)]
unsafe extern "C" fn wdf_sim_wait(ticket: *const Ticket, buffer: *mut c_void, length: usize) -> Outcome {
    // SAFETY: the scene passes a ticket that it was given.
    let completion = unsafe { on_ticket(ticket, Ticket::outcome) };
    // SAFETY: the scene's buffer.
    unsafe { finish(&completion, buffer, length) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn wdf_sim_read(file: *const File, buffer: *mut c_void, length: usize) -> Outcome {
    // SAFETY: the scene passes a handle that it was given.
    let completion = unsafe { on_file(file, |file| file.read(length)) };
    // SAFETY: the scene's buffer.
    unsafe { finish(&completion, buffer, length) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn wdf_sim_write(file: *const File, data: *const c_void, length: usize) -> Outcome {
    // SAFETY: the scene's bytes.
    let data = unsafe { bytes(data, length) };
    // SAFETY: the scene passes a handle that it was given.
    let completion = unsafe { on_file(file, |file| file.write(data)) };
    // SAFETY: no buffer is written.
    unsafe { finish(&completion, std::ptr::null_mut(), 0) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn wdf_sim_ioctl(
    file: *const File,
    code: u32,
    input: *const c_void,
    input_length: usize,
    output: *mut c_void,
    output_length: usize,
) -> Outcome {
    // SAFETY: the scene's bytes.
    let input = unsafe { bytes(input, input_length) };
    // SAFETY: the scene passes a handle that it was given.
    let completion = unsafe { on_file(file, |file| file.ioctl(code, input, output_length)) };
    // SAFETY: the scene's buffer.
    unsafe { finish(&completion, output, output_length) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn wdf_sim_internal_ioctl(
    file: *const File,
    code: u32,
    input: *const c_void,
    input_length: usize,
    output: *mut c_void,
    output_length: usize,
) -> Outcome {
    // SAFETY: the scene's bytes.
    let input = unsafe { bytes(input, input_length) };
    // SAFETY: the scene passes a handle that it was given.
    let completion = unsafe { on_file(file, |file| file.internal_ioctl(code, input, output_length)) };
    // SAFETY: the scene's buffer.
    unsafe { finish(&completion, output, output_length) }
}
