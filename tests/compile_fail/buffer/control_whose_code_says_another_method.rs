//! Take a device control by a declaration whose code says another transfer method than its type: the buffer would not be where
//! the driver looks for it.

use wdf_safe::ioctl::{Access, Buffered, Ioctl, OutDirect, code};
use wdf_safe::prelude::*;
use wdf_sim as _;

struct Number;

impl Ioctl for Number {
    type Input = ();
    type Output = u32;
    type Method = Buffered;
    const CODE: u32 = code::<OutDirect>(0x8000, 0x800, Access::Any, 4);
}

fn answer<'id>(cx: &mut Cx<'_, Dispatch>, request: Request<'id, Owned, DeviceControl>) -> Handled<'id> {
    match request.control::<Number>() {
        Ok(number) => number.complete(cx, &7),
        Err(failed) => failed.complete(cx),
    }
}

fn main() {
    let _: for<'id> fn(&mut Cx<'_, Dispatch>, Request<'id, Owned, DeviceControl>) -> Handled<'id> = answer;
}
