//! Control: keep a registry key that is closed, without the mistake.

use wdf_safe::prelude::*;
use wdf_safe::registry::KeyAccess;
use wdf_sim as _;

fn keep(cx: &mut Cx<'_, Passive>, driver: &Driver) -> Result<()> {
    let mut kept = None;
    driver.parameters(cx, KeyAccess::Read, |cx, key| kept = key.query_u32(cx, &[82]).ok())
}

fn main() {}
