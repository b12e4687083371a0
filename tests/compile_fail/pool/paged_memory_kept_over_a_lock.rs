//! Keep a reference to paged memory while a spin lock is taken. Rules: KmdfIrql, WdfSpinlock.

use wdf_safe::pool::{Paged, PoolBox};
use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Table {
    row: PoolBox<[u32; 2], Paged>,
    sum: SpinLock<u32>,
}

fn count(cx: &mut Cx<'_, Passive>, table: &Table) {
    let row = table.row.get(cx);
    table.sum.with(cx, |sum, _cx| *sum += row[0]);
}

fn main() {}
