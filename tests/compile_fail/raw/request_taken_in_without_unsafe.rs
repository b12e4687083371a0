//! Make a request out of a raw handle, without an unsafe block.

use wdf_safe::prelude::*;
use wdf_safe::raw::AsRaw;
use wdf_sim as _;

fn again<'id>(request: Request<'id, Owned, Read>) -> Request<'id, Owned, Read> {
    Request::from_raw(request.as_raw())
}

fn main() {}
