//! Control: use the init of a function device as such, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn function<'id>(init: DeviceInit<'id>) -> DeviceInit<'id> {
    init
}

fn main() {}
