//! Control: make a store outside a context, where it could be moved or forgotten with a request in it, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Door {
    waiting: CancelSlot<Read>,
}

fn store() -> impl wdf_safe::context::ContextInit<Door> {
    DoorInit { waiting: CancelSlot::init() }
}

fn main() {}
