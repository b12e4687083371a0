//! Control: make the proof of a level out of nothing, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn work(cx: &mut Cx<'_, Passive>) {
    announce(cx);
}

fn announce(_cx: &mut Cx<'_, Passive>) {}

fn main() {}
