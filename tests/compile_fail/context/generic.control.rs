//! Control: the framework knows a context type by the address of one static, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Counter {
    count: u64,
}

fn main() {}
