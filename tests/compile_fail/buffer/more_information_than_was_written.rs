//! M19: Say that more bytes were returned than were written. Hole 6. CodeQL: PaddingByteInformationDisclosure.

use wdf_safe::prelude::*;
use wdf_sim as _;

#[evt_io_read]
fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<()>, request: Request<'id, Owned, Read>) -> Handled<'id> {
    let _ = queue;
    request.complete_with_information(cx, NtStatus::SUCCESS, 4096)
}

fn main() {}
