//! Keep a registry key that is closed.

use wdf_safe::prelude::*;
use wdf_safe::registry::KeyAccess;
use wdf_sim as _;

fn keep(cx: &mut Cx<'_, Passive>, driver: &Driver) -> Result<()> {
    let mut kept = None;
    driver.parameters(cx, KeyAccess::Read, |_cx, key| kept = Some(key))
}

fn main() {}
