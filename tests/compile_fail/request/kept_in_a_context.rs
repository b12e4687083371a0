//! M38: Keep a request in a context without a store. Rules: DeferredRequestCompleted. Hole 3. CodeQL: C28616.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Drawer {
    waiting: SpinLock<Option<Request<'static, Owned, Read>>>,
}

fn main() {}
