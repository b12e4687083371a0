//! A driver that calls any function with any handle it ever saw: it may be reported, and the simulator may not fail.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wdf_tests::script::{Conduct, Script, judge};

fuzz_target!(|bytes: &[u8]| judge(&Script::new(bytes), Conduct::Lawless));
