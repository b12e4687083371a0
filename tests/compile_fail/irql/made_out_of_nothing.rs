//! M67: Make the proof of a level out of nothing.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn work() {
    let mut cx: Cx<'_, Passive> = Cx { level: core::marker::PhantomData };
    announce(&mut cx);
}

fn announce(_cx: &mut Cx<'_, Passive>) {}

fn main() {}
