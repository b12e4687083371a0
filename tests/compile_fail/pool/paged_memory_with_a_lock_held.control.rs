//! Control: reach paged memory with a spin lock held, without the mistake.

use wdf_safe::pool::{Paged, PoolBox};
use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Table {
    row: PoolBox<[u32; 2], Paged>,
    sum: SpinLock<u32>,
}

fn count(cx: &mut Cx<'_, Passive>, table: &Table) {
    let first = table.row.get(cx)[0];
    table.sum.with(cx, |sum, _cx| *sum += first);
}

fn main() {}
