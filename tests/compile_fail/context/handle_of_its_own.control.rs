//! Control: a handle that is one.

use wdf_safe::object::Object;
use wdf_safe::prelude::*;
use wdf_sim as _;

fn is_handle<O: Object>() {}

fn keep(_place: &Child<Timer<Device>>) {
    is_handle::<Timer<Device>>();
}

fn main() {}
