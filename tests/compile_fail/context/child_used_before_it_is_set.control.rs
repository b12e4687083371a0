//! Control: use an object that may not have been made yet, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Desk {
    pile: Child<Queue<Desk, Manual>>,
}

fn look(desk: &Desk) -> bool {
    desk.pile.get().is_some_and(|pile| pile.context().pile.get().is_some())
}

fn main() {}
