//! Control: treat a status as a boolean, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn ok(status: NtStatus) -> bool {
    if status.is_success() { true } else { false }
}

fn main() {}
