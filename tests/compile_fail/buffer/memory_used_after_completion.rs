//! M122: Use the memory object of a completed read, write, device control, internal device control. Rules: MemAfterReqCompletedIoctlA, MemAfterReqCompletedIntIoctlA, MemAfterReqCompletedReadA, MemAfterReqCompletedWriteA, ParentObjectCheck. CodeQL: UseAfterFree.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, _: &Queue<()>, mut request: Request<'id, Owned, Read>) -> Handled<'id> {
    let mut memory = request.output_memory().unwrap();
    let handled = request.complete(cx, NtStatus::SUCCESS);
    memory.buffer().write_at(0, &[0]);
    handled
}

#[evt_io_write]
fn write<'id>(cx: &mut Cx<'_, Dispatch>, _: &Queue<()>, request: Request<'id, Owned, Write>) -> Handled<'id> {
    let memory = request.input_memory().unwrap();
    let handled = request.complete(cx, NtStatus::SUCCESS);
    memory.buffer().copy_to(&mut [0]);
    handled
}

#[evt_io_device_control]
fn control<'id>(cx: &mut Cx<'_, Dispatch>, _: &Queue<()>, request: Request<'id, Owned, DeviceControl>) -> Handled<'id> {
    let memory = request.input_memory().unwrap();
    let handled = request.complete(cx, NtStatus::SUCCESS);
    memory.buffer().copy_to(&mut [0]);
    handled
}

#[evt_io_internal_device_control]
fn internal_control<'id>(cx: &mut Cx<'_, Dispatch>, _: &Queue<()>, request: Request<'id, Owned, InternalDeviceControl>) -> Handled<'id> {
    let memory = request.input_memory().unwrap();
    let handled = request.complete(cx, NtStatus::SUCCESS);
    memory.buffer().copy_to(&mut [0]);
    handled
}

fn main() {}
