//! `WdfMemory*`: the memories of requests, and memory that the driver creates.
#![expect(unsafe_code, reason = "functions of the table: the driver's pointers are read and written")]

use wdf_sim_sys::{
    NTSTATUS, POOL_TYPE, PVOID, PWDF_DRIVER_GLOBALS, PWDF_OBJECT_ATTRIBUTES, STATUS_BUFFER_TOO_SMALL,
    STATUS_INVALID_BUFFER_SIZE, STATUS_INVALID_PARAMETER, STATUS_SUCCESS, ULONG, WDFMEMORY,
};

use super::object::{insert, parent_or, the_driver};
use super::{arg, begin, enter, request};
use crate::exec::{self, with};
use crate::kernel::attributes::Allows;
use crate::kernel::irp::Block;
use crate::kernel::memory::Memory;
use crate::kernel::object::{Body, Kind};
use crate::kernel::{Level, Scope};

/// Where a memory is and how long: one of its own, or a part of a request.
pub(super) fn extent(ddi: &'static str, memory: WDFMEMORY) -> (usize, usize) {
    let part = with(|kernel| kernel.objects.resolve_offset(memory as usize));
    if let Some((owner, offset)) = part.filter(|(owner, _)| with(|kernel| kernel.objects.kind(*owner)) == Kind::Request)
    {
        exec::point();
        return request::memory_of(ddi, owner, offset);
    }
    let id = enter(ddi, memory, Kind::Memory);
    with(|kernel| {
        let memory = kernel.objects.memory_mut(id);
        memory.locked.unwrap_or_else(|| (memory.block.address(), memory.block.len()))
    })
}

pub(super) unsafe extern "C" fn create(
    _: PWDF_DRIVER_GLOBALS,
    attributes: PWDF_OBJECT_ATTRIBUTES,
    _pool: POOL_TYPE,
    _tag: ULONG,
    size: usize,
    out: *mut WDFMEMORY,
    buffer: *mut PVOID,
) -> NTSTATUS {
    const DDI: &str = "WdfMemoryCreate";
    begin(DDI);
    arg::required(DDI, "Memory", out);
    if size == 0 {
        return STATUS_INVALID_PARAMETER;
    }
    // SAFETY: the driver's pointer, NULL or valid.
    let attributes = match unsafe { arg::attributes(attributes, Allows::PARENT) } {
        Ok(attributes) => attributes,
        Err(status) => return status,
    };
    let parent = parent_or(DDI, attributes.map_or(0, |attributes| attributes.parent), the_driver());
    let body = Body::Memory(Memory { block: Block::unwritten(size), locked: None });
    match insert(parent, attributes, Level::Dispatch, Scope::None, body) {
        Ok(id) => {
            let address = with(|kernel| kernel.objects.memory_mut(id).block.address());
            // SAFETY: the driver's pointer, NULL or valid.
            unsafe { arg::write_optional(buffer, address as PVOID) };
            // SAFETY: the driver's pointer, checked above.
            unsafe { arg::write(DDI, "Memory", out, id.handle() as WDFMEMORY) };
            STATUS_SUCCESS
        }
        Err(status) => status,
    }
}

pub(super) unsafe extern "C" fn get_buffer(_: PWDF_DRIVER_GLOBALS, memory: WDFMEMORY, size: *mut usize) -> PVOID {
    let (address, length) = extent("WdfMemoryGetBuffer", memory);
    // SAFETY: the driver's pointer, NULL or valid.
    unsafe { arg::write_optional(size, length) };
    address as PVOID
}

/// Whether `count` bytes at `offset` lie in a memory of this length.
fn check_range(length: usize, offset: usize, count: usize) -> Result<(), NTSTATUS> {
    if count == 0 {
        return Err(STATUS_INVALID_PARAMETER);
    }
    match offset.checked_add(count) {
        Some(end) if end <= length => Ok(()),
        Some(_) => Err(STATUS_BUFFER_TOO_SMALL),
        None => Err(STATUS_INVALID_BUFFER_SIZE),
    }
}

pub(super) unsafe extern "C" fn copy_to_buffer(
    _: PWDF_DRIVER_GLOBALS,
    source: WDFMEMORY,
    offset: usize,
    buffer: PVOID,
    count: usize,
) -> NTSTATUS {
    const DDI: &str = "WdfMemoryCopyToBuffer";
    let (address, length) = extent(DDI, source);
    arg::required(DDI, "Buffer", buffer);
    if let Err(status) = check_range(length, offset, count) {
        return status;
    }
    let from = (address + offset) as *const u8;
    // SAFETY: the range lies in the memory, which lives; the driver vouches for its buffer. They may overlap.
    unsafe { std::ptr::copy(from, buffer.cast::<u8>(), count) };
    STATUS_SUCCESS
}

pub(super) unsafe extern "C" fn copy_from_buffer(
    _: PWDF_DRIVER_GLOBALS,
    destination: WDFMEMORY,
    offset: usize,
    buffer: PVOID,
    count: usize,
) -> NTSTATUS {
    const DDI: &str = "WdfMemoryCopyFromBuffer";
    let (address, length) = extent(DDI, destination);
    arg::required(DDI, "Buffer", buffer);
    if let Err(status) = check_range(length, offset, count) {
        return status;
    }
    let to = (address + offset) as *mut u8;
    // SAFETY: the range lies in the memory, which lives; the driver vouches for its buffer. They may overlap.
    unsafe { std::ptr::copy(buffer.cast::<u8>().cast_const(), to, count) };
    STATUS_SUCCESS
}
