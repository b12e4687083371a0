//! `IoAllocateIrp`, `IoBuild..Request`, `IofCallDriver`, `IofCompleteRequest` and their like: IRPs in a driver's own hands.
//!
//! The headers' inline functions (`IoGetNextIrpStackLocation`, `IoSetCompletionRoutine`, `IoMarkIrpPending`, ..) work on the
//! same memory.
#![expect(unsafe_code, reason = "defines symbols of the kernel, and writes the driver's IRPs")]

use wdf_sim_sys::{
    APC_LEVEL, BOOLEAN, CCHAR, DISPATCH_LEVEL, NTSTATUS, PASSIVE_LEVEL, PIRP, PVOID, STATUS_SUCCESS, ULONG,
};

use super::{at_most, begin, required};
use crate::exec::driver_irp::{self, Next, irp, location, poke};
use crate::exec::{check, fault, with};
use crate::kernel::driver_irp::Built;
use crate::kernel::irp::{Block, Major};
use crate::kernel::mdl::{LOCKED, WRITE, describe};

/// `IO_TYPE_IRP`.
const TYPE: u16 = 6;
/// `IRP_BUFFERED_IO`, `IRP_SYNCHRONOUS_API`.
const BUFFERED: u32 = 0x10;
/// `IRP_MJ_READ`, `IRP_MJ_WRITE`.
const TRANSFERS: [u8; 2] = [Major::Read as u8, Major::Write as u8];

/// Writes what every IRP begins with.
///
/// # Safety
///
/// There is memory for so many stack locations behind it.
unsafe fn initialise(address: usize, stack_size: u8, status: NTSTATUS) {
    let length = irp::LENGTH + usize::from(stack_size) * location::LENGTH;
    // SAFETY: the caller vouches for it, here and below.
    unsafe { (address as *mut u8).write_bytes(0, length) };
    // SAFETY: as above.
    unsafe { poke(address + irp::TYPE, TYPE) };
    // SAFETY: as above.
    unsafe { poke(address + irp::SIZE, length as u16) };
    // SAFETY: as above.
    unsafe { poke(address + irp::STATUS, status) };
    // SAFETY: as above.
    unsafe { poke(address + irp::STACK_COUNT, stack_size) };
    // SAFETY: as above.
    unsafe { poke(address + irp::CURRENT_LOCATION, stack_size + 1) };
    // SAFETY: as above: behind the last location.
    unsafe { poke(address + irp::CURRENT_STACK, address + length) };
}

fn allocate(name: &'static str, stack_size: u8, built: Option<Built>) -> usize {
    begin(name);
    at_most(name, DISPATCH_LEVEL);
    if fault::failed_call(|| name) {
        return 0;
    }
    let address = with(|kernel| kernel.make_driver_irp(stack_size, built));
    // SAFETY: the IRP was made with as many locations.
    unsafe { initialise(address, stack_size, STATUS_SUCCESS) };
    address
}

#[unsafe(no_mangle)]
extern "C" fn IoAllocateIrp(stack_size: CCHAR, _charge_quota: BOOLEAN) -> PIRP {
    allocate("IoAllocateIrp", stack_size.max(0).cast_unsigned(), None) as PIRP
}

#[unsafe(no_mangle)]
extern "C" fn IoAllocateIrpEx(_device: PVOID, stack_size: CCHAR, _charge_quota: BOOLEAN) -> PIRP {
    allocate("IoAllocateIrpEx", stack_size.max(0).cast_unsigned(), None) as PIRP
}

#[unsafe(no_mangle)]
extern "C" fn IoFreeIrp(irp: PIRP) {
    const NAME: &str = "IoFreeIrp";
    begin(NAME);
    at_most(NAME, DISPATCH_LEVEL);
    check(|kernel| kernel.free_driver_irp(NAME, irp as usize));
}

#[unsafe(no_mangle)]
unsafe extern "C" fn IoReuseIrp(irp: PIRP, status: NTSTATUS) {
    const NAME: &str = "IoReuseIrp";
    begin(NAME);
    check(|kernel| kernel.check_driver_irp(NAME, irp as usize));
    // SAFETY: the IRP is one that IoAllocateIrp made.
    let count = unsafe { driver_irp::peek(irp as usize + irp::STACK_COUNT) };
    // SAFETY: it was made with so many locations.
    unsafe { initialise(irp as usize, count, status) };
}

