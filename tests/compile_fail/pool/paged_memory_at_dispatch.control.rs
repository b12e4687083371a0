//! Control: ask for paged memory at DISPATCH_LEVEL, without the mistake.

use wdf_safe::pool::{Paged, PoolBox, Tag};
use wdf_safe::prelude::*;
use wdf_sim as _;

const TAG: Tag = Tag::new(*b"Case");

fn count(cx: &mut Cx<'_, Passive>) -> Result<()> {
    let _numbers = PoolBox::<[u32; 2], Paged>::new(cx, TAG, [1, 2])?;
    Ok(())
}

fn main() {}
