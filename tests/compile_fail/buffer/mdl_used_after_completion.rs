//! M123: Use the MDL of a completed read, write, device control, internal device control. Rules: MdlAfterReqCompletedIoctlA, MdlAfterReqCompletedIntIoctlA, MdlAfterReqCompletedReadA, MdlAfterReqCompletedWriteA.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, _: &Queue<()>, mut request: Request<'id, Owned, Read>) -> Handled<'id> {
    let mut mdl = request.output_mdl().unwrap();
    let handled = request.complete(cx, NtStatus::SUCCESS);
    mdl.map().unwrap().write_at(0, &[0]);
    handled
}

#[evt_io_write]
fn write<'id>(cx: &mut Cx<'_, Dispatch>, _: &Queue<()>, request: Request<'id, Owned, Write>) -> Handled<'id> {
    let mdl = request.input_mdl().unwrap();
    let handled = request.complete(cx, NtStatus::SUCCESS);
    mdl.map().unwrap().copy_to(&mut [0]);
    handled
}

#[evt_io_device_control]
fn control<'id>(cx: &mut Cx<'_, Dispatch>, _: &Queue<()>, request: Request<'id, Owned, DeviceControl>) -> Handled<'id> {
    let mdl = request.input_mdl().unwrap();
    let handled = request.complete(cx, NtStatus::SUCCESS);
    mdl.map().unwrap().copy_to(&mut [0]);
    handled
}

#[evt_io_internal_device_control]
fn internal_control<'id>(cx: &mut Cx<'_, Dispatch>, _: &Queue<()>, request: Request<'id, Owned, InternalDeviceControl>) -> Handled<'id> {
    let mdl = request.input_mdl().unwrap();
    let handled = request.complete(cx, NtStatus::SUCCESS);
    mdl.map().unwrap().copy_to(&mut [0]);
    handled
}

fn main() {}
