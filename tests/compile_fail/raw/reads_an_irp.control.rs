//! A request is asked.
#![forbid(unsafe_code)]

use wdf_safe::prelude::*;
use wdf_sim as _;

fn is_cancelled(request: &Request<'_, Owned, Read>) -> bool {
    request.is_canceled()
}

fn main() {
    let _ = is_cancelled;
}
