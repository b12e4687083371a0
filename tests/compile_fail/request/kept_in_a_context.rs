//! M38: Keep a request in a context without a store.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Drawer {
    waiting: SpinLock<Option<Request<'static, Owned, Read>>>,
}

fn main() {}
