//! A driver that does what the documentation allows, in any order: it is never reported, and loses no request.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wdf_tests::script::{Conduct, Script, judge};

fuzz_target!(|bytes: &[u8]| judge(&Script::new(bytes), Conduct::Lawful));
