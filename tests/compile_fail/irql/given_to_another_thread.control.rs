//! Control: give the proof of the level to another thread, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn work(cx: &mut Cx<'_, Passive>) {
    std::thread::scope(|scope| {
        scope.spawn(|| ());
    });
    let _ = cx;
}

fn main() {}
