//! `WdfMemory*`: the memories of requests, and memory that the driver creates.
#![expect(unsafe_code, reason = "functions of the table: the driver's pointers are read and written")]

use wdf_sim_sys::{
    NTSTATUS, POOL_TYPE, PVOID, PWDF_DRIVER_GLOBALS, PWDF_OBJECT_ATTRIBUTES, STATUS_BUFFER_TOO_SMALL,
    STATUS_INVALID_BUFFER_SIZE, STATUS_INVALID_PARAMETER, STATUS_SUCCESS, ULONG, WDFLOOKASIDE, WDFMEMORY,
};

use super::object::{insert, parent_or, the_driver};
use super::{arg, begin, buffer, enter, enter_at_any_level};
use crate::exec::{self, check, with};
use crate::kernel::attributes::{Allows, Attributes};
use crate::kernel::irp::Block;
use crate::kernel::memory::{Lookaside, Memory};
use crate::kernel::object::{Body, Id, Kind};
use crate::kernel::{Level, Scope};
use crate::violation::{Rule, Violation};

/// The type code of memory that the driver brought, which a bug check shows.
const PREALLOCATED: u64 = 0x1022;

/// Where a memory is and how long: one of its own, or a part of a request.
pub(super) fn extent(ddi: &'static str, memory: WDFMEMORY) -> (usize, usize) {
    let part = with(|kernel| kernel.objects.resolve_offset(memory as usize));
    if let Some((owner, offset)) = part.filter(|(owner, _)| with(|kernel| kernel.objects.kind(*owner)) == Kind::Request)
    {
        exec::point();
        return buffer::memory_of(ddi, owner, offset);
    }
    let id = enter_at_any_level(ddi, memory, Kind::Memory);
    with(|kernel| kernel.objects.memory_mut(id).extent())
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
    match make(DDI, attributes, Memory::Own(Block::unwritten(size))) {
        Ok(id) => {
            let address = with(|kernel| kernel.objects.memory_mut(id).extent().0);
            // SAFETY: the driver's pointer, NULL or valid.
            unsafe { arg::write_optional(buffer, address as PVOID) };
            // SAFETY: the driver's pointer, checked above.
            unsafe { arg::write(DDI, "Memory", out, id.handle() as WDFMEMORY) };
            STATUS_SUCCESS
        }
        Err(status) => status,
    }
}

/// Makes a memory object.
pub(super) fn make(ddi: &str, attributes: Option<Attributes>, memory: Memory) -> Result<Id, NTSTATUS> {
    let parent = parent_or(ddi, attributes, the_driver());
    insert(parent, attributes, Level::Dispatch, Scope::None, Body::Memory(memory))
}

/// Makes one with a copy of these bytes.
pub(super) fn make_holding(ddi: &str, attributes: Option<Attributes>, data: &[u8]) -> Result<Id, NTSTATUS> {
    make(ddi, attributes, Memory::Own(Block::holding(data, data.len())))
}

pub(super) unsafe extern "C" fn create_preallocated(
    _: PWDF_DRIVER_GLOBALS,
    attributes: PWDF_OBJECT_ATTRIBUTES,
    buffer: PVOID,
    size: usize,
    out: *mut WDFMEMORY,
) -> NTSTATUS {
    const DDI: &str = "WdfMemoryCreatePreallocated";
    begin(DDI);
    arg::required(DDI, "Buffer", buffer);
    // SAFETY: the driver's pointer, NULL or valid.
    unsafe { arg::write(DDI, "Memory", out, std::ptr::null_mut()) };
    if size == 0 {
        return STATUS_INVALID_PARAMETER;
    }
    // SAFETY: the driver's pointer, NULL or valid.
    let attributes = unsafe { arg::attributes(attributes, Allows::PARENT) };
    let memory = Memory::Preallocated(buffer as usize, size);
    let made = attributes.and_then(|attributes| make(DDI, attributes, memory));
    // SAFETY: the driver's pointer, checked above.
    unsafe { arg::give(DDI, "Memory", out, made) }
}

