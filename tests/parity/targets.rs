//! What is said of a target before anything is built for it (`wdf-safe/build.rs`).

#[path = "../../wdf-safe/build.rs"]
#[expect(dead_code, reason = "its entry, which a build calls")]
mod build;

use build::{Advice, advice};

const LINUX: &str = "x86_64-unknown-linux-gnu";
const WINDOWS: &str = "x86_64-pc-windows-msvc";

#[test]
fn drivers_are_built_for_both_processors_on_windows_and_tested_anywhere() {
    for target in [WINDOWS, "aarch64-pc-windows-msvc"] {
        assert_eq!(advice(target, WINDOWS, false, false), Advice::None);
    }
    for target in [LINUX, "aarch64-apple-darwin", "x86_64-pc-windows-gnu", WINDOWS] {
        assert_eq!(advice(target, LINUX, true, false), Advice::None);
    }
    assert_eq!(advice(LINUX, LINUX, false, false), Advice::None);
}

#[test]
fn a_target_that_is_not_the_kernels_is_refused_with_those_that_are() {
    for target in ["x86_64-pc-windows-gnu", "i686-pc-windows-msvc", "x86_64-win7-windows-msvc"] {
        let Advice::Error(text) = advice(target, WINDOWS, false, false) else { panic!("{target} is let through") };
        let start = "a driver for the kernel is built for x86_64-pc-windows-msvc or aarch64-pc-windows-msvc, not for ";
        assert!(text.starts_with(&format!("{start}{target}")) && text.contains("cargo sim-test"), "{text}");
    }
}

#[test]
fn a_machine_without_windows_builds_for_the_simulator_only() {
    let Advice::Error(text) = advice(WINDOWS, LINUX, false, false) else { panic!("it is let through") };
    assert!(text.starts_with("the kernel's side of a driver is built on Windows, with a WDK"), "{text}");
    assert_eq!(advice(WINDOWS, LINUX, false, true), Advice::None, "CI brings bindings of its own");
}

#[test]
fn the_simulator_is_for_64_bits() {
    for (target, is_simulation) in [("i686-unknown-linux-gnu", false), ("i686-pc-windows-msvc", true)] {
        let Advice::Error(text) = advice(target, LINUX, is_simulation, false) else {
            panic!("{target} is let through")
        };
        assert!(text.starts_with("wdf-sim has the layouts of 64-bit Windows"), "{text}");
    }
}
