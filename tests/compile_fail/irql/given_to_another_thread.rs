//! M66: Give the proof of the level to another thread.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn work(cx: &mut Cx<'_, Passive>) {
    std::thread::scope(|scope| {
        scope.spawn(|| drop(&cx));
    });
}

fn main() {}