#[unsafe(no_mangle)]
unsafe extern "C" fn IofCallDriver(device: PVOID, irp: PIRP) -> NTSTATUS {
    const NAME: &str = "IofCallDriver";
    begin(NAME);
    at_most(NAME, DISPATCH_LEVEL);
    let destination = check(|kernel| kernel.destination_of(NAME, device as usize));
    // SAFETY: the driver's IRP.
    unsafe { driver_irp::pass(NAME, device as usize, irp as usize, Next::Driver(destination)) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn IofCompleteRequest(irp: PIRP, _boost: CCHAR) {
    const NAME: &str = "IofCompleteRequest";
    begin(NAME);
    at_most(NAME, DISPATCH_LEVEL);
    check(|kernel| kernel.known_irp(NAME, irp as usize));
    // SAFETY: the kernel knows the IRP.
    unsafe { driver_irp::complete(NAME, irp as usize) };
}

#[unsafe(no_mangle)]
unsafe extern "C" fn IoCancelIrp(irp: PIRP) -> BOOLEAN {
    const NAME: &str = "IoCancelIrp";
    begin(NAME);
    at_most(NAME, DISPATCH_LEVEL);
    // SAFETY: the driver's IRP.
    BOOLEAN::from(unsafe { driver_irp::cancel(NAME, irp as usize) })
}

/// The next stack location of an IRP that was just made.
///
/// # Safety
///
/// It has one.
unsafe fn next(address: usize) -> usize {
    // SAFETY: the caller vouches for it.
    unsafe { driver_irp::peek::<usize>(address + irp::CURRENT_STACK) - location::LENGTH }
}

/// What `IoBuildDeviceIoControlRequest` is asked for.
struct Control {
    input: (usize, usize),
    output: (usize, usize),
    internal: bool,
}

#[unsafe(no_mangle)]
unsafe extern "C" fn IoBuildDeviceIoControlRequest(
    code: ULONG,
    device: PVOID,
    input: PVOID,
    input_length: ULONG,
    output: PVOID,
    output_length: ULONG,
    internal: BOOLEAN,
    event: PVOID,
    status_block: PVOID,
) -> PIRP {
    const NAME: &str = "IoBuildDeviceIoControlRequest";
    at_most(NAME, PASSIVE_LEVEL);
    required(NAME, "IoStatusBlock", status_block);
    let control = Control {
        input: (input as usize, input_length as usize),
        output: (output as usize, output_length as usize),
        internal: internal != 0,
    };
    let mut built =
        Built { event: event as usize, status_block: status_block as usize, is_threaded: true, ..Built::default() };
    // SAFETY: the driver vouches for its buffers until the request is completed.
    let data = unsafe { crate::exec::target::bytes_at(control.input.0, control.input.1) };
    let system = match code & 3 {
        0 => {
            built.system = Block::holding(&data, control.output.1);
            built.output = control.output;
            built.system.address()
        }
        1 | 2 => {
            built.system = Block::holding(&data, 0);
            if control.output.1 > 0 {
                let write = if code & 3 == 1 { 0 } else { WRITE };
                built.mdl = describe(control.output.0, control.output.1, LOCKED | write);
            }
            if control.input.1 > 0 { built.system.address() } else { 0 }
        }
        _ => 0,
    };
    let mdl = if built.mdl.len() > 0 { built.mdl.address() } else { 0 };
    let address = allocate(NAME, stack_size_of(device as usize), Some(built));
    if address == 0 {
        return std::ptr::null_mut();
    }
    let neither = code & 3 == 3;
    // SAFETY: the IRP was just made, here and below.
    unsafe { poke(address + irp::SYSTEM_BUFFER, system) };
    // SAFETY: as above.
    unsafe { poke(address + irp::MDL, mdl) };
    // SAFETY: as above.
    unsafe { poke(address + irp::USER_BUFFER, control.output.0) };
    // SAFETY: as above.
    unsafe { poke(address + irp::FLAGS, if code & 3 == 0 { BUFFERED } else { 0 }) };
    // SAFETY: as above.
    unsafe { poke(address + irp::USER_IOSB, status_block) };
    // SAFETY: as above.
    unsafe { poke(address + irp::USER_EVENT, event) };
    // SAFETY: as above.
    unsafe { poke(address + irp::THREAD, with(|kernel| crate::kernel::system::thread_object(kernel.running))) };
    // SAFETY: as above: it has at least one location.
    let place = unsafe { next(address) };
    let major = if control.internal { Major::InternalDeviceControl } else { Major::DeviceControl };
    // SAFETY: as above.
    unsafe { poke(place + location::MAJOR, major as u8) };
    // SAFETY: as above.
    unsafe { poke(place + location::OUTPUT_LENGTH, output_length) };
    // SAFETY: as above.
    unsafe { poke(place + location::INPUT_LENGTH, input_length) };
    // SAFETY: as above.
    unsafe { poke(place + location::CODE, code) };
    // SAFETY: as above.
    unsafe { poke(place + location::TYPE3_INPUT, if neither { control.input.0 } else { 0 }) };
    address as PIRP
}

/// How many stack locations what is sent to a device object needs.
fn stack_size_of(object: usize) -> u8 {
    check(|kernel| {
        let destination = kernel.destination_of("IoBuildDeviceIoControlRequest", object)?;
        Ok(kernel.stack_size_behind(destination))
    })
}

/// What `IoBuildAsynchronousFsdRequest` and `IoBuildSynchronousFsdRequest` have in common.
///
/// # Safety
///
/// The driver's pointers.
unsafe fn build_transfer(
    name: &'static str,
    major: ULONG,
    device: PVOID,
    buffer: PVOID,
    length: ULONG,
    offset: *const i64,
    built: Built,
) -> PIRP {
    let number = u8::try_from(major).unwrap_or(u8::MAX);
    if !TRANSFERS.contains(&number) {
        let text = format!("{name} with the major function {major:#x} is not simulated");
        crate::exec::stop(crate::violation::Violation::new(
            crate::violation::Rule::NotSimulated,
            crate::violation::Outcome::Leak,
            text,
        ));
    }
    let address = allocate(name, stack_size_of(device as usize), Some(built));
    if address == 0 {
        return std::ptr::null_mut();
    }
    // SAFETY: the IRP was just made, here and below: the driver's own buffer stands for the system's.
    unsafe { poke(address + irp::SYSTEM_BUFFER, buffer) };
    // SAFETY: as above.
    unsafe { poke(address + irp::USER_BUFFER, buffer) };
    // SAFETY: as above.
    unsafe { poke(address + irp::FLAGS, BUFFERED) };
    // SAFETY: as above.
    let place = unsafe { next(address) };
    // SAFETY: as above.
    unsafe { poke(place + location::MAJOR, number) };
    // SAFETY: as above.
    unsafe { poke(place + location::TRANSFER_LENGTH, length) };
    if !offset.is_null() {
        // SAFETY: the driver's pointer, not NULL.
        let offset = unsafe { offset.read_unaligned() };
        // SAFETY: as above.
        unsafe { poke(place + location::BYTE_OFFSET, offset) };
    }
    address as PIRP
}

#[unsafe(no_mangle)]
unsafe extern "C" fn IoBuildAsynchronousFsdRequest(
    major: ULONG,
    device: PVOID,
    buffer: PVOID,
    length: ULONG,
    offset: *const i64,
    status_block: PVOID,
) -> PIRP {
    const NAME: &str = "IoBuildAsynchronousFsdRequest";
    at_most(NAME, APC_LEVEL);
    let built = Built { status_block: status_block as usize, ..Built::default() };
    // SAFETY: the driver's pointers.
    unsafe { build_transfer(NAME, major, device, buffer, length, offset, built) }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn IoBuildSynchronousFsdRequest(
    major: ULONG,
    device: PVOID,
    buffer: PVOID,
    length: ULONG,
    offset: *const i64,
    event: PVOID,
    status_block: PVOID,
) -> PIRP {
    const NAME: &str = "IoBuildSynchronousFsdRequest";
    at_most(NAME, PASSIVE_LEVEL);
    required(NAME, "Event", event);
    required(NAME, "IoStatusBlock", status_block);
    let built =
        Built { event: event as usize, status_block: status_block as usize, is_threaded: true, ..Built::default() };
    // SAFETY: the driver's pointers.
    unsafe { build_transfer(NAME, major, device, buffer, length, offset, built) }
}
