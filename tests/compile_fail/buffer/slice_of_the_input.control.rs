//! Control: copy out of a buffer, without the mistake.

use wdf_safe::prelude::*;
use wdf_sim as _;

fn sum(request: &Request<'_, Owned, Write>) -> Result<u8> {
    let input = request.input()?;
    let mut bytes = [0; 16];
    let length = input.copy_to(&mut bytes);
    Ok(bytes.iter().take(length).copied().fold(0, u8::wrapping_add))
}

fn main() {}
