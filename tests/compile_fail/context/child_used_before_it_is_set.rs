//! Use an object that may not have been made yet, as if its handle were never NULL. Rules: NullCheck. CodeQL: UnguardedNullReturnDereference.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Desk {
    pile: Child<Queue<Desk, Manual>>,
}

fn look(desk: &Desk) -> bool {
    desk.pile.get().context().pile.get().is_some()
}

fn main() {}
