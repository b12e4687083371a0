//! Say that a type of the driver's own is a handle. Hole 15.

use wdf_safe::object::Object;
use wdf_safe::prelude::*;
use wdf_sim as _;

struct Mine(usize);

impl Object for Mine {}

fn keep(_place: &Child<Mine>) {}

fn main() {}
