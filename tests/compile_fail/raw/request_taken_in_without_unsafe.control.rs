//! Control: make a request out of a raw handle, without an unsafe block, without the mistake.

use wdf_safe::prelude::*;
use wdf_safe::raw::AsRaw;
use wdf_sim as _;

fn again<'id>(request: Request<'id, Owned, Read>) -> Request<'id, Owned, Read> {
    let _handle = request.as_raw();
    request
}

fn main() {}
