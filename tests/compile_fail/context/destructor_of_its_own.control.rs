//! Control: a field has the destructor, and reaches no other.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Card {
    queue: Child<Queue<Done>>,
    last: Last,
}

#[object_context]
struct Done {
    times: AtomicU32,
}

struct Last(AtomicU32);

impl Drop for Last {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

fn main() {}
