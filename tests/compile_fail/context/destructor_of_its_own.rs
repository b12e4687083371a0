//! Reach a child in the destructor of a context, where it is gone.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[object_context]
struct Card {
    queue: Child<Queue<Done>>,
}

#[object_context]
struct Done {
    times: AtomicU32,
}

impl Drop for Card {
    fn drop(&mut self) {
        if let Some(queue) = self.queue.get() {
            queue.context().times.fetch_add(1, Ordering::Relaxed);
        }
    }
}

fn main() {}
