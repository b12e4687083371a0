//! Control: take an allocation for granted, without the mistake.

use wdf_safe::pool::{PoolBox, Tag};
use wdf_safe::prelude::*;
use wdf_sim as _;

const TAG: Tag = Tag::new(*b"Case");

fn number(cx: &mut Cx<'_, Dispatch>) -> Result<u32> {
    let number = PoolBox::<u32>::new(cx, TAG, 1)?;
    Ok(*number)
}

fn main() {}
