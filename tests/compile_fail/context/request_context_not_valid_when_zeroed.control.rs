//! Control: put a reference into a request context, which begins as zeroed memory, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[request_context]
struct Tracking {
    name: [u8; 8],
}

fn main() {}