pub(super) unsafe extern "C" fn assign_buffer(
    _: PWDF_DRIVER_GLOBALS,
    memory: WDFMEMORY,
    buffer: PVOID,
    size: usize,
) -> NTSTATUS {
    const DDI: &str = "WdfMemoryAssignBuffer";
    let id = enter_at_any_level(DDI, memory, Kind::Memory);
    check(|kernel| {
        if matches!(kernel.objects.memory_mut(id), Memory::Preallocated(..)) {
            return Ok(());
        }
        let text = format!("{DDI}: {} is not from WdfMemoryCreatePreallocated", kernel.objects.subject(id));
        Err(Violation::wdf(Rule::InvalidHandle, [5, memory as u64, PREALLOCATED], text))
    });
    arg::required(DDI, "Buffer", buffer);
    if size == 0 {
        return STATUS_INVALID_PARAMETER;
    }
    with(|kernel| *kernel.objects.memory_mut(id) = Memory::Preallocated(buffer as usize, size));
    STATUS_SUCCESS
}

pub(super) unsafe extern "C" fn lookaside_list_create(
    _: PWDF_DRIVER_GLOBALS,
    attributes: PWDF_OBJECT_ATTRIBUTES,
    size: usize,
    _pool: POOL_TYPE,
    of_memories: PWDF_OBJECT_ATTRIBUTES,
    _tag: ULONG,
    out: *mut WDFLOOKASIDE,
) -> NTSTATUS {
    const DDI: &str = "WdfLookasideListCreate";
    begin(DDI);
    // SAFETY: the driver's pointer, NULL or valid.
    unsafe { arg::write(DDI, "Lookaside", out, std::ptr::null_mut()) };
    if size == 0 {
        return STATUS_INVALID_PARAMETER;
    }
    // SAFETY: the driver's pointer, NULL or valid.
    let attributes = match unsafe { arg::attributes(attributes, Allows::PARENT) } {
        Ok(attributes) => attributes,
        Err(status) => return status,
    };
    // SAFETY: the driver's pointer, NULL or valid.
    let of_memories = match unsafe { arg::attributes(of_memories, Allows::PARENT) } {
        Ok(attributes) => attributes,
        Err(status) => return status,
    };
    let parent = parent_or(DDI, attributes, the_driver());
    let body = Body::Lookaside(Box::new(Lookaside { size, attributes: of_memories }));
    let made = insert(parent, attributes, Level::Dispatch, Scope::None, body);
    // SAFETY: the driver's pointer, checked above.
    unsafe { arg::give(DDI, "Lookaside", out, made) }
}

pub(super) unsafe extern "C" fn create_from_lookaside(
    _: PWDF_DRIVER_GLOBALS,
    lookaside: WDFLOOKASIDE,
    out: *mut WDFMEMORY,
) -> NTSTATUS {
    const DDI: &str = "WdfMemoryCreateFromLookaside";
    let id = enter(DDI, lookaside, Kind::Lookaside);
    arg::required(DDI, "Memory", out);
    let (size, attributes) = with(|kernel| {
        let lookaside = kernel.objects.lookaside(id);
        (lookaside.size, lookaside.attributes)
    });
    let made = make(DDI, attributes, Memory::Own(Block::unwritten(size)));
    // SAFETY: the driver's pointer, checked above.
    unsafe { arg::give(DDI, "Memory", out, made) }
}

pub(super) unsafe extern "C" fn get_buffer(_: PWDF_DRIVER_GLOBALS, memory: WDFMEMORY, size: *mut usize) -> PVOID {
    let (address, length) = extent("WdfMemoryGetBuffer", memory);
    // SAFETY: the driver's pointer, NULL or valid.
    unsafe { arg::write_optional(size, length) };
    address as PVOID
}

/// Whether `count` bytes at `offset` lie in a memory of this length.
pub(super) fn check_range(length: usize, offset: usize, count: usize) -> Result<(), NTSTATUS> {
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
