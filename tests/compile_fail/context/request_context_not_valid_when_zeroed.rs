//! Put a reference into a request context, which begins as zeroed memory. CodeQL: ConditionallyUninitializedVariable.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[request_context]
struct Tracking {
    name: &'static str,
}

fn main() {}
