//! Use a buffer, which an application may write meanwhile, as a slice. Hole 11. CodeQL: UserModeMemoryReadMultipleTimes.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn sum(request: &Request<'_, Owned, Write>) -> Result<u8> {
    let input = request.input()?;
    let bytes: &[u8] = &input;
    Ok(bytes.iter().copied().fold(0, u8::wrapping_add))
}

fn main() {}
