//! Control: put into the lock of an interrupt what must stay on one thread, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[derive(Default)]
struct Seen {
    packets: u32,
}

type Line = Interrupt<Device<Card>, Seen>;

#[object_context]
struct Card {
    line: Child<Line>,
    total: SpinLock<u32>,
    waiting: CancelSlot<Read>,
}

fn make(cx: &mut Cx<'_, Passive>, device: &Device<Other>) -> Result<()> {
    let shared = std::sync::Arc::new(1);
    InterruptConfig::new(|_, _, _, _| false, |_, _| {}).create(cx, device, shared, |other| &other.line)?;
    Ok(())
}

#[object_context]
struct Other {
    line: Child<Interrupt<Device<Other>, std::sync::Arc<u32>>>,
}

fn main() {}
