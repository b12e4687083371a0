//! Open a registry key at DISPATCH_LEVEL. Rule: KmdfIrql.

use wdf_safe::prelude::*;
use wdf_safe::registry::KeyAccess;
use wdf_sim as _;

fn open(cx: &mut Cx<'_, Dispatch>, driver: &Driver) -> Result<()> {
    driver.parameters(cx, KeyAccess::Read, |_cx, _key| ())
}

fn main() {}
