//! Say that a request was disposed of by a raw call, without an unsafe block.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn forget<'id>(request: Request<'id, Owned, Read>) -> Handled<'id> {
    let _handle = request.leak_raw();
    Handled::assume()
}

fn main() {}
