//! Make a generic context: the framework knows a context type by the address of one static.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Counter<T> {
    count: T,
}

fn main() {}
