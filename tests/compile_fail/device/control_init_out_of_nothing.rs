//! Make the init of a control device out of that of another device, or of nothing. Rules: ControlDeviceInitAllocate, DeviceInitAllocate.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn control<'id>(init: DeviceInit<'id>) -> DeviceInit<'id, ControlDevice> {
    init
}

fn nothing<'id>() -> DeviceInit<'id, ControlDevice> {
    DeviceInit::default()
}

fn main() {}
