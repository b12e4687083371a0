//! M97: Let the memory object of a request outlive the request, which is its parent. Rules: ParentObjectCheck.

use wdf_safe::prelude::*;
use wdf_safe::request::{InputSide, RequestMemory};
use wdf_sim as _;

fn input<'r>(request: Request<'r, Owned, Write>) -> Result<RequestMemory<'r, InputSide>> {
    request.input_memory()
}

fn main() {
    let _ = input;
}
