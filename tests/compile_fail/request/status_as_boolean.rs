//! M104: Treat a status as a boolean. CodeQL: C28650, C28714.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn ok(status: NtStatus) -> bool {
    if status { true } else { false }
}

fn main() {}
