//! Look at what a collection lent after it was taken out. Rules: ParentObjectCheck.

use wdf_safe::collection::Collection;
use wdf_safe::prelude::*;
use wdf_sim as _;

fn first(cx: &mut Cx<'_, Dispatch>, waiting: &mut Collection) -> Option<u8> {
    let first = waiting.first(cx)?;
    drop(waiting.take(cx, 0));
    first.get(0).copied()
}

fn main() {}
